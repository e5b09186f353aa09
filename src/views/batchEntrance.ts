import type * as vscode from 'vscode';
import type { Csv } from '../batch/csv';
import type { BatchOptions } from '../batch/summary';

/** A batch of the history that a command was called on. Not a plain object: it is a person's entrance. */
export class BatchEntrance {
  constructor(readonly batchId: string) {}
}

/** Goes on with a batch as it was asked for, after signing in where a ticket failed it. */
export class BatchAgain {
  constructor(
    readonly file: vscode.Uri,
    /** What the preview was of. */
    readonly csv: Pick<Csv, 'names' | 'sha256'>,
    readonly profileName: string,
    /** The run that it was, or would have been. */
    readonly batchId: string,
    readonly options: BatchOptions,
    /** Sign in before. */
    readonly signIn: boolean,
    /** Go on with a run that was begun; otherwise what kept the batch from beginning is over. */
    readonly resume: boolean,
  ) {}
}
