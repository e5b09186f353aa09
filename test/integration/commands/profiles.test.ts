import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import {
  addProfile,
  call,
  cleanUp,
  failure,
  refusal,
  signedIn,
  startInfoRouter,
  storedProfiles,
  resolvesToNothing,
} from '../support';

const BASE_URL = 'http://127.0.0.1:9/infoRouter';
const STORES = ['keychain', 'secretStorage', 'memory'];

describe('addProfile', () => {
  afterEach(cleanUp);

  it('resolves to the profile, with the defaults of what is left out', async () => {
    const { ticketStore, ...info } = await call('addProfile', { name: 'First', baseUrl: BASE_URL });
    assert.deepEqual(info, {
      name: 'First',
      baseUrl: BASE_URL,
      transport: 'post',
      protected: false,
      signedIn: false,
    });
    assert.ok(STORES.includes(ticketStore), ticketStore);
  });

  it('takes every field', async () => {
    for (const transport of TRANSPORTS) {
      const fields = {
        name: `By ${transport}`,
        baseUrl: BASE_URL,
        transport,
        userName: 'jdoe',
        protected: true,
      };
      const { ticketStore, signedIn: has, ...info } = await call('addProfile', fields);
      assert.deepEqual(info, fields);
      assert.equal(has, false);
      assert.ok(STORES.includes(ticketStore));
      assert.deepEqual(storedProfiles().at(-1), { ...fields, allowUntrustedCertificate: false });
    }
  });

  it('selects the first profile and no later one', async () => {
    await call('addProfile', { name: 'First', baseUrl: BASE_URL });
    await call('addProfile', { name: 'Second', baseUrl: BASE_URL });
    const { message } = refusal(await call('signOut'), 'notSignedIn');
    assert.match(message, /“First”/);
  });

  it('rejects a name that exists, in any case', async () => {
    await call('addProfile', { name: 'Straße', baseUrl: BASE_URL });
    for (const name of ['Straße', 'STRAßE', 'straße']) {
      await assert.rejects(call('addProfile', { name, baseUrl: BASE_URL }), /exists already/);
    }
    assert.equal(storedProfiles().length, 1);
  });

  it('rejects the sandbox’s name, and names that are none', async () => {
    for (const name of ['Sandbox', 'sandBOX', '', '  ', ' a', 'a\nb', 'x'.repeat(101)]) {
      await assert.rejects(call('addProfile', { name, baseUrl: BASE_URL }), JSON.stringify(name));
    }
    assert.deepEqual(storedProfiles(), []);
  });

  for (const baseUrl of [
    ...[
      '',
      'dms.example.com',
      'ftp://dms.example.com',
      'file:///srv.asmx',
      'http:dms.example.com',
      'http://',
    ],
    ...['http://jdoe@dms.example.com', 'http://jdoe:secret@dms.example.com', 'http://@dms.example.com'],
    ...[
      'http://dms.example.com?a=b',
      'http://dms.example.com/?',
      'http://dms.example.com/#top',
      'http://dms.example.com#',
    ],
  ]) {
    it(`rejects the address “${baseUrl}”`, async () => {
      await assert.rejects(call('addProfile', { name: 'A', baseUrl }), /address/);
      assert.deepEqual(storedProfiles(), []);
    });
  }
});

describe('editProfile', () => {
  afterEach(cleanUp);

  it('changes the given fields and no other', async () => {
    const name = await addProfile(BASE_URL, { userName: 'jdoe' });
    const {
      transport,
      userName,
      protected: guarded,
    } = await call('editProfile', { profile: name, transport: 'soap12', protected: true });
    assert.deepEqual([transport, userName, guarded], ['soap12', 'jdoe', true]);
    assert.equal((await call('editProfile', { profile: name, protected: false })).transport, 'soap12');
  });

  it('takes the user name away', async () => {
    const name = await addProfile(BASE_URL, { userName: 'jdoe' });
    assert.equal('userName' in (await call('editProfile', { profile: name, userName: '' })), false);
    assert.equal('userName' in (storedProfiles()[0] as object), false);
  });

  it('carries the ticket over to a new name, and the selection', async () => {
    const { baseUrl } = await startInfoRouter();
    const name = await addProfile(baseUrl, { user: 'jdoe' });
    const renamed = await call('editProfile', { profile: name, name: 'Renamed' });
    assert.equal(renamed.signedIn, true);
    assert.equal((await call('checkConnection')).ticket, 'valid');
    failure(await call('signOut', { profile: name }), 'invalidInput');
    await call('addProfile', { name, baseUrl });
    assert.equal(await signedIn(name), false);
  });

  it('keeps the ticket when only the case of the name changes', async () => {
    const name = await addProfile((await startInfoRouter()).baseUrl, { user: 'jdoe' });
    const { signedIn: has } = await call('editProfile', { profile: name, name: name.toUpperCase() });
    assert.equal(has, true);
    assert.equal((await call('checkConnection', { profile: name.toUpperCase() })).ticket, 'valid');
  });

  it('drops the ticket with a new address, for good', async () => {
    const { baseUrl } = await startInfoRouter();
    const name = await addProfile(baseUrl, { user: 'jdoe' });
    assert.equal((await call('editProfile', { profile: name, baseUrl: BASE_URL })).signedIn, false);
    assert.equal((await call('editProfile', { profile: name, baseUrl })).signedIn, false);
  });

  it('rejects an unknown profile, a name that exists and an address that is none', async () => {
    const name = await addProfile(BASE_URL);
    const other = await addProfile(BASE_URL);
    await assert.rejects(call('editProfile', { profile: 'nobody’s', name: 'x' }), /nobody’s/);
    await assert.rejects(call('editProfile', { profile: name, name: other.toUpperCase() }), /exists already/);
    await assert.rejects(call('editProfile', { profile: name, baseUrl: 'ftp://x' }), /address/);
    assert.deepEqual(
      storedProfiles().map(entry => (entry as { name: string }).name),
      [name, other],
    );
  });
});

describe('removeProfile and selectProfile', () => {
  afterEach(cleanUp);

  it('remove the profile, its ticket and the selection', async () => {
    const { baseUrl } = await startInfoRouter();
    const name = await addProfile(baseUrl, { user: 'jdoe' });
    await resolvesToNothing(call('removeProfile', { profile: name }));
    assert.deepEqual(storedProfiles(), []);
    assert.match(refusal(await call('signOut'), 'invalidInput').message, /No profile is selected/);
    await call('addProfile', { name, baseUrl });
    assert.equal(await signedIn(name), false);
  });

  it('select what calls without a profile go to', async () => {
    const first = await startInfoRouter({ server: { serverName: 'ONE' } });
    const second = await startInfoRouter({ server: { serverName: 'TWO' } });
    const [one, two] = [await addProfile(first.baseUrl), await addProfile(second.baseUrl)];
    for (const [name, server] of [
      [two, 'TWO'],
      [one, 'ONE'],
    ] as const) {
      assert.equal((await call('selectProfile', { profile: name })).name, name);
      assert.equal((await call('checkConnection')).server?.['ServerName'], server);
    }
  });

  it('reject an unknown profile', async () => {
    await assert.rejects(call('removeProfile', { profile: 'nobody’s' }), /nobody’s/);
    await assert.rejects(call('selectProfile', { profile: 'nobody’s' }), /nobody’s/);
  });
});
