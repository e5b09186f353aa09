import { notSent } from '../api/call';
import type { CallOutcome } from '../api/outcome';
import type { Profile } from '../session/profile';
import { named } from '../views/profileWords';
import { askProfile, place } from './askProfile';
import type { Command, Services } from './command';
import { notifyOutcome } from './notify';
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
      return profile && askCredentials(profile, `Sign In to ${named(profile)}`);
    },
    async run({ profile: name, userName, password }, signal) {
      const profile = session.profile(name);
      return 'kind' in profile
        ? notSent('post', profile)
        : session.signIn(profile, userName, password, signal);
    },
    show(outcome, { profile, userName }) {
      notifyOutcome(outcome, `Signed in as ${userName}.`, profile, 'AuthenticateUser');
      tellWhereKept(session, outcome, profile);
    },
    progress: ({ userName, profile }) => `Signing in to ${place(session, profile)} as ${userName}…`,
  };
}

/** Asks for name and password; `undefined` when the user dismissed a question. */
export async function askCredentials(profile: Profile, title: string): Promise<Credentials | undefined> {
  let userName = profile.userName ?? '';
  let password = '';
  const answered = await askSteps(title, [
    textStep({
      prompt: () => `User name at ${profile.baseUrl}`,
      value: () => userName,
      save: value => (userName = value),
      hint: value => (value === '' ? 'The user name is empty.' : undefined),
    }),
    textStep({
      prompt: () => `Password of ${userName || 'the user'}; it is sent once and stored nowhere`,
      password: true,
      value: () => password,
      save: value => (password = value),
    }),
  ]);
  return answered ? { profile: profile.name, userName, password } : undefined;
}
