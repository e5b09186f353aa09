import assert from 'node:assert/strict';
import { addProfile, call, cleanUp, failure, refusal, startInfoRouter, type InfoRouter } from '../support';

describe('signInAndRepeat', () => {
  let server: InfoRouter;
  beforeEach(async () => (server = await startInfoRouter()));
  afterEach(cleanUp);

  const update = { userName: 'jdoe', newEmailAddress: 'repeated@example.com', transport: 'soap11' };
  const credentials = { userName: 'jdoe', password: 'jdoe' };
  const asked = () => server.log.map(({ operation }) => operation);
  /** An update that ends with [901], and a log that begins after it. */
  async function refuse(profile: string, fields: object = {}): Promise<number> {
    server.setFault('expiredTickets');
    failure(await call('updateUserEmail', { ...update, profile, ...fields }), 'sessionExpired');
    server.setFault('none');
    return server.log.length;
  }

  it('signs in and sends exactly that update, once, also when another profile is selected', async () => {
    const profile = await addProfile(server.baseUrl, { user: 'jdoe' });
    const before = await refuse(profile);
    const other = await addProfile('http://127.0.0.1:9');
    await call('selectProfile', { profile: other });
    const outcome = await call('signInAndRepeat', credentials);
    assert.deepEqual([outcome.success, outcome.transport], [true, 'soap11'], outcome.error?.message);
    assert.deepEqual(asked().slice(before), ['AuthenticateUser', 'UpdateUserEmail']);
    const again = await call('updateUserEmail', { ...update, profile, verify: true });
    assert.equal(again.before, update.newEmailAddress);
  });

  it('sends an update that was not sent for want of a ticket', async () => {
    const profile = await addProfile(server.baseUrl);
    refusal(await call('updateUserEmail', { ...update, profile }), 'notSignedIn');
    assert.equal((await call('signInAndRepeat', credentials)).success, true);
    assert.deepEqual(asked(), ['AuthenticateUser', 'UpdateUserEmail']);
  });

  it('repeats nothing after a sign-in that fails, and can then be tried again', async () => {
    const before = await refuse(await addProfile(server.baseUrl, { user: 'jdoe' }));
    const wrong = await call('signInAndRepeat', { ...credentials, password: 'wrong' });
    assert.equal(failure(wrong, 'authenticationFailed').code, 900);
    assert.deepEqual(asked().slice(before), ['AuthenticateUser']);
    assert.equal((await call('signInAndRepeat', credentials)).success, true);
  });

  it('has nothing to repeat after an update that did not fail so', async () => {
    const nothing = async (why: string) => {
      const before = server.log.length;
      const { message } = refusal(await call('signInAndRepeat', credentials), 'invalidInput');
      assert.match(message, /no update to repeat/, why);
      assert.equal(server.log.length, before, why);
    };
    const profile = await addProfile(server.baseUrl, { user: 'jdoe' });
    await call('updateUserEmail', { ...update, profile });
    await nothing('a success');
    failure(await call('updateUserEmail', { ...update, profile, userName: 'ghost' }), 'userNotFound');
    await nothing('an unknown user');
    failure(await call('updateUserEmail', { ...update, profile, ticket: 'none' }), 'authenticationFailed');
    await nothing('a call that was to go without a ticket');
    await refuse(profile);
    await call('signInAndRepeat', credentials);
    await nothing('a repeat that was done');
  });

  it('wants the word for a protected profile anew, before anybody is signed in', async () => {
    const profile = await addProfile(server.baseUrl, { user: 'jdoe', protected: true });
    const before = await refuse(profile, { confirmed: true });
    refusal(await call('signInAndRepeat', credentials), 'invalidInput');
    assert.equal(server.log.length, before);
    assert.equal((await call('signInAndRepeat', { ...credentials, confirmed: true })).success, true);
    assert.deepEqual(asked().slice(before), ['AuthenticateUser', 'UpdateUserEmail']);
  });
});
