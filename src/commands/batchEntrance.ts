import type * as vscode from 'vscode';
import type { ColumnNames } from '../batch/csv';
import type { BatchOptions } from '../batch/summary';

/** A batch of the history that a command was called on. Not a plain object: it is a person's entrance. */
export class BatchEntrance {
  constructor(readonly batchId: string) {}
}

/** Goes on with a batch as it was begun, after signing in where a ticket failed it. */
export class BatchAgain {
  constructor(
    readonly file: vscode.Uri,
    /** Of the two columns. */
    readonly names: ColumnNames | undefined,
    readonly profileName: string,
    readonly options: BatchOptions,
    readonly signIn: boolean,
  ) {}
}
