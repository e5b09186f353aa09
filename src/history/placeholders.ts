import { nameMasks } from '../api/redact';
import type { ExchangeRecord, KeptMessage } from './record';

/** The record with a name in the place of each secret, for what leaves the editor: `{{ticket}}`, `{{password}}`. */
export function withPlaceholders(record: ExchangeRecord): ExchangeRecord {
  const { request, response, outcome } = record;
  return {
    ...record,
    request: named(request),
    ...(response && { response: { ...named(response), status: response.status } }),
    outcome:
      outcome.error === undefined
        ? outcome
        : { ...outcome, error: { ...outcome.error, message: nameMasks(outcome.error.message) } },
  };
}

const named = (message: KeptMessage): KeptMessage => ({
  ...message,
  startLine: nameMasks(message.startLine),
  headers: message.headers.map(([name, value]) => [
    name,
    nameMasks(`${name}: ${value}`).slice(name.length + 2),
  ]),
  body: nameMasks(message.body),
});
