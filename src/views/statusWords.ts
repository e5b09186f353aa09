import { TICKET_STORE_LABELS } from '../session/ports';
import type { TicketStatus } from '../session/session';
import { failureSentence, failureWords } from '../session/storeFailure';

/** Who one is, in words: “signed in as jdoe”. */
export function statusWords({ state, entry }: TicketStatus): string {
  const who = entry?.userName === undefined ? '' : ` as ${entry.userName}`;
  switch (state) {
    case 'none':
      return 'not signed in';
    case 'unknown':
      return 'ticket unknown';
    case 'expired':
      return `ticket${who === '' ? '' : ` of ${entry?.userName ?? ''}`} expired`;
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
