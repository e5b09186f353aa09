import type * as vscode from 'vscode';
import type { BatchSource } from '../batch/batches';
import type { Transport } from '../api/outcome';

/** The argument of a batch. */
export interface BatchCall {
  readonly file: vscode.Uri;
  /** Where the file was read already. */
  readonly source?: BatchSource;
  /** Left out, the selected one; on resume that of the run. */
  readonly profile?: string;
  /** Left out, the profile's. */
  readonly transport?: Transport;
  readonly concurrency: number;
  readonly ratePerSecond?: number | undefined;
  readonly readBefore: boolean;
  /** Show the preview and write nothing. */
  readonly dryRun: boolean;
  readonly resume: boolean;
  /** Where a person asked: the run that is to be gone on with, or the id that a new one gets. */
  readonly batchId?: string;
  readonly confirmed: boolean;
}
