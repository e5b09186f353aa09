import * as l10n from '@vscode/l10n';
import { sameService } from '../session/profile';
import { profileInfo, type ProfileInfo } from '../session/profileInfo';
import type { ProfileChanges } from '../session/profiles';
import { named } from '../views/profileWords';
import { optionalFields } from './addProfile';
import { clickedProfile, pickProfile } from './askProfile';
import type { Command, Services } from './command';
import { profileSteps, type EditedProfile } from './profileSteps';
import { askSteps } from './steps';
import { tellLeftover } from './tellOfStore';

interface Edit {
  readonly profile: string;
  readonly changes: ProfileChanges;
}

export function editProfile({ profiles, session, vault }: Services): Command<Edit, ProfileInfo> {
  return {
    parse(fields) {
      const name = fields.optionalText('name');
      const baseUrl = fields.optionalText('baseUrl');
      const changes = { ...(name !== undefined && { name }), ...(baseUrl !== undefined && { baseUrl }) };
      return { profile: fields.text('profile'), changes: { ...changes, ...optionalFields(fields) } };
    },
    async ask(entrance) {
      const profile =
        clickedProfile(profiles, entrance) ??
        (await pickProfile(profiles, profiles.editable(), l10n.t('Edit Which Profile?')));
      if (profile === undefined) {
        return undefined;
      }
      const changes: EditedProfile = { ...profile };
      const others = profiles.names().filter(name => name !== profile.name);
      return (await askSteps(l10n.t('Edit {0}', named(profile)), profileSteps(changes, others)))
        ? { profile: profile.name, changes }
        : undefined;
    },
    async run({ profile, changes }) {
      const { before, after } = await profiles.edit(profile, changes);
      if (!sameService(before.baseUrl, after.baseUrl)) {
        await vault.delete(before.name);
        profiles.changed();
      } else if (before.name !== after.name) {
        await vault.rename(before, after.name);
        profiles.changed();
      }
      return profileInfo(session, after);
    },
    show: (_result, { profile }) => tellLeftover(vault, profile),
  };
}
