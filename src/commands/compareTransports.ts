import * as l10n from '@vscode/l10n';
import type { TicketElement } from '../api/operations';
import type { Comparison, ComparisonReport, ComparisonRequest } from '../session/compareTransports';
import { addressHint, userNameHint } from '../session/hints';
import type { Profile } from '../session/profile';
import { quoted } from '../views/foreignText';
import { askProfile } from './askProfile';
import { askProtected } from './askProtected';
import { CompareEntrance } from '../views/compareEntrance';
import type { Command, Services } from './command';
import { buttonsFor, errorText, notify, type Button } from '../views/notify';
import { OwnCall } from '../views/ownCall';
import { askSteps, textStep } from './steps';

export function compareTransports(services: Services): Command<ComparisonRequest, Comparison> {
  const { profiles, comparing, comparisons } = services;
  /** What people are shown beyond the contract's result. */
  const reports = new WeakMap<Comparison, ComparisonReport>();
  return {
    parse(fields) {
      const profile = fields.optionalText('profile');
      const newEmailAddress = fields.optionalText('newEmailAddress');
      return {
        ...(profile !== undefined && { profile }),
        userName: fields.text('userName'),
        ...(newEmailAddress !== undefined && { newEmailAddress }),
        confirmed: fields.optionalFlag('confirmed') ?? false,
      };
    },
    async ask(entrance) {
      const profile = await askProfile(profiles, entrance);
      const request = profile && (await askRequest(profile, entrance));
      return request && (await confirmed(services, profile, request))
        ? { ...request, confirmed: true }
        : undefined;
    },
    async run(request, signal, report) {
      const found = await comparing.compare(request, signal, report);
      reports.set(found.comparison, found);
      return found.comparison;
    },
    show(comparison, request) {
      const { error, rows } = comparison;
      const report = reports.get(comparison);
      if (report !== undefined && rows.length > 0) {
        void comparisons.show(report, request);
        offerSpelling(services, request.profile, report.ticketElement);
      } else if (error !== undefined && error.kind !== 'cancelled') {
        notify('error', errorText(error), [
          ...(report?.wantsAddress === true ? addressButton(request) : []),
          ...buttonsFor(error, true, request.profile, 'UpdateUserEmail'),
        ]);
      }
    },
    progress: ({ userName }) => l10n.t('Comparing the transports for {0}', userName),
  };
}

async function askRequest(profile: Profile, entrance: unknown): Promise<ComparisonRequest | undefined> {
  const known = entrance instanceof CompareEntrance ? entrance : undefined;
  let userName = known?.userName ?? profile.userName ?? '';
  let newEmailAddress: string | undefined;
  const answered = await askSteps(l10n.t('Compare Transports at “{0}”', profile.name), [
    ...(known === undefined
      ? [
          textStep({
            prompt: () =>
              l10n.t('Login name of the user whose stored address is sent once more by each transport'),
            placeholder: 'jdoe',
            value: () => userName,
            save: value => (userName = value),
            hint: userNameHint,
          }),
        ]
      : []),
    ...(known?.withoutGetUser === true
      ? [
          textStep({
            prompt: () => l10n.t('Address to send for {0}: the stored one, or it is replaced', userName),
            placeholder: 'john.doe@example.com',
            value: () => newEmailAddress ?? '',
            save: value => (newEmailAddress = value),
            hint: addressHint,
          }),
        ]
      : []),
  ]);
  return answered
    ? { profile: profile.name, userName, ...(newEmailAddress !== undefined && { newEmailAddress }) }
    : undefined;
}

/** Asks before anything that may change something on a protected server, and names user and address. */
const confirmed = (
  { comparing }: Services,
  profile: Profile,
  { userName, newEmailAddress }: ComparisonRequest,
): Promise<boolean> =>
  askProtected(
    profile,
    l10n.t('Compare'),
    address => {
      const user = quoted(userName);
      return address !== undefined
        ? l10n.t(
            'Send {0}, which is stored now, as the email address of {1} four times, once by each transport?',
            quoted(address),
            user,
          )
        : newEmailAddress !== undefined
          ? l10n.t(
              'Send {0}, which may replace another address, as the email address of {1} four times, once by each transport?',
              quoted(newEmailAddress),
              user,
            )
          : l10n.t(
              'Send the stored address as the email address of {0} four times, once by each transport?',
              user,
            );
    },
    { read: signal => comparing.storedAddress(profile, userName, signal) },
  );

/** A way on where GetUser tells no address. */
const addressButton = ({ profile, userName }: ComparisonRequest): readonly Button[] =>
  profile !== undefined
    ? [
        [
          l10n.t('Give the Address…'),
          'inforouter.compareTransports',
          new CompareEntrance(profile, userName, true),
        ],
      ]
    : [];

/** Offers the spelling of the WSDL for the profile, where its setting can be changed. */
function offerSpelling(
  { profiles }: Services,
  profile: string | undefined,
  soapTicketElement: TicketElement | undefined,
): void {
  if (soapTicketElement !== undefined && profiles.editable().some(({ name }) => name === profile)) {
    notify(
      'information',
      l10n.t('The WSDL of “{0}” spells the ticket “{1}” in SOAP.', profile ?? '', soapTicketElement),
      [
        [
          l10n.t('Use It in This Profile'),
          'inforouter.editProfile',
          new OwnCall({ profile, soapTicketElement }),
        ],
      ],
    );
  }
}
