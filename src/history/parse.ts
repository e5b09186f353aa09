import { DESCRIPTION } from '../api/exchange';
import { OPERATIONS } from '../api/operations';
import { isCallErrorKind, isTransport, type CallError, type CallOutcome } from '../api/outcome';
import type { VerifiedUpdate } from '../session/verifiedUpdates';
import { count, Damaged, ensure, fieldsOf, flag, optional, text, type Fields } from './fields';
import {
  KEPT_BYTES,
  openParameters,
  RECORD_VERSION,
  type ExchangeRecord,
  type KeptMessage,
  type KeptResponse,
} from './record';

/** What a file of the history holds, which anybody may have written: a value, or in a word why it is none. */
export type Parsed<T> = { readonly value: T } | { readonly problem: 'damaged' | 'anotherVersion' };

const MOST_HEADERS = 1000;
/** The names of exchanges; they are names of files too, so nothing else may be one. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isExchangeId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

/** Reads one exchange, field by field: whatever else the file holds does not get in. Never throws. */
export function parseRecord(value: unknown): Parsed<ExchangeRecord> {
  return attempt(value, fields => {
    const { id, transport, operation: name } = fields;
    const startedAt = new Date(text(fields['startedAt'], 40));
    ensure(isExchangeId(id) && isTransport(transport));
    ensure(typeof name === 'string' && (name === DESCRIPTION || Object.hasOwn(OPERATIONS, name)));
    ensure(!Number.isNaN(startedAt.getTime()));
    const operation = name as ExchangeRecord['operation'];
    const endpoint = text(fields['endpoint']);
    ensure(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol));
    const values = fieldsOf(fields['values']);
    const response = optional(fields['response'], readResponse);
    const omitted = optional(fields['omitted'], text);
    const proxy = optional(fields['proxy'], text);
    const tlsNotVerified = optional(fields['tlsNotVerified'], flag);
    return {
      version: RECORD_VERSION,
      id,
      profile: text(fields['profile']),
      operation,
      transport,
      endpoint,
      startedAt,
      outcome: { ...readOutcome(fields['outcome']), transport, exchangeId: id },
      values: Object.fromEntries(openParameters(operation).map(each => [each, text(values[each])] as const)),
      ...(omitted !== undefined && { omitted }),
      emptyTicket: flag(fields['emptyTicket']),
      request: readMessage(fields['request']),
      ...(response && { response }),
      ...(proxy !== undefined && { proxy }),
      ...(tlsNotVerified !== undefined && { tlsNotVerified }),
    };
  });
}

/** Reads what a verified update replaced. Never throws. */
export function parseUpdate(value: unknown): Parsed<VerifiedUpdate> {
  return attempt(value, fields => {
    const { exchangeId, transport } = fields;
    ensure(isExchangeId(exchangeId) && isTransport(transport));
    const baseUrl = optional(fields['baseUrl'], text);
    const after = optional(fields['after'], text);
    const verified = optional(fields['verified'], flag);
    return {
      exchangeId,
      profile: text(fields['profile']),
      ...(baseUrl !== undefined && { baseUrl }),
      transport,
      userName: text(fields['userName']),
      before: text(fields['before']),
      ...(after !== undefined && { after }),
      ...(verified !== undefined && { verified }),
    };
  });
}

function attempt<T>(value: unknown, read: (fields: Fields) => T): Parsed<T> {
  try {
    const fields = fieldsOf(value);
    const { version } = fields;
    ensure(typeof version === 'number');
    return version === RECORD_VERSION ? { value: read(fields) } : { problem: 'anotherVersion' };
  } catch (error) {
    if (error instanceof Damaged) {
      return { problem: 'damaged' };
    }
    throw error;
  }
}

function readMessage(value: unknown): KeptMessage {
  const { startLine, headers, body, bytes, left } = fieldsOf(value);
  ensure(Array.isArray(headers) && headers.length <= MOST_HEADERS);
  return {
    startLine: text(startLine),
    headers: headers.map((pair: unknown) => {
      ensure(Array.isArray(pair) && pair.length === 2);
      return [text(pair[0]), text(pair[1])] as const;
    }),
    // Masking and decoding may lengthen a text; its bytes were counted before.
    body: text(body, 4 * KEPT_BYTES),
    bytes: count(bytes),
    left: count(left),
  };
}

function readResponse(value: unknown): KeptResponse {
  return { ...readMessage(value), status: count(fieldsOf(value)['status']) };
}

function readOutcome(value: unknown): Pick<CallOutcome, 'success' | 'error' | 'httpStatus' | 'durationMs'> {
  const fields = fieldsOf(value);
  const error = optional(fields['error'], readError);
  const httpStatus = optional(fields['httpStatus'], count);
  const success = flag(fields['success']);
  ensure(success === (error === undefined));
  return {
    success,
    ...(error && { error }),
    ...(httpStatus !== undefined && { httpStatus }),
    durationMs: count(fields['durationMs']),
  };
}

function readError(value: unknown): CallError {
  const fields = fieldsOf(value);
  const { kind } = fields;
  ensure(isCallErrorKind(kind));
  const code = optional(fields['code'], count);
  const remedy = optional(fields['remedy'], text);
  return {
    kind,
    ...(code !== undefined && { code }),
    message: text(fields['message']),
    ...(remedy !== undefined && { remedy }),
  };
}
