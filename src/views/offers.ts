import type { CallError, CallErrorKind } from '../api/outcome';
import type { FormAction } from './protocol';

/** The buttons that help after a failure, in the form and in a notification alike. */
const OFFERS: { readonly [K in CallErrorKind]?: readonly FormAction[] } = {
  notSignedIn: ['signIn', 'setTicket'],
  sessionExpired: ['signIn', 'openDocumentation'],
  authenticationFailed: ['signIn', 'openDocumentation'],
  userNotFound: ['openDocumentation'],
  accessDenied: ['signIn', 'openDocumentation'],
  systemError: ['openDocumentation'],
  apiError: ['openDocumentation'],
  soapFault: ['openDocumentation'],
  httpError: ['editProfile', 'checkConnection', 'openDocumentation'],
  notAnInfoRouterResponse: ['editProfile', 'checkConnection'],
  network: ['editProfile', 'checkConnection'],
  tls: ['editProfile'],
  timeout: ['checkConnection'],
};

/** What a person can do about a failure; the ids are those of the form's actions. */
export const offersFor = ({ kind }: CallError): readonly FormAction[] => OFFERS[kind] ?? [];
