import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Answered, Sender } from '../../../src/api/call';
import type { Call } from '../../../src/api/operations';
import { callError, type CallError, type CallErrorKind } from '../../../src/api/outcome';
import { maskNothing } from '../../../src/api/redact';
import type { BatchServer } from '../../../src/batch/ports';
import { EXPECTATIONS, previewOf, type Expectation, type Preview } from '../../../src/batch/preview';
import type { BatchOptions, Row } from '../../../src/batch/summary';
import { openWorld } from '../session/world';

const OPTIONS: BatchOptions = { transport: 'post', concurrency: 1, readBefore: true };

const rowsOf = (...rows: readonly (readonly [userName: string, newEmailAddress: string])[]): Row[] =>
  rows.map(([userName, newEmailAddress], at) => ({ number: at + 2, userName, newEmailAddress }));

/** A server with a user table, and who was asked for. */
class Users implements BatchServer {
  readonly asked: string[] = [];
  inFlight = 0;
  most = 0;

  constructor(
    private readonly addresses: ReadonlyMap<string, string>,
    private readonly failures: ReadonlyMap<string, CallErrorKind> = new Map(),
    private readonly noTicket?: CallError,
  ) {}

  ticket(): Promise<string | CallError> {
    return Promise.resolve(this.noTicket ?? 'ticket');
  }

  sender(): Sender {
    return call => this.answer(call);
  }

  private async answer(call: Call): Promise<Answered> {
    assert.equal(call.operation, 'GetUser');
    const { userName } = call.values;
    this.asked.push(userName);
    this.inFlight += 1;
    this.most = Math.max(this.most, this.inFlight);
    await new Promise(resolve => setImmediate(resolve));
    this.inFlight -= 1;
    const address = this.addresses.get(userName.toLowerCase());
    const kind = this.failures.get(userName) ?? (address === undefined ? 'userNotFound' : undefined);
    const outcome = { transport: 'post', durationMs: 1, exchangeId: 'x' } as const;
    if (kind !== undefined) {
      return {
        outcome: { ...outcome, success: false, error: callError(kind, `It is ${kind}.`) },
        mask: maskNothing,
      };
    }
    const user = {
      name: 'User',
      attributes: new Map([['Email', address ?? '']]),
      children: [],
      text: '',
      prefix: '',
    };
    const answer = {
      name: 'response',
      attributes: new Map<string, string>(),
      children: [user],
      text: '',
      prefix: '',
    };
    return { outcome: { ...outcome, success: true }, answer, mask: maskNothing };
  }
}

const numbers = ({ expected }: Preview): Partial<Record<Expectation, number[]>> =>
  Object.fromEntries(
    EXPECTATIONS.filter(each => expected[each].length > 0).map(each => [
      each,
      expected[each].map(({ number }) => number),
    ]),
  );

describe('The preview of a batch', () => {
  it('says of each row what a server would make of it, whatever the rows and the concurrency', async () => {
    const name = fc.constantFrom('jdoe', 'JDoe', 'asmith', 'ghost', 'refused');
    const address = fc.constantFrom('a@x', 'b@x', 'no address');
    const cases = fc.record({
      pairs: fc.array(fc.tuple(name, address), { maxLength: 12 }),
      done: fc.array(fc.nat(11)),
      concurrency: fc.integer({ min: 1, max: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ pairs, done, concurrency }) => {
        const stored = new Map([
          ['jdoe', 'a@x'],
          ['asmith', 'b@x'],
          ['refused', 'a@x'],
        ]);
        const server = new Users(stored, new Map([['refused', 'accessDenied']]));
        const rows = rowsOf(...pairs);
        const options = { ...OPTIONS, concurrency };
        const preview = await previewOf({ rows, options, server, done: at => done.includes(at) });
        // A server of its own, to which the rows are sent in their order.
        const model = new Map(stored);
        const expected = rows.map(({ userName, newEmailAddress }, at): Expectation => {
          const key = userName.toLowerCase();
          if (done.includes(at)) {
            return 'done';
          }
          if (key === 'refused') {
            return 'refused';
          }
          const before = model.get(key);
          model.set(key, before === undefined ? 'unknown' : newEmailAddress);
          return !stored.has(key) ? 'unknownUser' : before === newEmailAddress ? 'noOp' : 'change';
        });
        for (const each of EXPECTATIONS) {
          const wanted = rows.filter((_, at) => expected[at] === each);
          assert.deepEqual(preview.expected[each], wanted, each);
        }
        assert.ok(server.most <= concurrency, `${server.most} at once`);
        const keys = server.asked.map(asked => asked.toLowerCase());
        assert.equal(new Set(keys).size, keys.length, 'nobody is asked for twice');
      }),
      { numRuns: 300 },
    );
  });

  it('asks nobody without readBefore, and finds what the file alone tells', async () => {
    const server = new Users(new Map());
    const rows = rowsOf(['jdoe', 'a@x'], ['', 'b@x'], ['JDOE', 'nowhere'], ['asmith', 'c\u0001@x']);
    const options = { ...OPTIONS, transport: 'soap12', readBefore: false } as const;
    const preview = await previewOf({ rows, options, server });
    assert.deepEqual(server.asked, []);
    assert.deepEqual(numbers(preview), { notAsked: [2, 3, 4], unsendable: [5] });
    assert.equal(preview.asked, undefined);
    assert.deepEqual(preview.noName, [rows[1]]);
    assert.deepEqual(preview.noAddress, [rows[2]]);
    assert.deepEqual(preview.duplicates, [[rows[0], rows[2]]]);
    const byPost = await previewOf({ rows, options: { ...options, transport: 'post' }, server });
    assert.deepEqual(numbers(byPost), { notAsked: [2, 3, 4, 5] });
  });

  it('stops asking with the first answer that says the same of all, and tells it', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `user${at}`);
    const rows = rowsOf(...names.map(name => [name, 'a@x'] as const));
    const server = new Users(
      new Map(names.map(name => [name, 'b@x'])),
      new Map([['user9', 'sessionExpired']]),
    );
    const options = { ...OPTIONS, concurrency: 4 };
    const { asked, expected } = await previewOf({ rows, options, server });
    assert.equal(asked?.error?.kind, 'sessionExpired');
    assert.ok(server.asked.length < 20, `${server.asked.length} were asked for`);
    assert.equal(asked.users, expected.change.length);
    assert.equal(expected.change.length + expected.notAsked.length, 50);
  });

  it('says why nobody was asked where there is no ticket', async () => {
    const server = new Users(new Map(), new Map(), callError('notSignedIn', 'No ticket is kept.'));
    const preview = await previewOf({ rows: rowsOf(['jdoe', 'a@x']), options: OPTIONS, server });
    assert.deepEqual(
      [preview.asked?.users, preview.asked?.of, preview.asked?.error?.kind],
      [0, 1, 'notSignedIn'],
    );
    assert.deepEqual(numbers(preview), { notAsked: [2] });
  });

  it('ends when it is cancelled, with what it knows', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `user${at}`);
    const rows = rowsOf(...names.map(name => [name, 'a@x'] as const));
    const server = new Users(new Map(names.map(name => [name, 'b@x'])));
    const cancelling = new AbortController();
    const seen: number[] = [];
    const { asked, expected } = await previewOf(
      { rows, options: { ...OPTIONS, ratePerSecond: 1000 }, server },
      cancelling.signal,
      count => {
        seen.push(count);
        if (count === 5) {
          cancelling.abort();
        }
      },
    );
    assert.deepEqual(seen, [1, 2, 3, 4, 5]);
    assert.deepEqual([asked?.users, asked?.error?.kind], [5, 'cancelled']);
    assert.deepEqual([expected.change.length, expected.notAsked.length], [5, 15]);
  });

  it('begins no more questions in a second than it may', async () => {
    const rows = rowsOf(...Array.from({ length: 6 }, (_, at) => [`user${at}`, 'a@x'] as const));
    const begun = performance.now();
    await previewOf({
      rows,
      options: { ...OPTIONS, concurrency: 6, ratePerSecond: 50 },
      server: new Users(new Map()),
    });
    // Six begin at least 20 ms apart.
    assert.ok(performance.now() - begun >= 100);
  });

  it('asks a real server, by each transport', async () => {
    const world = await openWorld();
    try {
      await world.session.signIn(world.profile, 'admin', 'admin');
      const server: BatchServer = {
        ticket: signal => world.session.ticket(world.profile, { use: 'stored' }, signal),
        sender: (transport, signal) => world.session.sender(world.profile, transport, signal),
      };
      const rows = rowsOf(
        ['jdoe', 'new@x'],
        ['jdoe', 'new@x'],
        ['admin', 'admin@example.com'],
        ['ghost', 'a@x'],
      );
      for (const transport of ['get', 'post', 'soap11', 'soap12'] as const) {
        const preview = await previewOf({ rows, options: { ...OPTIONS, transport, concurrency: 3 }, server });
        assert.deepEqual(numbers(preview), { change: [2], noOp: [3, 4], unknownUser: [5] });
        assert.deepEqual(preview.changes, [{ row: rows[0], before: 'jdoe@example.com' }]);
      }
    } finally {
      await world.close();
    }
  });
});
