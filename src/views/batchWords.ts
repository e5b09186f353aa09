import { dayOf, timeOfDay } from '../api/exchangeText';
import { countsText } from '../batch/batches';
import type { BatchEntry } from '../batch/ports';
import { counted } from './rowNumbers';

/** One line that tells a batch apart within its profile. */
export const batchTitle = ({ name, startedAt }: BatchEntry): string =>
  `${name} · ${dayOf(startedAt)} ${timeOfDay(startedAt).slice(0, 8)}`;

/** How far it came. */
export const standing = ({ counts, running, total }: BatchEntry): string =>
  running === true
    ? 'is being sent'
    : counts === undefined
      ? `ended in the middle of ${counted(total, 'row')}`
      : countsText(counts);

/** Whether something is left that can be gone on with. */
export const isResumable = ({ counts, running }: BatchEntry): boolean =>
  running !== true && counts?.notAttempted !== 0;
