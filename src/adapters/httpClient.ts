import * as l10n from '@vscode/l10n';
import * as http from 'node:http';
import * as https from 'node:https';
import { Socket } from 'node:net';
import type { HttpRequest } from '../api/encode/request';
import type { ExchangeFailure, Headers, HttpExchange, Message, Response } from '../api/exchange';
import type { HttpClient, SendOptions } from '../api/ports';
import { PROXY_REMEDY, tunnelRefused } from '../api/proxy';
import { failureOf } from './networkErrors';
import { CANCELLED, elapsed, headerPairs, ReceivedBody, timedOut, tooLarge } from './received';
import { Route } from './route';

/**
 * Carries requests by `node:http(s)`, which VS Code patches so that its proxy and certificate settings hold. Sockets on
 * loopback are our agents', elsewhere those of Node's agent, which is shared with other extensions: VS Code would put it
 * in the place of ours (microsoft/vscode#173861), and with `"http.proxySupport": "on"` it looks at its proxy only for a
 * request without an agent. An idle socket of ours is closed after four seconds, before a server's usual five or more: a
 * request on a socket that the server is closing would be lost, and nothing here is ever sent twice.
 */
export class NodeHttpClient implements HttpClient {
  private readonly agents = {
    'http:': timedWhileIdle(new http.Agent({ keepAlive: true, timeout: 4000 })),
    'https:': timedWhileIdle(new https.Agent({ keepAlive: true, timeout: 4000 })),
  };

  send(request: HttpRequest, options: SendOptions): Promise<HttpExchange> {
    const startedAt = new Date();
    const start = performance.now();
    return new Promise(resolve => {
      const secure = request.url.protocol === 'https:';
      const onLoopback = isLoopback(request);
      const client = this.open(request, options, onLoopback);
      const route = new Route(client, secure, {
        verified: !options.allowUntrustedCertificate,
        mayBeProxied: !onLoopback,
      });
      const received = new ReceivedResponse(options.maxResponseBytes);
      // The first word is the last: what a socket reports after a timeout or a cancel no longer matters.
      let settled = false;
      const settle = (failure?: ExchangeFailure) => {
        if (settled) {
          return;
        }
        settled = true;
        clearTimeout(timer);
        options.signal?.removeEventListener('abort', onAbort);
        resolve({
          request: onLoopback ? asEncoded(request) : sentMessage(client, request),
          response: received.response(),
          failure,
          proxy: route.proxy,
          direct: route.direct,
          tlsNotVerified: secure && options.allowUntrustedCertificate,
          startedAt,
          durationMs: elapsed(start),
        });
        if (failure !== undefined) {
          client.destroy();
        }
      };
      let refusedBy: string | undefined;
      const end = (failure?: ExchangeFailure) => {
        const refusal = refusedBy === undefined ? undefined : received.response();
        settle(refusal && refusedBy !== undefined ? tunnelRefused(refusal, refusedBy) : failure);
      };
      const fail = (failure: ExchangeFailure) => {
        received.drain();
        // What comes after a whole answer is no fault of it.
        end(received.complete ? undefined : failure);
      };
      const timer = setTimeout(() => {
        const failure = timedOut(options.timeoutMs);
        settle(route.connected ? failure : noConnection(failure.message));
      }, options.timeoutMs);
      const onAbort = () => settle(CANCELLED);
      client.on('error', (error: NodeJS.ErrnoException) => fail(route.failureOf(error)));
      client.on('response', message => {
        refusedBy = route.refusedByProxy ? route.proxy : undefined;
        received.receive(message, end, fail);
      });
      // The last resort: after an answer that switches protocols Node ends the connection without a word.
      client.on('close', () => {
        if (!received.begun) {
          settle({ kind: 'network', message: l10n.t('The connection ended without a response.') });
        }
      });
      if (options.signal?.aborted === true) {
        onAbort();
        return;
      }
      options.signal?.addEventListener('abort', onAbort, { once: true });
      client.end(request.body);
    });
  }

  /** Closes the idle sockets. */
  dispose(): void {
    for (const agent of Object.values(this.agents)) {
      agent.destroy();
    }
  }

  private open(
    request: HttpRequest,
    { allowUntrustedCertificate }: SendOptions,
    onLoopback: boolean,
  ): http.ClientRequest {
    const secure = request.url.protocol === 'https:';
    const { hostname } = request.url;
    const options: http.RequestOptions = {
      method: request.method,
      // A URL keeps the brackets of an IPv6 address, which a look-up does not take.
      hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      port: request.url.port,
      path: request.target,
      // As a list they go out as they are, and faster; a proxy in between has to be able to add to them.
      headers: onLoopback ? rawHeaders(request.headers) : Object.fromEntries(request.headers),
      agent: onLoopback ? this.agents[secure ? 'https:' : 'http:'] : undefined,
    };
    // Said either way: left out, NODE_TLS_REJECT_UNAUTHORIZED decides, which any extension can set. Agents keep the sockets
    // of the one and the other apart.
    return secure
      ? https.request({ ...options, rejectUnauthorized: !allowUntrustedCertificate })
      : http.request(options);
  }
}

/** The hosts for which VS Code neither uses a proxy nor replaces an agent. */
export const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1'];

/** `flat` takes as long as the rest of the request's making. */
function rawHeaders(headers: Headers): string[] {
  const raw: string[] = [];
  for (const [name, value] of headers) {
    raw.push(name, value);
  }
  return raw;
}

/**
 * An agent's `timeout` runs while a socket is idle and no longer: started anew by every read and write it takes time, and
 * how long a request may take is counted elsewhere.
 */
function timedWhileIdle<A extends http.Agent>(agent: A): A {
  agent.reuseSocket = (socket, request) => {
    http.Agent.prototype.reuseSocket.call(agent, socket, request);
    if (socket instanceof Socket) {
      socket.setTimeout(0);
    }
  };
  return agent;
}

const isLoopback = ({ url }: HttpRequest): boolean => LOOPBACK.includes(url.hostname);

const asEncoded = ({ method, target, headers, body }: HttpRequest): Message => ({
  startLine: `${method} ${target} HTTP/1.1`,
  headers,
  body: Buffer.from(body),
});

/** A server is connected to at once, however long that takes; a proxy first has to answer. */
const noConnection = (message: string): ExchangeFailure => ({
  kind: 'timeout',
  message: l10n.t(
    '{0} Nothing was sent: the proxy in between, or the search for one, gave no answer.',
    message,
  ),
  remedy: PROXY_REMEDY,
});

/**
 * What was sent, read back from the request itself: a proxy in between makes VS Code rewrite the start line and add
 * headers, and what is shown has to show that.
 */
function sentMessage(client: http.ClientRequest, { body }: HttpRequest): Message {
  return {
    startLine: `${client.method} ${client.path} HTTP/1.1`,
    headers: client.getRawHeaderNames().map(name => [name, String(client.getHeader(name))] as const),
    body: Buffer.from(body),
  };
}

/** Gathers a response as it comes, up to the size cap, and knows how far it came when the exchange ends early. */
class ReceivedResponse {
  private message: http.IncomingMessage | undefined;
  private readonly body: ReceivedBody;

  constructor(private readonly maxBytes: number) {
    this.body = new ReceivedBody(maxBytes);
  }

  get begun(): boolean {
    return this.message !== undefined;
  }

  /** Whether its last byte has come, though it may not have been handed out yet. */
  get complete(): boolean {
    return this.message?.complete === true;
  }

  receive(
    message: http.IncomingMessage,
    end: (failure?: ExchangeFailure) => void,
    fail: (failure: ExchangeFailure) => void,
  ): void {
    this.message = message;
    message.on('data', (chunk: Buffer) => {
      if (!this.body.keep(chunk)) {
        end(tooLarge(this.maxBytes));
      }
    });
    message.on('end', end);
    message.on('error', (error: NodeJS.ErrnoException) => fail(failureOf(error)));
  }

  /** Takes what has arrived and was not handed out yet: a fault in the same packet is reported before its data. */
  drain(): void {
    this.message?.read();
  }

  response(): Response | undefined {
    if (this.message === undefined) {
      return undefined;
    }
    const { httpVersion, rawHeaders, statusCode = 0, statusMessage = '' } = this.message;
    return {
      startLine: `HTTP/${httpVersion} ${statusCode} ${statusMessage}`.trimEnd(),
      status: statusCode,
      headers: headerPairs(rawHeaders),
      body: this.body.bytes(),
    };
  }
}
