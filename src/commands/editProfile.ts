import { sameService } from '../session/profile';
import { profileInfo, type ProfileInfo } from '../session/profileInfo';
import type { ProfileChanges } from '../session/profiles';
import { optionalFields } from './addProfile';
import { clickedProfile, pickProfile } from './askProfile';
import type { Command, Services } from './command';
import { profileSteps, type EditedProfile } from './profileSteps';
import { askSteps } from './steps';

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
        (await pickProfile(profiles, profiles.editable(), 'Edit Which Profile?'));
      if (profile === undefined) {
        return undefined;
      }
      const changes: EditedProfile = { ...profile };
      const others = profiles.names().filter(name => name !== profile.name);
      return (await askSteps(`Edit “${profile.name}”`, profileSteps(changes, others)))
        ? { profile: profile.name, changes }
        : undefined;
    },
    async run({ profile, changes }) {
      const { before, after } = await profiles.edit(profile, changes);
      const { entry } = await vault.read(before);
      const sameServer = sameService(before.baseUrl, after.baseUrl);
      if (!sameServer || before.name !== after.name) {
        // First out, then in: a keychain that ignores case would lose the new entry with the old one.
        await vault.delete(before.name);
        if (sameServer && entry !== undefined) {
          await vault.write(after.name, entry);
        }
        profiles.changed();
      }
      return profileInfo(session, after);
    },
  };
}
