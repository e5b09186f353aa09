import { bodyText, type Exchange, type Message } from './exchange';
import { TRANSPORT_LABELS } from './outcome';
import { commonStart, type Mask } from './redact';
import { notWellFormed, xmlLibraries } from './xml';

/** The bytes of a body that the output channel shows. */
export const SHOWN_BODY_BYTES = 64 * 1024;

/** XML bodies as they were on the wire, or with line breaks and indents of our own. */
export type BodyFormat = 'raw' | 'pretty';

const VERBATIM = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: false,
  commentPropName: '#comment',
  cdataPropName: '#cdata',
} as const;

/** Indents XML; a text that is not well-formed stays as it is, so that what is wrong with it can be seen. */
export function prettyXml(text: string): string {
  if (notWellFormed(text) !== undefined) {
    return text;
  }
  try {
    const { XMLBuilder, XMLParser } = xmlLibraries();
    const builder = new XMLBuilder({ ...VERBATIM, format: true, indentBy: '  ', suppressEmptyNode: true });
    return builder.build(new XMLParser(VERBATIM).parse(text)).trim();
  } catch {
    // Nested deeper than fast-xml-parser goes.
    return text;
  }
}

/** The beginning of a body, masked and at most `maxBytes` long, and how many bytes of it are left out. */
export function bodyStart(
  message: Message,
  mask: Mask,
  maxBytes: number,
): { readonly text: string; readonly left: number } {
  const size = message.body.length;
  if (size <= maxBytes) {
    return { text: mask(bodyText(message)), left: 0 };
  }
  // Half a secret at the end of a piece escapes the mask, but within a longer piece it is whole and does not: what
  // both pieces begin with holds no half.
  const piece = (bytes: number) => mask(bodyText({ ...message, body: message.body.subarray(0, bytes) }));
  const shown = Buffer.from(commonStart(piece(maxBytes), piece(2 * maxBytes))).subarray(0, maxBytes);
  // As part of a stream, so that a character that was cut through is left out.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(shown, { stream: true });
  return { text, left: size - maxBytes };
}

/** A body that is masked already, with a line that says how much of it is left out. */
export function bodyForReading(text: string, left: number, size: number, format: BodyFormat): string {
  if (left > 0) {
    return `${text}\n… ${left} more bytes of ${size} are not shown`;
  }
  return format === 'pretty' ? prettyXml(text) : text;
}

/** A body with secrets masked and at most `maxBytes` long; a line then says how much there is. */
export function shownBody(
  message: Message,
  mask: Mask,
  format: BodyFormat,
  maxBytes = SHOWN_BODY_BYTES,
): string {
  const { text, left } = bodyStart(message, mask, maxBytes);
  return bodyForReading(text, left, message.body.length, format);
}

/** Start line and headers as they went over the wire. */
export const headText = ({ startLine, headers }: Pick<Message, 'startLine' | 'headers'>): string =>
  [startLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');

/** Start line, headers and body as they went over the wire, secrets masked. */
export function messageText(message: Message, mask: Mask, format: BodyFormat, maxBytes?: number): string {
  return `${mask(headText(message))}\n\n${shownBody(message, mask, format, maxBytes)}`.trimEnd();
}

/** `HTTP 200 OK`; empty where there was no response. */
export function statusText({
  response,
}: {
  readonly response?: { readonly startLine: string; readonly status?: number } | undefined;
}): string {
  return response === undefined ? '' : response.startLine.replace(/^HTTP\/\S+/, 'HTTP').trim();
}

/** `20:15:09.123`, in the user's time zone. */
export function timeOfDay(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

/** `2026-11-24`, in the user's time zone. */
export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}

/** One line that tells exchanges apart: operation, transport, profile, day and time. */
export function exchangeTitle({
  operation,
  transport,
  profile,
  startedAt,
}: Pick<Exchange, 'operation' | 'transport' | 'profile' | 'startedAt'>): string {
  return `${operation} · ${TRANSPORT_LABELS[transport]} · ${profile} · ${dayOf(startedAt)} ${timeOfDay(startedAt)}`;
}

/** What of an exchange is told beside its messages. */
export type ExchangeFacts = Pick<Exchange, 'operation' | 'transport' | 'profile' | 'startedAt' | 'outcome'> &
  Partial<Pick<Exchange, 'proxy' | 'tlsNotVerified'>> & {
    readonly response?: { readonly startLine: string } | undefined;
  };

/** A whole exchange for reading: request, response, and in one line how it ended. Bodies are cut at `maxBytes`. */
export function exchangeText(
  exchange: Exchange,
  mask: Mask,
  format: BodyFormat,
  maxBytes = SHOWN_BODY_BYTES,
): string {
  const { request, response } = exchange;
  return textOf(
    exchange,
    messageText(request, mask, format, maxBytes),
    response && messageText(response, mask, format, maxBytes),
    mask,
  );
}

/** The same of messages that are texts already. */
export function textOf(
  exchange: ExchangeFacts,
  request: string,
  response: string | undefined,
  mask: Mask,
): string {
  const { outcome } = exchange;
  const error = outcome.error;
  const end = error === undefined ? 'success' : `${error.kind}: ${error.message}`;
  const way = [
    exchange.proxy && `by the proxy ${exchange.proxy}`,
    exchange.tlsNotVerified && 'TLS not verified',
  ];
  const how = [statusText(exchange), `${outcome.durationMs} ms`, ...way, end].filter(Boolean).join(' · ');
  return [
    `### ${mask(exchangeTitle(exchange))}`,
    request,
    '',
    response ?? '(no response)',
    '',
    `${error === undefined ? '✓' : '✗'} ${mask(how)}`,
    ...(error?.remedy === undefined ? [] : [`  ${error.remedy}`]),
    '',
    '',
  ].join('\n');
}
