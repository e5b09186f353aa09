import type { ConnectionReport } from '../session/session';
import { inert } from '../views/foreignText';
import { askProfile } from './askProfile';
import type { Command, Services } from './command';
import { errorText, notify, signInButton } from './notify';

const TICKET_WORDS: { readonly [T in ConnectionReport['ticket']]: string } = {
  valid: 'The ticket is valid',
  expired: 'The ticket is not valid; sign in again',
  none: 'Not signed in',
  unknown: 'Whether the ticket is valid is unknown',
};

export function checkConnection({
  profiles,
  session,
}: Services): Command<string | undefined, ConnectionReport> {
  return {
    parse: fields => fields.optionalText('profile'),
    ask: async entrance => (await askProfile(profiles, entrance))?.name,
    async run(name, signal) {
      const profile = session.profile(name);
      return 'kind' in profile ? { ticket: 'unknown', error: profile } : session.check(profile, signal);
    },
    show({ server, ticket, expiresOn, error }, profile) {
      if (error?.kind === 'cancelled') {
        return;
      }
      const name = server?.['ServerName'];
      const version = server?.['VersionNumber'];
      const until =
        ticket === 'valid' && expiresOn !== undefined ? ` until ${inert(readableDate(expiresOn), 100)}` : '';
      const words = [
        server &&
          `infoRouter ${inert(version ?? '', 100)} answers${name === undefined ? '' : ` as ${inert(name, 100)}`}.`,
        `${TICKET_WORDS[ticket]}${until}.`,
        ticket !== 'expired' && error && errorText(error),
      ];
      notify(error === undefined ? 'information' : 'warning', words.filter(Boolean).join(' '), [
        ...(ticket === 'none' || ticket === 'expired' ? [signInButton(profile)] : []),
        ['Show Output', 'inforouter.showOutput'],
      ]);
    },
    progress: () => 'Checking the connection…',
  };
}

/** A moment of the server in the user's own words; a text that is no date stays as it is. */
function readableDate(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toLocaleString();
}
