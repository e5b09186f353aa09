import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from './support';

let settings: string | undefined;

/** The path of the user's settings file. VS Code says it to nobody but the one who opens the file. */
export async function settingsFile(): Promise<string> {
  if (settings === undefined) {
    settings = (await openSettings()).document.uri.fsPath;
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
  return settings;
}

/** Opens the user's settings file in an editor, as a user does. */
export async function openSettings(): Promise<vscode.TextEditor> {
  await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  return eventually('editor of the settings', () => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.fileName.endsWith('settings.json') === true ? editor : undefined;
  });
}

/** What the output channel shows, once that holds the text. */
export async function shownOutput(text: string): Promise<string> {
  await vscode.commands.executeCommand('inforouter.showOutput', {});
  return eventually(`“${text}” in the output channel`, () => {
    const document = vscode.workspace.textDocuments.find(
      ({ uri }) => uri.scheme === 'output' && uri.path.endsWith('-infoRouter'),
    );
    const shown = document?.getText();
    return shown?.includes(text) === true ? shown : undefined;
  });
}

/** The output channel's file in VS Code's log folder, once it holds the text. */
export async function loggedOutput(text: string): Promise<string> {
  // The log folder is a sibling of the settings' folder, in a desktop's user data and in a server's.
  const logs = path.join(path.dirname(path.dirname(await settingsFile())), 'logs');
  // What is not shown is written in larger pieces.
  await vscode.commands.executeCommand('inforouter.showOutput', {});
  return eventually(`“${text}” in the log of the output channel`, () => {
    const file = readdirSync(logs, { recursive: true, encoding: 'utf8' })
      .filter(name => /-infoRouter\.log$/.test(name))
      .map(name => path.join(logs, name))
      .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
      .at(-1);
    const logged = file === undefined ? '' : readFileSync(file, 'utf8');
    return logged.includes(text) ? logged : undefined;
  });
}
