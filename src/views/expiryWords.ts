import * as l10n from '@vscode/l10n';
import type { TicketStatus } from '../session/session';
import { day, moment } from './language';

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
    return left <= 0 ? l10n.t('since {0}', day(expiresOn)) : '';
  }
  if (left <= 0) {
    return l10n.t('probably expired {0}', day(expiresOn));
  }
  if (left >= NEAR_MS) {
    return l10n.t('valid until {0}', day(expiresOn));
  }
  if (left < HOUR_MS) {
    return l10n.t('expires within the hour');
  }
  const days = Math.floor(left / DAY_MS);
  const hours = Math.floor(left / HOUR_MS);
  return days > 1
    ? l10n.t('expires in {0} days', days)
    : days === 1
      ? l10n.t('expires in 1 day')
      : hours === 1
        ? l10n.t('expires in 1 hour')
        : l10n.t('expires in {0} hours', hours);
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
    state === 'expired' && l10n.t('The server answered [901]: sign in again.'),
    state === 'kept' &&
      expiresOn !== undefined &&
      (lapsed
        ? l10n.t(
            'By its date, the ticket expired {0}. It is sent all the same: the server has the last word.',
            moment(expiresOn),
          )
        : l10n.t('Valid until {0}, or 30 days from the next call that succeeds.', moment(expiresOn))),
    lastUsed && l10n.t('Last used in this window: {0}', moment(lastUsed)),
  ].filter(line => typeof line === 'string');
}
