import { dayOf, timeOfDay } from '../api/exchangeText';
import { countsText } from '../batch/batches';
import type { BatchEntry } from '../batch/ports';

/** One line that tells a batch apart within its profile. */
export const batchTitle = ({ name, startedAt }: BatchEntry): string =>
  `${name} · ${dayOf(startedAt)} ${timeOfDay(startedAt).slice(0, 8)}`;

/** How far it came. */
export const standing = ({ counts, total }: BatchEntry): string =>
  counts === undefined ? `ended in the middle of ${total} rows` : countsText(counts);
