import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { clickedProfile, pickProfile } from './askProfile';
import { inert } from '../views/foreignText';
import { named } from '../views/profileWords';
import type { Command, Services } from './command';
import { tellLeftover } from './tellOfStore';

export function removeProfile({ profiles, vault }: Services): Command<string, undefined> {
  return {
    parse: fields => fields.text('profile'),
    async ask(entrance) {
      const profile =
        clickedProfile(profiles, entrance) ??
        (await pickProfile(profiles, profiles.editable(), l10n.t('Remove Which Profile?')));
      if (profile === undefined) {
        return undefined;
      }
      const remove = l10n.t('Remove');
      const answer = await vscode.window.showWarningMessage(
        inert(l10n.t('Remove the profile {0}?', named(profile))),
        {
          modal: true,
          detail: l10n.t(
            'Its ticket is deleted here, but stays valid on the server; sign out first to end it.',
          ),
        },
        remove,
      );
      return answer === remove ? profile.name : undefined;
    },
    async run(name) {
      await profiles.remove(name);
      await vault.delete(name);
      profiles.changed();
      return undefined;
    },
    show: (_result, name) => tellLeftover(vault, name),
  };
}
