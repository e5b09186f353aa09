import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../api/messageOf';
import { MOST_FILE_BYTES, readProfileFile, writeProfileFile } from '../session/profileFile';
import type { Profile } from '../session/profile';
import { inert } from '../views/foreignText';

/** Reads exported profiles. @throws an Error in words for a file that is too large, unreadable or not one of ours. */
export async function readProfiles(file: vscode.Uri): Promise<Profile[]> {
  const { size } = await vscode.workspace.fs.stat(file);
  // Both are asked: a file system may say any size.
  const bytes = size > MOST_FILE_BYTES ? undefined : await vscode.workspace.fs.readFile(file);
  if (bytes === undefined || bytes.length > MOST_FILE_BYTES) {
    throw new Error(l10n.t('The file is larger than 1 MB: it holds something else than exported profiles.'));
  }
  try {
    return readProfileFile(new TextDecoder().decode(bytes));
  } catch (error) {
    // VS Code shows a rejection as it is, and this one quotes names from the file.
    throw new Error(inert(messageOf(error)), { cause: error });
  }
}

export const writeProfiles = (file: vscode.Uri, profiles: readonly Profile[]): Thenable<void> =>
  vscode.workspace.fs.writeFile(file, new TextEncoder().encode(writeProfileFile(profiles)));

export const JSON_FILES = { [l10n.t('infoRouter profiles')]: ['json'] };
