import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Profile } from '../session/profile';
import { inert, quoted } from '../views/foreignText';

/**
 * Asks before anything that may change something on a protected server, every time; other profiles need no question.
 * @param question what is about to be done. Asked for when it is needed only: it may ask the server for an address.
 * @param yes the verb on the button.
 */
export async function askProtected(
  profile: Profile,
  yes: string,
  question: () => string | Promise<string>,
): Promise<boolean> {
  if (!profile.protected) {
    return true;
  }
  const words = l10n.t('{0} is a protected server. {1}', quoted(profile.name), await question());
  const options = { modal: true, detail: inert(profile.baseUrl) };
  return (await vscode.window.showWarningMessage(words, options, yes)) === yes;
}
