import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import { loggedOutput } from '../editorFiles';
import { addProfile, call, cleanUp } from '../support';
import { response, startRawServer } from '../rawServer';

const TICKET = 'c0ffee00-1234-4567-89ab-cdef01234567';
const MASK = '••••••••';
/** A server whose spelling of headers is its own, and that sends one header twice. */
const ANSWER = response(
  '<?xml version="1.0" encoding="utf-8"?>\r\n<response success="true" error="" note="Grüße &#252; &amp; 😀" />\r\n',
  '200 Quite OK',
  'server: Raw/1.0',
  'X-AspNet-Version: 4.0.30319',
  'X-Twice: one',
  'x-twice: two',
);

/** Bytes as the output channel writes them: lines of the head end alike, and secrets are masked. */
function asShown(message: string): string {
  const [head = '', ...body] = message.split('\r\n\r\n');
  const text = `${head.replaceAll('\r\n', '\n')}\n\n${body.join('\r\n\r\n')}`.trimEnd();
  return text.replaceAll(TICKET, MASK);
}

describe('What the output channel shows', () => {
  after(cleanUp);

  for (const transport of TRANSPORTS) {
    it(`is what went over the wire by ${transport}, byte for byte, secrets aside`, async () => {
      const raw = await startRawServer(() => ANSWER);
      const profile = await addProfile(`${raw.baseUrl}/info Router`, { transport });
      const userName = `Jürgen & <"Söhne"> 山田 ${transport}`;
      const request = { profile, userName, newEmailAddress: "a+b'c%40@exämple.com😀", ticket: TICKET };
      assert.equal((await call('updateUserEmail', request)).success, true);
      assert.equal(raw.requests.length, 1);
      const bytes = Buffer.from(raw.requests[0] ?? '', 'latin1').toString('utf8');
      assert.ok(bytes.includes(TICKET));
      assert.match(bytes, /^(GET|POST) \/info%20Router\/srv\.asmx/);

      const log = await loggedOutput(`· ${profile} ·`);
      // The exchange from its heading to the line that says how it ended.
      const exchange = log.slice(log.indexOf('\n', log.indexOf(`· ${profile} ·`)) + 1);
      assert.equal(exchange.slice(0, exchange.indexOf('\n\n✓ ')), `${asShown(bytes)}\n\n${asShown(ANSWER)}`);
    });
  }

  it('has every header in it, in the order of the wire, and none besides ours', async () => {
    const raw = await startRawServer();
    const profile = await addProfile(raw.baseUrl);
    await call('updateUserEmail', { profile, userName: 'a', newEmailAddress: 'b', ticket: 'none' });
    const head = raw.requests[0]?.split('\r\n\r\n')[0] ?? '';
    const names = head
      .split('\r\n')
      .slice(1)
      .map(line => line.split(':')[0]);
    const ours = ['Host', 'Content-Type', 'Content-Length', 'Accept-Encoding', 'User-Agent', 'Connection'];
    assert.deepEqual(names, ours);
  });
});

describe('Sockets', () => {
  after(cleanUp);

  async function connectionsOfFiveCalls(host: string): Promise<number> {
    const raw = await startRawServer(undefined, host);
    const profile = await addProfile(raw.baseUrl);
    for (let at = 0; at < 5; at += 1) {
      const outcome = await call('updateUserEmail', {
        profile,
        userName: 'a',
        newEmailAddress: 'b',
        ticket: 'none',
      });
      assert.equal(outcome.success, true, outcome.error?.message);
    }
    assert.equal(raw.requests.length, 5);
    return raw.connections();
  }

  it('are reused on 127.0.0.1', async () => {
    assert.equal(await connectionsOfFiveCalls('127.0.0.1'), 1);
  });

  it('are at most one a call on another address, where VS Code may put its own agent', async function () {
    if (process.platform !== 'linux') {
      console.log('      skipped: only Linux listens on all of 127.0.0.0/8');
      this.skip();
    }
    const connections = await connectionsOfFiveCalls('127.0.0.2');
    console.log(`      5 calls to 127.0.0.2 took ${connections} connection(s)`);
    assert.ok(connections >= 1 && connections <= 5);
  });
});
