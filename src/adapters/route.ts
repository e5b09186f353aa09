import type { ClientRequest } from 'node:http';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { ExchangeFailure } from '../api/exchange';
import { failureOf, type ConnectionError, type Peer } from './networkErrors';

/** What VS Code's proxy support reports of a request: `DIRECT` or `PROXY user:password@host:port`, and how it went. */
interface ProxyEvent {
  readonly proxy: string;
  readonly error?: ConnectionError;
}

/**
 * The way of one request: straight to the server, or by a proxy that VS Code put in between. What VS Code throws away of
 * a failed proxy, the event `proxy` of the request still tells (`@vscode/proxy-agent`, as pac-proxy-agent before it).
 */
export class Route {
  /** `host:port` of the proxy, without credentials; absent where there is none, or none was asked yet. */
  proxy: string | undefined;
  /** Whether VS Code said that there is none. */
  direct = false;
  private proxyError: ConnectionError | undefined;

  constructor(
    private readonly client: ClientRequest,
    private readonly secure: boolean,
    { verified, mayBeProxied }: { readonly verified: boolean; readonly mayBeProxied: boolean },
  ) {
    if (mayBeProxied) {
      client.on('proxy', ({ proxy, error }: ProxyEvent) => {
        this.proxy = addressOf(proxy);
        this.direct = proxy.trim() === 'DIRECT' && error === undefined;
        this.proxyError = this.proxy === undefined ? undefined : error;
      });
    }
    if (secure && verified) {
      client.on('socket', socket => this.demandTrust(socket));
    }
  }

  /** Whether there is a connection, which may still be in the making. */
  get connected(): boolean {
    return this.client.socket !== null;
  }

  /**
   * Whether what came was said by the proxy alone: of a request for a tunnel that it refuses, VS Code passes the answer
   * on as if it were the server's. It came without TLS, and nothing in it may be believed to be the server's.
   */
  get refusedByProxy(): boolean {
    return this.secure && this.connected && !(this.client.socket instanceof TLSSocket);
  }

  /** Names what went wrong, and at which end. */
  failureOf(error: ConnectionError): ExchangeFailure {
    return failureOf(this.proxyError ?? error, this.peer(error));
  }

  private peer({ code = '' }: ConnectionError): Peer {
    const { proxy } = this;
    if (proxy === undefined) {
      return { name: 'server' };
    }
    if (this.proxyError !== undefined || this.refusedByProxy) {
      return { name: 'proxy', proxy };
    }
    // Within a tunnel, a certificate is the server's; a plain request meets none but that of a proxy reached by TLS.
    const certificate = /CERT|^ERR_(TLS|SSL)|^EPROTO$|SIGNATURE/.test(code);
    return certificate
      ? { name: this.secure ? 'server' : 'proxy', proxy }
      : { name: 'server (or the proxy in between)', proxy };
  }

  /**
   * Ends the request before a byte of it is sent where the certificate is not accepted. Node does so by itself, but by
   * the options of the agent, and outside of loopback VS Code puts the one in place that all extensions share: any of
   * them may have switched its verification off. Node does not compare the names again in a session that it resumes.
   */
  private demandTrust(socket: unknown): void {
    if (!(socket instanceof TLSSocket)) {
      return;
    }
    const code = () => (socket.authorizationError as string | Error | null | undefined)?.toString();
    const check = () => {
      const problem = socket.authorized
        ? checkServerIdentity(this.client.host, socket.getPeerCertificate())
        : Object.assign(new Error(code()), { code: code() });
      if (problem !== undefined) {
        this.client.destroy(problem);
      }
    };
    // Nothing is known before the handshake; a socket that is used again has it behind it.
    if (socket.authorized || code() !== undefined) {
      check();
    } else {
      socket.once('secureConnect', check);
    }
  }
}

/** `host:port` of a proxy, in which the password may have an @ of its own; nothing for `DIRECT`. */
function addressOf(proxy: string): string | undefined {
  const target = proxy.trim().split(/\s+/)[1];
  return target?.slice(target.lastIndexOf('@') + 1).replace(/\/.*$/, '');
}
