import type { SecretStore, TicketStoreId } from './ports';
import { sameService, type Profile } from './profile';

/** What is kept for a profile: the JSON of the keychain entry (contract). */
export interface TicketEntry {
  /** The server that issued the ticket; it is sent to no other. */
  readonly baseUrl: string;
  readonly ticket: string;
  readonly userName?: string;
  /** UTC, ISO 8601, as the server gave it. */
  readonly expiresOn?: string;
}

export interface Kept {
  readonly entry: TicketEntry | undefined;
  /** The store that holds the entry; without one, the store that would take it. */
  readonly store: TicketStoreId;
}

/**
 * Keeps tickets in the first store that works, in the order of preference, and knows every ticket that it has seen, so
 * that each of them can be masked. Nothing is cached: another window or program may change an entry at any time.
 */
export class TicketVault {
  private readonly seen = new Set<string>();
  /** The names whose entry this window keeps a copy of. */
  private readonly copied = new Set<string>();

  /**
   * @param stores in order of preference at that moment; the last one always works.
   * @param everyStore those too that the settings do not want now: an older ticket may lie there, and has to go.
   */
  constructor(
    private readonly stores: () => readonly SecretStore[],
    private readonly everyStore: () => readonly SecretStore[] = stores,
  ) {}

  /** Every ticket seen in this session. */
  get knownTickets(): Iterable<string> {
    return this.seen;
  }

  /** The profile's entry, if it was issued by the profile's server. */
  async read({ name, baseUrl }: Pick<Profile, 'name' | 'baseUrl'>): Promise<Kept> {
    let working: TicketStoreId | undefined;
    for (const store of this.stores()) {
      const value = await attempt(() => store.get(name));
      if (value === FAILED) {
        continue;
      }
      working ??= store.id;
      const entry = value === undefined ? undefined : parseEntry(value);
      if (entry !== undefined) {
        this.seen.add(entry.ticket);
        if (sameService(entry.baseUrl, baseUrl)) {
          return { entry, store: store.id };
        }
      }
    }
    return { entry: undefined, store: working ?? 'memory' };
  }

  /** Keeps the entry in the first store that takes it, and leaves no older one in another. */
  async write(name: string, entry: TicketEntry): Promise<TicketStoreId> {
    this.seen.add(entry.ticket);
    for (const store of this.stores()) {
      if ((await attempt(() => store.set(name, JSON.stringify(entry)))) !== FAILED) {
        await this.deleteFrom(name, store);
        if (this.copied.has(name)) {
          await this.keepInMemory(name, entry);
        }
        return store.id;
      }
    }
    throw new Error('No ticket store works, not even memory.');
  }

  /** Keeps a copy for this window alone until it is deleted: another window may overwrite the entry of that name. */
  async keepInMemory(name: string, entry: TicketEntry): Promise<void> {
    this.copied.add(name);
    await this.stores()
      .find(({ id }) => id === 'memory')
      ?.set(name, JSON.stringify(entry));
  }

  async delete(name: string): Promise<void> {
    this.copied.delete(name);
    await this.deleteFrom(name);
  }

  private async deleteFrom(name: string, except?: SecretStore): Promise<void> {
    for (const store of this.everyStore().filter(each => each !== except)) {
      await attempt(() => store.delete(name));
    }
  }
}

const FAILED = Symbol('failed');

/** A store that rejects does not work at this moment; which of its many reasons it was makes no difference. */
async function attempt<T>(action: () => Promise<T>): Promise<T | typeof FAILED> {
  try {
    return await action();
  } catch {
    return FAILED;
  }
}

/** Reads an entry that another program may have written; `undefined` for anything else. */
function parseEntry(value: string): TicketEntry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) {
    return undefined;
  }
  const { baseUrl, ticket, userName, expiresOn } = parsed as Record<string, unknown>;
  if (typeof baseUrl !== 'string' || typeof ticket !== 'string' || ticket === '') {
    return undefined;
  }
  return {
    baseUrl,
    ticket,
    ...(typeof userName === 'string' && { userName }),
    ...(typeof expiresOn === 'string' && { expiresOn }),
  };
}
