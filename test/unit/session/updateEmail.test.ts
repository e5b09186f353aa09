import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { TRANSPORTS } from '../../../src/api/outcome';
import type { EmailUpdate } from '../../../src/session/updateEmail';
import { openWorld, type World } from './world';

const STORED = { use: 'stored' } as const;

describe('the update of an address', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
    world.exchanges.length = 0;
  });
  afterEach(() => world.close());

  const update = (changes: Partial<EmailUpdate> = {}, signal?: AbortSignal) =>
    world.updateEmail.update(
      { userName: 'jdoe', newEmailAddress: 'new@example.com', ticket: STORED, ...changes },
      signal,
    );
  const current = async (userName = 'jdoe') =>
    (await world.updateEmail.current({ userName, ticket: STORED })).address;

  it('is remembered where it failed for want of a ticket, whoever sent it, until one is tried again', async () => {
    world.sandbox.setFault('expiredTickets');
    await update();
    const refused = { newEmailAddress: 'new@example.com', profile: 'Test', userName: 'jdoe', ticket: STORED };
    assert.deepEqual(world.refused.update, refused);
    await update({ transport: 'soap12', newEmailAddress: 'a\u0001' });
    await update({ profile: 'Nope' });
    assert.deepEqual(world.refused.update, refused, 'what is not sent was not tried');
    world.sandbox.setFault('none');
    await update();
    assert.equal(world.refused.update, undefined);
  });

  for (const transport of TRANSPORTS) {
    describe(`by ${transport}`, () => {
      it('arrives at the server, and its exchange is on record', async () => {
        const address = `${transport}+"ü&<'>%20 😀@example.com`.replace(/[<>]/g, '');
        const outcome = await update({ transport, newEmailAddress: address });
        assert.deepEqual(
          [outcome.success, outcome.transport, outcome.httpStatus, outcome.error],
          [true, transport, 200, undefined],
        );
        assert.deepEqual(
          world.exchanges.map(({ id, transport: by }) => [id, by]),
          [[outcome.exchangeId, transport]],
        );
        assert.equal(await current(), address);
      });

      it('is verified by GetUser before and after, by the same transport', async () => {
        const outcome = await update({ transport, verify: true });
        const { before, after, verified } = outcome;
        assert.deepEqual(
          { before, after, verified },
          { before: 'jdoe@example.com', after: 'new@example.com', verified: true },
        );
        assert.deepEqual(
          world.exchanges.map(({ operation, transport: by }) => [operation, by]),
          [
            ['GetUser', transport],
            ['UpdateUserEmail', transport],
            ['GetUser', transport],
          ],
        );
        assert.equal(outcome.exchangeId, world.exchanges[1]?.id);
      });

      it('fails in the words of the server', async () => {
        const expect = async (changes: Partial<EmailUpdate>, kind: string, message: RegExp) => {
          const { success, error } = await update({ transport, ...changes });
          assert.deepEqual([success, error?.kind], [false, kind]);
          assert.match(error?.message ?? '', message);
          assert.ok(error?.remedy);
        };
        await expect({ userName: 'ghost' }, 'userNotFound', /User not found/);
        await expect({ userName: 'asmith' }, 'accessDenied', /Access denied/);
        await expect({ ticket: { use: 'none' } }, 'authenticationFailed', /\[900\]/);
        await expect({ ticket: { use: 'given', ticket: 'unknown' } }, 'sessionExpired', /\[901\]/);
      });
    });
  }

  it('goes by the profile’s transport where none is named', async () => {
    world.settings.entries = [{ ...world.profile, transport: 'soap12' }];
    assert.equal((await update()).transport, 'soap12');
  });

  describe('on a protected server', () => {
    beforeEach(() => {
      world.settings.entries = [{ ...world.profile, protected: true }];
    });

    it('is refused without the user’s word, and nothing is sent', async () => {
      for (const changes of [{}, { confirmed: false }, { verify: true }]) {
        const outcome = await update(changes);
        assert.deepEqual(
          [outcome.error?.kind, outcome.exchangeId, outcome.success],
          ['invalidInput', '', false],
        );
      }
      assert.deepEqual(world.exchanges, []);
    });

    it('is sent with it, and reading needs no word', async () => {
      assert.equal((await update({ confirmed: true })).success, true);
      assert.equal(await current(), 'new@example.com');
    });
  });

  describe('is refused before anything is sent', () => {
    for (const [why, changes, kind] of [
      ['an unknown profile', { profile: 'Nope' }, 'invalidInput'],
      ['a control character in SOAP', { transport: 'soap11', userName: 'a\u0001' }, 'invalidInput'],
      ['a non-character in SOAP', { transport: 'soap12', newEmailAddress: 'a\uffff' }, 'invalidInput'],
      ['half a surrogate pair', { transport: 'get', newEmailAddress: '\ud83d' }, 'invalidInput'],
      ['half a pair in a ticket', { ticket: { use: 'given', ticket: '\ude00' } }, 'invalidInput'],
    ] as const) {
      it(`on ${why}`, async () => {
        const outcome = await update(changes);
        assert.deepEqual([outcome.error?.kind, outcome.exchangeId, outcome.durationMs], [kind, '', 0]);
        assert.deepEqual(world.exchanges, []);
      });
    }

    it('without a kept ticket', async () => {
      world.keychain.values.clear();
      const outcome = await update();
      assert.deepEqual([outcome.error?.kind, outcome.exchangeId], ['notSignedIn', '']);
      assert.deepEqual(world.exchanges, []);
    });

    it('with a ticket of another server', async () => {
      world.keychain.values.set('Test', JSON.stringify({ ...world.kept(), baseUrl: 'http://127.0.0.1:1' }));
      assert.equal((await update()).error?.kind, 'notSignedIn');
      assert.deepEqual(world.exchanges, []);
    });
  });

  it('sends values that merely look wrong as they are', async () => {
    assert.equal((await update({ newEmailAddress: 'no address' })).success, true);
    assert.equal(await current(), 'no address');
    assert.equal((await update({ newEmailAddress: '' })).success, true);
    assert.equal(await current(), '');
    assert.equal((await update({ userName: '' })).error?.kind, 'userNotFound');
  });

  it('never keeps a ticket given for one call', async () => {
    const kept = world.kept();
    const { ticket = '' } = kept ?? {};
    world.keychain.values.clear();
    assert.equal((await update({ ticket: { use: 'given', ticket } })).success, true);
    await update({ ticket: { use: 'given', ticket: 'typed for one call' } });
    assert.equal(world.keychain.values.size + world.memory.values.size, 0);
    assert.deepEqual(world.exchanges.at(-1)?.secrets.includes('typed for one call'), true);
    world.keychain.values.set('Test', JSON.stringify(kept));
    assert.equal((await update()).success, true);
  });

  describe('verified', () => {
    it('is false where the server stored something else', async () => {
      const outcome = await update({ userName: 'asmith', verify: true });
      assert.deepEqual(
        [outcome.success, outcome.before, outcome.after, outcome.verified],
        [false, 'asmith@example.com', 'asmith@example.com', false],
      );
    });

    it('is absent where GetUser says nothing, or nobody asked', async () => {
      const unknown = await update({ userName: 'ghost', verify: true });
      assert.deepEqual(
        ['before', 'after', 'verified'].filter(key => key in unknown),
        [],
      );
      const unasked = await update();
      assert.deepEqual(
        ['before', 'after', 'verified'].filter(key => key in unasked),
        [],
      );
      assert.equal(world.exchanges.length, 4);
    });

    it('says why GetUser did not tell, and nothing of it where it did', async () => {
      const unknown = await update({ userName: 'ghost', verify: true });
      assert.equal(unknown.getUserError?.kind, 'userNotFound');
      assert.ok(!('getUserError' in (await update({ verify: true }))));
    });

    it('is exact: other letters and outer space are another address', async () => {
      assert.equal((await update({ newEmailAddress: ' A@b ', verify: true })).verified, true);
      assert.equal((await update({ newEmailAddress: 'a@b', verify: true })).verified, true);
      const denied = await update({
        userName: 'asmith',
        newEmailAddress: 'ASmith@example.com',
        verify: true,
      });
      assert.deepEqual([denied.after, denied.verified], ['asmith@example.com', false]);
    });

    it('asks for the caller where the user name is empty', async () => {
      const outcome = await update({ userName: '', verify: true });
      assert.deepEqual([outcome.success, outcome.before], [false, 'jdoe@example.com']);
    });

    it('that is cancelled behind the update is a success whose storing is not known', async () => {
      const aborting = new AbortController();
      const { record } = world.sink;
      world.sink.record = exchange => {
        record(exchange);
        if (exchange.operation === 'UpdateUserEmail') {
          aborting.abort();
        }
      };
      const outcome = await update({ verify: true }, aborting.signal);
      assert.deepEqual(
        [outcome.success, outcome.before, outcome.after, outcome.getUserError?.kind],
        [true, 'jdoe@example.com', undefined, 'cancelled'],
      );
      assert.equal(await current(), 'new@example.com');
    });
  });

  describe('that was verified can be put back', () => {
    const restore = (exchangeId: string, changes: Partial<EmailUpdate> = {}) => {
      const restoration = world.updateEmail.restoration(exchangeId);
      assert.ok(!('kind' in restoration), 'there is something to restore');
      return world.updateEmail.update({ ...restoration, ...changes });
    };
    const refusal = (exchangeId: string) => {
      const restoration = world.updateEmail.restoration(exchangeId);
      assert.ok('kind' in restoration);
      assert.equal(restoration.kind, 'invalidInput');
      return restoration.message;
    };

    for (const transport of TRANSPORTS) {
      it(`by ${transport}, and that undone likewise`, async () => {
        const { exchangeId } = await update({ transport, verify: true });
        const restored = await restore(exchangeId);
        assert.deepEqual(
          [restored.transport, restored.before, restored.after, restored.verified],
          [transport, 'new@example.com', 'jdoe@example.com', true],
        );
        assert.equal((await restore(restored.exchangeId)).after, 'new@example.com');
      });
    }

    it('with the ticket that the vault holds then, whatever the update was sent with', async () => {
      const { ticket = '' } = world.kept() ?? {};
      const { exchangeId } = await update({ ticket: { use: 'given', ticket }, verify: true });
      world.keychain.values.clear();
      assert.equal((await restore(exchangeId)).error?.kind, 'notSignedIn');
      await world.session.signIn(world.profile, 'jdoe', 'jdoe');
      assert.equal((await restore(exchangeId)).after, 'jdoe@example.com');
    });

    it('on a protected server by the user’s word only', async () => {
      const { exchangeId } = await update({ verify: true });
      world.settings.entries = [{ ...world.profile, protected: true }];
      const sent = world.exchanges.length;
      assert.equal((await restore(exchangeId)).error?.kind, 'invalidInput');
      assert.equal(world.exchanges.length, sent);
      assert.equal((await restore(exchangeId, { confirmed: true })).verified, true);
    });

    it('but nothing else: no unverified update, no unknown exchange, no other server', async () => {
      assert.match(refusal('nobody’s'), /No verified update/);
      assert.match(refusal((await update()).exchangeId), /No verified update/);
      assert.match(
        refusal((await update({ userName: 'ghost', verify: true })).exchangeId),
        /No verified update/,
      );
      const { exchangeId } = await update({ verify: true });
      world.settings.entries = [{ ...world.profile, baseUrl: 'http://127.0.0.1:1' }];
      assert.match(refusal(exchangeId), /another server by now/);
      world.settings.entries = [];
      assert.match(refusal(exchangeId), /There is no profile named “Test”/);
    });

    it('as far back as anybody looks: the newest 200 are remembered', () => {
      const details = { profile: 'Test', transport: 'post', userName: 'jdoe', before: 'a' } as const;
      for (let at = 0; at < 250; at++) {
        world.verifiedUpdates.remember({ exchangeId: `e${at}`, ...details });
      }
      const ids = world.verifiedUpdates.list().map(({ exchangeId }) => exchangeId);
      assert.deepEqual([ids.length, ids[0], ids.at(-1)], [200, 'e249', 'e50']);
      assert.equal(world.verifiedUpdates.find('e49'), undefined);
    });
  });

  it('ends when it is cancelled, before and while it is on its way', async () => {
    assert.deepEqual(
      (await update({}, AbortSignal.abort())).error?.kind,
      'cancelled',
      'nothing is sent for a signal that was given before',
    );
    assert.deepEqual(world.exchanges, []);
    world.sandbox.setLatency(60_000);
    const aborting = new AbortController();
    const running = update({ verify: true }, aborting.signal);
    await delay(50);
    aborting.abort();
    const outcome = await running;
    assert.equal(outcome.error?.kind, 'cancelled');
    assert.equal(world.exchanges.length, 1, 'the update is not sent once its reading was cancelled');
  });

  it('fails by the network, once, when the server resets the connection', async () => {
    world.sandbox.setFault('connectionReset');
    const outcome = await update();
    assert.equal(outcome.error?.kind, 'network');
    assert.equal(outcome.httpStatus, undefined);
    assert.equal(world.exchanges.length, 1);
  });

  it('reads the current address, or says why not', async () => {
    assert.equal(await current('müller'), 'müller@example.com');
    const missing = await world.updateEmail.current({ userName: 'ghost', ticket: STORED });
    assert.deepEqual([missing.address, missing.outcome.error?.kind], [undefined, 'userNotFound']);
    const unknown = await world.updateEmail.current({ profile: 'Nope', userName: 'x', ticket: STORED });
    assert.equal(unknown.outcome.error?.kind, 'invalidInput');
  });
});
