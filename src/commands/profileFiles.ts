import path from 'node:path';
import * as vscode from 'vscode';
import { MOST_FILE_BYTES, readProfileFile, writeProfileFile } from '../session/profileFile';
import type { Profile } from '../session/profile';
import { inert } from '../views/foreignText';

/**
 * The file that an argument names: an absolute path, a Uri, or its text.
 * @throws an Error for anything else: what a relative path is relative to would be a guess.
 */
export function fileArgument(text: string | object): vscode.Uri {
  if (text instanceof vscode.Uri) {
    return text;
  }
  if (typeof text === 'object') {
    throw new TypeError('A file is named by an absolute path or a Uri.');
  }
  // With two slashes, so that the drive of a path of Windows is not taken for a scheme.
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    return vscode.Uri.parse(text, true);
  }
  if (!path.isAbsolute(text)) {
    throw new Error(`“${text}” is neither an absolute path nor a Uri.`);
  }
  return vscode.Uri.file(text);
}

/** What a result says of a file: its path, or the text of its Uri where it is not on this machine's disk. */
export const fileText = (file: vscode.Uri): string =>
  file.scheme === 'file' ? file.fsPath : file.toString();

/** Reads exported profiles. @throws an Error in words for a file that is too large, unreadable or not one of ours. */
export async function readProfiles(file: vscode.Uri): Promise<Profile[]> {
  const { size } = await vscode.workspace.fs.stat(file);
  // Both are asked: a file system may say any size.
  const bytes = size > MOST_FILE_BYTES ? undefined : await vscode.workspace.fs.readFile(file);
  if (bytes === undefined || bytes.length > MOST_FILE_BYTES) {
    throw new Error('The file is larger than 1 MB: it holds something else than exported profiles.');
  }
  try {
    return readProfileFile(new TextDecoder().decode(bytes));
  } catch (error) {
    // VS Code shows a rejection as it is, and this one quotes names from the file.
    throw new Error(inert(error instanceof Error ? error.message : String(error)), { cause: error });
  }
}

export const writeProfiles = (file: vscode.Uri, profiles: readonly Profile[]): Thenable<void> =>
  vscode.workspace.fs.writeFile(file, new TextEncoder().encode(writeProfileFile(profiles)));

/** Where a file dialog begins: in the workspace's folder, if there is one. */
export const inWorkspace = (name: string): vscode.Uri | undefined => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder && vscode.Uri.joinPath(folder, name);
};

export const JSON_FILES = { 'infoRouter profiles': ['json'] };
