import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { HttpRequest } from '../api/encode/request';
import type { ExchangeFailure, HttpExchange, Response } from '../api/exchange';
import type { SendOptions } from '../api/ports';
import type { failureOf } from './networkErrors';
import { CANCELLED, elapsed, headerPairs, ReceivedBody, timedOut, tooLarge } from './received';

/**
 * The beginning of an answer, held until its start line is whole: undici keeps the version of HTTP to itself, and all but
 * the last piece of a reason that comes in pieces. It also gives up an answer that begins with a “100 Continue” that nobody
 * asked for, so interim answers are taken away, as RFC 9110 (section 15.2) allows.
 */
class Beginning {
  startLine = '';
  private held: Buffer | undefined;
  private whole = false;

  /** What of the bytes so far is to go on; nothing while that is not known. */
  take(chunk: Buffer): Buffer | null {
    if (this.whole) {
      return chunk;
    }
    let held = this.held === undefined ? chunk : Buffer.concat([this.held, chunk]);
    for (;;) {
      const lineEnd = held.indexOf(LINE_FEED);
      const line = held.toString('latin1', 0, lineEnd < 0 ? held.length : lineEnd);
      const interim = /^HTTP\/1\.[01] 1(?!01)\d\d\b/.test(line);
      const end = interim ? held.indexOf('\r\n\r\n') : lineEnd;
      if (end < 0 && line.startsWith('HTTP'.slice(0, line.length)) && held.length < MAX_HEAD) {
        this.held = held;
        return null;
      }
      if (end < 0 || !interim) {
        this.whole = true;
        this.startLine = line.trimEnd();
        this.held = undefined;
        return held;
      }
      held = held.subarray(end + 4);
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

/**
 * One request on its way, and as much as came back. It has the older of undici 7's interfaces, which is that of undici's core:
 * the newer is an adapter that makes an object of the headers, in a tenth of the time of a row, and nobody here reads it.
 * undici 8 has the newer alone, but needs Node 22, and the oldest VS Code that is served has 20.
 */
export class PooledExchange implements Dispatcher.DispatchHandler {
  private readonly startedAt = new Date();
  private readonly start = performance.now();
  private readonly timer: NodeJS.Timeout;
  private readonly body: ReceivedBody;
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
    private readonly onTheWay: Set<PooledExchange> | undefined,
  ) {
    this.body = new ReceivedBody(options.maxResponseBytes);
    this.timer = setTimeout(() => this.settle(timedOut(options.timeoutMs)), options.timeoutMs);
    onTheWay?.add(this);
    if (options.signal?.aborted === true) {
      this.cancel();
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

  cancel(): void {
    this.settle(CANCELLED);
  }

  fail(error: NodeJS.ErrnoException): void {
    const code = nodeCode(error, this.socket?.readableEnded === true);
    this.settle(this.nameFailure({ code, message: error.message }));
  }

  onConnect(abort: (error: Error) => void): void {
    if (this.settled) {
      abort(new Error('The exchange is over.'));
    } else {
      this.starting(this);
    }
  }

  /** @returns whether more may come, as `onData` does. */
  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    const { startLine } = this.beginning;
    this.answer = { startLine, status, headers: headerPairs(rawHeaders) };
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (!this.body.keep(chunk)) {
      this.settle(tooLarge(this.options.maxResponseBytes));
    }
    return true;
  }

  onComplete(): void {
    this.settle();
  }

  onError(error: Error): void {
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
    this.onTheWay?.delete(this);
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
