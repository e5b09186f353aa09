import * as l10n from '@vscode/l10n';
import { callError, type CallError } from '../api/outcome';
import type { Profile } from './profile';
import { failureSentence, type StoreFailure } from './storeFailure';

/** Why there is no ticket to send: none is kept, or the store that may hold it does not give it out. */
export function missingTicket(
  { name }: Profile,
  failure: StoreFailure | undefined,
  signal?: AbortSignal,
): CallError {
  if (signal?.aborted === true) {
    return callError(
      'cancelled',
      l10n.t('The keychain was asked for the ticket, and the call was cancelled meanwhile.'),
    );
  }
  if (failure === undefined) {
    return callError('notSignedIn', l10n.t('No ticket is kept for “{0}”.', name));
  }
  const message = l10n.t('The ticket of “{0}” could not be read. {1}', name, failureSentence(failure));
  return { ...callError('notSignedIn', message), remedy: UNREAD_REMEDY };
}

const UNREAD_REMEDY = l10n.t(
  'Unlock the keychain, or wait until it answers, and send again; or sign in again, and the ticket is kept elsewhere meanwhile. Nothing was sent.',
);

/** Whether the server says of a ticket that it is none. */
export const refusesTicket = (error: CallError | undefined): boolean =>
  error?.kind === 'authenticationFailed' || error?.kind === 'sessionExpired';
