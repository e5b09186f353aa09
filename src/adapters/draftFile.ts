import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { savedDraft, type Draft } from '../session/draft';

/** Milliseconds of typing that a killed editor may lose. */
const SAVE_DELAY_MS = 150;

/** Milliseconds after which an unfinished file is no write that still runs, but what a kill has left. */
const ABANDONED_MS = 60_000;

/**
 * What was typed into the form, on disk within a moment: the editor's own state is written late, and lost when the
 * process is killed. The ticket typed for one call is a secret and is not in the file, nor that there was one, and neither
 * is one that was pasted into the wrong field.
 */
export class DraftFile {
  private timer: NodeJS.Timeout | undefined;
  private pending: Draft | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly folder: string,
    private readonly holdsSecret: (text: string) => boolean = () => false,
  ) {}

  /** The last draft; `undefined` where there is none or the file is not one of ours. */
  async read(): Promise<Draft | undefined> {
    await this.removeAbandoned();
    try {
      return savedDraft(JSON.parse(await readFile(this.file, 'utf8')));
    } catch {
      return undefined;
    }
  }

  save(draft: Draft): void {
    const harmless = (text: string) => (this.holdsSecret(text) ? '' : text);
    const { userName, newEmailAddress, ticket } = draft;
    this.pending = {
      ...draft,
      userName: harmless(userName),
      newEmailAddress: harmless(newEmailAddress),
      // Without its text the choice would send an empty ticket.
      ticket: ticket === 'other' ? 'stored' : ticket,
      otherTicket: '',
    };
    this.timer ??= setTimeout(() => void this.flush(), SAVE_DELAY_MS);
  }

  /** Writes what is pending; resolves when it is on disk or cannot be. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writePending());
    return this.writing;
  }

  /** Of several drafts that wait for a slow disk only the last is written. */
  private async writePending(): Promise<void> {
    const draft = this.pending;
    this.pending = undefined;
    if (draft !== undefined) {
      // A draft that cannot be saved is still in the form; there is nothing better to do about a full disk.
      await this.write(draft).catch(() => undefined);
    }
  }

  private get file(): string {
    return path.join(this.folder, 'draft.json');
  }

  /** Kills in the midst of a write would leave one file each. Another window may be writing its own just now. */
  private async removeAbandoned(): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    for (const name of names.filter(each => /^draft\.json\.\d+$/.test(each))) {
      const file = path.join(this.folder, name);
      // A file that has gone meanwhile, or that cannot be removed, is no reason to keep the draft from its form.
      const age = await stat(file).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > ABANDONED_MS) {
        await rm(file, { force: true }).catch(() => undefined);
      }
    }
  }

  /**
   * To a file beside it first, so that a kill in the middle leaves the old draft or the new one. It is flushed before
   * it takes the other's place: after a power failure a file system may know the new name and not the new bytes.
   */
  private async write(draft: Draft): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    // Windows without a folder share the file, but not the unfinished one.
    const unfinished = `${this.file}.${process.pid}`;
    await writeFile(unfinished, JSON.stringify(draft), { flush: true });
    await rename(unfinished, this.file);
  }
}
