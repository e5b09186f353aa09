import * as l10n from '@vscode/l10n';
import { dayOf, timeOfDay } from '../api/exchangeText';
import { countsText } from '../batch/countsText';
import type { BatchEntry } from '../batch/ports';
import { number } from './language';

/** One line that tells a batch apart within its profile. */
export const batchTitle = ({ name, startedAt }: BatchEntry): string =>
  `${name} · ${dayOf(startedAt)} ${timeOfDay(startedAt).slice(0, 8)}`;

/** How far it came. */
export const standing = ({ counts, running, total }: BatchEntry): string =>
  running === true
    ? l10n.t('is being sent')
    : counts === undefined
      ? total === 1
        ? l10n.t('ended in the middle of 1 row')
        : l10n.t('ended in the middle of {0} rows', number(total))
      : countsText(counts);

/** Whether something is left that can be gone on with. */
export const isResumable = ({ counts, running }: BatchEntry): boolean =>
  running !== true && counts?.notAttempted !== 0;
