import assert from 'node:assert/strict';
import { addProfile, call, cleanUp, failure, refusal, startInfoRouter, type InfoRouter } from '../support';
import { response, startRawServer, SUCCESS } from '../rawServer';

describe('restorePreviousEmail', () => {
  let server: InfoRouter;
  let profile: string;
  before(async () => {
    server = await startInfoRouter();
    profile = await addProfile(server.baseUrl, { user: 'admin', transport: 'soap12' });
  });
  after(cleanUp);

  const update = (newEmailAddress: string, change: object = {}) =>
    call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress, verify: true, ...change });

  it('puts back what a verified update has replaced, and is itself put back likewise', async () => {
    const { exchangeId, before: previous } = await update('one@example.com');
    const restored = await call('restorePreviousEmail', { exchangeId });
    const { success, transport, before, after, verified, error } = restored;
    assert.deepEqual(
      { success, transport, before, after, verified, error },
      {
        success: true,
        transport: 'soap12',
        before: 'one@example.com',
        after: previous,
        verified: true,
        error: undefined,
      },
    );
    const again = await call('restorePreviousEmail', { exchangeId: restored.exchangeId });
    assert.equal(again.after, 'one@example.com');
  });

  it('refuses an exchange that is unknown, or that verified nothing', async () => {
    const { exchangeId } = await update('two@example.com', { verify: false });
    const sent = server.log.length;
    for (const unknown of [exchangeId, 'nobody’s', '']) {
      const { message, remedy } = refusal(
        await call('restorePreviousEmail', { exchangeId: unknown }),
        'invalidInput',
      );
      assert.match(message, /No verified update/);
      assert.ok(remedy);
    }
    assert.equal(server.log.length, sent);
  });

  it('reads the ticket again, and wants the word that a protected profile wants', async () => {
    const { exchangeId, before } = await update('three@example.com');
    await call('signOut', { profile });
    refusal(await call('restorePreviousEmail', { exchangeId }), 'notSignedIn');
    await call('signIn', { profile, userName: 'admin', password: 'admin' });
    await call('editProfile', { profile, protected: true });
    assert.match(
      refusal(await call('restorePreviousEmail', { exchangeId }), 'invalidInput').message,
      /protected/,
    );
    const restored = await call('restorePreviousEmail', { exchangeId, confirmed: true });
    assert.equal(restored.after, before);
    await call('editProfile', { profile, protected: false });
  });

  it('sends nothing to another server that has taken the profile’s place', async () => {
    const { exchangeId } = await update('four@example.com');
    const other = await startInfoRouter();
    await call('editProfile', { profile, baseUrl: other.baseUrl });
    await call('signIn', { profile, userName: 'admin', password: 'admin' });
    const sent = other.log.length;
    assert.match(
      refusal(await call('restorePreviousEmail', { exchangeId }), 'invalidInput').message,
      /another server/,
    );
    assert.equal(other.log.length, sent);
  });
});

describe('updateUserEmail with verify, where GetUser is refused', () => {
  after(cleanUp);

  it('sends the update all the same, and says why it is not verified', async () => {
    const denied = response('<response success="false" error="Access denied" />');
    const server = await startRawServer(at => (at === 1 ? SUCCESS : denied));
    const profile = await addProfile(server.baseUrl);
    const outcome = await call('updateUserEmail', {
      profile,
      userName: 'jdoe',
      newEmailAddress: 'x@example.com',
      ticket: 'of this call',
      verify: true,
    });
    assert.deepEqual(
      server.requests.map(request => /^POST \/srv\.asmx\/(\w+) /.exec(request)?.[1]),
      ['GetUser', 'UpdateUserEmail', 'GetUser'],
    );
    assert.equal(outcome.success, true);
    assert.ok(!('verified' in outcome) && !('before' in outcome) && !('after' in outcome));
    assert.deepEqual(
      [outcome.getUserError?.kind, outcome.getUserError?.message],
      ['accessDenied', 'Access denied'],
    );
  });

  it('says of an update that got lost what is stored', async () => {
    const user = response('<response success="true" error=""><User Email="old@example.com" /></response>');
    const server = await startRawServer(at => (at === 1 ? undefined : user));
    const profile = await addProfile(server.baseUrl);
    const outcome = await call('updateUserEmail', {
      profile,
      userName: 'jdoe',
      newEmailAddress: 'x@example.com',
      ticket: 'of this call',
      verify: true,
    });
    failure(outcome, 'network');
    assert.deepEqual(
      [outcome.before, outcome.after, outcome.verified],
      ['old@example.com', 'old@example.com', false],
    );
    assert.equal(server.requests.length, 3, 'nothing was sent twice');
  });
});
