import type { HttpRequest } from '../api/encode/request';
import type { HttpExchange } from '../api/exchange';
import type { HttpClient, SendOptions } from '../api/ports';
import { LOOPBACK } from './httpClient';
import { failureOf } from './networkErrors';
import type * as Pooled from './pooledHttpClient';

/**
 * Carries the requests of one batch: by undici's pool where that provably goes the way on which VS Code would send them,
 * else by `node:http(s)`. A bundled undici knows neither VS Code's proxy nor the certificates that VS Code adds
 * (`@vscode/proxy-agent` patches `http`, `https`, `tls` and the global `fetch`). So it carries nothing but plain `http:`, and
 * only to loopback, which VS Code never reaches by a proxy, or to a server that a call of this batch has reached without one.
 */
export class BatchHttpClient implements HttpClient {
  private readonly pools = new Map<string, Pooled.PooledHttpClient>();
  private readonly direct = new Set<string>();
  /** The pool of the last address that was sent to: a batch has one, and parts of it are costly to ask for. */
  private lately: { readonly url: URL; readonly pool: Pooled.PooledHttpClient } | undefined;

  /**
   * @param client for everything else.
   * @param connections the most that a pool opens: as many as are on their way at once.
   * @param load loads the pool, which few windows ever need.
   */
  constructor(
    private readonly client: HttpClient,
    private readonly connections: number,
    private readonly load: () => typeof Pooled,
  ) {}

  send(request: HttpRequest, options: SendOptions): Promise<HttpExchange> {
    const { url } = request;
    if (this.lately?.url === url) {
      return this.lately.pool.send(request, options);
    }
    if (url.protocol !== 'http:' || !(LOOPBACK.includes(url.hostname) || this.direct.has(url.origin))) {
      return this.sendByNode(request, options);
    }
    this.lately = { url, pool: this.pool(url.origin) };
    return this.lately.pool.send(request, options);
  }

  /** Closes the pools' sockets; those of the other client are its own affair. */
  dispose(): void {
    for (const pool of this.pools.values()) {
      pool.dispose();
    }
    this.pools.clear();
    this.lately = undefined;
  }

  private async sendByNode(request: HttpRequest, options: SendOptions): Promise<HttpExchange> {
    const exchange = await this.client.send(request, options);
    if (exchange.direct === true && exchange.failure === undefined) {
      this.direct.add(request.url.origin);
    }
    return exchange;
  }

  private pool(origin: string): Pooled.PooledHttpClient {
    const pool =
      this.pools.get(origin) ?? new (this.load().PooledHttpClient)(origin, this.connections, failureOf);
    this.pools.set(origin, pool);
    return pool;
  }
}
