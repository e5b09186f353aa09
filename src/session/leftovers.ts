import { GLANCE, type SecretStore, type TicketStoreId } from './ports';
import type { StoreFailure } from './storeFailure';
import { parseEntry } from './ticketEntry';

interface Leftover {
  readonly name: string;
  readonly failure: StoreFailure;
  /** The ticket that had to go, where it was known. */
  readonly ticket: string | undefined;
}

/**
 * Entries that had to go, and that their store could not delete at that moment. They are used no more, and deleted as
 * soon as the store answers. Known for as long as the window lives.
 */
export class Leftovers {
  private readonly entries = new Map<string, Leftover>();

  add(name: string, failure: StoreFailure, ticket: string | undefined): void {
    this.entries.set(key(failure.store, name), { name, failure, ticket });
  }

  /** The store has deleted or overwritten the entry. */
  remove(store: TicketStoreId, name: string): void {
    this.entries.delete(key(store, name));
  }

  /** Why the name's entry is still in a store that should not hold it. */
  of(name: string): StoreFailure | undefined {
    return [...this.entries.values()].find(leftover => leftover.name === name)?.failure;
  }

  /** Whether a store's entry must not be used. With another ticket it is one that another window has written since. */
  covers(store: TicketStoreId, name: string, ticket?: string): boolean {
    const leftover = this.entries.get(key(store, name));
    return (
      leftover !== undefined &&
      (ticket === undefined || leftover.ticket === undefined || leftover.ticket === ticket)
    );
  }

  /**
   * Deletes what the store gives away without a prompt.
   * @param undisturbed whether no entry is being written: the one that was looked at may be overwritten by a new ticket.
   */
  async sweep(store: SecretStore, undisturbed: () => boolean): Promise<void> {
    for (const { name, failure } of [...this.entries.values()]) {
      if (failure.store === store.id) {
        try {
          const entry = parseEntry((await store.get(name, GLANCE)) ?? '');
          if (!undisturbed()) {
            return;
          }
          if (entry === undefined || this.covers(store.id, name, entry.ticket)) {
            await store.delete(name, GLANCE);
          }
          this.remove(store.id, name);
        } catch {
          // It stays a leftover until the store answers.
        }
      }
    }
  }
}

const key = (store: TicketStoreId, name: string): string => `${store}/${name}`;
