import * as l10n from '@vscode/l10n';
import type { Transport } from '../api/outcome';
import { MOST_AT_ONCE, type BatchOptions } from '../batch/summary';
import type { Profile } from '../session/profile';
import { named } from '../views/profileWords';
import { transportStep } from './profileSteps';
import { askSteps, choiceStep, type Choice, type Step } from './steps';

/** What is decided already where a batch is resumed. */
type Decided = Pick<BatchOptions, 'transport' | 'readBefore'>;

/** Asks how a batch is to be sent. @returns `undefined` when dismissed. */
export async function askOptions(
  name: string,
  profile: Profile,
  decided?: Decided,
): Promise<BatchOptions | undefined> {
  let { transport, readBefore } = decided ?? { transport: profile.transport, readBefore: true };
  let concurrency = 1;
  let ratePerSecond: number | undefined;
  const first: Step[] = [
    transportStep(
      () => transport,
      (value: Transport) => (transport = value),
    ),
    choiceStep({
      placeholder: l10n.t('Read the present addresses before? It costs one GetUser for each user and row'),
      choices: () => READ_BEFORE,
      current: () => readBefore,
      save: value => (readBefore = value),
    }),
  ];
  const answered = await askSteps(l10n.t('Update from {0} at {1}', name, named(profile)), [
    ...(decided === undefined ? first : []),
    choiceStep({
      placeholder: l10n.t('How many rows at once?'),
      choices: () => AT_ONCE,
      current: () => concurrency,
      save: value => (concurrency = value),
    }),
    choiceStep({
      placeholder: l10n.t('How many rows a second at most?'),
      choices: () => RATES,
      current: () => ratePerSecond,
      save: value => (ratePerSecond = value),
    }),
  ]);
  return answered
    ? { transport, readBefore, concurrency, ...(ratePerSecond !== undefined && { ratePerSecond }) }
    : undefined;
}

const READ_BEFORE: readonly Choice<boolean>[] = [
  {
    label: l10n.t('Yes, read them'),
    description: l10n.t('tells no-ops and unknown users, and makes a CSV that puts the addresses back'),
    value: true,
  },
  {
    label: l10n.t('No'),
    description: l10n.t('twice as fast; what is replaced is not known afterwards'),
    value: false,
  },
];

const AT_ONCE: readonly Choice<number>[] = [1, 2, 4, 8, 16, MOST_AT_ONCE].map(value => ({
  label: String(value),
  ...(value === 1 && { description: l10n.t('one after another, in the order of the file') }),
  value,
}));

const RATES: readonly Choice<number | undefined>[] = [
  { label: l10n.t('As many as the server answers'), value: undefined },
  ...[1, 2, 5, 10, 20, 50, 100].map(value => ({ label: String(value), value })),
];
