import type { CallError, CallErrorKind, Transport } from '../api/outcome';

/** What a batch does with one row: one user and the address to give them, as they stand in the CSV. */
export interface Row {
  /** As a spreadsheet counts: the header is row 1. */
  readonly number: number;
  readonly userName: string;
  readonly newEmailAddress: string;
}

/** The most rows that are on their way at once. */
export const MOST_AT_ONCE = 32;

/** How a batch is to be sent. */
export interface BatchOptions {
  readonly transport: Transport;
  /** How many rows are on their way at once, from 1 to `MOST_AT_ONCE`. */
  readonly concurrency: number;
  /** Ask GetUser for each row before it is sent: a row that would change nothing is left out, the old address is kept. */
  readonly readBefore: boolean;
  /** The most rows that are begun in a second; left out, as many as the server answers. */
  readonly ratePerSecond?: number | undefined;
}

/** Where a row stands. A row that was sent but never answered counts as not attempted: it is sent again on resume. */
export type RowStatus = 'notAttempted' | 'updated' | 'unchanged' | 'failed';

/** How a row ended, as the journal keeps it; secrets are masked. */
export interface RowOutcome {
  readonly status: RowStatus;
  /** The address that GetUser told before. */
  readonly before?: string | undefined;
  readonly durationMs?: number | undefined;
  readonly httpStatus?: number | undefined;
  readonly kind?: CallErrorKind | undefined;
  readonly code?: number | undefined;
  readonly message?: string | undefined;
}

/** How many rows stand where; together they are `total`. */
export interface BatchCounts {
  readonly total: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly notAttempted: number;
}

/** What `updateUserEmailsFromCsv` resolves to (contract). */
export interface BatchSummary extends BatchCounts {
  readonly durationMs: number;
  /** Paths for files of this machine, otherwise the Uri's text. */
  readonly reportPath?: string;
  readonly junitPath?: string;
  readonly rollbackPath?: string;
  /** Why not everything was attempted. */
  readonly error?: CallError;
}
