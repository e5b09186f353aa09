import * as l10n from '@vscode/l10n';
import type { CallErrorKind } from './outcome';

/** What a failure means and what the user can do about it, one sentence each. */
export interface Explanation {
  readonly meaning: string;
  readonly remedy: string;
}

/** What each kind of failure means. A kind without a meaning does not compile; the remedies are in `outcome.ts`. */
export const MEANINGS: { readonly [K in CallErrorKind]: string } = {
  authenticationFailed: l10n.t(
    'The call carried no ticket that the server could read, or user name and password are wrong.',
  ),
  sessionExpired: l10n.t('The ticket is no longer valid on this server, or never was.'),
  userNotFound: l10n.t('infoRouter has no user of this login name.'),
  accessDenied: l10n.t('The ticket is valid, but its user has no right to do this to this account.'),
  systemError: l10n.t('infoRouter understood the call and failed while it worked on it.'),
  apiError: l10n.t('infoRouter understood the call and refused it.'),
  soapFault: l10n.t(
    'The server’s SOAP layer rejected the envelope, or failed, before infoRouter gave an answer.',
  ),
  httpError: l10n.t('The web server gave an HTTP error in the place of infoRouter’s answer.'),
  notAnInfoRouterResponse: l10n.t(
    'What answered is not infoRouter’s web service, or its answer did not arrive whole: whether it did anything is unknown.',
  ),
  network: l10n.t('The connection failed, or broke before a whole answer arrived.'),
  tls: l10n.t('The connection could not be secured, so the request was not sent.'),
  timeout: l10n.t('The server gave no whole answer in the time allowed: whether it did anything is unknown.'),
  cancelled: l10n.t('You stopped the call: whether the server had received it already is unknown.'),
  invalidInput: l10n.t('The call cannot be sent like this.'),
  notSignedIn: l10n.t('There was no ticket to send: none is kept for this profile, or it could not be read.'),
};

/** `[902]` is an `apiError` by the contract, but what it means is documented. */
export const MEANING_902 = l10n.t(
  'User name and password are right, but infoRouter issues no ticket to this account.',
);
