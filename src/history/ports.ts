import type { VerifiedUpdate } from '../session/verifiedUpdates';
import type { ExchangeRecord } from './record';

/** What lies in the store at one moment. */
export interface Stored {
  /** The exchanges that lie there, known ones included, by their names. */
  readonly ids: ReadonlySet<string>;
  /** Those of them that were not known. */
  readonly records: readonly ExchangeRecord[];
  readonly updates: readonly VerifiedUpdate[];
  /** Files that cannot be read and were put aside, and files of another version, which were left alone. */
  readonly damaged: number;
  readonly otherVersions: number;
  /** The folder, for the user who wants to look. */
  readonly place: string;
}

/** Keeps exchanges across restarts. Several windows may use one store at once. Calls are done in their order. */
export interface HistoryStore {
  /** Reads what is there, except exchanges and updates whose names are `known`. Rejects where nothing can be read. */
  read(known: ReadonlySet<string>): Promise<Stored>;
  /** Adds an exchange, and removes the oldest beyond so many, of whatever window. */
  add(record: ExchangeRecord, most: number): Promise<void>;
  /** Keeps beside an exchange what it replaced. */
  annotate(update: VerifiedUpdate): Promise<void>;
  /** What an exchange replaced, at once: it is one small file, and the question comes from a user's click. */
  update(exchangeId: string): VerifiedUpdate | undefined;
  remove(ids: readonly string[]): Promise<void>;
  /** Removes the oldest beyond so many. */
  trim(most: number): Promise<void>;
  /** Resolves when what was asked before is done. */
  flush(): Promise<void>;
}
