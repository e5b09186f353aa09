import * as l10n from '@vscode/l10n';
import { closeSync, fsync, openSync, writeSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { countsLine, headLine, parseEntry, ReadJournal, readLine, rowLine } from '../batch/journal';
import type { BatchEntry, Journal, JournalHead, JournalRow, Journals } from '../batch/ports';
import type { BatchCounts } from '../batch/summary';
import { ProcessLock } from './processLock';

const JOURNAL = /^(\d{15})-([0-9a-f-]{36})\.jsonl$/;
/** The head of a journal, and its last line, are shorter. */
const EDGE_BYTES = 64 * 1024;

/**
 * The journals of batches on disk, one file each, named by time and id. Lines are with the operating system when they are
 * said to be written, whatever becomes of this process then. Who writes a journal holds a lock beside it, so that a
 * second window does not send the same rows.
 */
export class JournalFolder implements Journals {
  constructor(private readonly folder: string) {}

  async create(head: JournalHead): Promise<Journal> {
    // Others on the same machine need not read whose address was changed to what.
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = this.pathOf(`${String(head.startedAt.getTime()).padStart(15, '0')}-${head.id}.jsonl`);
    return JournalFile.open(file, () => Promise.resolve(headLine(head)));
  }

  async append(id: string): Promise<Journal> {
    const file = await this.find(id);
    // Half a line of a kill must not become the beginning of the next.
    return JournalFile.open(file, async () => ((await edgesOf(file)).end.endsWith('\n') ? '' : '\n'));
  }

  async list(): Promise<readonly BatchEntry[]> {
    const entries: BatchEntry[] = [];
    for (const name of (await this.names()).reverse()) {
      // One that goes meanwhile, or cannot be read, is none.
      const edges = await edgesOf(this.pathOf(name)).catch(() => undefined);
      const entry =
        edges &&
        parseEntry(edges.start.split('\n', 1)[0] ?? '', edges.end.trimEnd().split('\n').at(-1) ?? '');
      if (entry !== undefined && JOURNAL.exec(name)?.[2] === entry.id) {
        entries.push({ ...entry, ...(ProcessLock.isTaken(lockOf(this.pathOf(name))) && { running: true }) });
      }
    }
    return entries;
  }

  async rows(id: string): Promise<ReadJournal> {
    const bytes = await readFile(await this.find(id));
    const journal = new ReadJournal(bytes);
    let lines = 0;
    for (let start = 0; start < bytes.length; start = bytes.indexOf('\n', start) + 1 || bytes.length) {
      journal.take(start);
      lines += 1;
      if (lines % 2000 === 0) {
        await turn();
      }
    }
    return journal;
  }

  async remove(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    for (const name of await this.names()) {
      const file = this.pathOf(name);
      if (gone.has(JOURNAL.exec(name)?.[2] ?? '') && !ProcessLock.isTaken(lockOf(file))) {
        await rm(file, { force: true });
        await rm(lockOf(file), { recursive: true, force: true });
      }
    }
  }

  private pathOf(name: string): string {
    return path.join(this.folder, name);
  }

  /** The oldest first. */
  private async names(): Promise<string[]> {
    try {
      return (await readdir(this.folder)).filter(name => JOURNAL.test(name)).sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw error;
    }
  }

  private async find(id: string): Promise<string> {
    const name = (await this.names()).find(each => JOURNAL.exec(each)?.[2] === id);
    if (name === undefined) {
      throw new Error(l10n.t('The journal of this batch is gone.'));
    }
    return this.pathOf(name);
  }
}

/** The beginning and the end of a file, as text. */
async function edgesOf(file: string): Promise<{ readonly start: string; readonly end: string }> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const piece = async (position: number) => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(EDGE_BYTES), 0, EDGE_BYTES, position);
      return buffer.toString('utf8', 0, bytesRead);
    };
    return { start: await piece(0), end: await piece(Math.max(0, size - EDGE_BYTES)) };
  } finally {
    await handle.close();
  }
}

class JournalFile implements Journal {
  private waiting = '';
  private writing: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;

  private constructor(
    private readonly lock: ProcessLock,
    private readonly descriptor: number,
  ) {}

  /**
   * @param first what has to stand in it before anything else, asked for once nobody else writes it.
   * @returns once that is written. Rejects where another process writes it, or it cannot be written.
   */
  static async open(file: string, first: () => Promise<string>): Promise<JournalFile> {
    const lock = ProcessLock.take(lockOf(file));
    if (lock === undefined) {
      throw new Error(l10n.t('Another window is sending this batch.'));
    }
    let descriptor: number | undefined;
    try {
      descriptor = openSync(file, 'a', 0o600);
      const journal = new JournalFile(lock, descriptor);
      await journal.write(await first());
      return journal;
    } catch (error) {
      lock.release();
      if (descriptor !== undefined) {
        closeSync(descriptor);
      }
      throw error;
    }
  }

  /** What is written in one turn of the event loop is written together: a call of the operating system costs as much as a row. */
  write(line: string): Promise<void> {
    this.waiting += line;
    return (this.writing ??= new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          this.flush();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    }));
  }

  read(index: number, before: string): Promise<void> {
    return this.write(readLine(index, before));
  }

  unread(index: number): Promise<void> {
    return this.write(readLine(index, null));
  }

  acknowledged(index: number, row: JournalRow): Promise<void> {
    return this.write(rowLine(index, row));
  }

  close(counts: BatchCounts): void {
    try {
      this.waiting += countsLine(counts);
      this.flush();
    } finally {
      this.lock.release();
      // A power failure is rarer than a kill: once at the end is often enough for it. Nobody waits for the disk, and
      // nobody could do anything if it refused: a kill leaves whole what the operating system has.
      fsync(this.descriptor, () => closeSync(this.descriptor));
    }
  }

  /** Where one has failed none is tried again: half a line may stand there, and the next would become a part of it. */
  private flush(): void {
    const lines = Buffer.from(this.waiting);
    this.waiting = '';
    this.writing = undefined;
    if (this.failure !== undefined) {
      throw this.failure.error;
    }
    try {
      for (let written = 0; written < lines.length;) {
        written += writeSync(this.descriptor, lines, written);
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}

const lockOf = (journal: string): string => `${journal}.lock`;
