import assert from 'node:assert/strict';
import { BatchHttpClient } from '../../../src/adapters/batchHttpClient';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import * as pooled from '../../../src/adapters/pooledHttpClient';
import type { HttpExchange } from '../../../src/api/exchange';
import { ok, startRawServer, type RawServer } from './rawServer';
import { OPTIONS, requestOf } from './sending';

/** An address of this machine that is not one of those that VS Code never reaches by a proxy. */
const ELSEWHERE = '127.0.0.2';

describe('the HTTP client of a batch', () => {
  let server: RawServer;
  let loaded: number;
  let byNode: number;
  let told: Partial<HttpExchange>;
  let client: BatchHttpClient;
  beforeEach(async () => {
    server = await startRawServer(({ socket }) => socket.write(ok()), { host: '0.0.0.0' });
    [loaded, byNode, told] = [0, 0, {}];
    const node = new NodeHttpClient();
    // The real client, which says what VS Code's would have said of the way.
    const asIfInVsCode = {
      async send(...args: Parameters<NodeHttpClient['send']>): Promise<HttpExchange> {
        byNode++;
        return { ...(await node.send(...args)), ...told };
      },
    };
    client = new BatchHttpClient(asIfInVsCode, 2, () => {
      loaded++;
      return pooled;
    });
  });
  afterEach(async () => {
    client.dispose();
    await server.close();
  });
  const send = async (host: string, protocol = 'http'): Promise<HttpExchange> =>
    client.send(requestOf(`${protocol}://${host}:${server.port}`), { ...OPTIONS, timeoutMs: 500 });

  it('takes the pool on loopback at once, and loads it then', async () => {
    assert.equal(loaded, 0);
    assert.equal((await send('127.0.0.1')).response?.status, 200);
    assert.deepEqual([loaded, byNode], [1, 0]);
  });

  it('takes it elsewhere once a call has reached the server without a proxy', async () => {
    told = { direct: true };
    for (let n = 0; n < 3; n++) {
      assert.equal((await send(ELSEWHERE)).failure, undefined);
    }
    assert.deepEqual([loaded, byNode], [1, 1]);
    assert.equal(server.requests.length, 3);
  });

  it('does not where nobody said so, where a proxy is in between, and where the call failed', async () => {
    for (told of [
      {},
      { proxy: 'proxy.example.com:3128' },
      { direct: true, failure: { kind: 'network', message: 'Gone.' } },
    ] as const) {
      await send(ELSEWHERE);
      await send(ELSEWHERE);
    }
    assert.deepEqual([loaded, byNode], [0, 6]);
  });

  it('never does for https, whose certificates are VS Code’s', async () => {
    told = { direct: true };
    for (const host of ['127.0.0.1', 'localhost', ELSEWHERE]) {
      assert.ok((await send(host, 'https')).failure);
    }
    assert.deepEqual([loaded, byNode], [0, 3]);
  });

  it('opens no more connections than it was told', async () => {
    await Promise.all(Array.from({ length: 20 }, () => send('127.0.0.1')));
    assert.equal(server.requests.length, 20);
    assert.equal(server.sockets.length, 2);
  });
});
