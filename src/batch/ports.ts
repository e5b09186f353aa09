import type { Sender } from '../api/call';
import type { CallError, Transport } from '../api/outcome';
import type { ColumnNames } from './csv';
import type { BatchCounts, Row, RowOutcome } from './summary';

/** The server as one profile reaches it. */
export interface BatchServer {
  /** The ticket to send, from the vault, or why there is none. */
  ticket(signal?: AbortSignal): Promise<string | CallError>;
  /** What the settings say is read once, for as many calls as there are. */
  sender(transport: Transport, signal?: AbortSignal): Sender;
}

/** Such a server with connections of its own. */
export interface OpenBatchServer extends BatchServer {
  /** Once nothing is on its way any more. */
  close(): void;
}

/** What a journal says first: which run it is of. */
export interface JournalHead {
  readonly id: string;
  /** The CSV's Uri as text, and the SHA-256 of its bytes: by these a run is known again. */
  readonly csv: string;
  readonly sha256: string;
  /** The file's name, for people. */
  readonly name: string;
  readonly columns: ColumnNames;
  /** The name of the profile at that time, and the address of its web service. */
  readonly profile: string;
  readonly endpoint: string;
  readonly transport: Transport;
  readonly readBefore: boolean;
  readonly startedAt: Date;
  readonly total: number;
}

/** A batch as the history lists it. */
export interface BatchEntry extends JournalHead {
  /** Absent where it is running, or the process ended in the middle of the run. */
  readonly counts?: BatchCounts;
  /** Some window is sending it now. */
  readonly running?: true;
}

/** A row that was acknowledged, with how it ended; secrets are masked. */
export interface JournalRow extends Row {
  readonly outcome: RowOutcome;
}

/** A journal as it was read. */
export interface JournalRows {
  /** What is known of the row at that index; 0 is the first below the header. */
  row(index: number): JournalRow | undefined;
  /** The address that GetUser told of the row at that index, where the update was, or may have been, sent then. */
  before(index: number): string | undefined;
}

/**
 * A journal that is being written. A line is with the operating system once its promise resolves: no kill loses it then.
 * Rejects where it cannot be written.
 */
export interface Journal {
  /** Before the update of a row is sent whose old address is known. */
  read(index: number, before: string): Promise<void>;
  /** The update was surely not done: the address that was read for it says nothing of the next attempt. */
  unread(index: number): Promise<void>;
  acknowledged(index: number, row: JournalRow): Promise<void>;
  /** The run is over for now; nothing can be written any more. */
  close(counts: BatchCounts): void;
}

/** The journals of all batches, each a file of its own. */
export interface Journals {
  create(head: JournalHead): Promise<Journal>;
  /** Opens one to go on with it. Rejects where it is gone, or another window writes it. */
  append(id: string): Promise<Journal>;
  /** The newest first. */
  list(): Promise<readonly BatchEntry[]>;
  rows(id: string): Promise<JournalRows>;
  /** Leaves those alone that are being written. */
  remove(ids: readonly string[]): Promise<void>;
}
