import * as l10n from '@vscode/l10n';
import { TICKET_ELEMENTS } from '../api/operations';
import { TRANSPORTS } from '../api/outcome';
import type { ProfileFields } from '../session/profile';
import { profileInfo, type ProfileInfo } from '../session/profileInfo';
import { ProfileEntrance } from '../views/profileEntrance';
import type { Command, Fields, Services } from './command';
import { notify } from '../views/notify';
import { profileSteps, type EditedProfile } from './profileSteps';
import { askSteps } from './steps';

export function addProfile({ profiles, session }: Services): Command<ProfileFields, ProfileInfo> {
  return {
    parse: fields => ({
      name: fields.text('name'),
      baseUrl: fields.text('baseUrl'),
      ...optionalFields(fields),
    }),
    async ask() {
      const profile: EditedProfile = { name: '', baseUrl: '' };
      return (await askSteps(l10n.t('Add infoRouter Profile'), profileSteps(profile, profiles.names())))
        ? profile
        : undefined;
    },
    async run(fields) {
      return profileInfo(session, await profiles.add(fields));
    },
    show: ({ name }) =>
      notify('information', l10n.t('Profile “{0}” added.', name), [
        [l10n.t('Sign In…'), 'inforouter.signIn', new ProfileEntrance(name)],
        [l10n.t('Check Connection'), 'inforouter.checkConnection', new ProfileEntrance(name)],
      ]),
  };
}

/** The fields that adding and editing a profile share. */
export function optionalFields(fields: Fields): Partial<ProfileFields> {
  const transport = fields.optionalOneOf('transport', TRANSPORTS);
  const userName = fields.optionalText('userName');
  const isProtected = fields.optionalFlag('protected');
  const allowUntrustedCertificate = fields.optionalFlag('allowUntrustedCertificate');
  const soapTicketElement = fields.optionalOneOf('soapTicketElement', TICKET_ELEMENTS);
  return {
    ...(transport !== undefined && { transport }),
    ...(userName !== undefined && { userName }),
    ...(isProtected !== undefined && { protected: isProtected }),
    ...(allowUntrustedCertificate !== undefined && { allowUntrustedCertificate }),
    ...(soapTicketElement !== undefined && { soapTicketElement }),
  };
}
