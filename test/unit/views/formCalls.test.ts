import assert from 'node:assert/strict';
import { ExchangeLog } from '../../../src/adapters/exchangeLog';
import type { Draft } from '../../../src/session/draft';
import { RefusedUpdate } from '../../../src/session/refusedUpdate';
import { FormCalls } from '../../../src/views/formCalls';
import type { FormResult, ToForm } from '../../../src/views/protocol';
import { openWorld, type World } from '../session/world';

const draft: Draft = {
  userName: 'jdoe',
  newEmailAddress: 'new@example.com',
  transport: 'soap12',
  ticket: 'stored',
  otherTicket: '',
  verify: false,
};

describe('sign in and repeat, in the form', () => {
  let world: World;
  let calls: FormCalls;
  let refused: RefusedUpdate;
  let posted: ToForm[];
  let confirmed: string[];
  /** What the user does when asked to sign in. */
  let signIn: () => Promise<boolean>;

  beforeEach(async () => {
    world = await openWorld();
    posted = [];
    confirmed = [];
    refused = new RefusedUpdate();
    signIn = async () => (await world.session.signIn(world.profile, 'jdoe', 'jdoe')).success;
    calls = new FormCalls(
      {
        profiles: world.profiles,
        updateEmail: world.updateEmail,
        exchanges: new ExchangeLog(),
        confirm: (_profile, { newEmailAddress }) => {
          confirmed.push(newEmailAddress);
          return Promise.resolve(true);
        },
        signIn: () => signIn(),
        refused,
      },
      message => posted.push(message),
    );
  });
  afterEach(() => world.close());

  const result = (): FormResult => {
    const last = posted.findLast(({ type }) => type === 'result');
    assert.ok(last?.type === 'result');
    return last.result;
  };
  const sentOf = (operation: string) => world.exchanges.filter(each => each.operation === operation);
  const expire = async () => {
    await signIn();
    world.sandbox.setFault('expiredTickets');
    await calls.send('Test', draft);
    world.sandbox.setFault('none');
    world.exchanges.length = 0;
  };

  it('is offered after [901], [900] and without a ticket, where the profile’s ticket was to be sent', async () => {
    await calls.send('Test', draft);
    assert.deepEqual([result().kind, result().offers[0]], ['notSignedIn', 'signInAndRepeat']);
    await expire();
    assert.deepEqual([result().kind, result().offers[0]], ['sessionExpired', 'signInAndRepeat']);
    for (const [ticket, kind] of [
      ['none', 'authenticationFailed'],
      ['other', 'sessionExpired'],
    ] as const) {
      await calls.send('Test', { ...draft, ticket, otherTicket: 'unknown' });
      assert.equal(result().kind, kind);
      assert.ok(!result().offers.includes('signInAndRepeat'), ticket);
    }
    await signIn();
    await calls.send('Test', { ...draft, userName: 'ghost' });
    assert.ok(!result().offers.includes('signInAndRepeat'));
  });

  it('sends exactly that call, once, whatever stands in the form or is selected by then', async () => {
    await expire();
    world.settings.entries = [...world.settings.entries, { name: 'Other', baseUrl: 'http://127.0.0.1:9' }];
    await world.profiles.select('Other');
    await calls.signInAndRepeat();
    assert.deepEqual(
      world.exchanges.map(({ operation, profile, transport }) => [operation, profile, transport]),
      [
        ['AuthenticateUser', 'Test', 'post'],
        ['UpdateUserEmail', 'Test', 'soap12'],
      ],
    );
    assert.equal(result().success, true);
    assert.equal(refused.update, undefined);
  });

  it('repeats a refused “Load Current” as well', async () => {
    await calls.loadCurrent('Test', draft);
    assert.equal(result().offers[0], 'signInAndRepeat');
    await calls.signInAndRepeat();
    const loaded = { type: 'currentAddress', userName: 'jdoe', address: 'jdoe@example.com' };
    assert.deepEqual(
      posted.find(({ type }) => type === 'currentAddress'),
      loaded,
    );
    assert.equal(sentOf('UpdateUserEmail').length, 0);
  });

  it('repeats nothing when the sign-in is dismissed or refused', async () => {
    await expire();
    const before = result();
    for (const answer of [
      () => Promise.resolve(false),
      async () => (await world.session.signIn(world.profile, 'jdoe', 'wrong')).success,
    ]) {
      signIn = answer;
      await calls.signInAndRepeat();
    }
    assert.deepEqual(sentOf('UpdateUserEmail'), []);
    assert.deepEqual(result(), before, 'the result stays, and can be repeated yet');
  });

  it('repeats once when it is asked twice, and not after another call', async () => {
    await expire();
    await Promise.all([calls.signInAndRepeat(), calls.signInAndRepeat()]);
    assert.equal(sentOf('UpdateUserEmail').length, 1);
    await expire();
    const signInLate = signIn;
    signIn = async () => {
      await signInLate();
      await calls.send('Test', { ...draft, newEmailAddress: 'meanwhile@example.com' });
      return true;
    };
    await calls.signInAndRepeat();
    assert.equal(sentOf('UpdateUserEmail').length, 1);
    assert.equal(
      (await world.updateEmail.current({ userName: 'jdoe', ticket: { use: 'stored' } })).address,
      'meanwhile@example.com',
    );
  });

  it('asks anew on a protected server', async () => {
    world.settings.entries = [{ ...world.profile, protected: true }];
    await expire();
    confirmed = [];
    await calls.signInAndRepeat();
    assert.deepEqual(confirmed, ['new@example.com']);
    assert.equal(result().success, true);
  });

  it('leaves to the palette the last update that a ticket failed, by the name of its profile', async () => {
    await expire();
    assert.deepEqual(
      [refused.update?.profile, refused.update?.newEmailAddress, refused.update?.transport],
      ['Test', 'new@example.com', 'soap12'],
    );
    await calls.send('Test', { ...draft, ticket: 'none' });
    assert.equal(refused.update, undefined);
  });
});
