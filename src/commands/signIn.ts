import { notSent } from '../api/call';
import type { CallOutcome } from '../api/outcome';
import { askProfile } from './askProfile';
import type { Command, Services } from './command';
import { notifyOutcome } from './notify';
import { askSteps, textStep } from './steps';
import { tellWhereKept } from './tellOfStore';

interface Credentials {
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
      if (profile === undefined) {
        return undefined;
      }
      let userName = profile.userName ?? '';
      let password = '';
      const answered = await askSteps(`Sign In to “${profile.name}”`, [
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
    progress: ({ userName }) => `Signing in as ${userName}…`,
  };
}
