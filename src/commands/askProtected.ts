import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CurrentAddress } from '../session/answerFacts';
import type { Profile } from '../session/profile';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { inert, quoted } from '../views/foreignText';
import { withProgress } from './progress';

/** How to learn the address that a question names, and what may cancel that where the caller has a Cancel already. */
interface Reading {
  readonly read: (signal: AbortSignal) => Promise<CurrentAddress>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks before anything that may change something on a protected server, every time; other profiles need no question.
 * @param yes the verb on the button.
 * @param question what is about to be done, with the address that is stored where the server was asked and tells it.
 * @returns false where the user says no, or has cancelled before there was a question.
 */
export async function askProtected(
  profile: Profile,
  yes: string,
  question: (address: string | undefined) => string,
  reading?: Reading,
): Promise<boolean> {
  if (!profile.protected) {
    return true;
  }
  const stored = reading === undefined ? {} : await addressOf(reading);
  if (stored === undefined) {
    return false;
  }
  const words = l10n.t('{0} is a protected server. {1}', quoted(profile.name), question(stored.address));
  const options = { modal: true, detail: inert(profile.baseUrl) };
  return (await vscode.window.showWarningMessage(words, options, yes)) === yes;
}

/** `undefined` where the user has cancelled. */
function addressOf({ read, signal }: Reading): Promise<Pick<CurrentAddress, 'address'> | undefined> {
  const ask = async (by: AbortSignal) => {
    const answer = await read(by);
    return by.aborted ? undefined : answer;
  };
  return signal === undefined ? withProgress(l10n.t('Asking for the stored address…'), ask) : ask(signal);
}

/**
 * Asks before an update on a protected profile, every time, and names the address that would be replaced where GetUser
 * tells it.
 * @param signal cancels that; without one, a notification can.
 */
export const confirmProtected = (
  updateEmail: UpdateEmail,
  profile: Profile,
  update: Pick<EmailUpdate, 'userName' | 'newEmailAddress' | 'transport' | 'ticket'>,
  signal?: AbortSignal,
): Promise<boolean> =>
  askProtected(
    profile,
    l10n.t('Update'),
    address => {
      const [user, to] = [quoted(update.userName), quoted(update.newEmailAddress)];
      return address === undefined
        ? l10n.t('Change the email address of {0} to {1}?', user, to)
        : l10n.t('Change the email address of {0} from {1} to {2}?', user, quoted(address), to);
    },
    { read: by => updateEmail.current({ ...update, profile: profile.name }, by), signal },
  );
