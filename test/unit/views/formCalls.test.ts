import assert from 'node:assert/strict';
import { ExchangeLog } from '../../../src/adapters/exchangeLog';
import type { Draft } from '../../../src/session/draft';
import { FormCalls } from '../../../src/views/formCalls';
import type { FormResult, ToForm } from '../../../src/views/protocol';
import { openWorld, type World } from '../session/world';

const LOADED = {
  type: 'currentAddress',
  profile: 'Test',
  userName: 'jdoe',
  address: 'jdoe@example.com',
};
const draft: Draft = {
  userName: 'jdoe',
  newEmailAddress: 'new@example.com',
  transport: 'soap12',
  ticket: 'stored',
  otherTicket: '',
  verify: false,
};

describe('the calls of the form', () => {
  let world: World;
  let calls: FormCalls;
  let posted: ToForm[];
  let confirmed: string[];
  /** Whether the form is there to take what is posted. */
  let shown: boolean;
  /** What the user says to the question before an update on a protected server. */
  let confirm: (signal: AbortSignal) => Promise<boolean>;
  /** What the user does when asked to sign in. */
  let signIn: () => Promise<boolean>;

  beforeEach(async () => {
    world = await openWorld();
    posted = [];
    confirmed = [];
    shown = true;
    confirm = () => Promise.resolve(true);
    signIn = async () => (await world.session.signIn(world.profile, 'jdoe', 'jdoe')).success;
    calls = new FormCalls(
      {
        profiles: world.profiles,
        updateEmail: world.updateEmail,
        exchanges: new ExchangeLog(),
        confirm: (_profile, { newEmailAddress }, signal) => {
          confirmed.push(newEmailAddress);
          return confirm(signal);
        },
        signIn: () => signIn(),
      },
      message => {
        if (shown) {
          posted.push(message);
        }
        return shown;
      },
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

  describe('that a ticket failed', () => {
    it('are offered again after [901], [900] and without a ticket, where the profile’s ticket was to be sent', async () => {
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

    it('are sent again exactly so, once, whatever stands in the form or is selected by then', async () => {
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
      assert.equal(world.refused.update, undefined);
    });

    it('are repeated where they were a “Load Current”, too', async () => {
      await calls.loadCurrent('Test', draft);
      assert.equal(result().offers[0], 'signInAndRepeat');
      await calls.signInAndRepeat();
      assert.deepEqual(
        posted.find(({ type }) => type === 'currentAddress'),
        LOADED,
      );
      assert.equal(sentOf('UpdateUserEmail').length, 0);
    });

    it('are not repeated when the sign-in is dismissed or refused', async () => {
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

    it('are repeated once when it is asked twice, and not after another call', async () => {
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

    it('are asked about anew on a protected server', async () => {
      world.settings.entries = [{ ...world.profile, protected: true }];
      await expire();
      confirmed = [];
      await calls.signInAndRepeat();
      assert.deepEqual(confirmed, ['new@example.com']);
      assert.equal(result().success, true);
    });

    it('leave to the palette the last update that a ticket failed, by the name of its profile', async () => {
      await expire();
      assert.deepEqual(
        [
          world.refused.update?.profile,
          world.refused.update?.newEmailAddress,
          world.refused.update?.transport,
        ],
        ['Test', 'new@example.com', 'soap12'],
      );
      await calls.send('Test', { ...draft, ticket: 'none' });
      assert.equal(world.refused.update, undefined);
    });
  });

  it('have a result that keeps to the profile of its call, whatever is selected by then', async () => {
    world.settings.entries = [...world.settings.entries, { name: 'Other', baseUrl: 'http://127.0.0.1:9' }];
    await calls.send('Test', draft);
    await world.profiles.select('Other');
    assert.equal(calls.profile, 'Test');
    assert.equal(result().facts, 'Nothing was sent · Test');
    await calls.loadCurrent('Other', { ...draft, ticket: 'none' });
    assert.equal(calls.profile, 'Other');
    assert.match(result().facts, / · Other$/);
  });

  it('are cancelled while the question before an update is prepared, and leave what stood there', async () => {
    confirm = signal =>
      new Promise(resolve => {
        signal.addEventListener('abort', () => resolve(false));
        calls.cancel();
      });
    await calls.send('Test', draft);
    assert.deepEqual(posted, [{ type: 'running', what: 'send' }, { type: 'idle' }]);
    assert.deepEqual(world.exchanges, []);
  });

  describe('that end or run while the form is hidden', () => {
    /** What a form is told that has just been built. */
    const restored = () => {
      shown = true;
      posted = [];
      calls.restore();
      return posted;
    };
    const ghost: Draft = { ...draft, userName: 'ghost', ticket: 'none' };

    it('are told when it is shown, and only shown when it is shown again', async () => {
      shown = false;
      await calls.send('Test', ghost);
      const told = restored();
      assert.deepEqual(told, [{ type: 'result', result: result(), again: false }]);
      assert.deepEqual(restored(), [{ type: 'result', result: result(), again: true }]);
      assert.deepEqual(restored(), [{ type: 'result', result: result(), again: true }]);
    });

    it('have told their result where the form was there', async () => {
      await calls.send('Test', ghost);
      assert.deepEqual(restored(), [{ type: 'result', result: result(), again: true }]);
    });

    it('keep the stored address for it, once', async () => {
      await signIn();
      shown = false;
      await calls.loadCurrent('Test', draft);
      assert.deepEqual(restored(), [LOADED]);
      assert.deepEqual(restored(), []);
    });

    it('leave the earlier result to a call that ends without one', async () => {
      await calls.send('Test', ghost);
      const earlier = { type: 'result', result: result(), again: true };
      let answer: (yes: boolean) => void = () => undefined;
      confirm = () => new Promise(resolve => (answer = resolve));
      const sending = calls.send('Test', draft);
      assert.deepEqual(restored(), [earlier, { type: 'running', what: 'send' }]);
      answer(false);
      await sending;
      assert.deepEqual(posted.at(-1), { type: 'idle' });
    });
  });
});
