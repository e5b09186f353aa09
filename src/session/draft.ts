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
}

/** Whether a value read from a message or from disk has the shape of a draft. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { userName, newEmailAddress, transport, ticket, otherTicket } = value as Record<string, unknown>;
  return (
    [userName, newEmailAddress, otherTicket].every(text => typeof text === 'string') &&
    isTransport(transport) &&
    (TICKET_CHOICES as readonly unknown[]).includes(ticket)
  );
}
