import * as vscode from 'vscode';
import { documentationOf } from '../api/documentation';
import { OPERATIONS, type OperationName } from '../api/operations';
import type { Command, Services } from './command';
import { plain, type Nothing } from './plain';

const OPERATION_NAMES = Object.keys(OPERATIONS) as readonly OperationName[];
const MAIN_OPERATION = 'UpdateUserEmail';

/** Opens an operation's page of the public documentation; VS Code may ask before it does, which is not waited for. */
export function openDocumentation(): Command<OperationName, undefined> {
  return {
    parse: fields => fields.optionalOneOf('operation', OPERATION_NAMES) ?? MAIN_OPERATION,
    ask: () => Promise.resolve(MAIN_OPERATION),
    run(operation) {
      void vscode.env.openExternal(vscode.Uri.parse(documentationOf(operation)));
      return Promise.resolve(undefined);
    },
  };
}

export const openWalkthrough = ({ walkthrough }: Services): Command<Nothing, undefined> =>
  plain(async () => {
    await walkthrough.open();
  });

/** Opens the user's settings file at the profiles, where an entry that cannot be used is to be repaired by hand. */
export const openProfileSettings = (): Command<Nothing, undefined> =>
  plain(async () => {
    await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
      revealSetting: { key: 'inforouter.profiles' },
    });
  });
