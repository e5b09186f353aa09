import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** One request as its bytes arrived, and the connection that it came by. */
export interface RawRequest {
  readonly bytes: Buffer;
  readonly socket: Socket;
  /** The place of the connection among all of the server, from 0. */
  readonly connection: number;
}

/** A server that knows no more of HTTP than where a request ends, and answers with any bytes. */
export interface RawServer {
  readonly url: string;
  readonly port: number;
  readonly requests: RawRequest[];
  /** Every connection so far. */
  readonly sockets: Socket[];
  close(): Promise<void>;
}

export interface RawServerOptions {
  readonly host?: string;
  readonly tls?: TlsOptions;
  /** Any free port by default. */
  readonly port?: number;
  /** Called with each connection, before anything of a request has been read. */
  readonly greet?: (socket: Socket, connection: number) => void;
}

/** @param answer called with each complete request, with all of its bytes. */
export async function startRawServer(
  answer: (request: RawRequest) => void,
  { host = '127.0.0.1', tls, port: wanted = 0, greet }: RawServerOptions = {},
): Promise<RawServer> {
  const requests: RawRequest[] = [];
  const sockets: Socket[] = [];
  const serve = (socket: Socket): void => {
    const connection = sockets.push(socket) - 1;
    let bytes = Buffer.alloc(0);
    socket.setNoDelay(true);
    // A client that gives up resets the connection; that is no failure of the test.
    socket.on('error', () => undefined);
    greet?.(socket, connection);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const length = requestLength(bytes);
      if (length !== undefined && bytes.length >= length) {
        const request = { bytes, socket, connection };
        bytes = Buffer.alloc(0);
        requests.push(request);
        answer(request);
      }
    });
  };
  const server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on('tlsClientError', () => undefined);
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${port}`,
    port,
    requests,
    sockets,
    async close() {
      server.close();
      sockets.forEach(socket => socket.destroy());
      await once(server, 'close');
    },
  };
}

/** The bytes of the request that begins here, as soon as its head is complete. */
function requestLength(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n');
  if (head < 0) {
    return undefined;
  }
  const length = /^content-length: (\d+)$/im.exec(bytes.toString('latin1', 0, head))?.[1] ?? '0';
  return head + 4 + Number(length);
}

/** A response with that body and the length that belongs to it. */
export function ok(body: string | Buffer = '<root success="true" />', ...headers: string[]): Buffer {
  const bytes = Buffer.from(body);
  const head = ['HTTP/1.1 200 OK', `Content-Length: ${bytes.length}`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}
