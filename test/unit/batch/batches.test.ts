import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JournalFolder } from '../../../src/adapters/journalFolder';
import type { Call } from '../../../src/api/operations';
import { Caller, type Answered, type Sender } from '../../../src/api/call';
import type { Exchange } from '../../../src/api/exchange';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { Batches, type BatchRequest } from '../../../src/batch/batches';
import * as tables from '../../../src/batch/tables';
import { Session } from '../../../src/session/session';
import { openWorld, type World } from '../session/world';
import { csvOf } from './support';

const CSV =
  'UserName,NewEmailAddress\njdoe,new.jdoe@example.com\nasmith,asmith@example.com\nnobody,x@example.com\n';

const ANOTHER = '7f3b8f4e-0000-4000-8000-000000000000';

describe('batches', () => {
  let world: World;
  let folder: string;
  let batches: Batches;
  let limit: number;
  let failures: Exchange[];
  let notes: string[];
  let written: string[];
  let contents: Map<string, string>;
  let names: Set<string>;
  /** Comes between the batch and its server. */
  let between: ((call: Call, send: Sender) => Promise<Answered>) | undefined;
  const client = new NodeHttpClient();
  after(() => client.dispose());

  beforeEach(async () => {
    world = await openWorld({ tickets: { t1: 'admin' } });
    await world.session.setTicket(world.profile, 't1');
    world.exchanges.length = 0;
    folder = mkdtempSync(join(tmpdir(), 'inforouter-batches-'));
    [limit, failures, notes, written] = [200, [], [], []];
    contents = new Map();
    names = new Set();
    between = undefined;
    batches = new Batches({
      journals: new JournalFolder(folder),
      session: world.session,
      profiles: world.profiles,
      serverOf: (profile, sink) => {
        const both = {
          record: (exchange: Exchange) => [sink, world.sink].forEach(each => each.record(exchange)),
        };
        const caller = new Caller(client, both, () => world.vault.knownTickets);
        const session = new Session(world.profiles, world.vault, caller, () => world.limits);
        return {
          ticket: signal => session.ticket(profile, { use: 'stored' }, signal),
          sender: (transport, signal) => {
            const send = session.sender(profile, transport, signal);
            return call => between?.(call, send) ?? send(call);
          },
          close: () => undefined,
        };
      },
      tables: () => tables,
      log: { record: exchange => failures.push(exchange), note: line => notes.push(line) },
      limit: () => limit,
    });
  });
  afterEach(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const source = async (text = CSV, uri = 'file:///users.csv') => ({
    uri,
    name: 'users.csv',
    csv: await csvOf(text),
  });
  const files = {
    write: (ending: string, bytes: Uint8Array) => {
      const kind = ending.replace(/^\.\d{8}-\d{6}-\d{3}/, '');
      written.push(kind);
      names.add(ending);
      contents.set(kind, Buffer.from(bytes).toString());
      return Promise.resolve(ending);
    },
  };
  const run = async (fields: Partial<BatchRequest> = {}, signal?: AbortSignal) =>
    batches.run({ source: await source(), concurrency: 1, readBefore: true, ...fields }, files, signal);

  it('update users, write reports, and are remembered', async () => {
    const summary = await run();
    assert.deepEqual(
      [
        summary.total,
        summary.updated,
        summary.unchanged,
        summary.failed,
        summary.notAttempted,
        summary.error,
      ],
      [3, 1, 1, 1, 0, undefined],
    );
    assert.deepEqual(written, ['.rollback.csv', '.results.csv', '.junit.xml']);
    const [entry] = await batches.list();
    assert.equal(entry?.counts?.updated, 1);
    assert.equal(entry.endpoint, world.sandbox.endpoint);
    assert.equal((await batches.rows(entry.id)).row(2)?.outcome.kind, 'userNotFound');
    assert.equal(await batches.unfinished(await source()), undefined);
  });

  it('tell their start, their end and their first 20 failures', async () => {
    const nobody = Array.from({ length: 30 }, (_, at) => `nobody${at},x`).join('\n');
    await run({
      source: await source(`UserName,NewEmailAddress\n${nobody}\njdoe,a@example.com\n`),
      readBefore: false,
    });
    assert.equal(failures.length, 20);
    assert.ok(failures.every(({ outcome }) => !outcome.success));
    assert.equal(notes.length, 2);
    assert.match(notes[0] ?? '', /users\.csv · Test · HTTP POST: 31 of 31 rows/);
    assert.match(notes[1] ?? '', /1 updated, 30 failed, in /);
  });

  it('tell also of rows that failed without an exchange, or by one that succeeded, of 20 in all', async () => {
    const users = ['jdoe', 'asmith', 'nobody', ...Array.from({ length: 20 }, (_, at) => `jdoe${at}`)];
    const csv = users.map((user, at) => `${user},a\u0001${at}@example.com`).join('\n');
    const text = `UserName,NewEmailAddress\nmissing,b@example.com\n${csv}\n`;
    between = async (call, send) => {
      const { values } = call as { readonly values: { readonly userName: string } };
      if (call.operation !== 'GetUser' || values.userName !== 'missing') {
        return send(call);
      }
      const answered = await send({ ...call, values: { ...call.values, userName: 'jdoe' } });
      const user = {
        name: 'User',
        prefix: '',
        attributes: new Map([['exists', 'false']]),
        children: [],
        text: '',
      };
      return { ...answered, answer: answered.answer && { ...answered.answer, children: [user] } };
    };
    const summary = await run({ source: await source(text), transport: 'soap11' });
    assert.equal(summary.failed, 24);
    const told = notes.slice(1, -1);
    assert.equal(failures.length + told.length, 20);
    assert.match(told[0] ?? '', /^Row 2: missing: .*no such user/);
    assert.match(told[1] ?? '', /^Row 3: jdoe: /);
    assert.match(failures[0]?.operation ?? '', /GetUser/);
  });

  it('go on where [901] stopped them, with those rows alone', async () => {
    world.sandbox.setFault('expiredTickets');
    const stopped = await run();
    assert.deepEqual([stopped.notAttempted, stopped.error?.kind], [3, 'sessionExpired']);
    assert.ok(await batches.unfinished(await source()));
    world.sandbox.setFault('none');
    world.exchanges.length = 0;
    const summary = await run({ resume: true });
    assert.deepEqual([summary.updated, summary.unchanged, summary.failed], [1, 1, 1]);
    assert.equal((await batches.list()).length, 1);
    world.exchanges.length = 0;
    const again = await run({ resume: true });
    assert.deepEqual([again.updated, again.unchanged, again.failed, world.exchanges.length], [1, 1, 1, 0]);
  });

  const refused: readonly (readonly [string, () => Promise<Partial<BatchRequest>>, RegExp])[] = [
    ['without an earlier run', async () => ({ resume: true, source: await source() }), /no earlier run/],
    [
      'of another content',
      async () => ({ resume: true, source: await source(`${CSV}a,b\n`) }),
      /no earlier run/,
    ],
    ['of an unknown profile', () => Promise.resolve({ profile: 'Nowhere' }), /Nowhere/],
  ];
  for (const [name, fields, message] of refused) {
    it(`are refused ${name}: nothing is sent, nothing written`, async () => {
      if (name === 'of another content') {
        await run();
        [world.exchanges.length, written.length] = [0, 0];
      }
      const summary = await run(await fields());
      assert.equal(summary.error?.kind, 'invalidInput');
      assert.match(summary.error.message, message);
      assert.equal(summary.notAttempted, summary.total);
      assert.deepEqual([world.exchanges.length, written], [0, []]);
    });
  }

  it('are refused on resume where the profile is another server’s by now', async () => {
    world.sandbox.setFault('expiredTickets');
    await run();
    world.settings.entries = [{ name: 'Test', baseUrl: 'http://127.0.0.1:9/' }];
    world.profiles.changed();
    const summary = await run({ resume: true });
    assert.match(summary.error?.message ?? '', /another server/);
  });

  it('go on with the run that is named, and else with the last', async () => {
    world.sandbox.setFault('expiredTickets');
    await run();
    world.sandbox.setFault('none');
    await run({ batchId: ANOTHER });
    const [last, first] = await batches.list();
    assert.deepEqual([last?.id, last?.counts?.notAttempted, first?.counts?.notAttempted], [ANOTHER, 0, 3]);
    world.exchanges.length = 0;
    assert.equal((await run({ resume: true })).notAttempted, 0);
    assert.equal(world.exchanges.length, 0);
    await run({ resume: true, batchId: first?.id });
    assert.deepEqual(
      (await batches.list()).map(({ id, counts }) => [id, counts?.notAttempted]),
      [
        [ANOTHER, 0],
        [first?.id, 0],
      ],
    );
    const other = await run({ resume: true, batchId: first?.id, source: await source(`${CSV}a,b\n`) });
    assert.match(other.error?.message ?? '', /no earlier run/);
  });

  it('go on by another profile of the same server where theirs was renamed', async () => {
    world.sandbox.setFault('expiredTickets');
    await run();
    world.sandbox.setFault('none');
    const { baseUrl } = world.sandbox;
    world.settings.entries = [
      { name: 'Elsewhere', baseUrl: 'http://127.0.0.1:9/' },
      { name: 'Renamed', baseUrl: `${baseUrl}/srv.asmx` },
    ];
    world.profiles.changed();
    await world.session.setTicket({ ...world.profile, name: 'Renamed' }, 't1');
    const summary = await run({ resume: true });
    assert.deepEqual([summary.updated, summary.notAttempted, summary.error], [1, 0, undefined]);
    assert.match((await run({ resume: true, profile: 'Elsewhere' })).error?.message ?? '', /another server/);
  });

  it('go on by none of several profiles of the same server unless they are told by which', async () => {
    world.sandbox.setFault('expiredTickets');
    await run();
    world.sandbox.setFault('none');
    const { baseUrl } = world.sandbox;
    world.settings.entries = ['One', 'Two'].map(name => ({ name, baseUrl }));
    world.profiles.changed();
    await world.session.setTicket({ ...world.profile, name: 'Two' }, 't1');
    assert.equal((await run({ resume: true })).error?.kind, 'invalidInput');
    assert.equal((await run({ resume: true, profile: 'Two' })).updated, 1);
  });

  it('say where the rows of a run stand that was killed, also where it cannot be gone on with', async () => {
    await run();
    const [entry] = await batches.list();
    const [name = ''] = readdirSync(folder);
    const journal = join(folder, name);
    // Without its last two lines: the counts, and the end of the third row.
    const lines = readFileSync(journal, 'utf8').split('\n').slice(0, -3);
    writeFileSync(journal, `${lines.join('\n')}\n`);
    await world.vault.delete('Test', { insist: true });
    const { updated, unchanged, failed, notAttempted, error } = await run({ resume: true });
    assert.deepEqual([updated, unchanged, failed, notAttempted, error?.kind], [1, 1, 0, 1, 'notSignedIn']);
    const [killed] = await batches.list();
    assert.equal(killed?.id, entry?.id);
    assert.equal(killed && (await batches.counts(killed)).notAttempted, 1);
  });

  it('that begin at once have reports of their own', async () => {
    await Promise.all([run(), run(), run()]);
    assert.equal(names.size, 9);
  });

  it('are refused without a ticket, and leave no trace', async () => {
    await world.vault.delete('Test', { insist: true });
    const summary = await run();
    assert.deepEqual([summary.error?.kind, summary.notAttempted], ['notSignedIn', 3]);
    assert.deepEqual([await batches.list(), written], [[], []]);
  });

  it('of a protected profile want the user’s word', async () => {
    world.settings.entries = [{ name: 'Test', baseUrl: world.sandbox.baseUrl, protected: true }];
    world.profiles.changed();
    assert.match((await run()).error?.message ?? '', /has to be confirmed/);
    assert.equal((await run({ confirmed: true })).updated, 1);
  });

  it('put back what they have replaced, and not what stood there when [901] stopped them', async () => {
    const csv = 'UserName,NewEmailAddress\njdoe,new@example.com\n';
    between = (call, send) => {
      world.sandbox.setFault(call.operation === 'UpdateUserEmail' ? 'expiredTickets' : 'none');
      return send(call);
    };
    assert.equal((await run({ source: await source(csv) })).error?.kind, 'sessionExpired');
    between = undefined;
    world.sandbox.setFault('none');
    await batches.run(
      {
        source: await source(csv.replace('new@', 'hr@'), 'file:///hr.csv'),
        concurrency: 1,
        readBefore: false,
      },
      files,
    );
    await run({ source: await source(csv), resume: true });
    assert.match(contents.get('.rollback.csv') ?? '', /^jdoe,hr@example\.com\r$/m);
  });

  it('are kept within the limit, but not forgotten where rows are left', async () => {
    limit = 1;
    await run({ source: await source(CSV, 'file:///one.csv') });
    await run({ source: await source(CSV, 'file:///two.csv') });
    assert.deepEqual(
      (await batches.list()).map(({ csv }) => csv),
      ['file:///two.csv'],
    );
    limit = 0;
    world.sandbox.setFault('expiredTickets');
    await run({ source: await source(CSV, 'file:///three.csv') });
    assert.deepEqual(
      (await batches.list()).map(({ csv }) => csv),
      ['file:///three.csv'],
    );
  });

  it('by one file at a time: a second run of it is refused while the first goes on', async () => {
    world.sandbox.setFault('expiredTickets');
    await run();
    world.sandbox.setFault('none');
    world.sandbox.setLatency(50);
    const [first, second] = await Promise.all([run({ resume: true }), run({ resume: true })]);
    const errors = [first, second].map(({ error }) => error?.message ?? '').filter(Boolean);
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? '', /sending this batch/);
  });
});
