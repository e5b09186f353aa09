import type { CallOutcome } from '../api/outcome';
import type { Session } from '../session/session';
import { notify } from './notify';

/** Says that a ticket which was just kept is gone with the window, where no store for secrets works. */
export function warnOfMemory(
  session: Session,
  { success }: CallOutcome,
  profileName: string | undefined,
): void {
  const profile = session.profile(profileName);
  if (!success || 'kind' in profile) {
    return;
  }
  void session.status(profile).then(({ store }) => {
    if (store === 'memory') {
      notify(
        'warning',
        'Neither the OS keychain nor VS Code’s SecretStorage works here: the ticket is kept in memory, and gone with this window.',
      );
    }
  });
}
