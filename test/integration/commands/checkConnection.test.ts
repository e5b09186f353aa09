import assert from 'node:assert/strict';
import { addProfile, call, cleanUp, startInfoRouter, signedIn, type InfoRouter } from '../support';

describe('checkConnection', () => {
  let server: InfoRouter;
  let profile: string;
  beforeEach(async () => {
    server = await startInfoRouter({ server: { company: 'Müller & Söhne', version: '8.7.1.2' } });
    profile = await addProfile(server.baseUrl);
  });
  afterEach(cleanUp);
  const signIn = () => call('signIn', { profile, userName: 'jdoe', password: 'jdoe' });

  it('reports what the server says of itself, without a ticket', async () => {
    const report = await call('checkConnection', { profile });
    assert.deepEqual(Object.keys(report).sort(), ['server', 'ticket']);
    assert.equal(report.ticket, 'none');
    assert.equal(report.server?.['VersionNumber'], '8.7.1.2');
    assert.equal(report.server['Company'], 'Müller & Söhne');
    assert.equal('success' in report.server, false);
    assert.deepEqual(
      server.log.map(({ operation }) => operation),
      ['ServerInfo'],
    );
  });

  for (const transport of ['get', 'post', 'soap11', 'soap12'] as const) {
    it(`reports a valid ticket and when it expires, by ${transport}`, async () => {
      await call('editProfile', { profile, transport });
      await signIn();
      const { ticket, expiresOn = '', error } = await call('checkConnection', { profile });
      assert.equal(ticket, 'valid');
      assert.equal(error, undefined);
      const days = (new Date(expiresOn).getTime() - Date.now()) / 86_400_000;
      assert.ok(days > 29.9 && days < 30.1, expiresOn);
    });
  }

  it('marks a ticket expired on [901] and deletes it never', async () => {
    await signIn();
    server.setFault('expiredTickets');
    const { ticket, error } = await call('checkConnection', { profile });
    assert.deepEqual([ticket, error?.kind, error?.code], ['expired', 'sessionExpired', 901]);
    assert.equal(await signedIn(profile), false);
    server.setFault('none');
    assert.equal((await call('checkConnection', { profile })).ticket, 'valid');
    assert.equal(await signedIn(profile), true);
  });

  it('says “unknown” where the server gives no usable answer', async () => {
    await signIn();
    server.setFault('http500');
    const failing = await call('checkConnection', { profile });
    assert.deepEqual(
      [failing.ticket, failing.error?.kind, failing.server],
      ['unknown', 'httpError', undefined],
    );
    await server.stop();
    const down = await call('checkConnection', { profile });
    assert.deepEqual([down.ticket, down.error?.kind], ['unknown', 'network']);
    assert.equal(await signedIn(profile), true);
  });

  it('says “unknown” of an unknown profile, and why', async () => {
    const { ticket, error } = await call('checkConnection', { profile: 'nobody’s' });
    assert.deepEqual([ticket, error?.kind], ['unknown', 'invalidInput']);
  });
});
