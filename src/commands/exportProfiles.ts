import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command, Services } from './command';
import { notify } from '../views/notify';
import { JSON_FILES, writeProfiles } from './profileFiles';
import { fileArgument, fileText, inWorkspace } from './files';
import { number } from '../views/language';

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
        notify('information', l10n.t('There is no profile to export.'), [
          [l10n.t('Add Profile…'), 'inforouter.addProfile'],
        ]);
        return undefined;
      }
      const defaultUri = inWorkspace('infoRouter-profiles.json');
      return vscode.window.showSaveDialog({
        title: l10n.t('Export infoRouter Profiles'),
        saveLabel: l10n.t('Export'),
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
      notify('information', exportedWords(count), [[l10n.t('Open'), 'vscode.open', file]]),
  };
}

const exportedWords = (count: number): string =>
  count === 1
    ? l10n.t('1 profile exported, without tickets.')
    : l10n.t('{0} profiles exported, without tickets.', number(count));
