import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpExchange } from '../../../src/api/exchange';
import { ok } from './rawServer';
import { CLIENTS, bytesOf, OPTIONS, requestOf, Wire } from './sending';

const text = ({ response }: HttpExchange): string => Buffer.from(response?.body ?? []).toString();

/** The end of an exchange: what failed, and the body as far as it came. */
const end = (exchange: HttpExchange) => [exchange.failure?.kind, exchange.response?.status, text(exchange)];

for (const [name, create] of CLIENTS) {
  describe(`the HTTP client ${name}: what it receives`, () => {
    const wire = new Wire(create);
    afterEach(() => wire.close());

    it('is kept byte for byte: start line, headers in their order and case, doubled ones, body', async () => {
      const body = Buffer.from([0xef, 0xbb, 0xbf, 0, 1, 0xff, 0xfe, 13, 10, 0x80]);
      const response = ok(
        body,
        'content-TYPE: text/xml; charset=utf-8',
        'Set-Cookie: a=1',
        'X-Empty: ',
        'set-cookie: b=2',
        'Content-Type: text/plain',
        'X-Latin: caf\u00e9',
        'Server: Microsoft-IIS/10.0',
      );
      const exchange = await wire.answered(response);
      assert.ok(exchange.response);
      assert.equal(bytesOf(exchange.response).toString('latin1'), response.toString('latin1'));
    });

    for (const [what, head, startLine, status] of [
      ['no reason', 'HTTP/1.1 200', 'HTTP/1.1 200', 200],
      ['an empty reason', 'HTTP/1.1 500 ', 'HTTP/1.1 500', 500],
      ['an odd reason', 'HTTP/1.1 999 Whatever: it is', 'HTTP/1.1 999 Whatever: it is', 999],
      ['HTTP/1.0', 'HTTP/1.0 404 Not Found', 'HTTP/1.0 404 Not Found', 404],
    ] as const) {
      it(`with ${what} keeps its start line`, async () => {
        const { response, failure } = await wire.answered(`${head}\r\nContent-Length: 0\r\n\r\n`);
        assert.equal(failure, undefined);
        assert.deepEqual([response?.startLine, response?.status], [startLine, status]);
      });
    }

    it('in chunks is kept without their sizes', async () => {
      const chunks = '5;name=value\r\n<root\r\n13\r\n success="true" />\n\r\n0\r\nX-Trailer: t\r\n\r\n';
      const exchange = await wire.answered(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
      assert.deepEqual(end(exchange), [undefined, 200, '<root success="true" />\n']);
      assert.deepEqual(exchange.response?.headers, [['Transfer-Encoding', 'chunked']]);
    });

    it('without a length ends with the connection', async () => {
      const exchange = await wire.answered('HTTP/1.0 200 OK\r\n\r\n<root success="true" />', { then: 'end' });
      assert.deepEqual(end(exchange), [undefined, 200, '<root success="true" />']);
    });

    it('stays compressed when the server compresses unasked', async () => {
      const body = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
      const { response } = await wire.answered(ok(body, 'Content-Encoding: gzip'));
      assert.ok(body.equals(response?.body ?? Buffer.alloc(0)));
    });

    it('begins after an interim answer', async () => {
      const interim = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
      const exchange = await wire.answered(Buffer.concat([Buffer.from(interim), ok('x')]));
      assert.deepEqual(end(exchange), [undefined, 200, 'x']);
      assert.equal(exchange.response?.startLine, 'HTTP/1.1 200 OK');
    });

    it('begins after an interim answer that comes in pieces', async () => {
      const bytes = Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\nX: y\r\n\r\n'), ok('x')]);
      for (const size of [1, 7, 13]) {
        const server = await wire.server(({ socket }) => {
          void (async () => {
            for (let at = 0; at < bytes.length; at += size) {
              socket.write(bytes.subarray(at, at + size));
              await delay(1);
            }
          })();
        });
        const exchange = await wire.client().send(requestOf(server.url), OPTIONS);
        assert.deepEqual(end(exchange), [undefined, 200, 'x']);
        assert.equal(exchange.response?.startLine, 'HTTP/1.1 200 OK');
      }
    });

    describe('in part', () => {
      const half = 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100\r\n\r\n<root succ';

      for (const [why, failed, options] of [
        ['the time is over', 'timeout', () => ({ timeoutMs: 60 })],
        ['it is cancelled', 'cancelled', () => ({ signal: AbortSignal.timeout(60) })],
        ['the server closes the connection too early', 'network', () => ({ then: 'end' as const })],
        ['the server resets the connection', 'network', () => ({ then: 'reset' as const })],
      ] as const) {
        it(`is kept when ${why}`, async () => {
          const exchange = await wire.answered(half, options());
          assert.deepEqual(end(exchange), [failed, 200, '<root succ']);
          assert.deepEqual(exchange.response?.headers, [
            ['Content-Type', 'text/xml'],
            ['Content-Length', '100'],
          ]);
        });
      }

      it('is kept when a chunk is broken', async () => {
        const start = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<root\r\n';
        const exchange = await wire.answered(`${start}nonsense\r\n`);
        assert.deepEqual(end(exchange), ['network', 200, '<root']);
        assert.match(exchange.failure?.message ?? '', /not HTTP.*HPE_/);
      });

      it('is kept when chunks stop before the last one', async () => {
        const start = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<root\r\n';
        assert.deepEqual(end(await wire.answered(start, { then: 'end' })), ['network', 200, '<root']);
      });
    });

    it('ends where its length says, and what follows is not taken for the next answer', async () => {
      const server = await wire.server(({ socket }) =>
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody'),
      );
      const client = wire.client();
      assert.deepEqual(end(await client.send(requestOf(server.url), OPTIONS)), [undefined, 200, 'body']);
      await new Promise(resolve => {
        server.sockets[0]?.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nforge', resolve);
      });
      await delay(20);
      assert.deepEqual(end(await client.send(requestOf(server.url), OPTIONS)), [undefined, 200, 'body']);
    });

    for (const [what, answer, body] of [
      ['a length', 'Content-Length: 4\r\n\r\nbody', 'body'],
      ['a length that is too short', 'Content-Length: 2\r\n\r\nbody', 'bo'],
      ['chunks', 'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n', 'body'],
    ] as const) {
      it(`ends where ${what} says, and what comes with it in one packet is no fault of it`, async () => {
        const exchange = await wire.answered(`HTTP/1.1 200 OK\r\n${answer}junk`);
        assert.deepEqual(end(exchange), [undefined, 200, body]);
      });
    }

    describe('is limited in size', () => {
      const options = { maxResponseBytes: 100_000 };

      it('to the cap and not a byte less', async () => {
        const exchange = await wire.answered(ok('x'.repeat(100_000)), options);
        assert.equal(exchange.failure, undefined);
        assert.equal(text(exchange).length, 100_000);
      });

      it('and kept up to the cap when it is larger', async () => {
        const exchange = await wire.answered(ok('x'.repeat(100_001)), options);
        assert.equal(exchange.failure?.kind, 'tooLarge');
        assert.match(exchange.failure.message, /larger than 0\.095\d* MB/);
        assert.equal(exchange.response?.status, 200);
        assert.equal(text(exchange).length, 100_000);
      });

      it('also when junk comes with it in one packet', async () => {
        const answer = Buffer.concat([ok('x'.repeat(10)), Buffer.from('junk')]);
        const exchange = await wire.answered(answer, { maxResponseBytes: 9 });
        assert.deepEqual(end(exchange), ['tooLarge', 200, 'x'.repeat(9)]);
      });

      it('also when it never ends', async () => {
        const server = await wire.server(({ socket }) => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          const pour = () => {
            let taken = true;
            while (taken && !socket.destroyed) {
              taken = socket.write(Buffer.alloc(16_384));
            }
          };
          socket.on('drain', pour);
          pour();
        });
        const exchange = await wire.client().send(requestOf(server.url), { ...OPTIONS, ...options });
        assert.equal(exchange.failure?.kind, 'tooLarge');
        await delay(50);
        assert.equal(server.sockets[0]?.destroyed, true, 'the connection is given up');
      });
    });

    it('is timed from the request to its last byte', async () => {
      const server = await wire.server(({ socket }) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na');
        setTimeout(() => socket.write('b'), 100);
      });
      const before = Date.now();
      const { durationMs, startedAt } = await wire.client().send(requestOf(server.url), OPTIONS);
      assert.ok(durationMs >= 95 && durationMs < 1000, `${durationMs} ms`);
      assert.ok(startedAt.getTime() >= before && startedAt.getTime() <= Date.now());
    });
  });
}
