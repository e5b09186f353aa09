import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import {
  addProfile,
  call,
  cleanUp,
  failure,
  listenOn,
  refusal,
  startInfoRouter,
  storedProfiles,
  resolvesToNothing,
} from '../support';

const update = { userName: 'asmith', newEmailAddress: 'anna@example.com' };

describe('The local sandbox', () => {
  afterEach(cleanUp);

  it('starts once: at the same time, and again', async () => {
    const [one, two] = await Promise.all([call('startSandbox'), call('startSandbox')]);
    assert.match(one.baseUrl, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(one.profile, 'Sandbox');
    assert.deepEqual(two, one);
    assert.deepEqual(await call('startSandbox'), one);
  });

  it('is selected and signed in as its administrator, and stands in no setting', async () => {
    await addProfile('http://127.0.0.1:9');
    await call('startSandbox');
    // Only an administrator may change another user's address.
    assert.equal((await call('updateUserEmail', update)).success, true);
    const { name, userName, signedIn } = await call('selectProfile', { profile: 'Sandbox' });
    assert.deepEqual([name, userName, signedIn], ['Sandbox', 'admin', true]);
    assert.equal(storedProfiles().length, 1);
  });

  it('has a profile that no command changes', async () => {
    await call('startSandbox');
    await assert.rejects(call('editProfile', { profile: 'Sandbox', name: 'Mine' }), /sandbox/i);
    await assert.rejects(call('removeProfile', { profile: 'Sandbox' }), /sandbox/i);
    await assert.rejects(call('addProfile', { name: 'Sandbox', baseUrl: 'http://127.0.0.1:9' }), /sandbox/i);
    assert.equal((await call('updateUserEmail', update)).success, true);
  });

  it('is gone after stopSandbox, with its profile and ticket; what was selected before is again', async () => {
    const before = await startInfoRouter({ server: { serverName: 'BEFORE' } });
    await addProfile(before.baseUrl);
    const { baseUrl } = await call('startSandbox');
    await resolvesToNothing(call('stopSandbox'));
    await assert.rejects(fetch(baseUrl));
    refusal(await call('updateUserEmail', { profile: 'Sandbox', ...update }), 'invalidInput');
    assert.equal((await call('checkConnection')).server?.['ServerName'], 'BEFORE');
    await resolvesToNothing(call('stopSandbox'));
  });

  it('starts anew after a stop, signed in anew', async () => {
    await call('startSandbox');
    await call('stopSandbox');
    await call('startSandbox');
    assert.equal((await call('checkConnection')).ticket, 'valid');
  });

  it('listens on the given port, and rejects where that is taken', async () => {
    const other = createServer();
    const port = await listenOn(other, '127.0.0.1');
    await assert.rejects(call('startSandbox', { port }), new RegExp(`${port}`));
    refusal(await call('updateUserEmail', { profile: 'Sandbox', ...update }), 'invalidInput');
    await new Promise(resolve => other.close(resolve));
    assert.equal((await call('startSandbox', { port })).baseUrl, `http://127.0.0.1:${port}`);
  });

  it('goes wrong on purpose', async () => {
    await assert.rejects(call('setSandboxFault', { fault: 'http500' }), /not running/);
    await call('startSandbox');
    for (const [fault, kind] of [
      ['http500', 'httpError'],
      ['expiredTickets', 'sessionExpired'],
      ['connectionReset', 'network'],
    ] as const) {
      await call('setSandboxFault', { fault });
      failure(await call('updateUserEmail', update), kind);
    }
    await call('setSandboxFault', { latencyMs: 300 });
    assert.ok((await call('updateUserEmail', update)).durationMs >= 290);
    await call('setSandboxFault', { fault: 'none' });
    assert.equal((await call('updateUserEmail', update)).success, true);
  });
});
