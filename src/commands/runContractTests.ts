import * as l10n from '@vscode/l10n';
import type { CompareTransports } from '../session/compareTransports';
import { CASE_IDS, fullTitle } from '../contractTests/cases';
import type { ContractRequest, ContractSummary } from '../contractTests/result';
import { countWords } from '../contractTests/words';
import { SANDBOX_PROFILE, type Profile } from '../session/profile';
import { quoted } from '../views/foreignText';
import { named } from '../views/profileWords';
import { askProfile, place } from './askProfile';
import { askProtected } from './askProtected';
import type { Command, Services } from './command';
import { buttonsFor, errorText, notify, type Button } from '../views/notify';
import { askSteps, textStep } from './steps';

/** What a person is asked is run in the Test Explorer, an API call is not. */
type Argument = ContractRequest & { readonly inExplorer?: true };

const SHOW_TESTS: Button = [l10n.t('Show Tests'), 'workbench.view.testing.focus'];

export function runContractTests(services: Services): Command<Argument, ContractSummary> {
  const { profiles, session, contract } = services;
  return {
    parse(fields) {
      const profile = fields.optionalText('profile');
      const ordinaryTicket = fields.optionalText('ordinaryTicket');
      return {
        ...(profile !== undefined && { profile }),
        userName: fields.text('userName'),
        confirmed: fields.optionalFlag('confirmed') ?? false,
        ...(ordinaryTicket !== undefined && { ordinaryTicket }),
      };
    },
    async ask(entrance) {
      const profile = await askProfile(profiles, entrance);
      const request = profile && (await contract.ask(profile, CASE_IDS));
      return request && { ...request, inExplorer: true };
    },
    run({ inExplorer, ...request }, signal, report) {
      return inExplorer
        ? contract.explorer.run(request, signal, id => report?.(fullTitle(id)))
        : contract.tests.run(request, {}, signal);
    },
    show(summary, { profile }) {
      const { error, failed } = summary;
      if (error !== undefined && error.kind !== 'cancelled') {
        notify('error', errorText(error), [
          ...buttonsFor(error, true, profile, 'UpdateUserEmail').slice(0, 2),
          SHOW_TESTS,
        ]);
      } else {
        const kind = failed > 0 ? 'warning' : 'information';
        notify(kind, l10n.t('The contract tests: {0}.', countWords(summary)), [SHOW_TESTS]);
      }
    },
    progress: ({ profile, userName }) =>
      l10n.t('Testing the contract of UpdateUserEmail at {0} with {1}', place(session, profile), userName),
  };
}

/** Remembers the throwaway user of each profile. A name is no secret; a ticket is not remembered. */
export interface Throwaways {
  get(profile: Profile): string | undefined;
  set(profile: Profile, userName: string): PromiseLike<void>;
}

/** Asks for everything that a run needs; `undefined` where the user dismissed a question. */
export async function askContract(
  throwaways: Throwaways,
  comparing: CompareTransports,
  profile: Profile,
  cases: readonly string[],
): Promise<ContractRequest | undefined> {
  const sandbox = profile.name === SANDBOX_PROFILE;
  let userName = throwaways.get(profile) ?? (sandbox ? 'jdoe' : '');
  let ordinaryTicket = '';
  const needsSecond = !sandbox && cases.some(id => id.endsWith('/accessDenied'));
  const answered = await askSteps(l10n.t('Contract Tests at {0}', named(profile)), [
    textStep({
      prompt: () =>
        l10n.t(
          'Login name of a throwaway user: its address is changed again and again, and put back at the end',
        ),
      placeholder: 'jdoe',
      value: () => userName,
      save: value => (userName = value),
      problem: value =>
        value.trim() === '' ? l10n.t('Name a user whose address may be changed.') : undefined,
    }),
    ...(needsSecond
      ? [
          textStep({
            prompt: () =>
              l10n.t(
                'Ticket of a second user who is no administrator, for “Access denied”; empty: those cases are skipped',
              ),
            value: () => ordinaryTicket,
            save: value => (ordinaryTicket = value.trim()),
            password: true,
          }),
        ]
      : []),
  ]);
  if (!answered) {
    return undefined;
  }
  await throwaways.set(profile, userName);
  if (!(await confirmed(comparing, profile, userName))) {
    return undefined;
  }
  return {
    profile: profile.name,
    userName,
    confirmed: true,
    ...(ordinaryTicket !== '' && { ordinaryTicket }),
  };
}

/** Asks before a run on a protected server, every time, and names the user with the address that is put back. */
const confirmed = (comparing: CompareTransports, profile: Profile, userName: string): Promise<boolean> =>
  askProtected(
    profile,
    l10n.t('Run'),
    address =>
      address === undefined
        ? l10n.t(
            'Change the email address of {0} to test addresses some twenty times, and put the stored one back at the end?',
            quoted(userName),
          )
        : l10n.t(
            'Change the email address of {0} to test addresses some twenty times, and put {1} back at the end?',
            quoted(userName),
            quoted(address),
          ),
    { read: signal => comparing.storedAddress(profile, userName, signal) },
  );
