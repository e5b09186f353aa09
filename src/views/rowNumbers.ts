import * as l10n from '@vscode/l10n';
import { number } from './language';

/** The most numbers that are listed: a line that nobody reads to its end says no more than its count. */
const MOST = 200;

/** Rows by their numbers in ascending order, runs of them as ranges: `2–40, 43, 57 and 812 more`. */
export function rowNumbers(numbers: readonly number[], most = MOST): string {
  const shown: string[] = [];
  let listed = 0;
  let at = 0;
  while (at < numbers.length && listed < most) {
    const first = numbers[at] ?? 0;
    let last = first;
    while (numbers[at + 1] === last + 1) {
      last += 1;
      at += 1;
    }
    at += 1;
    listed += first === last ? 1 : 2;
    shown.push(
      first === last ? String(first) : last === first + 1 ? `${first}, ${last}` : `${first}–${last}`,
    );
  }
  const more = numbers.length - at;
  const list = shown.join(', ');
  return more > 0 ? l10n.t('{0} and {1} more', list, number(more)) : list;
}

/** `1 row`, `1,234 rows`: for a label of its own, not to stand in a sentence. */
export const countedRows = (count: number): string =>
  count === 1 ? l10n.t('1 row') : l10n.t('{0} rows', number(count));

export const countedExchanges = (count: number): string =>
  count === 1 ? l10n.t('1 exchange') : l10n.t('{0} exchanges', number(count));

export const countedBatches = (count: number): string =>
  count === 1 ? l10n.t('1 batch') : l10n.t('{0} batches', number(count));
