import assert from 'node:assert/strict';
import { BatchHttpClient } from '../../../src/adapters/batchHttpClient';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import * as pooled from '../../../src/adapters/pooledHttpClient';
import { encode } from '../../../src/api/encode';
import type { HttpRequest } from '../../../src/api/encode/request';
import type { HttpExchange, Message } from '../../../src/api/exchange';
import { OPERATIONS, type Call, type OperationName } from '../../../src/api/operations';
import type { Transport } from '../../../src/api/outcome';
import type { HttpClient, SendOptions } from '../../../src/api/ports';
import { startRawServer, type RawRequest, type RawServer, type RawServerOptions } from './rawServer';

export const OPTIONS: SendOptions = {
  timeoutMs: 5000,
  maxResponseBytes: 1024 * 1024,
  allowUntrustedCertificate: false,
};

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** A request of any operation with the same text for each of its parameters. */
export function requestOf(
  url: string,
  operation: OperationName = 'ServerInfo',
  transport: Transport = 'post',
  value = '',
): HttpRequest {
  const names = Object.keys(OPERATIONS[operation].parameters);
  const values = Object.fromEntries(names.map(name => [name, value]));
  const request = encode(transport, new URL(`${url}/srv.asmx`), { operation, values } as unknown as Call);
  assert.ok(!('kind' in request));
  return request;
}

/** The bytes of a message as an exchange tells of them. */
export function bytesOf({ startLine, headers, body }: Message): Buffer {
  const head = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

export type DisposableClient = HttpClient & { dispose(): void };

/** The HTTP clients; what holds for the one holds for the other. */
export const CLIENTS = [
  ['of single calls', () => new NodeHttpClient()],
  ['of a batch', () => new BatchHttpClient(new NodeHttpClient(), 32, () => pooled)],
] as const satisfies readonly (readonly [name: string, create: () => DisposableClient])[];

/** Clients and servers of one test file, closed behind each test. */
export class Wire {
  private readonly closing: (() => unknown)[] = [];

  constructor(private readonly create: () => DisposableClient) {}

  client(): HttpClient {
    const client = this.create();
    this.closing.push(() => client.dispose());
    return client;
  }

  async server(answer: (request: RawRequest) => void, options?: RawServerOptions): Promise<RawServer> {
    const server = await startRawServer(answer, options);
    this.closing.push(() => server.close());
    return server;
  }

  /** One request to a server that answers with these bytes, and closes the connection where it is told to. */
  async answered(
    bytes: Buffer | string,
    { then = 'keep', ...options }: Partial<SendOptions> & { then?: 'keep' | 'end' | 'reset' } = {},
  ): Promise<HttpExchange> {
    const server = await this.server(({ socket }) => {
      socket.write(bytes, () => {
        if (then === 'end') {
          socket.end();
        } else if (then === 'reset') {
          // A moment later, so that what was written is on its way.
          setTimeout(() => socket.resetAndDestroy(), 20);
        }
      });
    });
    return this.client().send(requestOf(server.url), { ...OPTIONS, ...options });
  }

  async close(): Promise<void> {
    await Promise.all(this.closing.splice(0).map(each => each()));
  }
}
