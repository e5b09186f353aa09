import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import { MASK, redact } from '../../../src/api/redact';
import { exchangeText } from '../../../src/api/exchangeText';
import { FAULTS } from '../../../src/sandbox/faults';
import { DEFAULT_USERS } from '../../../src/sandbox/users';
import { checkConnection } from '../../../src/session/connectionCheck';
import { profileInfo } from '../../../src/session/profileInfo';
import { toProfile } from '../../../src/session/profile';
import { EVERY_OPERATION } from './fakes';
import { openWorld, type World } from './world';

const UNKNOWN_TICKET = '00000000-0000-0000-0000-000000000000';
const DAY_MS = 24 * 60 * 60 * 1000;

describe('session', () => {
  let world: World;
  let time: number;
  beforeEach(async () => {
    time = Date.parse('2026-01-01T00:00:00Z');
    world = await openWorld({ now: () => new Date(time) });
  });
  afterEach(() => world.close());

  const signIn = (userName = 'jdoe', password = userName) =>
    world.session.signIn(world.profile, userName, password);
  const stateOf = async () => (await world.session.status(world.profile)).state;
  /** A call that needs the ticket: who one is. */
  const getUser = async (ticket = world.kept()?.['ticket'] ?? '') => {
    const call = { operation: 'GetUser', values: { ticket, userName: '' } } as const;
    return (await world.session.send(world.profile, 'post', call)).outcome;
  };

  it('sends all calls of a sender by the limits of its beginning, and a single call by those of its own', async () => {
    await signIn();
    const ticket = world.kept()?.['ticket'] ?? '';
    const call = { operation: 'GetUser', values: { ticket, userName: 'jdoe' } } as const;
    const send = world.session.sender(world.profile, 'post');
    world.limits.maxResponseBytes = 1;
    assert.equal((await send(call)).outcome.success, true);
    const { outcome } = await world.session.send(world.profile, 'post', call);
    assert.match(outcome.error?.message ?? '', /larger than/);
  });

  describe('signIn', () => {
    it('keeps what the contract says of the ticket, and the password nowhere', async () => {
      const [first] = DEFAULT_USERS;
      assert.ok(first);
      const password = 'a pässword & “more”';
      await world.close();
      world = await openWorld({ users: [{ ...first, ticketsRefused: false, userName: 'ann', password }] });
      let changes = 0;
      world.profiles.onDidChange(() => changes++);
      const outcome = await signIn('ann', password);
      assert.equal(outcome.success, true);
      const { ticket = '', ...rest } = world.kept() ?? {};
      assert.match(ticket, /^[0-9a-f-]{36}$/);
      assert.match(rest['expiresOn'] ?? '', /^\d{4}-\d\d-\d\dT[\d:]+Z$/);
      assert.deepEqual(rest, {
        baseUrl: world.sandbox.baseUrl,
        userName: 'ann',
        expiresOn: rest['expiresOn'],
      });
      assert.ok(changes > 0);
      const everything = JSON.stringify([outcome, [...world.keychain.values], world.settings.entries]);
      assert.ok(!everything.includes('pässword'));
    });

    for (const [transport, line] of [
      ['get', 'POST /srv.asmx/AuthenticateUser HTTP/1.1'],
      ['post', 'POST /srv.asmx/AuthenticateUser HTTP/1.1'],
      ['soap11', 'POST /srv.asmx HTTP/1.1'],
      ['soap12', 'POST /srv.asmx HTTP/1.1'],
    ] as const) {
      it(`of a ${transport} profile goes by ${line}`, async () => {
        const outcome = await world.session.signIn({ ...world.profile, transport }, 'jdoe', 'jdoe');
        assert.equal(outcome.success, true);
        assert.equal(outcome.transport, transport === 'get' ? 'post' : transport);
        assert.deepEqual(world.sent(), [line]);
      });
    }

    it('leaves the kept ticket alone when the server refuses', async () => {
      await signIn();
      const kept = world.kept();
      const refused = await signIn('jdoe', 'wrong');
      assert.deepEqual([refused.error?.kind, refused.error?.code], ['authenticationFailed', 900]);
      const builtIn = await signIn('sysadmin', 'any');
      assert.deepEqual([builtIn.error?.kind, builtIn.error?.code], ['apiError', 902]);
      assert.deepEqual(world.kept(), kept);
      assert.equal(await stateOf(), 'kept');
    });

    it('says where the ticket went when the keychain does not work', async () => {
      world.keychain.broken = EVERY_OPERATION;
      await signIn();
      const { ticketStore, signedIn } = await profileInfo(world.session, world.profile);
      assert.deepEqual([ticketStore, signedIn], ['memory', true]);
      assert.equal(world.keychain.values.size, 0);
    });

    it('shows neither password nor ticket in a text of the exchange', async () => {
      await signIn('müller', 'müller');
      await signIn('admin', 'wrong-password');
      const { ticket = '' } = world.kept() ?? {};
      const texts = world.exchanges.map(exchange =>
        exchangeText(exchange, text => redact(text, exchange.secrets), 'raw'),
      );
      assert.ok(!texts.join('').includes(ticket));
      assert.ok(!texts.join('').includes('wrong-password'));
      assert.match(texts[0] ?? '', new RegExp(`UID=m%C3%BCller&PWD=${MASK}`));
      assert.match(texts[0] ?? '', new RegExp(`ticket="${MASK}"`));
    });
  });

  describe('setTicket', () => {
    it('keeps a ticket that the server knows, with its holder', async () => {
      await signIn('asmith');
      const { ticket = '' } = world.kept() ?? {};
      world.keychain.values.clear();
      const outcome = await world.session.setTicket(world.profile, ticket);
      assert.equal(outcome.success, true);
      assert.equal(world.kept()?.['userName'], 'asmith');
      assert.match(world.sent().at(-1) ?? '', /isValidTicket/);
    });

    it('discards one that the server calls none, and keeps the older one', async () => {
      await signIn();
      const kept = world.kept();
      for (const [ticket, kind] of [
        ['', 'authenticationFailed'],
        [UNKNOWN_TICKET, 'sessionExpired'],
      ] as const) {
        const outcome = await world.session.setTicket(world.profile, ticket);
        assert.equal(outcome.error?.kind, kind);
        assert.deepEqual(world.kept(), kept);
        assert.equal(await stateOf(), 'kept');
      }
    });

    it('keeps one unchecked when the server does not say', async () => {
      for (const fault of ['http500', 'connectionReset'] as const) {
        world.sandbox.setFault(fault);
        const outcome = await world.session.setTicket(world.profile, `by ${fault}`);
        assert.equal(outcome.error?.kind, fault === 'http500' ? 'httpError' : 'network');
        assert.deepEqual(world.kept(), { baseUrl: world.sandbox.baseUrl, ticket: `by ${fault}` });
      }
    });

    it('refuses what the transport cannot carry, and keeps nothing', async () => {
      const outcome = await world.session.setTicket({ ...world.profile, transport: 'soap11' }, 'a\u0001b');
      assert.deepEqual([outcome.error?.kind, outcome.exchangeId], ['invalidInput', '']);
      assert.equal(world.kept(), undefined);
      assert.deepEqual(world.exchanges, []);
    });
  });

  describe('a profile that goes while the server is asked', () => {
    const renamed = () => ({ ...world.profile, name: 'Renamed' });
    const moved = () => ({ ...world.profile, baseUrl: 'http://127.0.0.1:1' });
    for (const [how, left] of [
      ['is removed', () => []],
      ['is renamed', () => [renamed()]],
      ['gets another server', () => [moved()]],
    ] as const) {
      it(`and ${how} is given no ticket, and the outcome says so`, async () => {
        for (const begin of [
          () => signIn(),
          () => world.session.setTicket(world.profile, UNKNOWN_TICKET.replace('0', '1')),
        ]) {
          world.settings.entries = [world.profile];
          world.sandbox.setFault('none');
          const asking = begin();
          world.settings.entries = left();
          const { success, error, exchangeId } = await asking;
          assert.deepEqual([success, exchangeId === ''], [false, false]);
          assert.deepEqual([...world.keychain.values, ...world.memory.values], []);
          if (error?.kind !== 'sessionExpired') {
            assert.equal(error?.kind, 'invalidInput');
            assert.match(error.message, /^“Test” was removed, renamed or .* the ticket was not kept\.$/);
          }
        }
      });
    }

    it('and is changed otherwise keeps its ticket', async () => {
      const signing = signIn();
      world.settings.entries = [
        { ...world.profile, baseUrl: `${world.sandbox.baseUrl}/srv.asmx`, userName: 'x' },
      ];
      assert.equal((await signing).success, true);
      assert.ok(world.kept());
    });
  });

  describe('[901]', () => {
    it('marks the ticket expired and deletes nothing', async () => {
      await signIn();
      const kept = world.kept();
      time += 31 * DAY_MS;
      let changes = 0;
      world.profiles.onDidChange(() => changes++);
      const outcome = await getUser();
      assert.deepEqual([outcome.error?.kind, outcome.error?.code], ['sessionExpired', 901]);
      assert.equal(await stateOf(), 'expired');
      assert.deepEqual(world.kept(), kept);
      assert.equal((await profileInfo(world.session, world.profile)).signedIn, false);
      await getUser();
      assert.equal(changes, 1, 'a second [901] is no news');
    });

    it('is taken back when the server accepts the ticket after all', async () => {
      await signIn();
      world.sandbox.setFault('expiredTickets');
      await getUser();
      assert.equal(await stateOf(), 'expired');
      world.sandbox.setFault('none');
      assert.equal((await getUser()).success, true);
      assert.equal(await stateOf(), 'kept');
    });

    it('is over with a new sign-in', async () => {
      await signIn();
      time += 31 * DAY_MS;
      await getUser();
      await signIn();
      assert.equal(await stateOf(), 'kept');
    });

    it('of another ticket says nothing of the kept one, neither good nor bad', async () => {
      await signIn();
      await getUser(UNKNOWN_TICKET);
      assert.equal(await stateOf(), 'kept');
      time += 31 * DAY_MS;
      await getUser();
      await getUser(UNKNOWN_TICKET);
      assert.equal(await stateOf(), 'expired');
    });

    it('stays with the ticket when its profile is renamed', async () => {
      await signIn();
      time += 31 * DAY_MS;
      await getUser();
      const renamed = toProfile({ ...world.profile, name: 'Renamed' });
      await world.vault.write('Renamed', { baseUrl: '', ticket: '', ...world.kept() });
      assert.equal((await world.session.status(renamed)).state, 'expired');
    });
  });

  describe('signOut', () => {
    for (const fault of FAULTS) {
      it(`deletes the ticket when the server’s fault is ${fault}`, async () => {
        await signIn();
        world.sandbox.setFault(fault);
        const outcome = await world.session.signOut(world.profile);
        assert.equal(
          outcome.success,
          !['http500', 'expiredTickets', 'connectionReset', 'postDisabled'].includes(fault),
        );
        assert.notEqual(outcome.exchangeId, '');
        assert.equal(world.kept(), undefined);
        assert.equal(await stateOf(), 'none');
      });
    }

    it('deletes the ticket when no server is there and when the call is cancelled', async () => {
      await signIn();
      const cancelled = await world.session.signOut(world.profile, AbortSignal.abort());
      assert.equal(cancelled.error?.kind, 'cancelled');
      assert.equal(world.kept(), undefined);
      await signIn();
      await world.sandbox.stop();
      assert.equal((await world.session.signOut(world.profile)).error?.kind, 'network');
      assert.equal(world.kept(), undefined);
    });

    it('ends the ticket on the server too', async () => {
      await signIn();
      const { ticket } = world.kept() ?? {};
      await world.session.signOut(world.profile);
      assert.equal((await getUser(ticket)).error?.kind, 'sessionExpired');
    });

    it('without a ticket sends nothing', async () => {
      const outcome = await world.session.signOut(world.profile);
      assert.deepEqual([outcome.error?.kind, outcome.exchangeId], ['notSignedIn', '']);
      assert.deepEqual(world.exchanges, []);
    });
  });

  describe('check', () => {
    const check = (profile = world.profile) => checkConnection(world.session, world.vault, profile);

    it('says what the server is, that the ticket is good, and until when', async () => {
      await signIn();
      const report = await check();
      assert.deepEqual(report.server, {
        VersionNumber: '8.7.0.0',
        Server_date_time: '2026-01-01T00:00:00',
        Coordinated_Universal_Time: '2026-01-01T00:00:00Z',
        UTC_Offset: '0',
        Company: 'Sandbox',
        ServerName: 'SANDBOX',
        WindowsAuthenticationIsOn: 'false',
      });
      assert.deepEqual(
        [report.ticket, report.expiresOn, report.error],
        ['valid', '2026-01-31T00:00:00Z', undefined],
      );
    });

    for (const transport of TRANSPORTS) {
      it(`of a ${transport} profile goes by ${transport}`, async () => {
        await signIn();
        assert.equal((await check({ ...world.profile, transport })).ticket, 'valid');
        assert.deepEqual(
          world.exchanges.slice(1).map(exchange => [exchange.operation, exchange.transport]),
          [
            ['ServerInfo', transport],
            ['isValidTicket', transport],
          ],
        );
      });
    }

    it('without a ticket asks the server for itself alone', async () => {
      const report = await check();
      assert.equal(report.ticket, 'none');
      assert.equal(report.server?.['ServerName'], 'SANDBOX');
      assert.equal(report.error, undefined);
      assert.equal(world.exchanges.length, 1);
    });

    it('says that the ticket has expired, and keeps it', async () => {
      await signIn();
      time += 31 * DAY_MS;
      const report = await check();
      assert.deepEqual(
        [report.ticket, report.expiresOn, report.error?.code],
        ['expired', '2026-01-31T00:00:00Z', 901],
      );
      assert.ok(world.kept());
      assert.equal(await stateOf(), 'expired');
    });

    it('does not know when the server fails, and asks no twice where none answers', async () => {
      await signIn();
      world.sandbox.setFault('http500');
      const failing = await check();
      assert.deepEqual(
        [failing.ticket, failing.server, failing.error?.kind],
        ['unknown', undefined, 'httpError'],
      );
      world.exchanges.length = 0;
      await world.sandbox.stop();
      const gone = await check();
      assert.deepEqual([gone.ticket, gone.error?.kind], ['unknown', 'network']);
      assert.equal(world.exchanges.length, 1);
      assert.ok(world.kept());
    });

    it('brings back no ticket that is deleted while it looks whether it is still there', async () => {
      await signIn();
      const { keychain, vault, profile } = world;
      const get = keychain.get.bind(keychain);
      let asked = 0;
      let deleting: Promise<unknown> = Promise.resolve();
      keychain.get = async (...asks) => {
        const found = await get(...asks);
        // The second look is the one after the server's answer. What it found, the user deletes before it is told.
        if (++asked === 2) {
          deleting = vault.delete(profile.name);
        }
        return found;
      };
      assert.equal((await check()).ticket, 'valid');
      await deleting;
      assert.equal(asked, 2);
      assert.equal(world.kept(), undefined);
    });

    it('knows without any server that there is no ticket', async () => {
      await world.sandbox.stop();
      const gone = await check();
      assert.deepEqual([gone.ticket, gone.error?.kind], ['none', 'network']);
    });

    for (const transport of ['soap11', 'soap12'] as const) {
      it(`says by ${transport} no more of the server than by another transport`, async () => {
        const { server } = await check({ ...world.profile, transport });
        assert.deepEqual(server, (await check()).server);
      });
    }
  });

  describe('a keychain that is locked', () => {
    beforeEach(async () => {
      await signIn();
      world.keychain.trouble = 'locked';
      world.keychain.broken = EVERY_OPERATION;
      world.exchanges.length = 0;
    });

    it('is not the same as not being signed in, for display and for a call', async () => {
      assert.equal(await stateOf(), 'unknown');
      const { signedIn } = await profileInfo(world.session, world.profile);
      assert.equal(signedIn, false);
      const error = await world.session.ticket(world.profile, { use: 'stored' });
      assert.ok(typeof error !== 'string');
      assert.equal(error.kind, 'notSignedIn');
      assert.match(error.message, /^The ticket of “Test” could not be read\. The OS keychain is locked\.$/);
    });

    it('leaves the ticket’s state unknown to a check', async () => {
      const { ticket, error, server } = await checkConnection(world.session, world.vault, world.profile);
      assert.deepEqual([ticket, error?.kind, server?.['ServerName']], ['unknown', 'notSignedIn', 'SANDBOX']);
    });

    it('is asked to unlock once by a sign-out, whose ticket is not used again', async () => {
      world.keychain.insisted.length = 0;
      assert.equal((await world.session.signOut(world.profile)).error?.kind, 'notSignedIn');
      assert.deepEqual(world.keychain.insisted, ['get']);
      world.keychain.broken = [];
      assert.equal(await stateOf(), 'none');
      assert.equal(world.kept(), undefined);
    });

    it('does not hold up a user who no longer waits: cancelled, and nothing is sent', async () => {
      const error = await world.session.ticket(world.profile, { use: 'stored' }, AbortSignal.abort());
      assert.ok(typeof error !== 'string');
      assert.equal(error.kind, 'cancelled');
      assert.equal(world.exchanges.length, 0);
    });
  });

  it('knows profiles by name, the selected one without a name, and says which it does not know', () => {
    assert.equal((world.session.profile(undefined) as { name: string }).name, 'Test');
    assert.equal((world.session.profile('Test') as { name: string }).name, 'Test');
    assert.match((world.session.profile('Nope') as { message: string }).message, /no profile named “Nope”/);
    world.settings.entries = [];
    assert.match((world.session.profile(undefined) as { message: string }).message, /No profile is selected/);
  });

  it('obeys the limits of the moment', async () => {
    world.sandbox.setLatency(60_000);
    world.limits.timeoutMs = 100;
    const outcome = await getUser('x');
    assert.equal(outcome.error?.kind, 'timeout');
    assert.match(outcome.error.message, /within 0\.1 seconds/);
    world.sandbox.setLatency(0);
    Object.assign(world.limits, { timeoutMs: 10_000, maxResponseBytes: 20 });
    const tooLarge = await getUser('x');
    assert.equal(tooLarge.error?.kind, 'notAnInfoRouterResponse');
    assert.match(tooLarge.error.message, /larger than/);
  });
});
