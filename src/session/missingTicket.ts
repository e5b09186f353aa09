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
      'The keychain was asked for the ticket, and the call was cancelled meanwhile.',
    );
  }
  if (failure === undefined) {
    return callError('notSignedIn', `No ticket is kept for “${name}”.`);
  }
  const message = `The ticket of “${name}” could not be read. ${failureSentence(failure)}`;
  return { ...callError('notSignedIn', message), remedy: UNREAD_REMEDY };
}

const UNREAD_REMEDY =
  'Unlock the keychain, or wait until it answers, and send again; or sign in again, and the ticket is kept elsewhere meanwhile. Nothing was sent.';

/** Whether the server says of a ticket that it is none. */
export const refusesTicket = (error: CallError | undefined): boolean =>
  error?.kind === 'authenticationFailed' || error?.kind === 'sessionExpired';
