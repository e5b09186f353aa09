import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../api/messageOf';
import { ProfileEntrance } from './profileEntrance';
import { inert } from './foreignText';
import { offersFor } from './offers';
import type { OperationName } from '../api/operations';
import type { CallError, CallOutcome } from '../api/outcome';
import { OwnCall } from './ownCall';

/** A button of a notification and the command behind it. */
export type Button = readonly [label: string, command: string, ...args: unknown[]];

export const SHOW_OUTPUT: Button = [l10n.t('Show Output'), 'inforouter.showOutput'];
export const OPEN_PROFILE_SETTINGS: Button = [l10n.t('Open Setting'), 'inforouter.openProfileSettings'];

const documentationButton = (operation: OperationName): Button => [
  l10n.t('Documentation'),
  'inforouter.openDocumentation',
  new OwnCall({ operation }),
];

/** Signs in where the call went, which need not be the selected profile. */
export const signInButton = (profile: string | undefined): Button => [
  l10n.t('Sign In…'),
  'inforouter.signIn',
  ...(profile === undefined ? [] : [new ProfileEntrance(profile)]),
];

/** Shows a notification without waiting for it; its buttons run commands, and nothing in its text does. */
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
  void show(inert(text), ...buttons.map(([label]) => label)).then(async chosen => {
    const button = buttons.find(([label]) => label === chosen);
    if (button !== undefined) {
      await runCommand(button[1], ...button.slice(2));
    }
  });
}

/** Runs a command for a person and shows why it was rejected, as VS Code does for one run from the palette. */
export async function runCommand(command: string, ...args: readonly unknown[]): Promise<void> {
  try {
    await vscode.commands.executeCommand(command, ...args);
  } catch (error) {
    notify('error', messageOf(error));
  }
}

/** Says how a call of this operation ended. A cancelled call is known to whoever cancelled it. */
export function notifyOutcome(
  { error, exchangeId }: CallOutcome,
  done: string,
  profile: string | undefined,
  operation: OperationName,
  first: readonly Button[] = [],
): void {
  if (error === undefined) {
    notify('information', done, [SHOW_OUTPUT]);
  } else if (error.kind !== 'cancelled') {
    notify('error', errorText(error), [
      ...first,
      ...buttonsFor(error, exchangeId !== '', profile, operation),
    ]);
  }
}

/**
 * Message and remedy in one line; what it means is told by the form and the tree. The message may be a server's: VS Code
 * cuts what is long, and the remedy with it.
 */
export function errorText({ message, remedy }: CallError): string {
  const words = inert(message, 500);
  return [/[.!?…]$/.test(words) ? words : `${words}.`, remedy].filter(Boolean).join(' ');
}

/** What helps after a failure, and the way to the exchange where there was one. */
export function buttonsFor(
  error: CallError,
  sent: boolean,
  profile: string | undefined,
  operation: OperationName,
): Button[] {
  const offers = offersFor(error);
  return [
    ...(offers.includes('signIn') ? [signInButton(profile)] : []),
    ...(sent ? [SHOW_OUTPUT] : []),
    ...(offers.includes('openDocumentation') ? [documentationButton(operation)] : []),
  ];
}
