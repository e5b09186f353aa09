import * as l10n from '@vscode/l10n';
import { notSent } from '../api/call';
import type { CallOutcome } from '../api/outcome';
import type { Profile } from '../session/profile';
import { named } from '../views/profileWords';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { notifyOutcome } from '../views/notify';
import { askSteps, textStep } from './steps';
import { tellWhereKept } from './tellOfStore';

export interface Credentials {
  readonly profile: string | undefined;
  readonly userName: string;
  readonly password: string;
}

export function signIn({ profiles, session }: Services): Command<Credentials, CallOutcome> {
  return {
    parse: fields => ({
      profile: fields.optionalText('profile'),
      userName: fields.text('userName'),
      password: fields.text('password'),
    }),
    async ask(entrance) {
      const profile = await askProfile(profiles, entrance);
      return profile && askCredentials(profile, l10n.t('Sign In to {0}', named(profile)));
    },
    async run({ profile: name, userName, password }, signal) {
      const profile = session.profile(name);
      return 'kind' in profile
        ? notSent('post', profile)
        : session.signIn(profile, userName, password, signal);
    },
    show(outcome, { profile, userName }) {
      notifyOutcome(outcome, l10n.t('Signed in as {0}.', userName), profile, 'AuthenticateUser');
      if (outcome.success) {
        tellWhereKept(session, profile);
      }
    },
    progress: ({ userName, profile }) =>
      l10n.t('Signing in to {0} as {1}…', place(session, profile), userName),
  };
}

/** Asks for name and password; `undefined` when the user dismissed a question. */
export async function askCredentials(profile: Profile, title: string): Promise<Credentials | undefined> {
  let userName = profile.userName ?? '';
  let password = '';
  const answered = await askSteps(title, [
    textStep({
      prompt: () => l10n.t('User name at {0}', profile.baseUrl),
      value: () => userName,
      save: value => (userName = value),
      hint: value => (value === '' ? l10n.t('The user name is empty.') : undefined),
    }),
    textStep({
      prompt: () =>
        userName === ''
          ? l10n.t('Password of the user; it is sent once and stored nowhere')
          : l10n.t('Password of {0}; it is sent once and stored nowhere', userName),
      password: true,
      value: () => password,
      save: value => (password = value),
    }),
  ]);
  return answered ? { profile: profile.name, userName, password } : undefined;
}
