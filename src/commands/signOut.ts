import * as l10n from '@vscode/l10n';
import { notSent } from '../api/call';
import type { CallOutcome } from '../api/outcome';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { errorText, notify, notifyOutcome, SHOW_OUTPUT } from '../views/notify';
import { tellLeftover } from './tellOfStore';

export function signOut({ profiles, session, vault }: Services): Command<string | undefined, CallOutcome> {
  return {
    parse: fields => fields.optionalText('profile'),
    ask: async entrance => (await askProfile(profiles, entrance))?.name,
    async run(name, signal) {
      const profile = session.profile(name);
      return 'kind' in profile ? notSent('post', profile) : session.signOut(profile, signal);
    },
    show(outcome, name) {
      const { error } = outcome;
      const profile = session.profile(name);
      if (error === undefined || outcome.exchangeId === '') {
        notifyOutcome(outcome, l10n.t('Signed out.'), name, 'LogOut');
      } else {
        notify(
          'warning',
          l10n.t('The ticket is no longer used here, but LogOut failed: {0}', errorText(error)),
          [SHOW_OUTPUT],
        );
      }
      if (!('kind' in profile)) {
        tellLeftover(vault, profile.name);
      }
    },
    progress: name => l10n.t('Signing out of {0}…', place(session, name)),
  };
}
