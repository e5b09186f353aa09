import { isTransport, type Transport } from '../api/outcome';

/** Which ticket a call carries: the profile's, none (documented to give [900]), or one typed for this call alone. */
export const TICKET_CHOICES = ['stored', 'none', 'other'] as const;
export type TicketChoice = (typeof TICKET_CHOICES)[number];

/** What the user typed into the form. `otherTicket` is a secret: it stays in memory and is never saved. */
export interface Draft {
  readonly userName: string;
  readonly newEmailAddress: string;
  readonly transport: Transport;
  readonly ticket: TicketChoice;
  readonly otherTicket: string;
  /** Ask GetUser before and after. */
  readonly verify: boolean;
}

/** Whether a value read from a message or from disk has the shape of a draft. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { userName, newEmailAddress, transport, ticket, otherTicket, verify } = value as Record<
    string,
    unknown
  >;
  return (
    [userName, newEmailAddress, otherTicket].every(text => typeof text === 'string') &&
    isTransport(transport) &&
    (TICKET_CHOICES as readonly unknown[]).includes(ticket) &&
    typeof verify === 'boolean'
  );
}

/** A draft that this or an earlier version has saved, which did not know of `verify`; `undefined` for anything else. */
export function savedDraft(value: unknown): Draft | undefined {
  const whole = typeof value === 'object' && value !== null ? { verify: false, ...value } : value;
  return isDraft(whole) ? whole : undefined;
}
