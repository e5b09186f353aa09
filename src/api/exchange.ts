import { TextDecoder } from 'node:util';
import type { OperationName } from './operations';
import type { CallOutcome, Transport } from './outcome';

export type Headers = readonly (readonly [name: string, value: string])[];

/** One message as it went over the wire. */
export interface Message {
  /** `POST /srv.asmx HTTP/1.1` or `HTTP/1.1 200 OK`. */
  readonly startLine: string;
  /** In the order and spelling of the wire. */
  readonly headers: Headers;
  /** After transfer decoding: a chunked body stands here without its chunk sizes. */
  readonly body: Uint8Array;
}

export interface Response extends Message {
  readonly status: number;
}

/**
 * Why an exchange did not come to a complete response of the server. `tooLarge` is the size cap's word, `httpError` the
 * word of a proxy that refuses to connect.
 */
export interface ExchangeFailure {
  readonly kind: 'network' | 'tls' | 'timeout' | 'cancelled' | 'tooLarge' | 'httpError';
  readonly message: string;
  /** Where more is known to do about it than about its kind. */
  readonly remedy?: string;
}

/** What the HTTP client brings back: what was sent, and as much as came back. Never a rejection. */
export interface HttpExchange {
  readonly request: Message;
  /** With a failure: the response as far as it came. */
  readonly response?: Response | undefined;
  readonly failure?: ExchangeFailure | undefined;
  /** `host:port` of the proxy that the request went by, without credentials; absent where it went straight. */
  readonly proxy?: string | undefined;
  /** Whether it is known that there was none: VS Code looked for one, found none, and connected to the server. */
  readonly direct?: boolean | undefined;
  /** Whether any certificate would have been taken: the profile's own decision. */
  readonly tlsNotVerified?: boolean | undefined;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** What an exchange that asks for the service's description is called in the place of an operation. */
export const DESCRIPTION = 'WSDL';

/** One exchange with the server as it is recorded, secrets included: only a sink that masks may show it. */
export interface Exchange extends HttpExchange {
  readonly id: string;
  readonly profile: string;
  readonly operation: OperationName | typeof DESCRIPTION;
  /** What was given for each of the operation's parameters, by their names there; secrets are among them. */
  readonly values: Readonly<Record<string, string>>;
  /** The parameter that the request was sent without, on purpose. */
  readonly omitted?: string | undefined;
  readonly transport: Transport;
  /** The address of the web service, without the values of a GET. */
  readonly endpoint: string;
  readonly outcome: CallOutcome;
  /** Values that must not be seen: what was sent or received as a ticket or password, and every known ticket. */
  readonly secrets: readonly string[];
}

/** The first header of that name, in any case. */
export function header(message: { readonly headers: Headers }, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return message.headers.find(
    ([each]) => each.length === wanted.length && each.toLowerCase() === wanted,
  )?.[1];
}

/** The encoding of UTF-16 or of a byte order mark, as the first bytes show it (XML 1.0, appendix F.1). */
const FIRST_BYTES: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];
function markedEncoding(body: Uint8Array): string | undefined {
  // Most documents begin with a plain `<`, and are asked no further.
  return body[0] === 0x3c && body[1] !== 0
    ? undefined
    : FIRST_BYTES.find(([bytes]) => bytes.every((byte, at) => body[at] === byte))?.[1];
}

const charset = (message: Message): string | undefined =>
  /charset\s*=\s*["']?([\w.:-]+)/i.exec(header(message, 'Content-Type') ?? '')?.[1];

/**
 * The encoding that the XML declaration names. One that can be read byte by byte is not UTF-16, whatever it says: .NET
 * writes `encoding="utf-16"` into a document that it then sends as UTF-8.
 */
function declaredEncoding(body: Uint8Array): string | undefined {
  const start = Buffer.from(body.subarray(0, 200)).toString('latin1');
  const name = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  return name !== undefined && /^utf-?16/i.test(name) ? 'utf-8' : name;
}

/** Making one costs more than a short text; encodings are few, whatever a server calls them. */
const decoders = new Map<string, TextDecoder>();
function decoderOf(encoding: string): TextDecoder {
  const known = decoders.get(encoding);
  if (known !== undefined) {
    return known;
  }
  const decoder = new TextDecoder(encoding);
  if (decoders.size < 50) {
    decoders.set(encoding, decoder);
  }
  return decoder;
}

/** Nothing where no encoding is given, or one that this platform does not know. */
function decoded(body: Uint8Array, encoding: string | undefined): string | undefined {
  try {
    return encoding === undefined ? undefined : decoderOf(encoding).decode(body);
  } catch {
    return undefined;
  }
}

/**
 * The body as text. A byte order mark decides the encoding, then the charset of the content type, then the XML
 * declaration, then UTF-8 (RFC 7303, section 3). Bytes that do not fit become U+FFFD: the text is for reading.
 */
export function bodyText(message: Message): string {
  const { body } = message;
  return (
    decoded(body, markedEncoding(body)) ??
    decoded(body, charset(message)) ??
    decoded(body, declaredEncoding(body)) ??
    decoderOf('utf-8').decode(body)
  );
}
