import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { makeCertificate } from '../../certificates';
import { call, configure, failure, listenOn } from '../../integration/support';
import type { RawServer } from '../../unit/adapters/rawServer';
import { authority } from './environment';
import {
  NAME,
  onLinuxOnly,
  refused,
  restore,
  server,
  setHttp,
  setProfiles,
  TICKET,
  update,
  logged,
} from './network';

/** A user name and a password that must be seen nowhere. */
const [USER, PASSWORD] = ['proxyuser', 'pr0xy-s3cret'];
const SECRETS = new RegExp([USER, PASSWORD, Buffer.from(`${USER}:${PASSWORD}`).toString('base64')].join('|'));
/** Longer than a name may be, so that no look-up of it leaves this machine. */
const UNKNOWN_HOST = `${'x'.repeat(70)}.test`;

/** What a broken proxy does with a connection, once the first bytes have come. */
type Behaviour = (socket: Socket) => unknown;
const say =
  (text: string): Behaviour =>
  socket =>
    socket.end(text);
const status = (line: string, body = ''): string =>
  `HTTP/1.1 ${line}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

type Kind = 'network' | 'httpError' | 'timeout' | 'notAnInfoRouterResponse';
type Ends = readonly [kind: Kind, message: RegExp];
const SILENT: Ends = ['timeout', /^No complete response within 1 seconds/];

/** Each behaviour with how a call by http and one by https has to end. */
const BROKEN: Readonly<Record<string, readonly [Behaviour, http: Ends, https: Ends]>> = {
  'resets the connection': [
    socket => socket.resetAndDestroy(),
    ['network', /^The server \(or the proxy in between\) closed the connection.*ECONNRESET, proxy PROXY/],
    ['network', /^The proxy closed the connection.*ECONNRESET, proxy PROXY/],
  ],
  'closes the connection': [
    socket => socket.end(),
    ['network', /^The server \(or the proxy in between\) closed the connection.*ECONNRESET, proxy PROXY/],
    ['network', /^The proxy could not be used: .*ended before.*\(proxy PROXY\)$/],
  ],
  'says nothing': [() => undefined, SILENT, ['timeout', /Nothing was sent: the proxy in between/]],
  'speaks another protocol': [
    say('SSH-2.0-OpenSSH_9.2\r\n\r\n'),
    ['network', /^What the server \(or the proxy in between\) sent is not HTTP.*proxy PROXY/],
    ['network', /^What the proxy sent is not HTTP.*proxy PROXY/],
  ],
  'sends a head that is none': [
    say('HTTP/1.1 200 OK\r\nno colon\r\n\r\n'),
    ['network', /^What the server \(or the proxy in between\) sent is not HTTP.*proxy PROXY/],
    ['network', /^The proxy could not be used: Invalid header.*proxy PROXY/],
  ],
  'answers 403': [
    say(status('403 Forbidden', '<html>Not there</html>')),
    ['httpError', /^The server answered HTTP 403 Forbidden\. It came by way of the proxy PROXY/],
    [
      'httpError',
      /^The proxy PROXY opened no connection to the server \(HTTP 403 Forbidden\); nothing was sent/,
    ],
  ],
  'answers 502': [
    say(status('502 Bad Gateway')),
    ['httpError', /^The server answered HTTP 502 Bad Gateway\. It came by way of the proxy PROXY/],
    ['httpError', /^The proxy PROXY opened no connection to the server \(HTTP 502 Bad Gateway\)/],
  ],
  'answers 503': [
    say(status('503 Too busy')),
    ['httpError', /^The server answered HTTP 503 Too busy\. It came by way of the proxy PROXY/],
    ['httpError', /^The proxy PROXY opened no connection to the server \(HTTP 503 Too busy\)/],
  ],
  'answers 407 without saying what it wants': [
    say(status('407 Proxy Authentication Required')),
    ['httpError', /^The proxy PROXY lets nothing through without a valid user name and password/],
    ['httpError', /^The proxy PROXY lets nothing through without a valid user name and password/],
  ],
  'answers 407 with a scheme that nobody knows': [
    say('HTTP/1.1 407 No\r\nProxy-Authenticate: Mystery x="y"\r\nContent-Length: 0\r\n\r\n'),
    ['httpError', /^The proxy PROXY lets nothing through without a valid user name and password/],
    ['httpError', /^The proxy PROXY lets nothing through without a valid user name and password/],
  ],
  'closes a tunnel that it has opened': [
    say('HTTP/1.1 200 Connection established\r\n\r\n'),
    ['notAnInfoRouterResponse', /empty body/],
    ['network', /^The server \(or the proxy in between\) closed the connection.*proxy PROXY/],
  ],
};

describe('A proxy that fails', () => {
  let plain: RawServer;
  let secure: RawServer;
  /** How often the broken proxy was connected to. */
  let asked: number;
  before(onLinuxOnly);
  before(async () => {
    plain = await server();
    secure = await server({
      tls: makeCertificate('good', { names: [`DNS:${NAME}`], issuer: authority('extra') }),
    });
    await setProfiles(
      { name: 'http', baseUrl: `http://${NAME}:${plain.port}` },
      { name: 'https', baseUrl: `https://${NAME}:${secure.port}` },
    );
    await configure('request.timeoutSeconds', 1);
  });
  beforeEach(() => {
    asked = 0;
  });
  after(restore);

  /** Sets a proxy with a user name and a password, and returns what messages may call it. */
  async function use(address: string, scheme = 'http'): Promise<string> {
    await setHttp('proxy', `${scheme}://${USER}:${PASSWORD}@${address}`);
    return address;
  }

  async function useBroken(behaviour: Behaviour): Promise<string> {
    const broken = createServer(socket => {
      socket.on('error', () => undefined);
      asked += 1;
      socket.once('data', () => void behaviour(socket));
    });
    return use(`127.0.0.1:${await listenOn(broken, '127.0.0.1')}`);
  }

  /** A call by http and one by https, each of which has to end so; nothing comes to the servers, no secret is told. */
  async function bothEnd(address: string, http: Ends, https: Ends): Promise<void> {
    for (const [name, [kind, message]] of Object.entries({ http, https })) {
      const words = new RegExp(message.source.replace('PROXY', address.replaceAll('.', '\\.')));
      const outcome = await refused(name, name === 'http' ? plain : secure, kind, words);
      assert.doesNotMatch(JSON.stringify(outcome), SECRETS);
      if (
        kind !== 'notAnInfoRouterResponse' &&
        outcome.error?.message !== undefined &&
        message !== SILENT[1]
      ) {
        assert.match(outcome.error.remedy ?? '', /proxy/i);
      }
    }
  }

  for (const [what, [behaviour, http, https]] of Object.entries(BROKEN)) {
    it(`and ${what} is named`, async () => {
      await bothEnd(await useBroken(behaviour), http, https);
      assert.equal(asked, 2, 'each call asked it once');
    });
  }

  it('and is not there is named, and not taken for the server', async () => {
    const closing = createServer();
    const port = await listenOn(closing, '127.0.0.1');
    await new Promise(resolve => closing.close(resolve));
    const ends: Ends = [
      'network',
      /^The proxy refused the connection: nothing listens.*\(ECONNREFUSED, proxy PROXY\)$/,
    ];
    await bothEnd(await use(`127.0.0.1:${port}`), ends, ends);
  });

  it('and has a name that is not known is named', async () => {
    const ends: Ends = ['network', /^The host name of the proxy is not known\. \(ENOTFOUND, proxy PROXY\)$/];
    await bothEnd(await use(`${UNKNOWN_HOST}:8080`), ends, ends);
  });

  it('and has an address that is none is named', async () => {
    const ends: Ends = [
      'network',
      /^The address of the proxy in the settings or the environment is not a valid one/,
    ];
    await bothEnd(await use('127.0.0.1:port'), ends, ends);
  });

  it('and has a certificate of its own that is not trusted is named', async () => {
    const own = createTlsServer(makeCertificate('self', { names: ['IP:127.0.0.1'] }));
    own.on('tlsClientError', () => undefined);
    const address = await use(`127.0.0.1:${await listenOn(own, '127.0.0.1')}`, 'https');
    for (const name of ['http', 'https']) {
      const error = failure(await update(name), 'tls');
      assert.match(error.message, /^The proxy’s certificate is signed by itself/);
      assert.ok(error.message.includes(address) && !error.message.includes(PASSWORD));
      assert.match(error.remedy ?? '', /http\.proxy/);
    }
  });

  it('and answers in the place of a server that TLS protects is not believed', async () => {
    // What a refused tunnel says reaches an extension as if the server had said it.
    const body = '<response success="true" error="" ticket="stolen-0000-1111" />';
    await useBroken(say(status('403 Forbidden', body)));
    await refused('https', secure, 'httpError', /opened no connection to the server/);
    const signedIn = await call('signIn', { profile: 'https', userName: 'jdoe', password: 'jdoe' });
    failure(signedIn, 'httpError');
    assert.equal((await call('selectProfile', { profile: 'https' })).signedIn, false);
  });

  it('and answers only when the call is over gets nothing', async () => {
    let waiting: Socket | undefined;
    await useBroken(socket => (waiting = socket));
    failure(await update('https'), 'timeout');
    const late = waiting ?? assert.fail('the proxy was asked');
    const received: Buffer[] = [];
    late.on('data', (chunk: Buffer) => received.push(chunk));
    late.write('HTTP/1.1 200 Connection established\r\n\r\n');
    await delay(300);
    // At most the first bytes of TLS, which name the server: no request.
    assert.ok(!Buffer.concat(received).includes(TICKET) && secure.requests.length === 0);
  });

  it('and shows the credentials it was sent on a page does not bring them into the output', async () => {
    const sent = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    await useBroken(say(status('500 Oops', `<html><td>Basic ${sent}</td><td>${PASSWORD}</td></html>`)));
    const outcome = await refused('http', plain, 'httpError');
    // The whole log, which holds every failure before this one, too.
    assert.doesNotMatch(await logged(`${outcome.durationMs} ms · by the proxy`), SECRETS);
  });
});
