import * as l10n from '@vscode/l10n';
import { TRANSPORT_LABELS, TRANSPORTS, type Transport } from '../api/outcome';
import { baseUrlProblem, nameProblem, type ProfileFields } from '../session/profile';
import { choiceStep, textStep, type Choice, type Step } from './steps';

/** The fields of a profile while they are being asked for. */
export type EditedProfile = { -readonly [Field in keyof ProfileFields]: ProfileFields[Field] };

const HOW_TRANSPORTS_DIFFER: { readonly [T in Transport]: string } = {
  get: l10n.t('values and ticket stand in the address'),
  post: l10n.t('values and ticket stand in a form body'),
  soap11: l10n.t('an envelope, named by the SOAPAction header'),
  soap12: l10n.t('an envelope, named by the content type'),
};

export const transportChoices = (): Choice<Transport>[] =>
  TRANSPORTS.map(value => ({
    label: TRANSPORT_LABELS[value],
    description: HOW_TRANSPORTS_DIFFER[value],
    value,
  }));

export function transportStep(
  current: () => Transport | undefined,
  save: (transport: Transport) => void,
): Step {
  return choiceStep({
    placeholder: l10n.t('How should calls travel?'),
    choices: transportChoices,
    current,
    save,
  });
}

/** The questions of adding and of editing a profile; answers go into `profile`. */
export function profileSteps(profile: EditedProfile, taken: readonly string[]): Step[] {
  return [
    textStep({
      prompt: () => l10n.t('Name of the profile'),
      placeholder: l10n.t('Test server'),
      value: () => profile.name,
      problem: name => nameProblem(name, taken),
      save: name => (profile.name = name),
    }),
    textStep({
      prompt: () => l10n.t('Address of infoRouter; /srv.asmx is added where it is not there'),
      placeholder: 'https://dms.example.com/infoRouter',
      value: () => profile.baseUrl,
      problem: baseUrlProblem,
      hint: url =>
        /^http:/i.test(url) ? l10n.t('Without https, tickets and passwords travel unencrypted.') : undefined,
      save: url => (profile.baseUrl = url.trim()),
    }),
    textStep({
      prompt: () => l10n.t('Your user name there (may stay empty)'),
      placeholder: 'jdoe',
      value: () => profile.userName ?? '',
      save: userName => (profile.userName = userName),
    }),
    transportStep(
      () => profile.transport,
      transport => (profile.transport = transport),
    ),
    flagStep(
      l10n.t('Is it a production server?'),
      [l10n.t('No'), l10n.t('updates are sent at once')],
      [l10n.t('Yes, protect it'), l10n.t('every update asks first')],
      () => profile.protected,
      answer => (profile.protected = answer),
    ),
    flagStep(
      l10n.t('May its TLS certificate be untrusted?'),
      [l10n.t('No, verify it'), l10n.t('recommended')],
      [
        l10n.t('Yes, accept any certificate'),
        l10n.t('only for a test server: anybody in between can read the ticket'),
      ],
      () => profile.allowUntrustedCertificate,
      answer => (profile.allowUntrustedCertificate = answer),
    ),
  ];
}

type Wording = readonly [label: string, description: string];

function flagStep(
  placeholder: string,
  no: Wording,
  yes: Wording,
  current: () => boolean | undefined,
  save: (answer: boolean) => void,
): Step {
  return choiceStep({
    placeholder,
    choices: () => [
      { label: no[0], description: no[1], value: false },
      { label: yes[0], description: yes[1], value: true },
    ],
    current: () => current() ?? false,
    save,
  });
}
