import * as l10n from '@vscode/l10n';
import { notSent } from '../api/call';
import { callError, type CallOutcome } from '../api/outcome';
import type { Profile } from '../session/profile';
import type { EmailUpdate } from '../session/updateEmail';
import { named } from '../views/profileWords';
import { place } from './askProfile';
import { confirmProtected } from './askProtected';
import type { Command, Services } from './command';
import { notify, notifyOutcome } from '../views/notify';
import { notifyUpdate, repeatButton } from './notifyUpdate';
import { askCredentials, type Credentials } from './signIn';
import { tellWhereKept } from './tellOfStore';
import { UpdateEntrance } from './updateEntrance';

interface Repeat extends Pick<Credentials, 'userName' | 'password'> {
  /** The call to repeat as it was; `undefined` where there is none. */
  readonly update: EmailUpdate | undefined;
  /**
   * Asks for the user's word on a protected profile. Anew, whatever was said before: time has passed, somebody else may
   * have signed in, and only with the new ticket can the server say which address would be replaced. Absent in an API
   * call, where `update` says whether it is confirmed.
   */
  readonly confirm?: (profile: Profile, update: EmailUpdate, signal?: AbortSignal) => Promise<boolean>;
  /** How the sign-in ended, once it has: what a person is told of it. The command's own outcome is that of its last call. */
  signedIn?: CallOutcome;
}

const NOTHING_TO_REPEAT = l10n.t(
  'There is no update to repeat: the last one of this window did not fail for want of a valid ticket.',
);

const NOT_CONFIRMED = l10n.t('You are signed in; the update was not confirmed, and not sent.');

/** Signs in, and sends once more the one update that a ticket failed; only ever on the user's word. */
export function signInAndRepeat(services: Services): Command<Repeat, CallOutcome> {
  const { session, updateEmail, refused } = services;
  return {
    parse(fields) {
      const confirmed = fields.optionalFlag('confirmed') ?? false;
      return {
        userName: fields.text('userName'),
        password: fields.text('password'),
        update: refused.update && { ...refused.update, confirmed },
      };
    },
    async ask(entrance) {
      const update = entrance instanceof UpdateEntrance ? entrance.update : refused.update;
      const profile = session.profile(update?.profile);
      if (update === undefined || 'kind' in profile) {
        notify('information', 'kind' in profile && update ? profile.message : NOTHING_TO_REPEAT);
        return undefined;
      }
      const title = l10n.t('Sign In to {0} and Repeat the Update of “{1}”', named(profile), update.userName);
      const credentials = await askCredentials(profile, title);
      return (
        credentials && {
          ...credentials,
          update,
          confirm: (...asked) => confirmProtected(updateEmail, ...asked),
        }
      );
    },
    async run(repeat, signal) {
      const { update, userName, password, confirm } = repeat;
      const profile = session.profile(update?.profile);
      if (update === undefined || 'kind' in profile) {
        const error = 'kind' in profile && update ? profile : callError('invalidInput', NOTHING_TO_REPEAT);
        return notSent(update?.transport ?? 'post', error);
      }
      if (confirm === undefined && profile.protected && update.confirmed !== true) {
        // Refused there, and so before anybody is signed in for it.
        return updateEmail.update(update);
      }
      const signedIn = await session.signIn(profile, userName, password, signal);
      repeat.signedIn = signedIn;
      if (!signedIn.success) {
        return signedIn;
      }
      if (confirm !== undefined && !(await confirm(profile, update, signal))) {
        return notSent(update.transport ?? profile.transport, callError('cancelled', NOT_CONFIRMED));
      }
      return updateEmail.update({ ...update, confirmed: profile.protected }, signal);
    },
    show(outcome, { update, userName, signedIn }) {
      if (update === undefined) {
        return;
      }
      if (signedIn?.success === false) {
        const done = l10n.t('Signed in as {0}.', userName);
        notifyOutcome(signedIn, done, update.profile, 'AuthenticateUser', [repeatButton(update)]);
        return;
      }
      if (outcome.error?.message === NOT_CONFIRMED) {
        notify('information', NOT_CONFIRMED);
      } else {
        notifyUpdate(outcome, update);
      }
      if (signedIn !== undefined) {
        tellWhereKept(session, update.profile);
      }
    },
    progress: ({ update }) =>
      l10n.t('Signing in to {0}, then repeating the update…', place(session, update?.profile)),
  };
}
