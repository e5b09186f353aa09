import assert from 'node:assert/strict';
import { loggedOutput, shownOutput } from '../editorFiles';
import {
  addProfile,
  call,
  cleanUp,
  configure,
  eventually,
  startInfoRouter,
  resolvesToNothing,
} from '../support';
import { response, startRawServer } from '../rawServer';

const TICKET = 'f00dfeed-cafe-4abc-8def-0123456789ab';
const PASSWORD = 'p&ss wörd <1>';
const MASK = '••••••••';

describe('The output channel', () => {
  after(cleanUp);

  it('shows each exchange without its ticket or password, on the screen and in the log folder', async () => {
    const user = {
      id: 7,
      userName: 'hugo',
      password: PASSWORD,
      firstName: 'H',
      lastName: 'G',
      email: 'h@g',
      domain: '',
    };
    const server = await startInfoRouter({ users: [user], newTicket: () => TICKET });
    const profile = await addProfile(server.baseUrl);
    assert.equal((await call('signIn', { profile, userName: 'hugo', password: PASSWORD })).success, true);
    for (const transport of ['get', 'post', 'soap11', 'soap12'] as const) {
      const newEmailAddress = `${transport}@example.com`;
      const outcome = await call('updateUserEmail', {
        profile,
        userName: 'hugo',
        newEmailAddress,
        transport,
      });
      assert.equal(outcome.success, true);
    }
    for (const text of [await shownOutput('soap12@example.com'), await loggedOutput('soap12@example.com')]) {
      assert.match(text, /^### AuthenticateUser · HTTP POST · /m);
      assert.ok(text.includes(`UID=hugo&PWD=${MASK}`));
      assert.ok(text.includes(`ticket="${MASK}"`));
      assert.ok(text.includes(`GET /srv.asmx/UpdateUserEmail?authenticationTicket=${MASK}&UserName=hugo`));
      assert.ok(text.includes(`<tns:AuthenticationTicket>${MASK}</tns:AuthenticationTicket>`));
      assert.match(text, /^✓ HTTP 200 OK · [\d.]+ ms · success$/m);
      for (const secret of [TICKET, PASSWORD, encodeURIComponent(PASSWORD)]) {
        assert.equal(text.includes(secret), false, secret);
      }
    }
  });

  it('says how a failed call ended, and what to do', async () => {
    const server = await startInfoRouter();
    const profile = await addProfile(server.baseUrl);
    await call('updateUserEmail', {
      profile,
      userName: 'x',
      newEmailAddress: 'y',
      ticket: 'a foreign ticket',
    });
    const text = await shownOutput('sessionExpired');
    assert.match(
      text,
      /^✗ HTTP 200 OK · [\d.]+ ms · sessionExpired: .*Session expired.*\n {2}Sign in again/m,
    );
    assert.equal(text.includes('foreign'), false);
  });

  it('is emptied by clearOutput', async () => {
    const raw = await startRawServer();
    const profile = await addProfile(raw.baseUrl);
    const request = { profile, userName: 'cleared', newEmailAddress: 'y', ticket: 'none' };
    await call('updateUserEmail', request);
    await shownOutput('UserName=cleared');
    await resolvesToNothing(call('clearOutput'));
    await eventually('empty output channel', async () => {
      const text = await shownOutput('');
      return text.includes('cleared') ? undefined : true;
    });
    await call('updateUserEmail', { ...request, userName: 'written anew' });
    await shownOutput('UserName=written%20anew');
  });

  it('indents XML with the setting “pretty”', async () => {
    const raw = await startRawServer(() =>
      response('<response success="true" error=""><a><b/></a></response>'),
    );
    const profile = await addProfile(raw.baseUrl);
    await configure('output.format', 'pretty');
    await call('updateUserEmail', { profile, userName: 'pretty', newEmailAddress: 'y', ticket: 'none' });
    await shownOutput('<response success="true" error="">\n  <a>\n    <b/>\n  </a>\n</response>');
  });

  it('takes 64 kB of a body and says how much more there is', async () => {
    const body = `<response success="true" error="">${'0123456789abcdef'.repeat(6250)}</response>`;
    const raw = await startRawServer(() => response(body));
    const profile = await addProfile(raw.baseUrl);
    await configure('output.format', undefined);
    await call('updateUserEmail', { profile, userName: 'long', newEmailAddress: 'y', ticket: 'none' });
    const rest = body.length - 64 * 1024;
    const text = await shownOutput(`${rest} more bytes of ${body.length}`);
    assert.ok(text.includes(`${body.slice(0, 64 * 1024)}\n… ${rest} more bytes`));
  });
});
