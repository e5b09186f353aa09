import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { TRANSPORTS } from '../../../src/api/outcome';
import { ok } from './rawServer';
import { CLIENTS, bytesOf, OPERATION_NAMES, OPTIONS, requestOf, Wire } from './sending';

const AWKWARD = 'a&b+c%20 "ü😀"\u202E\r\n<x>\'';

for (const [name, create] of CLIENTS) {
  describe(`the HTTP client ${name}: what it sends`, () => {
    const wire = new Wire(create);
    afterEach(() => wire.close());

    for (const operation of OPERATION_NAMES) {
      for (const transport of TRANSPORTS) {
        it(`${operation} by ${transport} is shown byte for byte as a server receives it`, async () => {
          const server = await wire.server(({ socket }) => socket.write(ok()));
          const request = requestOf(server.url, operation, transport, AWKWARD);
          const exchange = await wire.client().send(request, OPTIONS);
          assert.equal(exchange.failure, undefined);
          assert.equal(server.requests.length, 1);
          const received = server.requests[0]?.bytes ?? Buffer.alloc(0);
          assert.equal(bytesOf(exchange.request).toString(), received.toString());
          assert.ok(bytesOf(exchange.request).equals(received));
        });
      }
    }

    it('is shown as it was sent when it fails, too', async () => {
      const server = await wire.server(({ socket }) => socket.destroy());
      const exchange = await wire.client().send(requestOf(server.url, 'GetUser', 'soap12', AWKWARD), OPTIONS);
      assert.equal(exchange.failure?.kind, 'network');
      assert.equal(bytesOf(exchange.request).toString(), server.requests[0]?.bytes.toString());
    });

    it('arrives whole when it is large', async () => {
      const server = await wire.server(({ socket }) => socket.write(ok()));
      const request = requestOf(server.url, 'UpdateUserEmail', 'soap11', 'ä&'.repeat(100_000));
      const exchange = await wire.client().send(request, OPTIONS);
      assert.equal(exchange.failure, undefined);
      assert.ok(server.requests[0]?.bytes.equals(bytesOf(exchange.request)));
    });

    describe('goes over one connection', () => {
      it('call after call, as long as the server keeps it', async () => {
        const server = await wire.server(({ socket }) => socket.write(ok()));
        const client = wire.client();
        for (const transport of TRANSPORTS) {
          const exchange = await client.send(requestOf(server.url, 'ServerInfo', transport), OPTIONS);
          assert.equal(exchange.failure, undefined);
          await delay(1);
        }
        assert.deepEqual(
          server.requests.map(({ connection }) => connection),
          [0, 0, 0, 0],
        );
      });

      it('but not two calls at once', async () => {
        const server = await wire.server(({ socket }) => setTimeout(() => socket.write(ok()), 20));
        const client = wire.client();
        await Promise.all([1, 2, 3].map(() => client.send(requestOf(server.url), OPTIONS)));
        assert.equal(server.sockets.length, 3);
      });

      it('and a new one after an answer that said close', async () => {
        const server = await wire.server(({ socket }) =>
          socket.write(ok(undefined, 'Connection: close'), () => socket.end()),
        );
        const client = wire.client();
        for (const expected of [0, 1]) {
          assert.equal((await client.send(requestOf(server.url), OPTIONS)).failure, undefined);
          assert.equal(server.requests.at(-1)?.connection, expected);
        }
      });
    });

    describe('is sent once', () => {
      it('when the server has closed the idle connection meanwhile', async () => {
        const server = await wire.server(({ socket }) => socket.write(ok()));
        const client = wire.client();
        await client.send(requestOf(server.url), OPTIONS);
        server.sockets[0]?.end();
        await delay(20);
        assert.equal((await client.send(requestOf(server.url), OPTIONS)).failure, undefined);
        assert.deepEqual(
          server.requests.map(({ connection }) => connection),
          [0, 1],
        );
      });

      for (const how of ['destroy', 'resetAndDestroy'] as const) {
        it(`when the server ends a reused connection under the request (${how})`, async () => {
          const server = await wire.server(({ socket }) => {
            if (server.requests.length === 1) {
              socket.write(ok());
            } else {
              socket[how]();
            }
          });
          const client = wire.client();
          await client.send(requestOf(server.url), OPTIONS);
          await delay(5);
          const { failure, response } = await client.send(requestOf(server.url), OPTIONS);
          assert.equal(failure?.kind, 'network');
          assert.match(failure.message, /ECONNRESET/);
          assert.equal(response, undefined);
          await delay(50);
          assert.deepEqual(
            server.requests.map(({ connection }) => connection),
            [0, 0],
          );
          assert.equal(server.sockets.length, 1);
        });
      }

      it('when it times out, is cancelled, or gets an answer that asks for more', async () => {
        const answers = [
          '',
          '',
          'HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n',
          'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
          'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\nContent-Length: 0\r\n\r\n',
        ];
        const aborting = new AbortController();
        const server = await wire.server(({ socket }) => {
          socket.write(answers[server.requests.length - 1] ?? '');
          if (server.requests.length === 2) {
            aborting.abort();
          }
        });
        const client = wire.client();
        const kinds = [];
        // Long enough that the request is there before, on a machine that has other things to do.
        for (const options of [{ timeoutMs: 500 }, { signal: aborting.signal }, {}, {}, {}]) {
          const { failure, response } = await client.send(requestOf(server.url), { ...OPTIONS, ...options });
          kinds.push(failure?.kind ?? response?.status);
        }
        assert.deepEqual(kinds, ['timeout', 'cancelled', 503, 408, 401]);
        await delay(50);
        assert.equal(server.requests.length, 5);
      });
    });

    it('reaches an IPv6 address, which stands in brackets in the Host header', async () => {
      const loopback = Object.values(networkInterfaces())
        .flat()
        .find(each => each?.address === '::1');
      assert.ok(loopback, 'this machine has no ::1; the client cannot be tested with IPv6 here');
      const server = await wire.server(({ socket }) => socket.write(ok()), { host: '::1' });
      const { failure, request } = await wire.client().send(requestOf(server.url), OPTIONS);
      assert.equal(failure, undefined);
      assert.deepEqual(request.headers[0], ['Host', `[::1]:${server.port}`]);
      assert.ok(server.requests[0]?.bytes.equals(bytesOf(request)));
    });

    it('waits for an answer longer than it keeps an idle connection, which it closes before a server would', async () => {
      const slow = await wire.server(({ socket }) => setTimeout(() => socket.write(ok()), 4200));
      const quick = await wire.server(({ socket }) => socket.write(ok()));
      const client = wire.client();
      // Twice: the second call may take the socket out of its idleness, and gives it back.
      await client.send(requestOf(quick.url), OPTIONS);
      await client.send(requestOf(quick.url), OPTIONS);
      const start = performance.now();
      quick.sockets.at(-1)?.once('close', () => (closedAfter = performance.now() - start));
      let closedAfter = 0;
      const { failure, durationMs } = await client.send(requestOf(slow.url), OPTIONS);
      assert.equal(failure, undefined);
      assert.ok(durationMs >= 4190, `${durationMs} ms`);
      assert.ok(closedAfter > 3000 && closedAfter < 4200, `closed after ${closedAfter} ms`);
    }).timeout(8000);
  });
}
