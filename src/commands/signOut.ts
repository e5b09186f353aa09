import { notSent } from '../api/call';
import type { CallOutcome } from '../api/outcome';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { errorText, notify, notifyOutcome } from './notify';
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
        notifyOutcome(outcome, 'Signed out.', name, 'LogOut');
      } else {
        notify('warning', `The ticket is no longer used here, but LogOut failed: ${errorText(error)}`, [
          ['Show Output', 'inforouter.showOutput'],
        ]);
      }
      if (!('kind' in profile)) {
        tellLeftover(vault, profile.name);
      }
    },
    progress: name => `Signing out of ${place(session, name)}…`,
  };
}
