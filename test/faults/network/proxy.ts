import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

/** One thing that a proxy was asked: a request with an absolute address, or a tunnel. */
export interface Asked {
  readonly method: string;
  /** `http://dms.test/srv.asmx` or `dms.test:443`. */
  readonly target: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** Whether it was let through. */
  readonly allowed: boolean;
}

export interface Proxy {
  /** `127.0.0.1:3128`. */
  readonly address: string;
  readonly asked: Asked[];
  connections(): number;
  stop(): Promise<void>;
}

/**
 * A proxy that works: it passes requests with an absolute address on and opens tunnels, always to 127.0.0.1, whatever
 * the name, so that no test reaches out. With `credentials` (`user:password`) it asks for them by the scheme Basic.
 */
export async function startProxy({ credentials = '', port = 0 } = {}): Promise<Proxy> {
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const asked: Asked[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const admit = ({ method = '', url = '', rawHeaders, headers }: IncomingMessage): boolean => {
    const allowed = wanted === '' || headers['proxy-authorization'] === wanted;
    asked.push({ method, target: url, rawHeaders, allowed });
    return allowed;
  };
  const server = createServer((incoming, outgoing) => {
    if (!admit(incoming)) {
      outgoing.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="test"' }).end('Who are you?');
      return;
    }
    const { port: targetPort, pathname, search } = new URL(incoming.url ?? '');
    const own = (name: string) => name.startsWith('proxy-');
    const headers = Object.fromEntries(Object.entries(incoming.headers).filter(([name]) => !own(name)));
    const onward = request(
      {
        host: '127.0.0.1',
        port: targetPort,
        method: incoming.method,
        path: pathname + search,
        headers,
        agent: false,
      },
      answer => {
        outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
        answer.pipe(outgoing);
      },
    );
    onward.on(
      'error',
      () => outgoing.destroyed || outgoing.writeHead(502).end('The server cannot be reached.'),
    );
    incoming.pipe(onward);
  });
  server.on('connect', (incoming: IncomingMessage, client: Socket, head: Buffer) => {
    client.on('error', () => undefined);
    if (!admit(incoming)) {
      client.end('HTTP/1.1 407 Who are you?\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n');
      return;
    }
    const target = connect(Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      client.pipe(target).pipe(client);
    });
    sockets.add(target);
    target.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    target.on('close', () => client.destroy());
    client.on('close', () => target.destroy());
  });
  server.on('connection', socket => {
    connections += 1;
    sockets.add(socket);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    connections: () => connections,
    async stop() {
      server.close();
      sockets.forEach(socket => socket.destroy());
      await once(server, 'close');
    },
  };
}
