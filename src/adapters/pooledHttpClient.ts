import { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { HttpRequest } from '../api/encode/request';
import type { ExchangeFailure, HttpExchange, Response } from '../api/exchange';
import type { HttpClient, SendOptions } from '../api/ports';
import type { failureOf } from './networkErrors';
import { CANCELLED, elapsed, headerPairs, ReceivedBody, timedOut, tooLarge } from './received';

/**
 * Carries requests to one `http:` server by undici's pool, in about half of the time that `node:http` takes. It knows
 * nothing of VS Code's proxy and certificate settings: `batchHttpClient.ts` knows when there is none to know of. As strict
 * as `NodeHttpClient`: nothing is repeated, nothing is pipelined, no redirect is followed, and an idle socket is closed after
 * four seconds, before a server's usual five or more.
 */
export class PooledHttpClient implements HttpClient {
  private readonly pool: InstanceType<typeof Pool>;
  /** The exchange whose request undici is about to write. */
  private starting: PooledExchange | undefined;

  /**
   * @param connections the most that are open at once; what is sent beyond that waits for one.
   * @param nameFailure names what went wrong. Handed in, since it would bring half of the extension into this bundle.
   */
  constructor(
    origin: string,
    connections: number,
    private readonly nameFailure: typeof failureOf,
  ) {
    this.pool = new Pool(origin, {
      connections,
      pipelining: 1,
      keepAliveTimeout: 4000,
      keepAliveMaxTimeout: 4000,
      // The time of an exchange is counted here, from its beginning to its end.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: ({ hostname, port }, callback) => {
        const socket: Socket = new PooledSocket(() => this.starting);
        const fail = (error: Error) => callback(error, null);
        socket.once('error', fail).once('connect', () => {
          socket.off('error', fail);
          callback(null, socket);
        });
        socket.setNoDelay(true).connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 80) });
      },
    });
  }

  send(request: HttpRequest, options: SendOptions): Promise<HttpExchange> {
    return new Promise(resolve => {
      const exchange = new PooledExchange(
        request,
        options,
        this.nameFailure,
        resolve,
        started => (this.starting = started),
      );
      const { method, target: path } = request;
      // Headers and body are the socket's: see there.
      this.pool.dispatch({ method, path, idempotent: false }, exchange);
    });
  }

  /** Closes the sockets. */
  dispose(): void {
    void this.pool.destroy();
  }
}

/**
 * undici writes `host` and `connection` first, `content-length` last, and all three in its own spelling. In the place of
 * what it writes, which is a head without a body, a socket writes what was encoded: a request is the same, byte for byte,
 * by either client, and goes out by one call of the operating system.
 */
class PooledSocket extends Socket {
  private exchange: PooledExchange | undefined;

  /** @param starting the exchange of which undici writes the head next. */
  constructor(starting: () => PooledExchange | undefined) {
    super();
    // Heard before undici hears it, which takes a reset for the end of a body that has no length.
    this.on('error', error => this.exchange?.fail(error));
    const write = this.write.bind(this) as (...args: unknown[]) => boolean;
    // Node puts its own `write` in the place of any other when it begins to connect.
    this.once('connect', () => {
      this.write = (...args: unknown[]): boolean => {
        const exchange = starting();
        if (exchange === undefined) {
          return write(...args);
        }
        exchange.begin(this);
        this.exchange = exchange;
        return write(exchange.message, 'utf8');
      };
    });
  }

  override read(size?: number): unknown {
    const chunk = super.read(size) as Buffer | null;
    return chunk === null || this.exchange === undefined ? chunk : this.exchange.arrived(chunk);
  }
}

/**
 * The beginning of an answer, held until its start line is whole: undici keeps the version of HTTP to itself, and all but
 * the last piece of a reason that comes in pieces. It also gives up an answer that begins with a “100 Continue” that nobody
 * asked for, so interim answers are taken away, as RFC 9110 (section 15.2) allows.
 */
class Beginning {
  startLine = '';
  private held: Buffer = Buffer.alloc(0);
  private whole = false;

  /** What of the bytes so far is to go on; nothing while that is not known. */
  take(chunk: Buffer): Buffer | null {
    if (this.whole) {
      return chunk;
    }
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    for (;;) {
      const lineEnd = this.held.indexOf(LINE_FEED);
      const line = this.held.toString('latin1', 0, lineEnd < 0 ? this.held.length : lineEnd);
      const interim = /^HTTP\/1\.[01] 1(?!01)\d\d\b/.test(line);
      const end = interim ? this.held.indexOf('\r\n\r\n') : lineEnd;
      if (end < 0 && line.startsWith('HTTP'.slice(0, line.length)) && this.held.length < MAX_HEAD) {
        return null;
      }
      if (end < 0 || !interim) {
        this.whole = true;
        this.startLine = line.trimEnd();
        return this.held;
      }
      this.held = this.held.subarray(end + 4);
    }
  }
}
/** As much as undici, and Node, take for the headers. */
const MAX_HEAD = 16_384;

const LINE_FEED = 0x0a;

/** What undici calls a connection that ended too early, and a head that is too long, by Node's names. */
const NODE_CODES: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: 'ECONNRESET',
  UND_ERR_HEADERS_OVERFLOW: 'HPE_HEADER_OVERFLOW',
};

/** @param ended whether the server had closed the connection by then: undici 7.30.2 tells that from other faults in part. */
function nodeCode({ name, code = '', message }: NodeJS.ErrnoException, ended: boolean): string {
  // It loses the name that its parser gives to a fault, and where there is a length it finds fault with that alone.
  if (name === 'HTTPParserError' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') {
    return ended || /EOF/.test(message) ? 'ECONNRESET' : 'HPE_INVALID';
  }
  return NODE_CODES[code] ?? code;
}

/** One request on its way, and as much as came back. */
class PooledExchange implements Dispatcher.DispatchHandler {
  private readonly startedAt = new Date();
  private readonly start = performance.now();
  private readonly timer: NodeJS.Timeout;
  private readonly body: ReceivedBody;
  private readonly onAbort = () => this.settle(CANCELLED);
  private socket: Socket | undefined;
  private answer: Omit<Response, 'body'> | undefined;
  private readonly beginning = new Beginning();
  private settled = false;

  constructor(
    private readonly request: HttpRequest,
    private readonly options: SendOptions,
    private readonly nameFailure: typeof failureOf,
    private readonly resolve: (exchange: HttpExchange) => void,
    private readonly starting: (exchange: PooledExchange | undefined) => void,
  ) {
    this.body = new ReceivedBody(options.maxResponseBytes);
    this.timer = setTimeout(() => this.settle(timedOut(options.timeoutMs)), options.timeoutMs);
    options.signal?.addEventListener('abort', this.onAbort, { once: true });
    if (options.signal?.aborted === true) {
      this.settle(CANCELLED);
    }
  }

  private get startLine(): string {
    return `${this.request.method} ${this.request.target} HTTP/1.1`;
  }

  /** The request as it is to be written; its head is ASCII. */
  get message(): string {
    const { headers, body } = this.request;
    let message = this.startLine;
    for (const [name, value] of headers) {
      message += `\r\n${name}: ${value}`;
    }
    return `${message}\r\n\r\n${body}`;
  }

  /** Its head is being written there. */
  begin(socket: Socket): void {
    this.starting(undefined);
    this.socket = socket;
  }

  /** Takes what arrives, and says what of it is for undici. */
  arrived(chunk: Buffer): Buffer | null {
    return this.beginning.take(chunk);
  }

  fail(error: NodeJS.ErrnoException): void {
    const code = nodeCode(error, this.socket?.readableEnded === true);
    this.settle(this.nameFailure({ code, message: error.message }));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.settled) {
      controller.abort(new Error('The exchange is over.'));
    } else {
      this.starting(this);
    }
  }

  onResponseStart({ rawHeaders }: Dispatcher.DispatchController, status: number): void {
    const { startLine } = this.beginning;
    this.answer = { startLine, status, headers: headerPairs(rawHeaders as Buffer[]) };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.body.keep(chunk)) {
      this.settle(tooLarge(this.options.maxResponseBytes));
    }
  }

  onResponseEnd(): void {
    this.settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private response(): Response | undefined {
    if (this.answer === undefined) {
      return undefined;
    }
    const { startLine, status, headers } = this.answer;
    return { startLine, status, headers, body: this.body.bytes() };
  }

  /** The first word is the last, as in `NodeHttpClient`. */
  private settle(failure?: ExchangeFailure): void {
    if (this.settled) {
      return;
    }
    this.settled = true;
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.onAbort);
    const { headers, body } = this.request;
    this.resolve({
      request: { startLine: this.startLine, headers, body: Buffer.from(body) },
      response: this.response(),
      failure,
      startedAt: this.startedAt,
      durationMs: elapsed(this.start),
    });
    if (failure !== undefined) {
      // By undici's own way to abort, it would open another connection first, for a request that is over.
      this.socket?.destroy(new Error(failure.message));
    }
  }
}
