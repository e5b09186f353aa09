import assert from 'node:assert/strict';
import * as secretTool from '../secretTool';
import {
  addProfile,
  call,
  cleanUp,
  configure,
  failure,
  refusal,
  signedIn,
  startInfoRouter,
  type InfoRouter,
} from '../support';

const TICKET = 'bbbbbbbb-2222-4333-8444-555555555555';
const FROM_OUTSIDE = 'cccccccc-2222-4333-8444-555555555555';

describe('The OS keychain', () => {
  let server: InfoRouter;
  let profile: string;
  const update = () =>
    call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress: 'j@example.com' });
  const signIn = () => call('signIn', { profile, userName: 'jdoe', password: 'jdoe' });

  beforeEach(async () => {
    server = await startInfoRouter({ newTicket: () => TICKET, tickets: { [FROM_OUTSIDE]: 'jdoe' } });
    profile = await addProfile(server.baseUrl);
  });
  afterEach(cleanUp);

  it('is what “auto” prefers, before and after signing in', async () => {
    const { ticketStore } = await call('selectProfile', { profile });
    assert.equal(ticketStore, 'keychain');
    await signIn();
    const info = await call('selectProfile', { profile });
    assert.deepEqual([info.ticketStore, info.signedIn], ['keychain', true]);
    assert.equal((await update()).success, true);
  });

  it('holds an entry that other programs can read', async () => {
    assert.equal(await secretTool.lookUp(profile), undefined);
    await signIn();
    const { expiresOn, ...entry } = JSON.parse((await secretTool.lookUp(profile)) ?? '') as Record<
      string,
      string
    >;
    assert.deepEqual(entry, { baseUrl: server.baseUrl, ticket: TICKET, userName: 'jdoe' });
    assert.ok(new Date(expiresOn ?? '').getTime() > Date.now());
  });

  it('holds an entry with any name', async () => {
    const name = 'Prod “ÄÖ” 山田 😀 \'"$(x)';
    await call('addProfile', { name, baseUrl: server.baseUrl });
    await call('setTicket', { profile: name, ticket: FROM_OUTSIDE });
    assert.match((await secretTool.lookUp(name)) ?? '', new RegExp(FROM_OUTSIDE));
    await call('removeProfile', { profile: name });
    assert.equal(await secretTool.lookUp(name), undefined);
  });

  it('loses the entry on sign-out, whatever the server answers', async () => {
    await signIn();
    server.setFault('http500');
    failure(await call('signOut', { profile }), 'httpError');
    assert.equal(await secretTool.lookUp(profile), undefined);
  });

  it('loses the entry with its profile, and with a new address', async () => {
    await signIn();
    await call('editProfile', { profile, baseUrl: 'http://127.0.0.1:9' });
    assert.equal(await secretTool.lookUp(profile), undefined);
    await call('editProfile', { profile, baseUrl: server.baseUrl });
    await signIn();
    await call('removeProfile', { profile });
    assert.equal(await secretTool.lookUp(profile), undefined);
  });

  it('keeps an entry that the server calls expired', async () => {
    await signIn();
    server.setFault('expiredTickets');
    failure(await update(), 'sessionExpired');
    assert.equal(await signedIn(profile), false);
    assert.match((await secretTool.lookUp(profile)) ?? '', new RegExp(TICKET));
  });

  it('has the entry moved with a new name', async () => {
    await signIn();
    const before = await secretTool.lookUp(profile);
    await call('editProfile', { profile, name: 'Moved' });
    assert.equal(await secretTool.lookUp(profile), undefined);
    assert.equal(await secretTool.lookUp('Moved'), before);
  });

  it('is read for every call: an entry of another program is used', async () => {
    const entry = { baseUrl: server.baseUrl, ticket: FROM_OUTSIDE };
    refusal(await update(), 'notSignedIn');
    await secretTool.store(profile, JSON.stringify(entry));
    const outcome = await update();
    assert.equal(outcome.success, true, outcome.error?.message);
    await secretTool.clear(profile);
    refusal(await update(), 'notSignedIn');
  });

  it('gives no ticket of another server, and none where the entry is not one of ours', async () => {
    const sent = server.log.length;
    for (const entry of [
      JSON.stringify({ baseUrl: 'http://127.0.0.1:9', ticket: FROM_OUTSIDE }),
      JSON.stringify({ ticket: FROM_OUTSIDE }),
      JSON.stringify({ baseUrl: server.baseUrl, ticket: 7 }),
      FROM_OUTSIDE,
      'null',
      '{',
    ]) {
      await secretTool.store(profile, entry);
      refusal(await update(), 'notSignedIn');
      assert.equal(await signedIn(profile), false);
    }
    assert.equal(server.log.length, sent);
    await secretTool.clear(profile);
  });

  it('is left alone with the setting “secretStorage”', async () => {
    await configure('ticketStore', 'secretStorage');
    assert.equal((await signIn()).success, true);
    assert.equal((await call('selectProfile', { profile })).ticketStore, 'secretStorage');
    assert.equal(await secretTool.lookUp(profile), undefined);
    assert.equal((await update()).success, true);
    await call('signOut', { profile });
  });

  it('is used with the setting “keychain”', async () => {
    await configure('ticketStore', 'keychain');
    await signIn();
    assert.equal((await call('selectProfile', { profile })).ticketStore, 'keychain');
    assert.match((await secretTool.lookUp(profile)) ?? '', new RegExp(TICKET));
  });

  it('loses the sandbox’s entry when the sandbox stops', async () => {
    const { baseUrl } = await call('startSandbox');
    assert.ok((await secretTool.lookUp('Sandbox'))?.includes(baseUrl));
    await call('stopSandbox');
    assert.equal(await secretTool.lookUp('Sandbox'), undefined);
  });
});
