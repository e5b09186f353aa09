import * as l10n from '@vscode/l10n';
/** The ways a call can travel. The ids are those of settings, command arguments and the form (contract). */
export const TRANSPORTS = ['get', 'post', 'soap11', 'soap12'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What a person calls each transport. */
export const TRANSPORT_LABELS: { readonly [T in Transport]: string } = {
  get: 'HTTP GET',
  post: 'HTTP POST',
  soap11: 'SOAP 1.1',
  soap12: 'SOAP 1.2',
};

export function isTransport(value: unknown): value is Transport {
  return (TRANSPORTS as readonly unknown[]).includes(value);
}

/** Every way a call can fail: the single list of kinds. */
export const CALL_ERROR_KINDS = [
  'authenticationFailed',
  'sessionExpired',
  'userNotFound',
  'accessDenied',
  'systemError',
  'apiError',
  'soapFault',
  'httpError',
  'notAnInfoRouterResponse',
  'network',
  'tls',
  'timeout',
  'cancelled',
  'invalidInput',
  'notSignedIn',
] as const;
export type CallErrorKind = (typeof CALL_ERROR_KINDS)[number];

/**
 * What the user can do about each of them; a kind without a remedy does not compile. Pure, so that none of it gets into the
 * form, which has the host's words.
 */
const REMEDIES = /* @__PURE__ */ ((): { readonly [K in CallErrorKind]: string } => ({
  authenticationFailed: l10n.t(
    'Check the user name and password, or sign in again so that a ticket is sent with the call.',
  ),
  sessionExpired: l10n.t(
    'Sign in again: the ticket has expired, was logged out, or belongs to another server.',
  ),
  userNotFound: l10n.t(
    'Check the spelling of the user name; it is the login name, not the full name or the address.',
  ),
  accessDenied: l10n.t(
    'Sign in as a system administrator, or as the user whose address is to change: nobody else may do it.',
  ),
  systemError: l10n.t(
    'Look into the server’s own log: infoRouter failed while it worked on a valid request.',
  ),
  apiError: l10n.t(
    'Read the server’s message: it refused the call for a reason that has no code of its own.',
  ),
  soapFault: l10n.t(
    'Compare the envelope and its SOAPAction with the server’s WSDL (add ?WSDL to the address).',
  ),
  httpError: l10n.t(
    'Check the base URL and whether this transport is enabled on the server; the raw response says more.',
  ),
  notAnInfoRouterResponse: l10n.t(
    'Check the base URL: what answered is not infoRouter’s web service, or its answer was cut short.',
  ),
  network: l10n.t('Check the address, your network and proxy, and that the server is running.'),
  tls: l10n.t(
    'Install the server’s certificate authority, or allow the untrusted certificate in this profile only.',
  ),
  timeout: l10n.t(
    'Try again, or raise “inforouter.request.timeoutSeconds”; the server may still have done the update.',
  ),
  cancelled: l10n.t(
    'Send it again if you want it done; the server may already have received the cancelled request.',
  ),
  invalidInput: l10n.t('Correct the named value; nothing was sent.'),
  notSignedIn: l10n.t('Sign in, set a ticket, or choose to send no ticket; nothing was sent.'),
}))();

/** Why a call failed: a value, never an exception. Its shape is part of the public contract. */
export interface CallError {
  readonly kind: CallErrorKind;
  /** The number in square brackets that infoRouter puts before some messages: 900, 901, 902. */
  readonly code?: number;
  /** The server's words, or what went wrong, in one sentence. */
  readonly message: string;
  /** What the user can do about it, in one sentence. */
  readonly remedy?: string;
}

/** `[902]` is an `apiError` by the contract, but the one thing to do about it is known. */
const REMEDY_902 = /* @__PURE__ */ l10n.t(
  'Sign in as another user: infoRouter issues no ticket to its built-in administrator account.',
);

/** What can be done about a failure of this kind and code. */
export const remedyOf = ({ kind, code }: Pick<CallError, 'kind' | 'code'>): string =>
  code === 902 ? REMEDY_902 : REMEDIES[kind];

/** Builds a failure with the remedy of its kind. */
export function callError(kind: CallErrorKind, message: string, code?: number): CallError {
  const remedy = remedyOf({ kind, ...(code !== undefined && { code }) });
  return code === undefined ? { kind, message, remedy } : { kind, code, message, remedy };
}

export function isCallErrorKind(value: unknown): value is CallErrorKind {
  return (CALL_ERROR_KINDS as readonly unknown[]).includes(value);
}

/** What a command resolves to. Its shape is part of the public contract. */
export interface CallOutcome {
  readonly success: boolean;
  readonly error?: CallError;
  readonly transport: Transport;
  readonly httpStatus?: number;
  /** Milliseconds from the first byte of the request to the last of the response, or to the failure. */
  readonly durationMs: number;
  /** Names the exchange for “Show Exchange With Secrets”; empty where nothing was sent. */
  readonly exchangeId: string;
  /** The stored address before and after a verified update. */
  readonly before?: string;
  readonly after?: string;
  /** Whether the stored address is the one that was sent; absent where it was not asked for, or GetUser did not tell. */
  readonly verified?: boolean;
  /** Why GetUser did not tell an address that a verified update asked it for; the update was sent all the same. */
  readonly getUserError?: CallError;
}
