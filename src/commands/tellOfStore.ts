import * as l10n from '@vscode/l10n';
import { TICKET_STORE_LABELS } from '../session/ports';
import type { Session } from '../session/session';
import { failureSentence } from '../session/storeFailure';
import type { TicketVault } from '../session/ticketVault';
import { notify } from '../views/notify';

/** Says where a ticket that was just kept is, if that is not where it should be, and why. */
export function tellWhereKept(session: Session, profileName: string | undefined): void {
  const profile = session.profile(profileName);
  if ('kind' in profile) {
    return;
  }
  void session.status(profile).then(({ store, failure }) => {
    if (failure !== undefined) {
      const why = failureSentence(failure);
      notify(
        'warning',
        store === 'memory'
          ? l10n.t(
              '{0} Until it takes the ticket, that is kept in memory, for this session only, and gone with this window.',
              why,
            )
          : l10n.t('{0} Until it takes the ticket, that is kept in {1}.', why, TICKET_STORE_LABELS[store]),
      );
    } else if (store === 'memory') {
      notify(
        'warning',
        l10n.t(
          'Neither the OS keychain nor VS Code’s SecretStorage works here: the ticket is kept in memory, and gone with this window.',
        ),
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
      l10n.t(
        'The ticket of “{0}” could not be deleted. {1} This window uses it no more, and deletes it as soon as that is possible; until then other programs can read it there.',
        profileName,
        failureSentence(leftover),
      ),
    );
  }
}
