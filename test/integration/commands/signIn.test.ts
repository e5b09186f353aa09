import assert from 'node:assert/strict';
import {
  addProfile,
  call,
  cleanUp,
  failure,
  refusal,
  signedIn,
  startInfoRouter,
  type InfoRouter,
} from '../support';
import { response, startRawServer } from '../rawServer';

const TICKET = '11111111-2222-4333-8444-555555555555';
const NEXT_TICKET = '66666666-7777-4888-8999-aaaaaaaaaaaa';

describe('signIn', () => {
  let server: InfoRouter;
  before(async () => (server = await startInfoRouter()));
  after(cleanUp);

  for (const transport of ['post', 'soap11', 'soap12'] as const) {
    it(`signs in by the profile’s transport, ${transport}`, async () => {
      const profile = await addProfile(server.baseUrl, { transport });
      const outcome = await call('signIn', { profile, userName: 'JDoe', password: 'jdoe' });
      assert.equal(outcome.success, true);
      assert.equal(outcome.transport, transport);
      assert.equal(outcome.httpStatus, 200);
      assert.notEqual(outcome.exchangeId, '');
      assert.equal(await signedIn(profile), true);
    });
  }

  it('answers [900] to a wrong password and keeps the ticket there was', async () => {
    const profile = await addProfile(server.baseUrl);
    const wrong = () => call('signIn', { profile, userName: 'jdoe', password: 'wrong' });
    assert.equal(failure(await wrong(), 'authenticationFailed').code, 900);
    assert.equal(await signedIn(profile), false);
    await call('signIn', { profile, userName: 'jdoe', password: 'jdoe' });
    failure(await wrong(), 'authenticationFailed');
    assert.equal((await call('checkConnection', { profile })).ticket, 'valid');
  });

  it('answers [902] to the built-in administrator, with a remedy of its own', async () => {
    const profile = await addProfile(server.baseUrl);
    const { code, remedy, message } = failure(
      await call('signIn', { profile, userName: 'sysadmin', password: 'sysadmin' }),
      'apiError',
    );
    assert.equal(code, 902);
    assert.match(message, /Ticket generation not allowed/);
    assert.match(remedy ?? '', /another user/);
  });

  it('goes by POST where the profile goes by GET, so that no password stands in a URL', async () => {
    const raw = await startRawServer(() =>
      response(`<root success="true" ticket="${TICKET}" username="jdoe" />`),
    );
    const profile = await addProfile(raw.baseUrl, { transport: 'get' });
    const outcome = await call('signIn', { profile, userName: 'jdoe', password: 'p&ss wörd' });
    assert.deepEqual([outcome.success, outcome.transport], [true, 'post']);
    assert.equal(raw.requests.length, 1);
    const [head = '', body] = raw.requests[0]?.split('\r\n\r\n') ?? [];
    assert.match(head, /^POST \/srv\.asmx\/AuthenticateUser HTTP\/1\.1\r\n/);
    assert.equal(body, 'UID=jdoe&PWD=p%26ss%20w%C3%B6rd');
  });

  it('fails where the server reports success and gives no ticket', async () => {
    const raw = await startRawServer(() => response('<root success="true" />'));
    const profile = await addProfile(raw.baseUrl);
    failure(await call('signIn', { profile, userName: 'jdoe', password: 'jdoe' }), 'notAnInfoRouterResponse');
    assert.equal(await signedIn(profile), false);
  });

  it('refuses an unknown profile', async () => {
    refusal(await call('signIn', { profile: 'nobody’s', userName: 'a', password: 'b' }), 'invalidInput');
  });
});

describe('setTicket', () => {
  let server: InfoRouter;
  let profile: string;
  beforeEach(async () => {
    server = await startInfoRouter({ tickets: { [TICKET]: 'jdoe', [NEXT_TICKET]: 'asmith' } });
    profile = await addProfile(server.baseUrl);
  });
  afterEach(cleanUp);

  it('keeps a ticket that the server calls valid', async () => {
    assert.equal((await call('setTicket', { profile, ticket: TICKET })).success, true);
    assert.deepEqual(
      server.log.map(({ operation }) => operation),
      ['isValidTicket'],
    );
    assert.equal(await signedIn(profile), true);
  });

  it('discards a ticket that the server answers with [900] or [901]', async () => {
    failure(await call('setTicket', { profile, ticket: '' }), 'authenticationFailed');
    assert.equal(
      failure(await call('setTicket', { profile, ticket: 'unknown ticket' }), 'sessionExpired').code,
      901,
    );
    assert.equal(await signedIn(profile), false);
  });

  it('keeps the ticket there was when another one is discarded', async () => {
    await call('setTicket', { profile, ticket: TICKET });
    await call('setTicket', { profile, ticket: 'unknown ticket' });
    assert.equal((await call('checkConnection', { profile })).ticket, 'valid');
  });

  it('keeps a ticket unchecked after any other failure', async () => {
    await call('setTicket', { profile, ticket: TICKET });
    server.setFault('http500');
    failure(await call('setTicket', { profile, ticket: NEXT_TICKET }), 'httpError');
    server.setFault('none');
    const own = { profile, userName: 'asmith', newEmailAddress: 'a@example.com' };
    assert.equal((await call('updateUserEmail', own)).success, true);
  });

  it('refuses an unknown profile and a ticket that nothing can carry', async () => {
    refusal(await call('setTicket', { profile: 'nobody’s', ticket: TICKET }), 'invalidInput');
    refusal(await call('setTicket', { profile, ticket: 'half \uD83D pair' }), 'invalidInput');
    assert.equal(await signedIn(profile), false);
  });
});

describe('signOut', () => {
  let server: InfoRouter;
  let profile: string;
  beforeEach(async () => {
    server = await startInfoRouter({ tickets: { [TICKET]: 'jdoe' } });
    profile = await addProfile(server.baseUrl);
    await call('setTicket', { profile, ticket: TICKET });
  });
  afterEach(cleanUp);

  it('ends the ticket on the server and here', async () => {
    assert.equal((await call('signOut', { profile })).success, true);
    assert.equal(await signedIn(profile), false);
    failure(await call('setTicket', { profile, ticket: TICKET }), 'sessionExpired');
  });

  for (const [fault, kind] of [
    ['http500', 'httpError'],
    ['expiredTickets', 'sessionExpired'],
    ['connectionReset', 'network'],
  ] as const) {
    it(`takes the ticket away here where the call ends with ${kind}`, async () => {
      server.setFault(fault);
      failure(await call('signOut', { profile }), kind);
      assert.equal(await signedIn(profile), false);
      refusal(await call('signOut', { profile }), 'notSignedIn');
    });
  }

  it('refuses an unknown profile', async () => {
    refusal(await call('signOut', { profile: 'nobody’s' }), 'invalidInput');
  });
});
