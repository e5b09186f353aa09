import * as l10n from '@vscode/l10n';
import { profileInfo, type ProfileInfo } from '../session/profileInfo';
import { clickedProfile, pickProfile } from './askProfile';
import type { Command, Services } from './command';

export function selectProfile({ profiles, session }: Services): Command<string, ProfileInfo> {
  return {
    parse: fields => fields.text('profile'),
    async ask(entrance) {
      const profile =
        clickedProfile(profiles, entrance) ??
        (await pickProfile(profiles, profiles.list(), l10n.t('Select infoRouter Profile')));
      return profile?.name;
    },
    run: async name => profileInfo(session, await profiles.select(name)),
  };
}
