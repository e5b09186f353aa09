import { bodyForReading, dayOf, headText, textOf, timeOfDay, type BodyFormat } from '../api/exchangeText';
import { TRANSPORT_LABELS } from '../api/outcome';
import { maskNothing } from '../api/redact';
import type { ExchangeRecord, KeptMessage } from './record';

/** A kept exchange for reading, as the output channel has it. It is masked already. */
export function recordText(record: ExchangeRecord, format: BodyFormat): string {
  const { request, response } = record;
  const text = (message: KeptMessage) =>
    `${headText(message)}\n\n${bodyForReading(message.body, message.left, message.bytes, format)}`.trimEnd();
  return textOf(record, text(request), response && text(response), maskNothing);
}

/** What an exchange was about, in a few words: `jdoe → new@example.com`; empty for operations without values. */
export function subjectOf({ values }: ExchangeRecord): string {
  return Object.values(values).join(' → ');
}

/** One line that tells it apart within its profile. */
export const shortTitle = ({ operation, transport, startedAt }: ExchangeRecord): string =>
  `${operation} · ${TRANSPORT_LABELS[transport]} · ${dayOf(startedAt)} ${timeOfDay(startedAt)}`;
