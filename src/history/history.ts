import * as l10n from '@vscode/l10n';
import { EventEmitter } from 'node:events';
import type { Exchange } from '../api/exchange';
import { messageOf } from '../api/messageOf';
import type { WireSink } from '../api/ports';
import type { KnownAddresses } from '../session/knownAddresses';
import { endpointOf, type Profile } from '../session/profile';
import type { VerifiedUpdate, VerifiedUpdates } from '../session/verifiedUpdates';
import type { HistoryStore, Stored } from './ports';
import { recordOf, type ExchangeRecord } from './record';

/**
 * Past exchanges, masked, across restarts and windows. What this window sends is here at once; what lies in the store
 * is read when somebody asks for the first time, never when the editor starts.
 */
export class History implements WireSink, KnownAddresses {
  private readonly records = new Map<string, ExchangeRecord>();
  private readonly replaced = new Map<string, VerifiedUpdate>();
  /** Exchanges that could not be written: the store does not have them, and must not be asked for them. */
  private readonly unsaved = new Set<string>();
  private readonly changes = new EventEmitter<{ change: [] }>();
  private loading: Promise<void> | undefined;
  private saved = true;
  /** What is wrong with the store, in one line for the user. */
  notice: string | undefined;

  /**
   * @param limit how many exchanges are kept, 0 for none; asked anew each time.
   * @param holdsSecret whether a text holds a secret that is known, in any spelling.
   */
  constructor(
    private readonly store: HistoryStore,
    private readonly limit: () => number,
    private readonly holdsSecret: (text: string) => boolean,
  ) {}

  /** Updates that can be put back, also those of an earlier session. */
  readonly verifiedUpdates: VerifiedUpdates = {
    remember: update => this.remember(update),
    find: id => this.replaced.get(id) ?? this.store.update(id),
  };

  record(exchange: Exchange): void {
    if (this.limit() === 0) {
      return;
    }
    const record = recordOf(exchange);
    this.records.set(record.id, record);
    this.forgetOldest();
    this.unsaved.add(record.id);
    this.keep(this.store.add(record, this.limit()).then(() => void this.unsaved.delete(record.id)));
    this.changed();
  }

  /** The newest first: what this window has sent, and after `load` whatever is kept. */
  list(): ExchangeRecord[] {
    return [...this.records.values()].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
  }

  /** Of those that `list` gives. */
  find(id: string): ExchangeRecord | undefined {
    return this.records.get(id);
  }

  /** What an exchange replaced, of those that `list` gives. */
  replacedBy(id: string): VerifiedUpdate | undefined {
    return this.replaced.get(id);
  }

  /** The address that an update of the history gave a user last, of those that `list` gives. */
  knownAddress({ baseUrl }: Pick<Profile, 'baseUrl'>, userName: string): string | undefined {
    const endpoint = endpointOf(baseUrl).href;
    const last = this.list().find(
      ({ operation, outcome, values, ...record }) =>
        operation === 'UpdateUserEmail' &&
        outcome.success &&
        record.endpoint === endpoint &&
        // infoRouter compares login names without regard to case.
        values['userName']?.toLowerCase() === userName.toLowerCase(),
    );
    return last && (this.replaced.get(last.id)?.after ?? last.values['newEmailAddress']);
  }

  /** Reads the store, the first time that it is asked. Never rejects. */
  load(): Promise<void> {
    return (this.loading ??= this.read());
  }

  /** Reads what other windows have sent and removed meanwhile, if the store was read before. Never rejects. */
  refresh(): Promise<void> {
    if (this.loading === undefined) {
      return Promise.resolve();
    }
    return (this.loading = this.loading.then(() => this.read()));
  }

  /** Makes a lower limit hold. */
  async limitChanged(): Promise<void> {
    this.forgetOldest();
    this.changed();
    await this.attempt(this.store.trim(this.limit()));
  }

  /** Resolves when they are gone; rejects where they cannot be removed. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.store.remove(ids);
    for (const id of ids) {
      this.records.delete(id);
      this.replaced.delete(id);
    }
    this.changed();
  }

  /** Removes all, also what this window has not read. */
  async clear(): Promise<void> {
    await this.store.trim(0);
    this.records.clear();
    this.replaced.clear();
    this.changed();
  }

  /** @returns what ends the listening. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.changes.on('change', listener);
    return { dispose: () => this.changes.off('change', listener) };
  }

  /** Resolves when everything so far is on disk, or cannot be. */
  async flush(): Promise<void> {
    await this.attempt(this.store.flush());
  }

  private remember(update: VerifiedUpdate): void {
    const { userName, before, after = '', profile } = update;
    if ([userName, before, after, profile].some(this.holdsSecret)) {
      return;
    }
    this.replaced.set(update.exchangeId, update);
    // Without its exchange it would stay for ever: nothing removes it.
    if (this.records.has(update.exchangeId)) {
      this.keep(this.store.annotate(update));
    }
    this.changed();
  }

  private async read(): Promise<void> {
    const known = new Set([...this.records.keys()].filter(id => !this.unsaved.has(id)));
    await this.attempt(
      this.store.trim(this.limit()).then(async () => this.take(known, await this.store.read(known))),
    );
    this.changed();
  }

  private take(asked: ReadonlySet<string>, stored: Stored): void {
    for (const id of asked) {
      if (!stored.ids.has(id)) {
        this.records.delete(id);
      }
    }
    stored.records.forEach(record => this.records.set(record.id, record));
    stored.updates.forEach(update => this.replaced.set(update.exchangeId, update));
    this.forgetOldest();
    this.notice = noticeOf(stored) ?? this.notice;
  }

  private forgetOldest(): void {
    for (const { id } of this.list().slice(this.limit())) {
      this.records.delete(id);
      this.replaced.delete(id);
    }
  }

  /** For what nobody waits for. */
  private keep(work: Promise<unknown>): void {
    void this.attempt(work);
  }

  private async attempt(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      // Said once: a full disk would say it with each call.
      if (this.saved) {
        this.saved = false;
        this.notice = l10n.t('The history cannot be kept on disk: {0}', messageOf(error));
        this.changed();
      }
    }
  }

  private changed(): void {
    this.changes.emit('change');
  }
}

function noticeOf({ damaged, otherVersions, place }: Stored): string | undefined {
  const words = [
    damaged > 0 && l10n.t('Entries that cannot be read: {0}, put aside as .damaged.', damaged),
    otherVersions > 0 && l10n.t('Entries of another version of this extension: {0}, skipped.', otherVersions),
  ].filter(Boolean);
  return words.length === 0 ? undefined : l10n.t('{0} They are in {1}.', words.join(' '), place);
}
