import * as l10n from '@vscode/l10n';
import type { Profile } from '../session/profile';
import type { TicketState } from '../session/session';
import type { Notice } from './protocol';

/** What the form knows before anything is sent. */
export interface Readiness {
  readonly profiles: readonly Profile[];
  readonly selected: Profile | undefined;
  /** Of the selected profile; absent while it has not been looked up. */
  readonly ticket: TicketState | undefined;
  /** What is wrong with entries of the setting, a sentence each. */
  readonly problems: readonly string[];
  /** The form showed the sandbox when that stopped. */
  readonly sandboxStopped: boolean;
}

const TICKET_NOTICES: { readonly [S in TicketState]?: Notice } = {
  none: {
    text: l10n.t(
      'Not signed in: no ticket is kept for this profile. Sign in, set a ticket, or choose below to send none.',
    ),
    actions: ['signIn', 'setTicket'],
  },
  expired: {
    text: l10n.t(
      'The ticket has expired: the server answers [901] to it. Sign in again, or set another ticket.',
    ),
    actions: ['signIn', 'setTicket'],
  },
  unknown: {
    text: l10n.t(
      'The ticket could not be read. Check Connection asks for it again; signing in gets a new one.',
    ),
    actions: ['checkConnection', 'signIn', 'setTicket'],
  },
};

/** What is missing before the first call can succeed, the most pressing last, next to the fields. */
export function noticesFor({ profiles, selected, ticket, problems, sandboxStopped }: Readiness): Notice[] {
  const [problem, ...more] = problems;
  return [
    problem !== undefined && {
      text: more.length === 0 ? problem : l10n.t('{0} ({1} more)', problem, more.length),
      actions: ['openProfileSettings'] as const,
    },
    sandboxStopped && {
      text:
        selected === undefined
          ? l10n.t('The local sandbox has stopped, and its profile is gone.')
          : l10n.t(
              'The local sandbox has stopped, and its profile is gone. Calls now go to the profile below.',
            ),
      // Without any profile the welcome offers it already.
      actions: profiles.length === 0 ? [] : (['startSandbox'] as const),
    },
    profiles.length > 0 &&
      selected === undefined && {
        text: l10n.t('No profile is selected: choose the server that calls go to.'),
        actions: ['selectProfile', 'addProfile'] as const,
      },
    selected !== undefined && ticket !== undefined && TICKET_NOTICES[ticket],
  ].filter(notice => typeof notice === 'object');
}
