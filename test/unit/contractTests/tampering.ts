import { once } from 'node:events';
import { createServer, request as send, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transport } from '../../../src/api/outcome';

/** A request on its way to the sandbox. */
export interface Passing {
  readonly operation: string;
  readonly transport: Transport;
  /** Target and body, as they were sent. */
  readonly text: string;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What becomes of a request: a reply in the place of the sandbox’s, a reset, or nothing, and it goes its way. */
export type Tamper = (passing: Passing) => Reply | 'reset' | undefined | Promise<Reply | 'reset' | undefined>;

/** A server that passes everything on to a sandbox, but what a test wants otherwise. */
export class TamperingServer {
  tamper: Tamper = () => undefined;
  /** Of the sandbox. */
  target = '';
  readonly passed: Passing[] = [];
  private readonly server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => {
      const body = Buffer.concat(chunks);
      const passing = passingOf(message.url ?? '', message.headers, body.toString());
      this.passed.push(passing);
      void Promise.resolve(this.tamper(passing)).then(reply => {
        if (reply === 'reset') {
          message.socket.resetAndDestroy();
        } else if (reply !== undefined) {
          response.writeHead(reply.status, { 'Content-Type': reply.type }).end(reply.body);
        } else {
          const url = new URL(this.target + (message.url ?? ''));
          const forwarded = send(url, { method: message.method, headers: message.headers }, answer => {
            response.writeHead(answer.statusCode ?? 0, answer.headers);
            answer.pipe(response);
          });
          // As a sandbox that resets its connections, so does whoever stands before it.
          forwarded.on('error', () => message.socket.resetAndDestroy());
          forwarded.end(body);
        }
      });
    });
  });

  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As a network does: the requests still go their way. */
  breakConnections(): void {
    this.server.closeAllConnections();
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const SOAP_VERSIONS: readonly (readonly [type: string, transport: Transport])[] = [
  ['text/xml', 'soap11'],
  ['application/soap+xml', 'soap12'],
];

function passingOf(target: string, headers: IncomingHttpHeaders, body: string): Passing {
  const type = headers['content-type'] ?? '';
  const soap = SOAP_VERSIONS.find(([start]) => type.startsWith(start))?.[1];
  const operation =
    soap === undefined ? /srv\.asmx\/(\w+)/.exec(target)?.[1] : /<soap:Body>\s*<tns:(\w+)>/.exec(body)?.[1];
  return {
    operation: operation ?? '',
    transport: soap ?? (body === '' ? 'get' : 'post'),
    text: `${decodeURIComponent(target)}\n${soap === undefined ? decodeURIComponent(body) : body}`,
  };
}

/** An answer of infoRouter as it comes by that transport. */
export function answer({ transport, operation }: Passing, attributes: string): Reply {
  const response = `<response ${attributes} />`;
  if (transport === 'get' || transport === 'post') {
    return { status: 200, type: 'text/xml; charset=utf-8', body: response };
  }
  const namespace =
    transport === 'soap11'
      ? 'http://schemas.xmlsoap.org/soap/envelope/'
      : 'http://www.w3.org/2003/05/soap-envelope';
  const result = `<${operation}Response xmlns="http://tempuri.org/"><${operation}Result>${response}</${operation}Result></${operation}Response>`;
  return {
    status: 200,
    type: transport === 'soap11' ? 'text/xml' : 'application/soap+xml',
    body: `<soap:Envelope xmlns:soap="${namespace}"><soap:Body>${result}</soap:Body></soap:Envelope>`,
  };
}
