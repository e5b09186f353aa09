import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { exchange, exchangeBytes } from '../../wire/rawSocket';
import { recordings } from '../../wire/recordings';
import { call, send } from './client';

const SOAP_HEADERS = {
  'Content-Type': 'text/xml; charset=utf-8',
  SOAPAction: '"http://tempuri.org/GetUser"',
};
const MEGABYTE = 1024 * 1024;

describe('sandbox: hostile input', () => {
  let sandbox: Sandbox;
  const errors: unknown[] = [];
  before(async () => {
    sandbox = await startSandbox({ onError: error => errors.push(error) });
  });
  afterEach(async () => {
    assert.deepEqual(errors, []);
    assert.equal((await call(sandbox, 'get', 'ServerInfo')).attributes['success'], 'true');
  });
  after(() => sandbox.stop());

  it('survives a recorded request cut at every point', async function () {
    this.timeout(20_000);
    const { request } = recordings().find(({ name }) => name === 'update-soap11-ok') ?? assert.fail();
    const headers = request.raw.length - request.body.length;
    for (let length = 0; length < request.body.length; length++) {
      const head = request.raw
        .subarray(0, headers)
        .toString('latin1')
        .replace(/Content-Length: \d+/, `Content-Length: ${length}`);
      const cut = await exchange(
        sandbox.port,
        Buffer.concat([Buffer.from(head), request.body.subarray(0, length)]),
      );
      assert.deepEqual([cut.status, cut.body.length], [400, 0], `cut after ${length} bytes`);
    }
    for (let length = 1; length < request.raw.length; length += 13) {
      await hangUpAfter(request.raw.subarray(0, length));
    }
  });

  function hangUpAfter(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(sandbox.port, '127.0.0.1', () => socket.write(bytes, () => socket.destroy()));
      socket.on('error', reject).on('close', () => resolve());
    });
  }

  it('survives a recorded request with any of its bytes changed', async function () {
    this.timeout(20_000);
    const random = randomNumbers(20260301);
    const all = recordings().filter(({ request }) => request.body.length > 0);
    for (let count = 0; count < 600; count++) {
      const { request, name } = all[random(all.length)] ?? assert.fail();
      const body = Buffer.from(request.body);
      const changes = Array.from(
        { length: 1 + random(4) },
        () => [random(body.length), random(256)] as const,
      );
      for (const [index, byte] of changes) {
        body[index] = byte;
      }
      const head = request.raw.subarray(0, request.raw.length - body.length);
      const { status } = await exchange(sandbox.port, Buffer.concat([head, body]));
      assert.ok([200, 400, 500].includes(status), `${name} with ${JSON.stringify(changes)}: HTTP ${status}`);
    }
  });

  it('survives bytes that are no HTTP', async () => {
    const random = randomNumbers(7);
    const answers = [
      Buffer.from(Array.from({ length: 4096 }, () => random(256))),
      Buffer.from('GET\r\n\r\n'),
      Buffer.from(
        'GET /srv.asmx/GetUser?UserName=m\xfcller HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
        'latin1',
      ),
      Buffer.from('POST /srv.asmx HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
      Buffer.from('POST /srv.asmx HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n'),
      Buffer.from(`GET /${'x'.repeat(MEGABYTE)} HTTP/1.1\r\nHost: x\r\n\r\n`),
    ].map(bytes => exchangeBytes(sandbox.port, bytes).catch((error: unknown) => Buffer.from(String(error))));
    for (const answer of await Promise.all(answers)) {
      assert.match(answer.toString('latin1'), /^HTTP\/1\.1 4\d\d |ECONNRESET|EPIPE/);
    }
  });

  it('answers broken percent escapes as best it can', async () => {
    const { status, attributes } = await send(
      `${sandbox.endpoint}/GetUser?authenticationTicket=%&UserName=%ff%zz`,
    );
    assert.deepEqual([status, attributes['error']], [200, '[901] Session expired or Invalid ticket']);
  });

  it('refuses a body of more than 4 MB with a 413, and reads one of 4 MB', async function () {
    this.timeout(20_000);
    const document = `<a>${'x'.repeat(4 * MEGABYTE - 7)}</a>`;
    assert.equal((await send(sandbox.endpoint, document, SOAP_HEADERS)).status, 500);
    assert.equal((await send(sandbox.endpoint, `${document} `, SOAP_HEADERS)).status, 413);
    assert.equal((await send(sandbox.endpoint, 'x'.repeat(16 * MEGABYTE), SOAP_HEADERS)).status, 413);
  });

  it('hangs up on a body without end', async function () {
    this.timeout(20_000);
    const flood = new Promise<number>(resolve => {
      const chunk = Buffer.alloc(MEGABYTE, 'x');
      let sent = 0;
      const socket = connect(sandbox.port, '127.0.0.1', () => {
        socket.write('POST /srv.asmx HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n');
        const more = (): void => {
          while (!socket.destroyed && socket.write(chunk)) {
            sent++;
          }
        };
        socket.on('drain', more);
        more();
      });
      socket.on('error', () => undefined).on('close', () => resolve(sent));
    });
    assert.ok((await flood) < 1000, 'The sandbox reads on for ever.');
  });

  it('takes names that mean something to JavaScript for what they are', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      assert.equal((await send(`${sandbox.endpoint}/${name}`)).status, 500);
      const given = { UID: name, PWD: name, [name]: name };
      for (const way of ['post', 'soap11'] as const) {
        const { attributes: answer } = await call(sandbox, way, 'AuthenticateUser', given);
        assert.equal(answer['error'], '[900] Authentication failed');
      }
      const ticketed = await call(sandbox, 'post', 'isValidTicket', { AuthenticationTicket: name });
      assert.equal(ticketed.attributes['error'], '[901] Session expired or Invalid ticket');
    }
  });
});

/** Numbers below a bound, the same for the same seed (a linear congruential generator). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}
