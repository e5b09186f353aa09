import type { Answered } from '../api/call';
import type { Mask } from '../api/redact';
import type { XmlElement } from '../api/xml';
import { parseExpiry, type TicketEntry } from './ticketEntry';

/**
 * What the answer of AuthenticateUser or isValidTicket says of the ticket's holder and expiry. An attribute may hold
 * anything: what is no moment is not taken for one, and a ticket in the place of a name is masked.
 */
export function ticketFacts(answered: Answered): Pick<TicketEntry, 'userName' | 'expiresOn'> {
  const userName = maskedAttribute(answered, 'username');
  const expiresOn = maskedAttribute(answered, 'expireOn');
  return {
    ...(userName !== undefined && { userName }),
    ...(expiresOn !== undefined && parseExpiry(expiresOn) && { expiresOn }),
  };
}

/** The address that an answer of GetUser holds, as received: it may hold a ticket. */
export const storedAddress = (answer: XmlElement | undefined): string | undefined =>
  answer?.children.find(({ name }) => name === 'User')?.attributes.get('Email');

/** What ServerInfo says of the server, for display. */
export function serverFacts(attributes: ReadonlyMap<string, string>, mask: Mask): Record<string, string> {
  const facts = [...attributes].filter(([name]) => name !== 'success' && name !== 'error');
  return Object.fromEntries(facts.map(([name, value]) => [name, mask(value)]));
}

function maskedAttribute({ answer, mask }: Answered, name: string): string | undefined {
  const value = answer?.attributes.get(name);
  return value === undefined ? undefined : mask(value);
}
