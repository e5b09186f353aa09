import * as l10n from '@vscode/l10n';
import { checkConnection as check, type ConnectionReport } from '../session/connectionCheck';
import { parseExpiry } from '../session/ticketEntry';
import { moment } from '../views/language';
import { inert } from '../views/foreignText';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { errorText, notify, SHOW_OUTPUT, signInButton } from '../views/notify';

const TICKET_WORDS: { readonly [T in ConnectionReport['ticket']]: string } = {
  valid: l10n.t('The ticket is valid.'),
  expired: l10n.t('The ticket is not valid; sign in again.'),
  none: l10n.t('Not signed in.'),
  unknown: l10n.t('Whether the ticket is valid is unknown.'),
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
      const words = [
        server &&
          (name === undefined
            ? l10n.t('infoRouter {0} answers.', inert(version ?? '', 100))
            : l10n.t('infoRouter {0} answers as {1}.', inert(version ?? '', 100), inert(name, 100))),
        expiry === undefined
          ? TICKET_WORDS[ticket]
          : l10n.t('The ticket is valid until {0}.', moment(expiry)),
        ticket !== 'expired' && error && errorText(error),
      ];
      notify(error === undefined ? 'information' : 'warning', words.filter(Boolean).join(' '), [
        ...(ticket === 'none' || ticket === 'expired' ? [signInButton(profile)] : []),
        SHOW_OUTPUT,
      ]);
    },
    progress: name => l10n.t('Checking the connection to {0}…', place(session, name)),
  };
}
