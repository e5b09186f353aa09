import * as l10n from '@vscode/l10n';
import type { Answered } from '../api/call';
import { callError, type CallOutcome } from '../api/outcome';
import type { Mask } from '../api/redact';
import { isNamespace, type XmlElement } from '../api/xml';
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

const userElement = (answer: XmlElement | undefined): XmlElement | undefined =>
  answer?.children.find(({ name }) => name === 'User');

/** The address that an answer of GetUser holds, as received: it may hold a ticket. */
export const storedAddress = (answer: XmlElement | undefined): string | undefined =>
  userElement(answer)?.attributes.get('Email');

/** What GetUser says of a user's address, or why it says nothing. */
export interface CurrentAddress {
  readonly outcome: CallOutcome;
  readonly address?: string;
}

/** Reads an answer of GetUser. An address goes where it is seen, saved and sent again; one that holds a ticket must not. */
export function currentAddress({ outcome, answer, mask }: Answered): CurrentAddress {
  if (!outcome.success) {
    return { outcome };
  }
  const address = storedAddress(answer);
  const failed = (kind: 'notAnInfoRouterResponse' | 'userNotFound', message: string): CurrentAddress => ({
    outcome: { ...outcome, success: false, error: callError(kind, message) },
  });
  if (userElement(answer)?.attributes.get('exists')?.toLowerCase() === 'false') {
    return failed('userNotFound', l10n.t('The server says that there is no such user.'));
  }
  if (address === undefined) {
    return failed('notAnInfoRouterResponse', l10n.t('The server reports success but gave no address.'));
  }
  return mask(address) === address
    ? { outcome, address }
    : failed(
        'notAnInfoRouterResponse',
        l10n.t('The address that the server gave holds a ticket; it is not shown.'),
      );
}

/** What ServerInfo says of the server, for display: the same by every transport, and SOAP adds a namespace. */
export function serverFacts(attributes: ReadonlyMap<string, string>, mask: Mask): Record<string, string> {
  const facts = [...attributes].filter(
    ([name]) => name !== 'success' && name !== 'error' && !isNamespace(name),
  );
  return Object.fromEntries(facts.map(([name, value]) => [name, mask(value)]));
}

function maskedAttribute({ answer, mask }: Answered, name: string): string | undefined {
  const value = answer?.attributes.get(name);
  return value === undefined ? undefined : mask(value);
}
