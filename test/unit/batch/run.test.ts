import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { callError, TRANSPORTS } from '../../../src/api/outcome';
import type { BatchServer } from '../../../src/batch/ports';
import type { BatchProgress } from '../../../src/batch/progress';
import { runBatch, type RunInput } from '../../../src/batch/run';
import { Statuses } from '../../../src/batch/statuses';
import type { BatchOptions } from '../../../src/batch/summary';
import { openWorld, type World } from '../session/world';
import { FakeJournal, rowsOf } from './support';

const OPTIONS: BatchOptions = { transport: 'post', concurrency: 1, readBefore: false };
const GUID = '0f3b8f4e-1111-4222-8333-000000000000';
const USERS = ['jdoe', 'asmith', 'müller', "o'brien", '山田', 'retired'];
const rows = rowsOf(...USERS.map(user => [user, `new.${user}@example.com`] as const));

describe('a batch', () => {
  let world: World;
  let journal: FakeJournal;
  beforeEach(async () => {
    world = await openWorld({ tickets: { t1: 'admin', [GUID]: 'admin' } });
    await world.session.setTicket(world.profile, 't1');
    world.exchanges.length = 0;
    journal = new FakeJournal();
  });
  afterEach(() => world.close());

  const server = (): BatchServer => ({
    ticket: signal => world.session.ticket(world.profile, { use: 'stored' }, signal),
    sender: (transport, signal) => world.session.sender(world.profile, transport, signal),
  });
  const run = (options: Partial<BatchOptions> = {}, more: Partial<RunInput> = {}) =>
    runBatch({ rows, server: server(), journal, options: { ...OPTIONS, ...options }, ...more });
  const address = async (userName: string) =>
    (await world.updateEmail.current({ userName, ticket: { use: 'stored' } })).address;
  const operations = () => world.exchanges.map(({ operation }) => operation);

  for (const transport of TRANSPORTS) {
    it(`sends each row once by ${transport}, 4 at a time`, async () => {
      const end = await run({ transport, concurrency: 4 });
      assert.deepEqual(end.counts, { total: 6, updated: 6, unchanged: 0, failed: 0, notAttempted: 0 });
      assert.equal(end.error, undefined);
      assert.deepEqual(operations(), Array(6).fill('UpdateUserEmail'));
      assert.deepEqual(journal.closed, end.counts);
      for (const user of USERS) {
        assert.equal(await address(user), `new.${user}@example.com`);
      }
    });
  }

  it('keeps the order of the rows where one is on its way at a time', async () => {
    await run();
    assert.deepEqual(
      journal.events,
      USERS.map((_, at) => `updated ${at}`),
    );
  });

  it('keeps as many rows on their way as it was told, and no more', async () => {
    let [now, most] = [0, 0];
    const inner = server();
    const many = rowsOf(...Array.from({ length: 40 }, (_, at) => [`u${at}`, 'a@example.com'] as const));
    const counting: BatchServer = {
      ...inner,
      sender: (...how) => {
        const send = inner.sender(...how);
        return async call => {
          most = Math.max(most, ++now);
          await delay(1);
          const answered = await send(call);
          now -= 1;
          return answered;
        };
      },
    };
    await run({ concurrency: 8 }, { rows: many, server: counting });
    assert.equal(most, 8);
  });

  it('goes on after a failure, and says which', async () => {
    const end = await run({}, { rows: rowsOf(['nobody', 'a@example.com'], ['jdoe', 'b@example.com']) });
    assert.deepEqual([end.counts.failed, end.counts.updated, end.error], [1, 1, undefined]);
    assert.equal(journal.rows.get(0)?.outcome.kind, 'userNotFound');
  });

  it('fails a row that its transport cannot carry, and sends the others', async () => {
    const odd = rowsOf(['jdoe', 'a\u0001@example.com'], ['asmith', 'b@example.com']);
    const end = await run({ transport: 'soap11' }, { rows: odd });
    assert.deepEqual([end.counts.failed, end.counts.updated], [1, 1]);
    assert.equal(journal.rows.get(0)?.outcome.kind, 'invalidInput');
  });

  it('sends rows of the same user one after another, so that the last address stays', async () => {
    const same = rowsOf(
      ...Array.from({ length: 20 }, (_, at) => [at % 2 ? 'JDOE' : 'jdoe', `${at}@example.com`] as const),
    );
    const inner = server();
    const slower: BatchServer = {
      ...inner,
      sender: (...how) => {
        const send = inner.sender(...how);
        return async call => {
          await delay(
            'newEmailAddress' in call.values ? 20 - Number.parseInt(call.values.newEmailAddress, 10) : 0,
          );
          return send(call);
        };
      },
    };
    await run({ concurrency: 16 }, { rows: same, server: slower });
    assert.equal(await address('jdoe'), '19@example.com');
  });

  describe('that reads the address before', () => {
    const mixed = rowsOf(
      ['jdoe', 'jdoe@example.com'],
      ['asmith', 'new@example.com'],
      ['nobody', 'a@example.com'],
    );

    it('sends no row that would change nothing, nor one whose way back is not known', async () => {
      const end = await run({ readBefore: true }, { rows: mixed });
      assert.deepEqual(end.counts, { total: 3, updated: 1, unchanged: 1, failed: 1, notAttempted: 0 });
      assert.deepEqual(operations(), ['GetUser', 'GetUser', 'UpdateUserEmail', 'GetUser']);
      assert.deepEqual(journal.events, ['unchanged 0', 'read 1 asmith@example.com', 'updated 1', 'failed 2']);
      assert.equal(journal.rows.get(1)?.outcome.before, 'asmith@example.com');
    });

    it('does not ask again for an address that the journal has', async () => {
      const before = (index: number) => (index === 1 ? 'first@example.com' : undefined);
      const statuses = new Statuses(3);
      statuses.set(0, 'unchanged');
      statuses.set(2, 'failed');
      await run({ readBefore: true }, { rows: mixed, statuses, before });
      assert.deepEqual(operations(), ['UpdateUserEmail']);
      assert.equal(journal.rows.get(1)?.outcome.before, 'first@example.com');
    });

    for (const [name, before, events] of [
      [
        'takes back what it read for an update that the server',
        undefined,
        ['read 0 jdoe@example.com', 'unread 0'],
      ],
      [
        'keeps what an earlier run read for an update that it may have done, and the server',
        'first@example.com',
        [],
      ],
    ] as const) {
      it(`${name} refuses with [901]`, async () => {
        const inner = server();
        const expiring: BatchServer = {
          ...inner,
          sender: (...how) => {
            const send = inner.sender(...how);
            return call => {
              world.sandbox.setFault(call.operation === 'UpdateUserEmail' ? 'expiredTickets' : 'none');
              return send(call);
            };
          },
        };
        const end = await run({ readBefore: true }, { server: expiring, before: () => before });
        assert.equal(end.error?.kind, 'sessionExpired');
        assert.deepEqual(journal.events, events);
      });
    }

    it('takes back what it read for an update that is not sent any more, and for no other', async () => {
      const aborting = new AbortController();
      const read = journal.read.bind(journal);
      journal.read = async (index, address) => {
        await read(index, address);
        if (index === 1) {
          aborting.abort();
        }
      };
      await run({ readBefore: true }, { signal: aborting.signal });
      assert.deepEqual(journal.events, [
        'read 0 jdoe@example.com',
        'updated 0',
        'read 1 asmith@example.com',
        'unread 1',
      ]);
      assert.equal(operations().at(-1), 'GetUser');
    });

    it('keeps what it read for an update that is never answered', async () => {
      const aborting = new AbortController();
      const inner = server();
      const silent: BatchServer = {
        ...inner,
        sender: (...how) => {
          const send = inner.sender(...how);
          return call => {
            if (call.operation === 'UpdateUserEmail') {
              world.sandbox.setLatency(9000);
              setTimeout(() => aborting.abort(), 50);
            }
            return send(call);
          };
        },
      };
      await run({ readBefore: true }, { server: silent, signal: aborting.signal });
      assert.deepEqual(journal.events, ['read 0 jdoe@example.com']);
    });
  });

  for (const [ticket, kind] of [
    ['', 'authenticationFailed'],
    ['7f3b8f4e-0000-4000-8000-000000000000', 'sessionExpired'],
  ] as const) {
    for (const readBefore of [false, true]) {
      it(`stops at ${kind}${readBefore ? ' of GetUser' : ''}: the row and all after it are not attempted`, async () => {
        let sent = 0;
        const inner = server();
        const signedOut: BatchServer = {
          ...inner,
          sender: (...how) => {
            const send = inner.sender(...how);
            return call => {
              const spoilt = { ...call, values: { ...call.values, ticket } } as typeof call;
              return send(++sent > (readBefore ? 4 : 2) ? spoilt : call);
            };
          },
        };
        const end = await run({ readBefore }, { server: signedOut });
        assert.deepEqual([end.counts.updated, end.counts.failed, end.counts.notAttempted], [2, 0, 4]);
        assert.equal(end.error?.kind, kind);
        assert.equal(sent, readBefore ? 5 : 3);
      });
    }
  }

  it('stops where the ticket has gone meanwhile', async () => {
    const none: BatchServer = {
      ...server(),
      ticket: () => Promise.resolve(callError('notSignedIn', 'Signed out.')),
    };
    const end = await run({ concurrency: 4 }, { server: none });
    assert.deepEqual(
      [end.error?.kind, end.counts.notAttempted, world.exchanges.length],
      ['notSignedIn', 6, 0],
    );
  });

  it('takes a ticket of a new sign-in within a second or so', async () => {
    const asked: number[] = [];
    const inner = server();
    const counting: BatchServer = {
      ...inner,
      ticket: signal => {
        asked.push(performance.now());
        return inner.ticket(signal);
      },
    };
    await run({ ratePerSecond: 4 }, { server: counting });
    assert.ok(asked.length === 2, `asked ${asked.length} times in about 1.25 s`);
  });

  it('begins no more rows in a second than it was told', async () => {
    const start = performance.now();
    await run({ ratePerSecond: 20, concurrency: 6 });
    assert.ok(performance.now() - start >= 245, 'five intervals of 50 ms');
  });

  it('begins rows of one user no faster, though they have waited for one another', async () => {
    const begun: number[] = [];
    const inner = server();
    const slowAtFirst: BatchServer = {
      ...inner,
      sender: (...how) => {
        const send = inner.sender(...how);
        return async call => {
          begun.push(performance.now());
          await delay(begun.length === 1 ? 300 : 0);
          return send(call);
        };
      },
    };
    const same = rowsOf(...Array.from({ length: 6 }, (_, at) => ['jdoe', `${at}@example.com`] as const));
    await run({ ratePerSecond: 20, concurrency: 6 }, { rows: same, server: slowAtFirst });
    for (const [at, moment] of begun.entries()) {
      assert.ok(at === 0 || moment - (begun[at - 1] ?? 0) >= 45, begun.join(' '));
    }
  });

  it('that stops does not wait for the moments of the rows that it would have begun', async () => {
    const none: BatchServer = {
      ...server(),
      ticket: () => Promise.resolve(callError('notSignedIn', 'Signed out.')),
    };
    const start = performance.now();
    const end = await run({ ratePerSecond: 0.2, concurrency: 6 }, { server: none });
    assert.deepEqual([end.error?.kind, performance.now() - start < 2000], ['notSignedIn', true]);
  });

  it('that is cancelled lets what is on its way come to its end, and begins nothing more', async () => {
    const aborting = new AbortController();
    world.sandbox.setLatency(100);
    const running = run({ concurrency: 2 }, { signal: aborting.signal });
    await delay(50);
    aborting.abort();
    const end = await running;
    assert.equal(end.error?.kind, 'cancelled');
    assert.deepEqual([end.counts.updated, end.counts.notAttempted], [2, 4]);
    assert.deepEqual(journal.events.sort(), ['updated 0', 'updated 1']);
  });

  it('that is cancelled does not wait for a server that never answers', async () => {
    world.sandbox.setLatency(9000);
    const aborting = new AbortController();
    const running = run({ concurrency: 2 }, { signal: aborting.signal });
    await delay(50);
    aborting.abort();
    const end = await running;
    assert.deepEqual([end.error?.kind, end.counts.notAttempted], ['cancelled', 6]);
    assert.deepEqual(journal.events, []);
  });

  it('sends nothing more when its journal cannot be written', async () => {
    journal.refusal = new Error('ENOSPC: no space left on device');
    const end = await run({ readBefore: true });
    assert.match(end.error?.message ?? '', /journal .* ENOSPC/);
    assert.deepEqual([end.counts.notAttempted, operations()], [6, ['GetUser']]);
  });

  it('tells how far it is, at the end in any case', async () => {
    const told: BatchProgress[] = [];
    await run({}, { report: progress => told.push(progress) });
    assert.deepEqual(told.at(-1), { total: 6, updated: 6, unchanged: 0, failed: 0, notAttempted: 0 });
  });

  it('keeps the ticket out of its journal, also where it stands in a row', async () => {
    await world.session.setTicket(world.profile, GUID);
    await run({ readBefore: true }, { rows: rowsOf(['jdoe', `${GUID}@example.com`]) });
    assert.match(journal.rows.get(0)?.newEmailAddress ?? '', /^•+@example\.com$/);
    assert.ok(!JSON.stringify([...journal.rows, ...journal.events]).includes(GUID));
  });
});
