import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { failureOf } from '../../../src/adapters/networkErrors';
import { PROXY_REMEDY } from '../../../src/api/proxy';
import { Caller } from '../../../src/api/call';
import { makeCertificate, type Certificate } from '../../certificates';
import { ok, type RawServer } from './rawServer';
import { CLIENTS, OPTIONS, requestOf, Wire } from './sending';

for (const [name, create] of CLIENTS) {
  describe(`the HTTP client ${name}: connections`, () => {
    const wire = new Wire(create);
    afterEach(() => wire.close());

    it('says that nothing listens at a port', async () => {
      const { port } = await new Promise<AddressInfo>(resolve => {
        const server = createServer().listen(0, '127.0.0.1', () => {
          const address = server.address() as AddressInfo;
          server.close(() => resolve(address));
        });
      });
      for (const host of ['127.0.0.1', 'localhost']) {
        const { failure, response } = await wire.client().send(requestOf(`http://${host}:${port}`), OPTIONS);
        assert.deepEqual(failure, {
          kind: 'network',
          message:
            'The server refused the connection: nothing listens at this address and port. (ECONNREFUSED)',
        });
        assert.equal(response, undefined);
      }
    });

    it('gives up when the time is over while it connects', async () => {
      // TLS waits for a server that accepts the connection and says nothing.
      const silent = await wire.server(() => undefined);
      const start = performance.now();
      const { failure } = await wire
        .client()
        .send(requestOf(silent.url.replace('http:', 'https:')), { ...OPTIONS, timeoutMs: 80 });
      assert.equal(failure?.kind, 'timeout');
      assert.match(failure.message, /within 0\.08 seconds/);
      assert.ok(performance.now() - start < 1000);
      await delay(20);
      assert.equal(silent.sockets[0]?.destroyed, true, 'the connection is given up');
    });

    it('gives up when the time is over while it waits, and when it is cancelled', async () => {
      const silent = await wire.server(() => undefined);
      for (const [kind, limit] of [
        ['timeout', () => ({ timeoutMs: 50 })],
        ['cancelled', () => ({ signal: AbortSignal.timeout(50) })],
      ] as const) {
        const options = { ...OPTIONS, ...limit() };
        const { failure, response } = await wire.client().send(requestOf(silent.url), options);
        assert.deepEqual([failure?.kind, response], [kind, undefined]);
        await delay(20);
        assert.equal(silent.sockets.at(-1)?.destroyed, true, 'the connection is given up');
      }
    });

    it('ends all that one signal is given for, and nothing that has another', async () => {
      const silent = await wire.server(() => undefined);
      const client = wire.client();
      const [one, other] = [new AbortController(), new AbortController()];
      const sent = [one, one, other].map(({ signal }) =>
        client.send(requestOf(silent.url), { ...OPTIONS, timeoutMs: 200, signal }),
      );
      await delay(20);
      one.abort();
      const kinds = (await Promise.all(sent)).map(({ failure }) => failure?.kind);
      assert.deepEqual(kinds, ['cancelled', 'cancelled', 'timeout']);
    });

    it('stops listening to a signal once the exchange is over', async () => {
      const server = await wire.server(({ socket }) => socket.write(ok()));
      const aborting = new AbortController();
      const client = wire.client();
      const first = await client.send(requestOf(server.url), { ...OPTIONS, signal: aborting.signal });
      aborting.abort();
      assert.equal(first.failure, undefined);
      await delay(5);
      await client.send(requestOf(server.url), OPTIONS);
      assert.equal(server.sockets.length, 1, 'the connection was not destroyed behind the answer');
    });

    it('is not used for a call that was cancelled before', async () => {
      const server = await wire.server(({ socket }) => socket.write(ok()));
      const exchange = await wire
        .client()
        .send(requestOf(server.url), { ...OPTIONS, signal: AbortSignal.abort() });
      assert.equal(exchange.failure?.kind, 'cancelled');
      const recorded: unknown[] = [];
      const caller = new Caller(wire.client(), { record: each => recorded.push(each) }, () => []);
      const { outcome } = await caller.call(
        { operation: 'ServerInfo', values: {} },
        {
          ...OPTIONS,
          profile: 'Test',
          endpoint: new URL(`${server.url}/srv.asmx`),
          transport: 'get',
          signal: AbortSignal.abort(),
        },
      );
      assert.deepEqual([outcome.error?.kind, outcome.exchangeId], ['cancelled', '']);
      await delay(20);
      assert.deepEqual([server.requests.length, recorded.length], [0, 0]);
    });

    describe('by TLS', () => {
      let secure: RawServer;
      let tls: Certificate;
      before(() => {
        tls = makeCertificate('localhost', { names: ['IP:127.0.0.1'] });
      });
      beforeEach(async () => {
        secure = await wire.server(({ socket }) => socket.write(ok()), { tls });
      });

      it('refuses a certificate that nobody vouches for, and sends nothing', async () => {
        const { failure, response } = await wire.client().send(requestOf(secure.url), OPTIONS);
        assert.deepEqual(failure, {
          kind: 'tls',
          message: 'The server’s certificate is signed by itself. (DEPTH_ZERO_SELF_SIGNED_CERT)',
          remedy:
            'Have the server’s administrator install a valid certificate; on a test server only, allow the untrusted ' +
            'certificate in this profile.',
        });
        assert.equal(response, undefined);
        await delay(20);
        assert.deepEqual(secure.requests, []);
      });

      it('accepts it where the profile allows it, and for that call alone', async () => {
        const client = wire.client();
        const kinds = [];
        for (const allowUntrustedCertificate of [true, false, true, true, false]) {
          const options = { ...OPTIONS, allowUntrustedCertificate };
          const { failure, response } = await client.send(requestOf(secure.url), options);
          kinds.push(failure?.kind ?? response?.status);
          await delay(5);
        }
        assert.deepEqual(kinds, [200, 'tls', 200, 200, 'tls']);
        assert.equal(process.env['NODE_TLS_REJECT_UNAUTHORIZED'], undefined);
      });

      it('names a port that speaks plain HTTP', async () => {
        const plain = await wire.server(() => undefined);
        const sent = wire.client().send(requestOf(plain.url.replace('http:', 'https:')), OPTIONS);
        while (plain.sockets.length === 0) {
          await delay(1);
        }
        // What a web server says to the first bytes of TLS.
        plain.sockets[0]?.end('HTTP/1.1 400 Bad Request\r\n\r\n');
        const { failure } = await sent;
        assert.equal(failure?.kind, 'tls');
        assert.match(failure.message, /does not speak TLS at this port/);
      });
    });
  });
}

describe('failureOf', () => {
  for (const [code, kind, words] of [
    ['ECONNREFUSED', 'network', /refused the connection.*\(ECONNREFUSED\)$/],
    ['ECONNRESET', 'network', /closed the connection before/],
    ['ENOTFOUND', 'network', /host name of the server is not known/],
    ['EAI_AGAIN', 'network', /could not be looked up/],
    ['EHOSTUNREACH', 'network', /host of the server cannot be reached/],
    ['ENETUNREACH', 'network', /network of the server cannot be reached/],
    ['ETIMEDOUT', 'network', /got no answer/],
    ['EPIPE', 'network', /while the request was being sent/],
    ['HPE_INVALID_CONSTANT', 'network', /not HTTP.*\(HPE_INVALID_CONSTANT\)$/],
    ['HPE_HEADER_OVERFLOW', 'network', /not HTTP/],
    ['EACCES', 'network', /^the words of Node \(EACCES\)$/],
    ['', 'network', /^the words of Node$/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /signed by itself/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /not trusted here/],
    ['UNABLE_TO_GET_ISSUER_CERT', 'tls', /authority that issued/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls', /authority that issued/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /cannot be verified/],
    ['CERT_HAS_EXPIRED', 'tls', /has expired/],
    ['CERT_NOT_YET_VALID', 'tls', /not valid yet/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /another host name/],
    ['EPROTO', 'tls', /does not speak TLS/],
    ['CERT_REVOKED', 'tls', /^the words of Node \(CERT_REVOKED\)$/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /^the words of Node/],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'tls', /^the words of Node/],
  ] as const) {
    it(`calls ${code || 'an error without a code'} ${kind}`, () => {
      const failure = failureOf({ code, message: 'the words of Node' });
      assert.equal(failure.kind, kind);
      assert.match(failure.message, words);
    });
  }

  it('says which proxy it was, and that it was the proxy', () => {
    const failure = failureOf({ code: 'ECONNREFUSED', message: '' }, { name: 'proxy', proxy: 'proxy:3128' });
    assert.match(failure.message, /^The proxy refused .* \(ECONNREFUSED, proxy proxy:3128\)$/);
    assert.equal(failure.remedy, PROXY_REMEDY);
  });

  it('names the names of a certificate that is for another host, but not more than can be read', () => {
    const of = (subjectaltname?: string) => {
      const cert = subjectaltname === undefined ? {} : { subjectaltname };
      return failureOf({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: '', host: 'dms', cert }).message;
    };
    assert.match(
      of('DNS:a.test, IP Address:127.0.0.9, URI:x'),
      /not for “dms”; it is for “a.test”, “127.0.0.9”\./,
    );
    assert.match(of(), /it is for no host name\./);
    const many = of(Array.from({ length: 50 }, (_, at) => `DNS:${at}.${'x'.repeat(1000)}\u202E`).join(', '));
    assert.match(many, / and 45 more\./);
    assert.ok(many.length < 1500 && !many.includes('\u202E'));
  });

  for (const [alert, words] of [
    [116, /wants a client certificate/],
    [40, /may want a client certificate/],
    [70, /no version of it that is accepted/],
  ] as const) {
    it(`reads the TLS alert ${alert} out of Node’s words`, () => {
      const message = `write EPROTO 0:error:0A:SSL routines::alert:../x.c:1:SSL alert number ${alert}\n`;
      assert.match(failureOf({ code: 'EPROTO', message }).message, words);
    });
  }

  it('takes an error without any code', () => {
    assert.deepEqual(failureOf(new Error('words')), { kind: 'network', message: 'words' });
  });
});
