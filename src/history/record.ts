import { bodyStart } from '../api/exchangeText';
import { DESCRIPTION, type Exchange, type Message } from '../api/exchange';
import { parametersOf } from '../api/operations';
import type { CallOutcome, Transport } from '../api/outcome';
import { maskedStart, maskSecrets, type Mask } from '../api/redact';

/** What this code writes, and the only version that it reads. */
export const RECORD_VERSION = 1;

/** The bytes of a body, and the characters of a start line, of a header and of a value, that are kept of an exchange. */
export const KEPT_BYTES = 64 * 1024;

/** A message as it went over the wire, as text, with secrets masked. */
export interface KeptMessage {
  readonly startLine: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** The bytes of the whole body, and how many of them are left out. */
  readonly bytes: number;
  readonly left: number;
}

export interface KeptResponse extends KeptMessage {
  readonly status: number;
}

/** An exchange as it is kept: whatever was secret in it is masked, and can be found nowhere in it. */
export interface ExchangeRecord {
  readonly version: typeof RECORD_VERSION;
  readonly id: string;
  /** The name of the profile at that time. */
  readonly profile: string;
  readonly operation: Exchange['operation'];
  readonly transport: Transport;
  /** The address of the web service at that time. */
  readonly endpoint: string;
  readonly startedAt: Date;
  readonly outcome: CallOutcome;
  /** What was given for the open parameters of the operation, by their names. */
  readonly values: Readonly<Record<string, string>>;
  /** The parameter that the request was sent without, on purpose: it is no request to send again from its values. */
  readonly omitted?: string;
  /** Whether an empty ticket was sent, on purpose: it is documented to be answered with [900]. */
  readonly emptyTicket: boolean;
  readonly request: KeptMessage;
  readonly response?: KeptResponse;
  readonly proxy?: string;
  readonly tlsNotVerified?: boolean;
}

/**
 * What is kept of an exchange. The masking happens here, before anything is kept.
 * @param mask is another one only where the user asked to see the secrets; nothing of that is kept.
 */
export function recordOf(
  exchange: Exchange,
  mask: Mask = maskSecrets(exchange.secrets),
  maxBytes = KEPT_BYTES,
): ExchangeRecord {
  const start = (text: string) => maskedStart(text, mask, maxBytes);
  const { operation, transport, startedAt, outcome, request, response, values } = exchange;
  return {
    version: RECORD_VERSION,
    id: exchange.id,
    profile: start(exchange.profile),
    operation,
    transport,
    endpoint: start(exchange.endpoint),
    startedAt,
    outcome:
      outcome.error === undefined
        ? outcome
        : { ...outcome, error: { ...outcome.error, message: start(outcome.error.message) } },
    values: Object.fromEntries(
      openParameters(operation).map(name => [name, start(values[name] ?? '')] as const),
    ),
    ...(exchange.omitted !== undefined && { omitted: exchange.omitted }),
    emptyTicket: values['ticket'] === '',
    request: kept(request, mask, maxBytes),
    ...(response && { response: { ...kept(response, mask, maxBytes), status: response.status } }),
    ...(exchange.proxy !== undefined && { proxy: start(exchange.proxy) }),
    ...(exchange.tlsNotVerified === true && { tlsNotVerified: true }),
  };
}

function kept(message: Message, mask: Mask, maxBytes: number): KeptMessage {
  const { text, left } = bodyStart(message, mask, maxBytes);
  return {
    startLine: maskedStart(message.startLine, mask, maxBytes),
    headers: message.headers.map(([name, value]) => maskedHeader(name, value, mask, maxBytes)),
    body: text,
    bytes: message.body.length,
    left,
  };
}

/** As one line: a header is masked by its name too. */
function maskedHeader(
  name: string,
  value: string,
  mask: Mask,
  maxBytes: number,
): readonly [name: string, value: string] {
  const line = maskedStart(`${name}: ${value}`, mask, maxBytes);
  const colon = line.indexOf(': ');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 2)];
}

/** The parameters of an operation that are no secrets, by their names. */
export function openParameters(operation: Exchange['operation']): string[] {
  return operation === DESCRIPTION
    ? []
    : parametersOf({ operation }).flatMap(([name, { secret }]) => (secret ? [] : [name]));
}

/** Whether the request is whole: one that was cut can be read, but not sent or copied. */
export const isWhole = ({ request, values }: ExchangeRecord): boolean =>
  request.left === 0 && [request.startLine, ...Object.values(values)].every(text => text.length < KEPT_BYTES);
