import * as vscode from 'vscode';
import type { CallError, CallOutcome } from '../api/outcome';

/** A button of a notification and the command behind it. */
type Button = readonly [label: string, command: string, ...args: unknown[]];

const SHOW_OUTPUT: Button = ['Show Output', 'inforouter.showOutput'];
const SIGN_IN: Button = ['Sign In…', 'inforouter.signIn'];

/** Shows a notification without waiting for it; its buttons run commands. */
export function notify(
  kind: 'information' | 'warning' | 'error',
  text: string,
  buttons: readonly Button[] = [],
): void {
  const show = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[kind];
  void show(text, ...buttons.map(([label]) => label)).then(chosen => {
    const button = buttons.find(([label]) => label === chosen);
    if (button !== undefined) {
      const [, command, ...args] = button;
      return vscode.commands.executeCommand(command, ...args);
    }
    return undefined;
  });
}

/** Says how a call ended. A cancelled call is known to whoever cancelled it. */
export function notifyOutcome({ error, exchangeId }: CallOutcome, done: string): void {
  if (error === undefined) {
    notify('information', done, [SHOW_OUTPUT]);
  } else if (error.kind !== 'cancelled') {
    notify('error', errorText(error), buttonsFor(error, exchangeId !== ''));
  }
}

/** Message and remedy in one line. */
export const errorText = ({ message, remedy }: CallError): string =>
  [/[.!?]$/.test(message) ? message : `${message}.`, remedy].filter(Boolean).join(' ');

function buttonsFor({ kind }: CallError, sent: boolean): Button[] {
  const wantsSignIn = kind === 'notSignedIn' || kind === 'sessionExpired' || kind === 'authenticationFailed';
  return [...(wantsSignIn ? [SIGN_IN] : []), ...(sent ? [SHOW_OUTPUT] : [])];
}
