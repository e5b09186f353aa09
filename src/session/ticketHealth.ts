import type { Call, OperationName } from '../api/operations';
import type { CallOutcome } from '../api/outcome';
import { PerService } from './perService';
import type { Profile } from './profile';
import { parseExpiry, type TicketEntry } from './ticketEntry';

/** A ticket expires this long after its last successful use (infoRouter's API reference). */
const TICKET_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** No use of a ticket: isValidTicket only looks at it, and LogOut ends it. Every other success lengthens its life. */
const NO_USE: ReadonlySet<OperationName> = new Set(['isValidTicket', 'LogOut']);

/** A batch of a thousand calls must not draw the views a thousand times. */
const TOLD_EVERY_MS = 60_000;

/** A call that carries a ticket. */
export type TicketCall = Extract<Call, { readonly values: { readonly ticket: string } }>;

export const carriesTicket = (call: Call): call is TicketCall => 'ticket' in call.values;

/** What is known of a kept ticket without asking the server. */
export interface TicketHealthReport {
  /** `expired` where the server has answered [901], whatever the date says. */
  readonly state: 'kept' | 'expired';
  /** The later of what the server said and what follows from the last use. */
  readonly expiresOn?: Date;
  /** The last successful use in this window. */
  readonly lastUsed?: Date;
}

/** What a call taught of its ticket. `use` is the moment of a successful use that has not been told for a while. */
export interface TicketNews {
  readonly use?: Date;
}

/** What the answers of this window said of one ticket. */
interface SeenTicket {
  /** By a server's [901]. */
  expired: boolean;
  lastUsed?: Date;
  /** The use that was last worth showing. */
  told?: Date;
}

/**
 * What the answers of this window say of tickets: which the server calls expired, and when each was last used. In memory
 * alone: the date is kept with the ticket itself, in the vault, which is not written with every call.
 */
export class TicketHealth {
  private readonly services = new PerService(() => new Map<string, SeenTicket>());

  constructor(private readonly now: () => Date = () => new Date()) {}

  /**
   * Marks a ticket expired on [901], takes the mark away when the server accepts the ticket after all, and remembers its
   * use. @returns what is worth showing.
   */
  note(
    profile: Profile,
    { operation, values: { ticket } }: TicketCall,
    { success, error }: CallOutcome,
  ): TicketNews | undefined {
    if (!success && error?.kind !== 'sessionExpired') {
      return undefined;
    }
    const seen = this.seen(profile, ticket);
    const wasExpired = seen.expired;
    seen.expired = !success;
    if (!success || NO_USE.has(operation)) {
      return wasExpired === seen.expired ? undefined : {};
    }
    const use = this.now();
    seen.lastUsed = use;
    if (!wasExpired && seen.told !== undefined && use.getTime() - seen.told.getTime() < TOLD_EVERY_MS) {
      return undefined;
    }
    seen.told = use;
    return { use };
  }

  /** The server has just said what there is to say of the ticket: nothing that was known before counts. */
  reset(profile: Profile, ticket: string): void {
    this.services.of(profile).delete(ticket);
  }

  of(profile: Profile, { ticket, expiresOn: said }: TicketEntry): TicketHealthReport {
    const { expired = false, lastUsed } = this.services.of(profile).get(ticket) ?? {};
    const dates = [parseExpiry(said), lastUsed && expiryAfter(lastUsed)].filter(date => date !== undefined);
    const expiresOn = dates.sort((a, b) => b.getTime() - a.getTime())[0];
    return {
      state: expired ? 'expired' : 'kept',
      ...(expiresOn && { expiresOn }),
      ...(lastUsed && { lastUsed }),
    };
  }

  private seen(profile: Profile, ticket: string): SeenTicket {
    const tickets = this.services.of(profile);
    const known = tickets.get(ticket);
    if (known !== undefined) {
      return known;
    }
    const seen = { expired: false };
    tickets.set(ticket, seen);
    return seen;
  }
}

/** When a ticket expires that was used at that moment and never again. */
export const expiryAfter = (use: Date): Date => new Date(use.getTime() + TICKET_LIFE_MS);
