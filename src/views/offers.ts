import type { CallError, CallErrorKind } from '../api/outcome';
import type { FormAction } from './protocol';

/** The buttons that help after a failure, in the form and in a notification alike. */
const OFFERS: { readonly [K in CallErrorKind]?: readonly FormAction[] } = {
  notSignedIn: ['signIn'],
  sessionExpired: ['signIn'],
  authenticationFailed: ['signIn'],
};

/** What a person can do about a failure; the ids are those of the form's actions. */
export const offersFor = ({ kind }: CallError): readonly FormAction[] => OFFERS[kind] ?? [];
