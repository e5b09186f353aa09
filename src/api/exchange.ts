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
  readonly response?: Response;
  readonly failure?: ExchangeFailure;
  /** `host:port` of the proxy that the request went by, without credentials; absent where it went straight. */
  readonly proxy?: string;
  /** Whether any certificate would have been taken: the profile's own decision. */
  readonly tlsNotVerified?: boolean;
  readonly startedAt: Date;
  readonly durationMs: number;
}

/** One exchange with the server as it is recorded, secrets included: only a sink that masks may show it. */
export interface Exchange extends HttpExchange {
  readonly id: string;
  readonly profile: string;
  readonly operation: OperationName;
  readonly transport: Transport;
  readonly outcome: CallOutcome;
  /** Values that must not be seen: what was sent or received as a ticket or password, and every known ticket. */
  readonly secrets: readonly string[];
}

/** The first header of that name, in any case. */
export function header(message: { readonly headers: Headers }, name: string): string | undefined {
  return message.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

/** The encoding that the bytes themselves announce: a byte order mark, or the XML declaration. */
function announcedEncoding(body: Uint8Array): string | undefined {
  const [first, second] = body;
  if (first === 0xff && second === 0xfe) {
    return 'utf-16le';
  }
  if (first === 0xfe && second === 0xff) {
    return 'utf-16be';
  }
  if (first === 0xef && second === 0xbb) {
    return 'utf-8';
  }
  const declaration = Buffer.from(body.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(declaration)?.[1];
}

/**
 * The body as text. A byte order mark decides the encoding, then the charset of the content type, then the XML
 * declaration, then UTF-8 (RFC 7303, section 3). Bytes that do not fit become U+FFFD: the text is for reading.
 */
export function bodyText(message: Message): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(header(message, 'Content-Type') ?? '')?.[1];
  const announced = announcedEncoding(message.body);
  const marked = announced === 'utf-16le' || announced === 'utf-16be';
  const candidates = marked ? [announced] : [charset, announced, 'utf-8'];
  for (const encoding of candidates.filter(each => each !== undefined)) {
    try {
      return new TextDecoder(encoding).decode(message.body);
    } catch {
      // An encoding that this platform does not know: the next best announcement decides.
    }
  }
  return Buffer.from(message.body).toString('latin1');
}
