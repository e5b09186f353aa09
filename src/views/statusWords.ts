import * as l10n from '@vscode/l10n';
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
  const name = entry?.userName === undefined ? undefined : inert(entry.userName, 100);
  switch (state) {
    case 'none':
      return l10n.t('not signed in');
    case 'unknown':
      return l10n.t('ticket unknown');
    case 'expired':
      return name === undefined ? l10n.t('ticket expired') : l10n.t('ticket of {0} expired', name);
    case 'kept':
      return name === undefined ? l10n.t('signed in') : l10n.t('signed in as {0}', name);
  }
}

/** What is wrong with a store that should hold the ticket, in words: “OS keychain is locked”. Empty where nothing is. */
export const troubleWords = ({ failure, leftover }: TicketStatus): string =>
  failure !== undefined
    ? failureWords(failure)
    : leftover !== undefined
      ? l10n.t('old ticket not yet deleted')
      : '';

/** Where the ticket is kept, and what is wrong with where it should be: lines for a tooltip. */
export function storeLines({ entry, store, failure, leftover }: TicketStatus): string[] {
  return [
    entry && l10n.t('Ticket kept in: {0}', TICKET_STORE_LABELS[store]),
    failure && l10n.t('{0} Check Connection asks it again.', failureSentence(failure)),
    leftover &&
      l10n.t('An old ticket could not be deleted yet. {0} It is not used.', failureSentence(leftover)),
  ].filter(line => line !== undefined);
}
