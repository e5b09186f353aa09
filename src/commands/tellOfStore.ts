import type { CallOutcome } from '../api/outcome';
import { TICKET_STORE_LABELS } from '../session/ports';
import type { Session } from '../session/session';
import { failureSentence } from '../session/storeFailure';
import type { TicketVault } from '../session/ticketVault';
import { notify } from './notify';

/** Says where a ticket that was just kept is, if that is not where it should be, and why. */
export function tellWhereKept(
  session: Session,
  { success }: CallOutcome,
  profileName: string | undefined,
): void {
  const profile = session.profile(profileName);
  if (!success || 'kind' in profile) {
    return;
  }
  void session.status(profile).then(({ store, failure }) => {
    const gone = store === 'memory' ? ', and gone with this window' : '';
    if (failure !== undefined) {
      notify(
        'warning',
        `${failureSentence(failure)} Until it takes the ticket, that is kept in ${TICKET_STORE_LABELS[store]}${gone}.`,
      );
    } else if (store === 'memory') {
      notify(
        'warning',
        'Neither the OS keychain nor VS Code’s SecretStorage works here: the ticket is kept in memory, and gone with this window.',
      );
    }
  });
}

/** Says that a ticket which had to go could not be deleted. */
export function tellLeftover(vault: TicketVault, profileName: string): void {
  const leftover = vault.leftover(profileName);
  if (leftover !== undefined) {
    notify(
      'warning',
      `The ticket of “${profileName}” could not be deleted. ${failureSentence(leftover)} This window uses it no more, and deletes it as soon as that is possible; until then other programs can read it there.`,
    );
  }
}
