import * as l10n from '@vscode/l10n';
import { TRANSPORT_LABELS, TRANSPORTS, type CallErrorKind, type Transport } from '../api/outcome';

/** What the documentation fixes of an answer; the server's own words beyond it differ by version. */
export type Expected =
  | { readonly answer: 'success' }
  | {
      readonly answer: 'failure';
      readonly kind: CallErrorKind;
      readonly code?: number;
      /** As the documentation spells it. */
      readonly error: string;
    }
  | { readonly answer: 'none'; readonly httpStatus: number; readonly mediaType: string };

/** One line of the documented contract: what is sent, and what the answer has to be. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** By which it is sent. */
  readonly transports: readonly Transport[];
  /** The profile's own, an empty one, a random GUID, or that of a second user who is no administrator. */
  readonly ticket: 'own' | 'empty' | 'unknown' | 'ordinary';
  /** Whose address is to change: the throwaway user's, or that of a name that GetUser does not know. */
  readonly user: 'throwaway' | 'nobody';
  /** What is sent as the new address: the stored one, a new one, or a new one with these characters in front of its @. */
  readonly address: 'stored' | 'new' | { readonly holding: string };
  /** The parameter that is left out. */
  readonly omitted?: 'ticket' | 'newEmailAddress';
  /** SOAP's other spelling of the ticket's element. */
  readonly spelledOtherwise?: true;
  readonly expected: Expected;
}

const HTTP: readonly Transport[] = ['get', 'post'];
const SOAP: readonly Transport[] = ['soap11', 'soap12'];

const success = { answer: 'success' } as const;
const failure = (kind: CallErrorKind, error: string, code?: number): Expected => ({
  answer: 'failure',
  kind,
  error,
  ...(code !== undefined && { code }),
});
const AUTHENTICATION_FAILED = failure('authenticationFailed', '[900] Authentication failed', 900);
const SESSION_EXPIRED = failure('sessionExpired', '[901] Session expired or Invalid ticket', 901);

const changes = { transports: TRANSPORTS, ticket: 'own', user: 'throwaway', expected: success } as const;
const refused = { transports: TRANSPORTS, user: 'throwaway', address: 'new' } as const;

/**
 * The documented contract of UpdateUserEmail. Sources: its page of the public reference, and the recorded exchanges that
 * a rule names. All that a server may take for an update of somebody is one of the throwaway user.
 */
export const RULES: readonly Rule[] = [
  { ...changes, id: 'success', title: l10n.t('A new address is stored'), address: 'new' },
  {
    ...changes,
    id: 'noOp',
    title: l10n.t('The stored address again is a no-op that succeeds'),
    address: 'stored',
  },
  {
    ...changes,
    id: 'unicode',
    title: l10n.t('Unicode characters are stored as they were sent'),
    address: { holding: 'jürgen.ñandú.山田' },
  },
  {
    ...changes,
    id: 'reserved',
    title: l10n.t('Reserved characters are stored as they were sent'),
    // Without `<` and `&#`, which ASP.NET refuses in a form (recording update-post-markup-rejected-http500).
    address: { holding: "o'brien+a&b=c;d%20e/f?g" },
  },
  {
    ...refused,
    id: 'emptyTicket',
    title: l10n.t('An empty ticket is answered with [900]'),
    ticket: 'empty',
    expected: AUTHENTICATION_FAILED,
  },
  {
    ...refused,
    id: 'unknownTicket',
    title: l10n.t('An unknown ticket is answered with [901]'),
    ticket: 'unknown',
    expected: SESSION_EXPIRED,
  },
  {
    ...refused,
    id: 'userNotFound',
    title: l10n.t('An unknown user is not found'),
    ticket: 'own',
    user: 'nobody',
    expected: failure('userNotFound', 'User not found'),
  },
  {
    ...refused,
    id: 'accessDenied',
    title: l10n.t('Another ordinary user is denied access'),
    ticket: 'ordinary',
    expected: failure('accessDenied', 'Access denied'),
  },
  {
    ...refused,
    // The recording update-post-missing-parameter-http500.
    id: 'missingParameter',
    title: l10n.t('A missing parameter is HTTP 500 in plain text'),
    transports: HTTP,
    ticket: 'own',
    omitted: 'newEmailAddress',
    expected: { answer: 'none', httpStatus: 500, mediaType: 'text/plain' },
  },
  {
    ...refused,
    // SOAP drops what it does not know and misses nothing: without its element, the ticket is a missing one.
    id: 'missingParameter',
    title: l10n.t('Without the element of the ticket the answer is [900]'),
    transports: SOAP,
    ticket: 'own',
    omitted: 'ticket',
    expected: AUTHENTICATION_FAILED,
  },
  {
    ...refused,
    // The recording update-soap11-lowercase-ticket-element-900.
    id: 'ticketSpelling',
    title: l10n.t('A ticket spelled authenticationTicket is dropped: [900]'),
    transports: SOAP,
    ticket: 'own',
    spelledOtherwise: true,
    expected: AUTHENTICATION_FAILED,
  },
];

/** A rule by one transport. */
export interface ContractCase {
  /** Unique, and the same in every version: `post/success`. */
  readonly id: string;
  readonly title: string;
  readonly transport: Transport;
  readonly rule: Rule;
}

/** That all four give the same answer to the same no-op. */
export const PARITY = { id: 'parity', title: l10n.t('All transports give the same answer') } as const;

/** Every case but the parity, in the order in which they run. */
export const CASES: readonly ContractCase[] = TRANSPORTS.flatMap(transport =>
  RULES.filter(({ transports }) => transports.includes(transport)).map(rule => ({
    id: `${transport}/${rule.id}`,
    title: rule.title,
    transport,
    rule,
  })),
);

/** All ids, in the order in which they run. */
export const CASE_IDS: readonly string[] = [...CASES.map(({ id }) => id), PARITY.id];

/** `HTTP POST: A new address is stored`. */
export function fullTitle(id: string): string {
  const found = CASES.find(each => each.id === id);
  return found === undefined ? PARITY.title : `${TRANSPORT_LABELS[found.transport]}: ${found.title}`;
}
