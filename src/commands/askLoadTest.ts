import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Transport } from '../api/outcome';
import type { Profile } from '../session/profile';
import { GONE_EXCHANGE } from '../views/goneWords';
import { findExchange, pickExchange } from './askExchange';
import { askProtected } from './askProtected';
import { askCsv } from './askCsv';
import { askProfile } from './askProfile';
import type { Services } from './command';
import { ExchangeEntrance } from '../views/exchangeEntrance';
import type { LoadTestExport, LoadTestSource } from './exportLoadTest';
import { notify } from '../views/notify';
import { transportStep } from './profileSteps';
import { askSteps, textStep } from './steps';
import { valueSteps } from './valueSteps';
import { inWorkspace } from './files';

/** Where the updates come from, before a person has given the values of a single one. */
type Origin = Extract<LoadTestSource, { readonly csv: vscode.Uri }> | { readonly exchangeId: string } | 'one';

/** Asks a person what is to be exported, where to, and on a protected server whether. */
export async function askLoadTest(
  services: Services,
  entrance: unknown,
): Promise<LoadTestExport | undefined> {
  const origin = await originOf(services, entrance);
  const known = origin && (await profileOf(services, origin, entrance));
  if (origin === undefined || known === undefined) {
    return undefined;
  }
  const { profile } = known;
  let transport: Transport | undefined = known.transport;
  const values = { userName: profile.userName ?? '', newEmailAddress: '' };
  let rate = String(services.loadTests().DEFAULT_ARRIVAL_RATE);
  let seconds = '';
  const prompts = {
    userName: l10n.t('Login name of the user whose address the test changes'),
    newEmailAddress: l10n.t('New email address'),
  };
  const answered = await askSteps(l10n.t('Export Load Test for “{0}”', profile.name), [
    ...(origin === 'one' ? valueSteps(values, prompts) : []),
    transportStep(
      () => transport,
      value => (transport = value),
    ),
    textStep({
      prompt: () => l10n.t('Updates in a second'),
      value: () => rate,
      save: value => (rate = value),
      problem: value => (Number(value) > 0 ? undefined : l10n.t('Give a number above 0.')),
    }),
    textStep({
      prompt: () =>
        l10n.t('For how many seconds, from the first update again after the last? Empty: each update once'),
      value: () => seconds,
      save: value => (seconds = value),
      problem: value =>
        value.trim() === '' || Number(value) > 0 ? undefined : l10n.t('Give a number above 0, or nothing.'),
    }),
  ]);
  const source: LoadTestSource = origin === 'one' ? values : origin;
  const file = answered ? await askFile(source) : undefined;
  return file !== undefined && (await confirmed(profile))
    ? {
        source,
        file,
        profile: profile.name,
        transport,
        arrivalRate: Number(rate),
        ...(seconds.trim() !== '' && { durationSeconds: Number(seconds) }),
        confirmed: true,
      }
    : undefined;
}

async function originOf(services: Services, entrance: unknown): Promise<Origin | undefined> {
  if (entrance instanceof ExchangeEntrance) {
    return { exchangeId: entrance.exchangeId };
  }
  if (entrance instanceof vscode.Uri) {
    return csvOf(services, entrance);
  }
  const items = [
    { label: l10n.t('The rows of a CSV file…'), origin: () => csvOf(services, undefined) },
    {
      label: l10n.t('An update of the history…'),
      origin: async () => {
        const fits = ({ operation }: { operation: string }) => operation === 'UpdateUserEmail';
        const record = await pickExchange(services, l10n.t('Export which update?'), fits);
        return record && { exchangeId: record.id };
      },
    },
    { label: l10n.t('One update…'), origin: () => 'one' as const },
  ];
  const item = await vscode.window.showQuickPick(items, {
    placeHolder: l10n.t('What is the load test to send?'),
  });
  return item?.origin();
}

async function csvOf(services: Services, entrance: unknown): Promise<Origin | undefined> {
  const chosen = await askCsv(services, entrance);
  return chosen && { csv: chosen.file, columns: chosen.csv.names };
}

/** Where the updates go: for an exchange where it went. */
async function profileOf(
  services: Services,
  origin: Origin,
  entrance: unknown,
): Promise<{ readonly profile: Profile; readonly transport: Transport } | undefined> {
  if (origin === 'one' || 'csv' in origin) {
    const profile = await askProfile(services.profiles, entrance);
    return profile && { profile, transport: profile.transport };
  }
  const record = await findExchange(services, origin.exchangeId);
  if (record === undefined) {
    notify('error', GONE_EXCHANGE);
    return undefined;
  }
  const profile = services.resend.target(record);
  if ('kind' in profile) {
    notify('error', profile.message);
    return undefined;
  }
  return { profile, transport: record.transport };
}

function askFile(source: LoadTestSource): Thenable<vscode.Uri | undefined> {
  const defaultUri =
    'csv' in source
      ? source.csv.with({ path: source.csv.path.replace(/(?:\.csv)?$/i, '.artillery.yml') })
      : inWorkspace('update-user-email.artillery.yml');
  return vscode.window.showSaveDialog({
    title: l10n.t('Export Load Test'),
    saveLabel: l10n.t('Export'),
    filters: { [l10n.t('Artillery test')]: ['yml', 'yaml'] },
    ...(defaultUri && { defaultUri }),
  });
}

const confirmed = (profile: Profile): Promise<boolean> =>
  askProtected(profile, l10n.t('Export'), () =>
    l10n.t('Write a load test that changes email addresses there?'),
  );
