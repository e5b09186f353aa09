import type { TicketStatus } from '../session/session';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** From then on how long is left says more than a date. */
const NEAR_MS = 7 * DAY_MS;

/** What stands in the views: “valid until 24 Dec 2026”, “expires in 2 days”; empty where no date is known. */
export function expiryWords({ state, expiresOn }: TicketStatus, now = new Date()): string {
  if (expiresOn === undefined || (state !== 'kept' && state !== 'expired')) {
    return '';
  }
  const left = expiresOn.getTime() - now.getTime();
  if (state === 'expired') {
    // The server has spoken. A date that is yet to come was overtaken: the ticket was logged out, say.
    return left <= 0 ? `since ${day(expiresOn)}` : '';
  }
  if (left <= 0) {
    return `probably expired ${day(expiresOn)}`;
  }
  if (left >= NEAR_MS) {
    return `valid until ${day(expiresOn)}`;
  }
  const [amount, unit] = left >= DAY_MS ? [left / DAY_MS, 'day'] : [left / HOUR_MS, 'hour'];
  const whole = Math.floor(amount);
  return whole === 0 ? 'expires within the hour' : `expires in ${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/** Whether the user had better sign in soon, or now. */
export function wantsAttention({ state, expiresOn }: TicketStatus, now = new Date()): boolean {
  return (
    state === 'expired' ||
    (state === 'kept' && expiresOn !== undefined && expiresOn.getTime() - now.getTime() < NEAR_MS)
  );
}

/** The same at length: lines for a tooltip. */
export function expiryLines({ state, expiresOn, lastUsed }: TicketStatus, now = new Date()): string[] {
  const lapsed = expiresOn !== undefined && expiresOn <= now;
  return [
    state === 'expired' && 'The server answered [901]: sign in again.',
    state === 'kept' &&
      expiresOn !== undefined &&
      (lapsed
        ? `By its date, the ticket expired ${moment(expiresOn)}. It is sent all the same: the server has the last word.`
        : `Valid until ${moment(expiresOn)}, or 30 days from the next call that succeeds.`),
    lastUsed && `Last used in this window: ${moment(lastUsed)}`,
  ].filter(line => typeof line === 'string');
}

/** A day in the format of the user's locale. */
export const day = (date: Date): string => date.toLocaleDateString(undefined, { dateStyle: 'medium' });

export const moment = (date: Date): string =>
  date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
