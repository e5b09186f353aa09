import path from 'node:path';
import * as vscode from 'vscode';

/**
 * The file that an argument names: an absolute path, a Uri, or its text.
 * @throws an Error for anything else: what a relative path is relative to would be a guess.
 */
export function fileArgument(text: string | vscode.Uri): vscode.Uri {
  if (text instanceof vscode.Uri) {
    return text;
  }
  // One letter is the drive of a path of Windows.
  if (/^[a-z][a-z\d+.-]+:\//i.test(text)) {
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

/** What a field of an argument has to be that names a file. */
export const A_FILE = 'an absolute path or a Uri';

/** The file that a field of an argument names; nothing for a value that names none. */
export const fileOf = (value: unknown): vscode.Uri | undefined =>
  value instanceof vscode.Uri || typeof value === 'string' ? fileArgument(value) : undefined;

/** The last part of its path. */
export const nameOf = (file: vscode.Uri): string => path.posix.basename(file.path);

/** Where a file dialog begins: in the workspace's folder, if there is one. */
export const inWorkspace = (name: string): vscode.Uri | undefined => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder && vscode.Uri.joinPath(folder, name);
};
