import assert from 'node:assert/strict';
import {
  addProfile,
  call,
  cleanUp,
  configure,
  refusal,
  signedIn,
  startInfoRouter,
  storedProfiles,
  type InfoRouter,
} from '../support';

describe('Where no secret service answers', () => {
  let server: InfoRouter;
  let profile: string;
  const store = async () => (await call('selectProfile', { profile })).ticketStore;
  const update = () =>
    call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress: 'j@example.com' });

  before(function () {
    if (process.platform !== 'linux') {
      console.log('    skipped: only on Linux can the keychain be made unreachable for one process');
      this.skip();
    }
  });
  beforeEach(async () => {
    server = await startInfoRouter();
    profile = await addProfile(server.baseUrl);
  });
  afterEach(cleanUp);
  const signIn = () => call('signIn', { profile, userName: 'jdoe', password: 'jdoe' });

  it('has no session bus, or these tests would prove nothing', () => {
    assert.equal(process.env['DBUS_SESSION_BUS_ADDRESS'], 'disabled:');
  });

  for (const [setting, expected] of [
    ['auto', 'secretStorage'],
    ['keychain', 'memory'],
    ['secretStorage', 'secretStorage'],
    ['nonsense', 'secretStorage'],
  ] as const) {
    it(`keeps tickets in ${expected} with the setting “${setting}”, from call to call`, async () => {
      await configure('ticketStore', setting);
      assert.equal(await store(), expected);
      assert.equal((await signIn()).success, true);
      assert.equal(await store(), expected);
      assert.equal(await signedIn(profile), true);
      assert.equal((await update()).success, true);
      assert.equal((await update()).success, true);
      assert.equal((await call('signOut', { profile })).success, true);
      refusal(await update(), 'notSignedIn');
    });
  }

  it('finds a ticket in SecretStorage only where the setting looks there', async () => {
    await signIn();
    await configure('ticketStore', 'keychain');
    refusal(await update(), 'notSignedIn');
    await configure('ticketStore', 'auto');
    assert.equal((await update()).success, true);
  });

  it('sends a ticket to no server but the one that issued it', async () => {
    await signIn();
    const other = await startInfoRouter();
    const original = storedProfiles();
    const sent = server.log.length;
    await configure('profiles', [{ ...(original[0] as object), baseUrl: other.baseUrl }]);
    refusal(await update(), 'notSignedIn');
    assert.equal((await call('checkConnection', { profile })).ticket, 'none');
    assert.deepEqual(
      other.log.map(({ operation }) => operation),
      ['ServerInfo'],
    );
    await configure('profiles', original);
    assert.equal(server.log.length, sent);
    assert.equal((await update()).success, true);
  });

  it('deletes at sign-out a ticket of another server too, which it cannot send', async () => {
    await signIn();
    const other = await startInfoRouter();
    const original = storedProfiles();
    const sent = server.log.length;
    await configure('profiles', [{ ...(original[0] as object), baseUrl: other.baseUrl }]);
    refusal(await call('signOut', { profile }), 'notSignedIn');
    await configure('profiles', original);
    refusal(await update(), 'notSignedIn');
    assert.equal(server.log.length, sent);
    assert.equal(other.log.length, 0);
  });

  it('carries a ticket to a new name and drops it with the profile', async () => {
    await signIn();
    assert.equal((await call('editProfile', { profile, name: 'Renamed' })).signedIn, true);
    await call('removeProfile', { profile: 'Renamed' });
    for (const name of [profile, 'Renamed']) {
      assert.equal((await call('addProfile', { name, baseUrl: server.baseUrl })).signedIn, false);
    }
  });

  it('keeps the sandbox’s ticket to this window’s memory or SecretStorage, and takes it away', async () => {
    await call('startSandbox');
    const { ticketStore, signedIn: has } = await call('selectProfile', { profile: 'Sandbox' });
    assert.equal(has, true);
    assert.ok(['memory', 'secretStorage'].includes(ticketStore));
    await call('stopSandbox');
    refusal(await call('signOut', { profile: 'Sandbox' }), 'invalidInput');
  });
});
