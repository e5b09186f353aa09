import { readFileSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { isExchangeId, parseRecord, parseUpdate, type Parsed } from '../history/parse';
import type { HistoryStore, Stored } from '../history/ports';
import { RECORD_VERSION, type ExchangeRecord } from '../history/record';
import type { VerifiedUpdate } from '../session/verifiedUpdates';

/** No file of ours is larger, however its text is escaped: what is, nobody reads. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Milliseconds after which an unfinished file is no write that still runs, but what a kill has left. */
const ABANDONED_MS = 60_000;

const EXCHANGE = /^(\d{15})-([0-9a-f-]{36})\.json$/;
const UPDATE = /^([0-9a-f-]{36})\.update\.json$/;
const UNFINISHED = /\.json\.\d+$/;

const exchangeFile = ({ startedAt, id }: ExchangeRecord): string =>
  `${String(startedAt.getTime()).padStart(15, '0')}-${id}.json`;
const updateFile = (id: string): string => `${id}.update.json`;

/**
 * The history on disk: one file for each exchange, named by its time and its id, and one beside it for what a verified
 * update replaced. A file is written once, whole, and never changed. So two windows at once cannot overwrite each
 * other's exchanges, as they would in one common file; a kill leaves a whole file or none; a damaged file costs one
 * entry; the oldest are found by their names; and what was read once need not be read again.
 */
export class HistoryFile implements HistoryStore {
  private waiting: ExchangeRecord[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder: string) {}

  read(known: ReadonlySet<string>): Promise<Stored> {
    return this.inTurn(async () => {
      const names = await this.names();
      await this.removeAbandoned(names);
      const stored = {
        ids: new Set<string>(),
        records: [] as ExchangeRecord[],
        updates: [] as VerifiedUpdate[],
        damaged: 0,
        otherVersions: 0,
        place: this.folder,
      };
      const take = async <T>(name: string, parse: (value: unknown) => Parsed<T>): Promise<T | undefined> => {
        const parsed = await this.parsed(name, parse);
        if (parsed === undefined || 'value' in parsed) {
          return parsed?.value;
        }
        if (parsed.problem === 'damaged') {
          stored.damaged += 1;
          await this.putAside(name);
        } else {
          stored.otherVersions += 1;
        }
        return undefined;
      };
      for (const name of names) {
        const id = EXCHANGE.exec(name)?.[2];
        if (id !== undefined && known.has(id)) {
          stored.ids.add(id);
        } else if (id !== undefined) {
          const record = await take(name, value => named(parseRecord(value), exchangeFile, name));
          if (record !== undefined) {
            stored.ids.add(id);
            stored.records.push(record);
          }
        } else if (UPDATE.test(name)) {
          const update = await take(name, value =>
            named(parseUpdate(value), ({ exchangeId }) => updateFile(exchangeId), name),
          );
          stored.updates.push(...(update === undefined ? [] : [update]));
        }
      }
      return stored;
    });
  }

  add(record: ExchangeRecord, most: number): Promise<void> {
    this.waiting.push(record);
    // A batch may be faster than the disk: what would be removed at once need not be written.
    this.waiting.splice(0, this.waiting.length - most);
    return this.inTurn(async () => {
      // They come in their order, so one that is not the first has been dropped.
      if (this.waiting[0] === record) {
        this.waiting.shift();
        await this.write(exchangeFile(record), record);
        await this.removeBeyond(most);
      }
    });
  }

  annotate(update: VerifiedUpdate): Promise<void> {
    return this.inTurn(() =>
      this.write(updateFile(update.exchangeId), { version: RECORD_VERSION, ...update }),
    );
  }

  update(exchangeId: string): VerifiedUpdate | undefined {
    // The id comes from whoever calls the command, and is to be no path.
    if (!isExchangeId(exchangeId)) {
      return undefined;
    }
    try {
      const parsed = parseUpdate(JSON.parse(readFileSync(this.pathOf(updateFile(exchangeId)), 'utf8')));
      return 'value' in parsed && parsed.value.exchangeId === exchangeId ? parsed.value : undefined;
    } catch {
      return undefined;
    }
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.inTurn(async () => {
      const gone = new Set(ids);
      const names = await this.names();
      await this.removeFiles(names.filter(name => gone.has(idOf(name))));
    });
  }

  trim(most: number): Promise<void> {
    return this.inTurn(() => this.removeBeyond(most));
  }

  async flush(): Promise<void> {
    await this.last;
  }

  private pathOf(name: string): string {
    return path.join(this.folder, name);
  }

  /** The oldest first; none where there is no folder yet. */
  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw error;
    }
  }

  private async removeBeyond(most: number): Promise<void> {
    const names = await this.names();
    const exchanges = names.filter(name => EXCHANGE.test(name));
    const kept = new Set(exchanges.slice(Math.max(0, exchanges.length - most)).map(idOf));
    // What belongs to no exchange any more goes too: another window may have removed it in between.
    await this.removeFiles(names.filter(name => idOf(name) !== '' && !kept.has(idOf(name))));
  }

  private async removeFiles(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await rm(this.pathOf(name), { force: true });
    }
  }

  /** `undefined` where the file has gone meanwhile, or cannot be read just now: that is no damage. */
  private async parsed<T>(
    name: string,
    parse: (value: unknown) => Parsed<T>,
  ): Promise<Parsed<T> | undefined> {
    try {
      const { size } = await lstat(this.pathOf(name)).then(found => (found.isFile() ? found : { size: -1 }));
      if (size < 0 || size > MOST_BYTES) {
        return { problem: 'damaged' };
      }
      return parse(JSON.parse(await readFile(this.pathOf(name), 'utf8')));
    } catch (error) {
      return error instanceof SyntaxError ? { problem: 'damaged' } : undefined;
    }
  }

  private async putAside(name: string): Promise<void> {
    // Where it cannot be moved, it is told again the next time.
    await rename(this.pathOf(name), this.pathOf(`${name}.damaged`)).catch(() => undefined);
  }

  /** Kills in the midst of a write would leave one file each. Another window may be writing its own just now. */
  private async removeAbandoned(names: readonly string[]): Promise<void> {
    for (const name of names.filter(each => UNFINISHED.test(each))) {
      const age = await lstat(this.pathOf(name)).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > ABANDONED_MS) {
        await rm(this.pathOf(name), { force: true }).catch(() => undefined);
      }
    }
  }

  /** Flushed before it takes its name: after a power failure a file system may know the name and not the bytes. */
  private async write(name: string, value: object): Promise<void> {
    // Others on the same machine need not read whose address was changed to what.
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const unfinished = this.pathOf(`${name}.${process.pid}`);
    await writeFile(unfinished, JSON.stringify(value), { flush: true, mode: 0o600 });
    await rename(unfinished, this.pathOf(name));
  }

  /** One after another; a failure is its caller's and keeps nothing after it from its turn. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
}

/** The exchange that a file belongs to; empty for files that are not ours. */
const idOf = (name: string): string => EXCHANGE.exec(name)?.[2] ?? UPDATE.exec(name)?.[1] ?? '';

/** A file that was copied or renamed would be a second entry of the same name. */
function named<T>(parsed: Parsed<T>, nameOf: (value: T) => string, name: string): Parsed<T> {
  return 'value' in parsed && nameOf(parsed.value) !== name ? { problem: 'damaged' } : parsed;
}
