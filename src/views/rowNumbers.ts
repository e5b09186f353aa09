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
  return shown.join(', ') + (more > 0 ? ` and ${more.toLocaleString('en')} more` : '');
}

/** `1 row`, `1,234 rows`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
