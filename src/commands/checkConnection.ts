import { checkConnection as check, type ConnectionReport } from '../session/connectionCheck';
import { parseExpiry } from '../session/ticketEntry';
import { moment } from '../views/expiryWords';
import { inert } from '../views/foreignText';
import { askProfile, place } from './askProfile';
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
  vault,
}: Services): Command<string | undefined, ConnectionReport> {
  return {
    parse: fields => fields.optionalText('profile'),
    ask: async entrance => (await askProfile(profiles, entrance))?.name,
    async run(name, signal) {
      const profile = session.profile(name);
      return 'kind' in profile
        ? { ticket: 'unknown', error: profile }
        : check(session, vault, profile, signal);
    },
    show({ server, ticket, expiresOn, error }, profile) {
      if (error?.kind === 'cancelled') {
        return;
      }
      const name = server?.['ServerName'];
      const version = server?.['VersionNumber'];
      const expiry = ticket === 'valid' ? parseExpiry(expiresOn) : undefined;
      const until = expiry === undefined ? '' : ` until ${moment(expiry)}`;
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
    progress: name => `Checking the connection to ${place(session, name)}…`,
  };
}
