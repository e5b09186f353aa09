import { Leftovers } from './leftovers';
import { GLANCE, type Effort, type SecretStore } from './ports';
import { attempt, type StoreFailure } from './storeFailure';
import { parseEntry, type TicketEntry } from './ticketEntry';

/** Entries as they lie in several stores at once, with what a store could not delete, and every ticket that was seen. */
export class StoredEntries {
  readonly tickets = new Set<string>();
  readonly leftovers = new Leftovers();
  /** The ticket last seen in a store under a name. */
  private readonly lastSeen = new Map<string, string>();

  /** The parameters are those of the vault. */
  constructor(
    private readonly stores: () => readonly SecretStore[],
    private readonly everyStore: () => readonly SecretStore[],
  ) {}

  /** The store's entry, unless it had to go; whatever else had to is deleted, where the store answers. */
  async look(
    store: SecretStore,
    name: string,
    effort: Effort,
    undisturbed: () => boolean,
  ): Promise<{ readonly entry: TicketEntry | undefined } | { readonly failure: StoreFailure }> {
    const got = await attempt(store, () => store.get(name, effort));
    if ('failure' in got) {
      return got;
    }
    const entry = got.value === undefined ? undefined : parseEntry(got.value);
    if (entry !== undefined) {
      this.tickets.add(entry.ticket);
      this.lastSeen.set(`${store.id}/${name}`, entry.ticket);
    }
    const hadToGo = this.leftovers.covers(store.id, name, entry?.ticket);
    await this.leftovers.sweep(store, undisturbed);
    return { entry: hadToGo ? undefined : entry };
  }

  /** @returns why the store did not take the entry; where it did, the entry is in no other store but the failed ones. */
  async put(
    name: string,
    entry: TicketEntry,
    store: SecretStore,
    effort: Effort,
    failed: readonly SecretStore[] = [],
  ): Promise<StoreFailure | undefined> {
    const done = await attempt(store, () => store.set(name, JSON.stringify(entry), effort));
    if ('failure' in done) {
      return done.failure;
    }
    this.leftovers.remove(store.id, name);
    this.lastSeen.set(`${store.id}/${name}`, entry.ticket);
    const others = this.everyStore().filter(each => each !== store && !failed.includes(each));
    await this.deleteFrom(others, name, GLANCE);
    return undefined;
  }

  /** @returns the failure of the first store that may still hold the entry. */
  delete(name: string, effort: Effort): Promise<StoreFailure | undefined> {
    return this.deleteFrom(this.everyStore(), name, effort);
  }

  private async deleteFrom(
    stores: readonly SecretStore[],
    name: string,
    effort: Effort,
  ): Promise<StoreFailure | undefined> {
    let first: StoreFailure | undefined;
    const wanted = this.stores();
    for (const store of stores) {
      // A store that the settings do not want is not a reason to bother the user.
      const done = await attempt(store, () => store.delete(name, wanted.includes(store) ? effort : GLANCE));
      if (!('failure' in done)) {
        this.leftovers.remove(store.id, name);
      } else if (done.failure.trouble !== 'absent') {
        this.leftovers.add(name, done.failure, this.lastSeen.get(`${store.id}/${name}`));
        first ??= done.failure;
      }
    }
    return first;
  }
}
