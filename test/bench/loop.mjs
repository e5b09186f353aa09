/** What every client sends: a user and an address of its own for each row. */
export const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
export const rowOf = n => ({ userName: `user${n}`, newEmailAddress: `user${n}@example.com` });

/** The body of the POST that changes a row, as the batch spells it. */
export function formOf(n) {
  const { userName, newEmailAddress } = rowOf(n);
  return `authenticationTicket=${TICKET}&UserName=${userName}&NewEmailAddress=${encodeURIComponent(newEmailAddress)}`;
}
export const FORM = 'application/x-www-form-urlencoded';

/**
 * Sends so many rows with so many on their way at once.
 * @param {number} rows
 * @param {number} concurrency
 * @param {(n: number) => Promise<unknown>} update
 */
export async function sendAll(rows, concurrency, update) {
  let next = 0;
  const lane = async () => {
    while (next < rows) {
      await update(next++);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

/** Ends a measurement of something that does not work. */
export function demand(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}
