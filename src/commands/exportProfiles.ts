import * as vscode from 'vscode';
import type { Command, Services } from './command';
import { notify } from './notify';
import { JSON_FILES, writeProfiles } from './profileFiles';
import { fileArgument, fileText, inWorkspace } from './files';

/** What `exportProfiles` resolves to. */
export interface ProfilesExported {
  /** The path of the file, or the text of its Uri where it is not on this machine's disk. */
  readonly path: string;
  readonly profiles: number;
}

/** Writes all profiles but the sandbox's to a file; tickets and passwords are not in them. */
export function exportProfiles({ profiles }: Services): Command<vscode.Uri, ProfilesExported> {
  return {
    parse: fields => fileArgument(fields.text('path')),
    async ask() {
      if (profiles.editable().length === 0) {
        notify('information', 'There is no profile to export.', [['Add Profile…', 'inforouter.addProfile']]);
        return undefined;
      }
      const defaultUri = inWorkspace('infoRouter-profiles.json');
      return vscode.window.showSaveDialog({
        title: 'Export infoRouter Profiles',
        saveLabel: 'Export',
        filters: JSON_FILES,
        ...(defaultUri && { defaultUri }),
      });
    },
    async run(file) {
      const exported = profiles.editable();
      await writeProfiles(file, exported);
      return { path: fileText(file), profiles: exported.length };
    },
    show: ({ profiles: count }, file) =>
      notify('information', `${count} profile${count === 1 ? '' : 's'} exported, without tickets.`, [
        ['Open', 'vscode.open', file],
      ]),
  };
}
