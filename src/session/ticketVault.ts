import * as l10n from '@vscode/l10n';
import { GLANCE, insist, type Effort, type SecretStore, type TicketStoreId } from './ports';
import { sameService, type Profile } from './profile';
import { StoredEntries } from './storedEntries';
import { attempt, type StoreFailure } from './storeFailure';
import { parseExpiry, type TicketEntry } from './ticketEntry';

export type { TicketEntry } from './ticketEntry';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Kept {
  readonly entry: TicketEntry | undefined;
  /** The store that holds the entry; without one, the store that would take it. */
  readonly store: TicketStoreId;
  /**
   * What is wrong with a store that is preferred to `store`: without an entry, one may lie there unread. A store that
   * never existed here is no failure.
   */
  readonly failure?: StoreFailure;
  /** Why an entry that had to go still lies in a store. It is not used. */
  readonly leftover?: StoreFailure;
}

/**
 * Keeps tickets in the first store that works, in the order of preference, and knows every ticket that it has seen, so
 * that each of them can be masked. Nothing is cached: another window or program may change an entry at any time.
 *
 * An entry lies in a store of lower preference only because the preferred one failed when it was written, and a write
 * that succeeds deletes it from all others. So where there are two, the one in the less preferred store is the newer
 * one: it is used, and moved to the preferred store as soon as that takes it.
 */
export class TicketVault {
  private readonly entries: StoredEntries;
  /** The names whose entry this window keeps a copy of. */
  private readonly copied = new Set<string>();
  /** Names, each with the one under which its entry still lies: the store did not answer when it was renamed. */
  private readonly formerNames = new Map<string, string>();
  /** What is written or deleted waits for an entry that is between two names: it would come back under the new one. */
  private following: Promise<unknown> = Promise.resolve();
  /**
   * Counts what was written and deleted for somebody. What is done on the side, after a look, is done only where nothing of
   * that has begun since: it would bring back a ticket that has gone, or take away a new one.
   */
  private changes = 0;

  /**
   * @param stores in order of preference at that moment; the last one always works.
   * @param everyStore those too that the settings do not want now: an older ticket may lie there, and has to go.
   */
  constructor(
    private readonly stores: () => readonly SecretStore[],
    everyStore: () => readonly SecretStore[] = stores,
  ) {
    this.entries = new StoredEntries(stores, everyStore);
  }

  /** Every ticket seen in this session. */
  get knownTickets(): Iterable<string> {
    return this.entries.tickets;
  }

  /** Whether the ticket was read from a store or written to one in this session. */
  knows(ticket: string): boolean {
    return this.entries.tickets.has(ticket);
  }

  /** @returns whether nobody has begun to write or delete an entry since: then what was read may be written back. */
  watch(): () => boolean {
    const before = this.changes;
    return () => before === this.changes;
  }

  /** The profile's entry, if it was issued by the profile's server. */
  async read(profile: Pick<Profile, 'name' | 'baseUrl'>, effort: Effort = GLANCE): Promise<Kept> {
    // Asked for before the look: meanwhile the entry may have moved to where it was just not found.
    const former = this.formerNames.has(profile.name);
    const kept = await this.find(profile, effort);
    return former && kept.entry === undefined ? this.follow(profile, effort) : kept;
  }

  private async find({ name, baseUrl }: Pick<Profile, 'name' | 'baseUrl'>, effort: Effort): Promise<Kept> {
    const undisturbed = this.watch();
    const stores = this.stores();
    const { leftovers } = this.entries;
    const failures: StoreFailure[] = [];
    // To what is shown, a copy is the last resort; what is sent need not wait for a keychain that holds the same.
    const newestFirst = this.copied.has(name) && !effort.insist ? stores : [...stores].reverse();
    for (const store of newestFirst) {
      const found = await this.entries.look(store, name, effort, undisturbed);
      if ('failure' in found) {
        failures.push(found.failure);
        continue;
      }
      const { entry } = found;
      if (entry !== undefined && sameService(entry.baseUrl, baseUrl)) {
        const copied = this.copied.has(name);
        return effort.insist || copied
          ? { entry, store: store.id }
          : this.promote(name, entry, store, undisturbed);
      }
    }
    const working = stores.find(({ id }) => !failures.some(({ store }) => store === id));
    const failure = failures.find(
      ({ store, trouble }) => trouble !== 'absent' && !leftovers.covers(store, name),
    );
    const leftover = leftovers.of(name);
    return {
      entry: undefined,
      store: working?.id ?? 'memory',
      ...(failure && { failure }),
      ...(leftover && { leftover }),
    };
  }

  /** Keeps the entry in the first store that takes it, and leaves no older one in another that works. */
  async write(name: string, entry: TicketEntry, effort: Effort = insist()): Promise<TicketStoreId> {
    this.entries.tickets.add(entry.ticket);
    this.changes += 1;
    await this.following;
    const former = this.formerNames.get(name);
    if (former !== undefined) {
      this.formerNames.delete(name);
      await this.delete(former, GLANCE);
    }
    // What lies under a name now is no longer what a renamed profile looks for there.
    for (const [to, from] of this.formerNames) {
      if (from === name) {
        this.formerNames.delete(to);
      }
    }
    return this.place(name, entry, effort);
  }

  private async place(name: string, entry: TicketEntry, effort: Effort): Promise<TicketStoreId> {
    const failed: SecretStore[] = [];
    for (const store of this.stores()) {
      if ((await this.entries.put(name, entry, store, effort, failed)) === undefined) {
        if (this.copied.has(name)) {
          await this.keepInMemory(name, entry);
        }
        return store.id;
      }
      failed.push(store);
    }
    throw new Error(l10n.t('No ticket store works, not even memory.'));
  }

  /**
   * Writes a later expiry into the profile's entry, where that still holds the ticket and names a date that is more than a
   * day too early: so once a day of use, and not with every call. No prompt is raised, and a store that refuses only keeps
   * an old date.
   */
  async prolong(profile: Pick<Profile, 'name' | 'baseUrl'>, ticket: string, expiresOn: Date): Promise<void> {
    const undisturbed = this.watch();
    const { entry, store: id } = await this.read(profile);
    const said = parseExpiry(entry?.expiresOn);
    const store = this.stores().find(each => each.id === id);
    const stale = said !== undefined && expiresOn.getTime() - said.getTime() > DAY_MS;
    if (entry?.ticket === ticket && stale && store !== undefined && undisturbed()) {
      const prolonged = { ...entry, expiresOn: expiresOn.toISOString() };
      await attempt(store, () => store.set(profile.name, JSON.stringify(prolonged), GLANCE));
    }
  }

  /** Carries an entry to a new name, or looks for it under the old one from now on, until its store gives it out. */
  async rename(from: Pick<Profile, 'name' | 'baseUrl'>, to: string): Promise<void> {
    this.formerNames.set(to, from.name);
    await this.follow({ ...from, name: to }, insist());
  }

  /** One after another: whoever comes while an entry is between two names waits until it is there. */
  private follow(profile: Pick<Profile, 'name' | 'baseUrl'>, effort: Effort): Promise<Kept> {
    const following = this.following.then(() => this.moveFormer(profile, effort));
    this.following = following.catch(() => undefined);
    return following;
  }

  private async moveFormer(profile: Pick<Profile, 'name' | 'baseUrl'>, effort: Effort): Promise<Kept> {
    const former = this.formerNames.get(profile.name);
    if (former === undefined) {
      return this.find(profile, effort);
    }
    const kept = await this.find({ ...profile, name: former }, effort);
    if (kept.entry === undefined && kept.failure !== undefined) {
      return kept;
    }
    this.changes += 1;
    // First out, then in: a keychain that ignores case would lose the new entry with the old one.
    await this.entries.delete(former, effort);
    const store = kept.entry && (await this.place(profile.name, kept.entry, effort));
    this.formerNames.delete(profile.name);
    return { ...kept, ...(store && { store }) };
  }

  /** Why the name's entry, which had to go, still lies in a store. It is not used. */
  leftover(name: string): StoreFailure | undefined {
    return this.entries.leftovers.of(name);
  }

  /** Keeps a copy for this window alone until it is deleted: another window may overwrite the entry of that name. */
  async keepInMemory(name: string, entry: TicketEntry): Promise<void> {
    this.copied.add(name);
    await this.stores()
      .find(({ id }) => id === 'memory')
      ?.set(name, JSON.stringify(entry), GLANCE);
  }

  /**
   * Deletes the entry from every store. What a store cannot delete now is no longer used, and deleted when it can be.
   * @returns the failure of the first store that may still hold the entry.
   */
  async delete(name: string, effort: Effort = insist()): Promise<StoreFailure | undefined> {
    this.changes += 1;
    await this.following;
    const former = this.formerNames.get(name);
    this.formerNames.delete(name);
    this.copied.delete(name);
    const failure = await this.entries.delete(name, effort);
    return former === undefined ? failure : ((await this.delete(former, effort)) ?? failure);
  }

  /** Moves an entry from the store where it was found to one that is preferred, if one takes it without a prompt. */
  private async promote(
    name: string,
    entry: TicketEntry,
    from: SecretStore,
    undisturbed: () => boolean,
  ): Promise<Kept> {
    let failure: StoreFailure | undefined;
    const stores = this.stores();
    for (const store of stores.slice(0, stores.indexOf(from))) {
      if (!undisturbed()) {
        break;
      }
      const refused = await this.entries.put(name, entry, store, GLANCE);
      if (refused === undefined) {
        return { entry, store: store.id };
      }
      failure ??= refused.trouble === 'absent' ? undefined : refused;
    }
    return { entry, store: from.id, ...(failure && { failure }) };
  }
}
