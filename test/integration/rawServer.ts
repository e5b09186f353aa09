import { createServer, type Socket } from 'node:net';
import { listenOn } from './support';

/** What a server that shares no HTTP code with anybody saw: the very bytes of each request. */
export interface RawServer {
  readonly baseUrl: string;
  /** One text for each request, head and body, byte for byte as ISO 8859-1. */
  readonly requests: readonly string[];
  /** How many connections were opened. */
  readonly connections: () => number;
}

/** Given the number of the request, counted from 0: what is sent back as it stands; without a text, a reset. */
type Answer = (at: number) => string | undefined;

/** A complete response with the given body, as an asmx server sends it. */
export function response(body: string, status = '200 OK', ...headers: string[]): string {
  const head = [`HTTP/1.1 ${status}`, 'Content-Type: text/xml; charset=utf-8', ...headers];
  return [...head, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

export const SUCCESS = response(
  '<?xml version="1.0" encoding="utf-8"?>\r\n<response success="true" error="" />',
);

/** Listens on the host until the test file ends. */
export async function startRawServer(answer: Answer = () => SUCCESS, host = '127.0.0.1'): Promise<RawServer> {
  const requests: string[] = [];
  let connections = 0;
  const server = createServer(socket => {
    connections += 1;
    // A client that goes away is none of the server's business.
    socket.on('error', () => undefined);
    eachRequest(socket, request => {
      requests.push(request);
      const text = answer(requests.length - 1);
      if (text === undefined) {
        socket.resetAndDestroy();
      } else {
        socket.write(text, 'utf8');
      }
    });
  });
  const port = await listenOn(server, host);
  return { baseUrl: `http://${host}:${port}`, requests, connections: () => connections };
}

/** Cuts what a socket brings into requests, whose length their own `Content-Length` tells. */
function eachRequest(socket: Socket, done: (request: string) => void): void {
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
    const headEnd = received.indexOf('\r\n\r\n') + 4;
    const length = Number(/^Content-Length: *(\d+)/im.exec(received)?.[1] ?? 0);
    if (headEnd >= 4 && received.length >= headEnd + length) {
      const request = received.slice(0, headEnd + length);
      received = received.slice(headEnd + length);
      done(request);
    }
  });
}
