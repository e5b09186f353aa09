import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import { makeCertificate } from '../../certificates';
import type { RawServer } from '../../unit/adapters/rawServer';
import { authority, ENVIRONMENT_CREDENTIALS, environmentProxyPort } from './environment';
import {
  accepted,
  NAME,
  onLinuxOnly,
  proxy,
  refused,
  resetHttp,
  restore,
  server,
  setHttp,
  setProfiles,
  TICKET,
  update,
  logged,
} from './network';
import type { Asked, Proxy } from './proxy';

const CREDENTIALS = 'jane:pä ss@wörd/1';
const withCredentials = (credentials: string, address: string): string =>
  `http://${credentials.split(':').map(encodeURIComponent).join(':')}@${address}`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** What a proxy was asked, as lines. */
const lines = (asked: readonly Asked[]): string[] => asked.map(({ method, target }) => `${method} ${target}`);

describe('A proxy', () => {
  let plain: RawServer;
  let secure: RawServer;
  let away: RawServer;
  before(onLinuxOnly);
  before(async () => {
    plain = await server();
    away = await server({ host: '127.0.0.2' });
    secure = await server({
      tls: makeCertificate('good', { names: [`DNS:${NAME}`], issuer: authority('extra') }),
    });
    await setProfiles(
      { name: 'http', baseUrl: `http://${NAME}:${plain.port}/info Router` },
      { name: 'https', baseUrl: `https://${NAME}:${secure.port}` },
      { name: 'loopback', baseUrl: `http://127.0.0.1:${plain.port}` },
      { name: 'localhost', baseUrl: `http://localhost:${plain.port}` },
      { name: '127.0.0.3', baseUrl: `http://127.0.0.3:${plain.port}` },
      { name: '127.0.0.2', baseUrl: `http://127.0.0.2:${away.port}` },
      { name: 'slashes', baseUrl: `http://${NAME}:${plain.port}//elsewhere.test/x` },
    );
  });
  afterEach(resetHttp);
  after(restore);

  const path = '/info%20Router/srv.asmx/UpdateUserEmail';
  const everyCall = () => [`POST http://${NAME}:${plain.port}${path}`, `CONNECT ${NAME}:${secure.port}`];

  it('of “http.proxy” is used, with its user name and password, and each request is sent once', async () => {
    const local = await proxy({ credentials: CREDENTIALS });
    await setHttp('proxy', withCredentials(CREDENTIALS, local.address));
    await accepted('http', plain);
    await accepted('https', secure);
    assert.deepEqual(lines(local.asked), everyCall());
    assert.ok(local.asked.every(({ allowed }) => allowed));
  });

  it('is told nothing of a call by TLS but the name and port of the server', async () => {
    const local = await proxy();
    await setHttp('proxy', `http://${local.address}`);
    await accepted('https', secure);
    const heads = local.asked.map(({ rawHeaders }) => rawHeaders);
    const host = `${NAME}:${secure.port}`;
    assert.deepEqual(heads, [['Host', host, 'Proxy-Connection', 'close']]);
    assert.doesNotMatch(secure.requests.at(-1)?.bytes.toString('latin1') ?? '', /proxy/i);
  });

  for (const transport of TRANSPORTS) {
    it(`is in what is shown of a call by ${transport}, byte for byte, secrets aside`, async () => {
      // The proxy takes the place of the server, to see the very bytes that came to it.
      await setHttp('proxy', withCredentials(CREDENTIALS, `127.0.0.1:${plain.port}`));
      const before = plain.requests.length;
      const userName = `Jürgen '~ ${transport}`;
      const outcome = await update('http', { transport, userName });
      assert.equal(outcome.success, true, outcome.error?.message);
      const [request, ...others] = plain.requests.slice(before);
      const bytes = request?.bytes.toString('utf8') ?? '';
      assert.match(bytes, new RegExp(`^(GET|POST) http://${NAME}:${plain.port}/info%20Router/srv\\.asmx`));
      assert.ok(bytes.includes(`Proxy-Authorization: Basic ${base64(CREDENTIALS)}`));
      assert.deepEqual(others, []);

      const log = await logged(`${outcome.durationMs} ms · by the proxy`);
      const exchange = log.slice(log.lastIndexOf('### '));
      const [head = '', ...body] = bytes.split('\r\n\r\n');
      const expected = `${head.replaceAll('\r\n', '\n')}\n\n${body.join('\r\n\r\n')}`
        .trimEnd()
        .replaceAll(TICKET, '••••••••')
        .replaceAll(base64(CREDENTIALS), '••••••••');
      assert.ok(exchange.includes(`\n${expected}\n`), exchange);
      assert.match(
        exchange,
        new RegExp(`^✓ .* · by the proxy 127\\.0\\.0\\.1:${plain.port} · success$`, 'm'),
      );
    });
  }

  it('is gone around for the hosts in “http.noProxy”', async () => {
    const local = await proxy();
    await setHttp('proxy', `http://${local.address}`);
    await setHttp('noProxy', ['127.0.0.3']);
    // Nothing listens there: the call fails at the server, not at the proxy.
    await refused('127.0.0.3', plain, 'network', /^The server refused the connection.*\(ECONNREFUSED\)$/);
    await accepted('http', plain);
    assert.deepEqual(lines(local.asked), everyCall().slice(0, 1));
  });

  it('is never used for 127.0.0.1 and localhost', async () => {
    const local = await proxy();
    await setHttp('proxy', `http://${local.address}`);
    await accepted('loopback', plain);
    await accepted('localhost', plain);
    assert.deepEqual(local.asked, []);
    const seen = plain.requests.slice(-2).map(({ bytes }) => bytes.toString('latin1'));
    assert.doesNotMatch(seen.join(), /^proxy/im);
  });

  for (const support of ['on', 'override', 'fallback']) {
    it(`is used where “http.proxySupport” is “${support}”`, async () => {
      const local = await proxy();
      await setHttp('proxySupport', support);
      await setHttp('proxy', `http://${local.address}`);
      await accepted('http', plain);
      await accepted('https', secure);
      assert.deepEqual(lines(local.asked), everyCall());
    });
  }

  it('is not used where “http.proxySupport” is “off”', async () => {
    const local = await proxy();
    await setHttp('proxySupport', 'off');
    await setHttp('proxy', `http://${local.address}`);
    await refused('127.0.0.3', plain, 'network', /^The server refused the connection/);
    assert.deepEqual(local.asked, []);
  });

  it('takes five connections for five calls: VS Code keeps none', async () => {
    const local = await proxy();
    await setHttp('proxy', `http://${local.address}`);
    for (let at = 0; at < 5; at += 1) {
      await accepted('http', plain);
    }
    assert.equal(local.connections(), 5);
    for (let at = 0; at < 5; at += 1) {
      await accepted('https', secure);
    }
    assert.equal(local.connections(), 10);
  });

  it('gets no request for another host because of a slash too many in an address', async () => {
    const local = await proxy();
    await setHttp('proxy', `http://${local.address}`);
    await accepted('slashes', plain);
    const target = `POST http://${NAME}:${plain.port}/elsewhere.test/x/srv.asmx/UpdateUserEmail`;
    assert.deepEqual(lines(local.asked), [target]);
  });

  describe('of the environment', () => {
    let local: Proxy;
    before(async () => {
      local = await proxy({ credentials: ENVIRONMENT_CREDENTIALS, port: environmentProxyPort() });
    });
    // What VS Code itself asks of the proxy in its environment is none of the tests' business.
    const ours = () => local.asked.filter(({ target }) => /inforouter\.test|127\.0\.0\.2/.test(target));
    beforeEach(() => void local.asked.splice(0));

    it('is used with its user name and password, by HTTPS_PROXY for http too', async () => {
      await accepted('http', plain);
      await accepted('https', secure);
      assert.deepEqual(lines(ours()), everyCall());
      assert.ok(ours().every(({ allowed }) => allowed));
    });

    it('gives way to “http.proxy”', async () => {
      const other = await proxy();
      await setHttp('proxy', `http://${other.address}`);
      await accepted('http', plain);
      assert.deepEqual([ours().length, other.asked.length], [0, 1]);
    });

    it('is used where “http.proxy” has no http:// before it, which VS Code does not read', async () => {
      const other = await proxy();
      await setHttp('proxy', other.address);
      await accepted('http', plain);
      assert.deepEqual([ours().length, other.asked.length], [1, 0]);
    });

    it('is gone around for the hosts in NO_PROXY, unless “http.noProxy” names any', async () => {
      await accepted('127.0.0.2', away);
      assert.deepEqual(ours(), []);
      await setHttp('noProxy', ['127.0.0.3']);
      await refused('127.0.0.2', away, 'httpError', new RegExp(`by way of the proxy ${local.address}`));
      assert.equal(ours().length, 1);
    });
  });

  it('that wants a user name and password is named, and “http.proxyAuthorization” is of no use', async () => {
    const local = await proxy({ credentials: CREDENTIALS });
    const message = new RegExp(`^The proxy ${local.address} lets nothing through .*HTTP 407`);
    const remedy = /user:password@host:port.*“http\.proxyAuthorization”/;
    for (const settings of [
      { proxy: `http://${local.address}`, proxyAuthorization: undefined },
      { proxy: `http://${local.address}`, proxyAuthorization: `Basic ${base64(CREDENTIALS)}` },
      { proxy: withCredentials('jane:wrong password', local.address), proxyAuthorization: undefined },
    ]) {
      for (const [key, value] of Object.entries(settings)) {
        await setHttp(key, value);
      }
      for (const [name, raw] of Object.entries({ http: plain, https: secure })) {
        const outcome = await refused(name, raw, 'httpError', message, remedy);
        assert.equal(outcome.httpStatus, 407);
        assert.doesNotMatch(JSON.stringify(outcome), /jane|wrong/);
      }
    }
    assert.ok(local.asked.length === 6 && local.asked.every(({ allowed }) => !allowed));
  });
});
