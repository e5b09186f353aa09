import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { checkConnection } from '../../../src/session/connectionCheck';
import { parseExpiry } from '../../../src/session/ticketEntry';
import { openWorld, type World } from './world';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = Date.parse('2026-01-01T00:00:00Z');

describe('the moment that an entry or a server names', () => {
  for (const [text, moment] of [
    ['2026-01-31T00:00:00Z', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T00:00:00.1234567Z', '2026-01-31T00:00:00.123Z'],
    ['2026-01-31T01:30:00+01:30', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-02-31T25:00:00Z', undefined],
    ['[now](command:workbench.action.quit)', undefined],
    ['31.01.2026', undefined],
    ['1', undefined],
    ['', undefined],
    [undefined, undefined],
  ] as const) {
    it(`${String(text)} is ${moment ?? 'none'}`, () => {
      assert.equal(parseExpiry(text)?.toISOString(), moment);
    });
  }
});

describe('the health of a ticket', () => {
  let world: World;
  let time: number;
  let told: number;
  beforeEach(async () => {
    time = START;
    world = await openWorld({ now: () => new Date(time) });
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
    told = 0;
    world.profiles.onDidChange(() => (told += 1));
  });
  afterEach(() => world.close());

  const status = () => world.session.status(world.profile);
  const expiresOn = async () => (await status()).expiresOn?.toISOString();
  const keptExpiry = () => world.kept()?.['expiresOn'];
  const send = (operation: 'GetUser' | 'isValidTicket' | 'LogOut', ticket = world.kept()?.['ticket'] ?? '') =>
    world.session.send(
      world.profile,
      'post',
      operation === 'GetUser'
        ? { operation, values: { ticket, userName: '' } }
        : { operation, values: { ticket } },
    );
  const update = (userName = 'jdoe') =>
    world.updateEmail.update({ userName, newEmailAddress: 'x@example.com', ticket: { use: 'stored' } });
  /** What is done on the side takes a few turns with these stores. */
  const settled = async () => {
    for (let turns = 0; turns < 20; turns += 1) {
      await turn();
    }
  };

  it('is at first what the server said', async () => {
    assert.equal(await expiresOn(), '2026-01-31T00:00:00.000Z');
    assert.equal((await status()).lastUsed, undefined);
  });

  for (const [use, call] of [
    ['an update', () => update()],
    ['GetUser', () => send('GetUser')],
  ] as const) {
    it(`slides by 30 days with ${use} that succeeds`, async () => {
      time += 5 * 60 * MINUTE_MS;
      await call();
      assert.equal(await expiresOn(), '2026-01-31T05:00:00.000Z');
      assert.equal((await status()).lastUsed?.getTime(), time);
    });
  }

  it('does not slide with isValidTicket, LogOut or a call that fails', async () => {
    time += 2 * DAY_MS;
    await send('isValidTicket');
    await update('asmith');
    world.sandbox.setFault('http500');
    await update();
    world.sandbox.setFault('none');
    await send('LogOut');
    assert.equal(await expiresOn(), '2026-01-31T00:00:00.000Z');
  });

  it('is what the server says last: Check Connection overrules what was reckoned', async () => {
    time += 10 * DAY_MS;
    await update();
    time += 1000;
    await checkConnection(world.session, world.vault, world.profile);
    assert.equal(keptExpiry(), '2026-02-10T00:00:00Z');
    assert.equal(await expiresOn(), '2026-02-10T00:00:00.000Z');
  });

  it('of a past date is still good for a call, and the answer has the last word', async () => {
    const stale = { ...world.kept(), expiresOn: '2025-12-24T00:00:00Z' };
    world.keychain.values.set('Test', JSON.stringify(stale));
    const { state, expiresOn: past } = await status();
    assert.deepEqual([state, past?.toISOString()], ['kept', '2025-12-24T00:00:00.000Z']);
    assert.equal((await update()).success, true);
    assert.equal(await expiresOn(), '2026-01-31T00:00:00.000Z');
  });

  it('takes no other text for a date', async () => {
    for (const said of ['[x](command:quit)', '$(bug)', 'x'.repeat(100_000)]) {
      world.keychain.values.set('Test', JSON.stringify({ ...world.kept(), expiresOn: said }));
      assert.equal((await status()).expiresOn, undefined);
    }
  });

  describe('is written to the entry', () => {
    const writes = () => world.keychain.asked.filter(operation => operation === 'set').length;

    it('once a day of use, however many calls there are, and without a prompt', async () => {
      world.keychain.asked.length = world.keychain.insisted.length = 0;
      for (let calls = 0; calls < 20; calls += 1) {
        await update();
        time += 2 * MINUTE_MS;
      }
      await settled();
      assert.equal(writes(), 0, 'the date that the server gave is good for a day');
      time += DAY_MS;
      const use = time;
      for (let calls = 0; calls < 20; calls += 1) {
        await update();
        await settled();
        time += 2 * MINUTE_MS;
      }
      assert.equal(writes(), 1);
      assert.equal(keptExpiry(), new Date(use + 30 * DAY_MS).toISOString());
      assert.deepEqual(
        world.keychain.insisted.filter(operation => operation !== 'get'),
        [],
      );
    });

    it('only while that is still the ticket which was used', async () => {
      time += 3 * DAY_MS;
      const used = world.kept()?.['ticket'] ?? '';
      const other = { ...world.kept(), ticket: 'of another window', expiresOn: '2026-01-02T00:00:00Z' };
      const call = send('GetUser', used);
      world.keychain.values.set('Test', JSON.stringify(other));
      assert.equal((await call).outcome.success, true);
      await settled();
      assert.deepEqual(world.kept(), other);
    });

    it('never after it had to go meanwhile', async () => {
      time += 3 * DAY_MS;
      await update();
      await world.vault.delete('Test');
      await settled();
      assert.equal(world.kept(), undefined);
      assert.equal(world.memory.values.size, 0);
    });

    it('nowhere else where the store refuses', async () => {
      time += 3 * DAY_MS;
      world.keychain.broken = ['set'];
      assert.equal((await update()).success, true);
      await settled();
      assert.equal(keptExpiry(), '2026-01-31T00:00:00Z');
      assert.equal(world.memory.values.size, 0);
      assert.equal(await expiresOn(), '2026-02-03T00:00:00.000Z', 'this window knows all the same');
    });
  });

  it('is told to the views at most once a minute of calls, and at once when it changes', async () => {
    for (let calls = 0; calls < 10; calls += 1) {
      await update();
    }
    assert.equal(told, 1);
    time += 2 * MINUTE_MS;
    await update();
    assert.equal(told, 2);
    world.sandbox.setFault('expiredTickets');
    await update();
    await update();
    assert.equal(told, 3);
    world.sandbox.setFault('none');
    await update();
    assert.equal(told, 4);
  });

  it('of a ticket given for one call is not remembered', async () => {
    const given = 'given for one call';
    const foreign = await openWorld({ tickets: { [given]: 'jdoe' } });
    try {
      const call = { operation: 'GetUser', values: { ticket: given, userName: '' } } as const;
      assert.equal((await foreign.session.send(foreign.profile, 'post', call)).outcome.success, true);
      foreign.sandbox.setFault('expiredTickets');
      await foreign.session.send(foreign.profile, 'post', call);
      foreign.sandbox.setFault('none');
      // Only now the vault learns of it: what happened before must be unknown.
      const entry = { baseUrl: foreign.profile.baseUrl, ticket: given };
      foreign.keychain.values.set('Test', JSON.stringify(entry));
      const { state, lastUsed, expiresOn: known } = await foreign.session.status(foreign.profile);
      assert.deepEqual([state, lastUsed, known], ['kept', undefined, undefined]);
    } finally {
      await foreign.close();
    }
  });
});
