import { TICKET_STORE_LABELS } from '../session/ports';
import type { TicketStatus } from '../session/session';
import { failureSentence, failureWords } from '../session/storeFailure';
import { expiryWords } from './expiryWords';
import { inert } from './foreignText';

/** Who one is and for how long, in words: “signed in as jdoe · valid until 24 Dec 2026”. */
export function statusWords(status: TicketStatus, now = new Date()): string {
  const expiry = expiryWords(status, now);
  return [whoWords(status), expiry].filter(Boolean).join(status.state === 'expired' ? ' ' : ' · ');
}

function whoWords({ state, entry }: TicketStatus): string {
  // A name of the keychain, where any program may have written it.
  const name = inert(entry?.userName ?? '', 100);
  const who = entry?.userName === undefined ? '' : ` as ${name}`;
  switch (state) {
    case 'none':
      return 'not signed in';
    case 'unknown':
      return 'ticket unknown';
    case 'expired':
      return `ticket${who === '' ? '' : ` of ${name}`} expired`;
    case 'kept':
      return `signed in${who}`;
  }
}

/** What is wrong with a store that should hold the ticket, in words: “OS keychain is locked”. Empty where nothing is. */
export const troubleWords = ({ failure, leftover }: TicketStatus): string =>
  failure !== undefined ? failureWords(failure) : leftover !== undefined ? 'old ticket not yet deleted' : '';

/** Where the ticket is kept, and what is wrong with where it should be: lines for a tooltip. */
export function storeLines({ entry, store, failure, leftover }: TicketStatus): string[] {
  return [
    entry && `Ticket kept in: ${TICKET_STORE_LABELS[store]}`,
    failure && `${failureSentence(failure)} Check Connection asks it again.`,
    leftover && `An old ticket could not be deleted yet. ${failureSentence(leftover)} It is not used.`,
  ].filter(line => line !== undefined);
}
