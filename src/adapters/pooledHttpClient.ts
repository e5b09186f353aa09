import { Socket } from 'node:net';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { HttpRequest } from '../api/encode/request';
import type { HttpExchange } from '../api/exchange';
import type { HttpClient, SendOptions } from '../api/ports';
import type { failureOf } from './networkErrors';
import { PooledExchange } from './pooledExchange';

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
  /** What is on its way, by the signal that ends it: to listen for each exchange anew would cost as much as to encode it. */
  private readonly onTheWay = new WeakMap<AbortSignal, Set<PooledExchange>>();

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
        options.signal && this.endedBy(options.signal),
      );
      const { method, target: path } = request;
      // Headers and body are the socket's: see there.
      this.pool.dispatch({ method, path, idempotent: false }, exchange);
    });
  }

  private endedBy(signal: AbortSignal): Set<PooledExchange> {
    const known = this.onTheWay.get(signal);
    if (known !== undefined) {
      return known;
    }
    const exchanges = new Set<PooledExchange>();
    signal.addEventListener('abort', () => exchanges.forEach(each => each.cancel()), { once: true });
    this.onTheWay.set(signal, exchanges);
    return exchanges;
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
