import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { JournalFolder } from '../../../src/adapters/journalFolder';
import type { BatchSummary } from '../../../src/batch/summary';
import { listen } from '../../../src/sandbox/listen';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import type { RunnerResult, RunnerTask } from './runner';

const ROWS = 120;
const ROUNDS = process.env['TEST_LONG'] === undefined ? 4 : 60;
const TICKET = '6f1c0f3e-9a64-4f0c-8a55-0d5c3a9f7b21';
const CSV = Array.from({ length: ROWS }, (_, at) => ({ user: `user${at}`, old: `old${at}@example.com` }));
const wanted = (user: string) => (Number(user.slice(4)) % 10 === 0 ? undefined : `${user}@new.example.com`);

/** What the server was asked in one run: how often for each user, by operation. */
type Asked = Map<string, number>;

describe(`a batch that is killed with SIGKILL, ${ROUNDS} times`, () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'inforouter-batch-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (let round = 0; round < ROUNDS; round++) {
    const seed = process.env['BATCH_SEED'] ?? String((Date.now() * 1000 + round) % 2 ** 31);
    it(`repeats no acknowledged row and skips none (BATCH_SEED=${seed})`, async () => {
      const random = randomFrom(Number(seed));
      const world = await openWorld(random);
      try {
        await checkRound(world, join(folder, `round-${round}`), random);
      } finally {
        await world.close();
      }
    });
  }
});

async function checkRound(world: World, folder: string, random: () => number): Promise<void> {
  const csv = `${folder}.csv`;
  const rows = CSV.map(({ user, old }) => `${user},${wanted(user) ?? old}`);
  writeFileSync(csv, ['UserName,NewEmailAddress', ...rows, ''].join('\n'));
  const readBefore = random() < 0.5;
  const task: RunnerTask = {
    baseUrl: world.baseUrl,
    ticket: TICKET,
    csv,
    journals: folder,
    transport: 'post',
    concurrency: [1, 4, 16][Math.floor(random() * 3)] ?? 1,
    readBefore,
  };
  const journals = new JournalFolder(folder);
  const acknowledged = new Set<string>();
  let kills = 0;
  let summary: BatchSummary | undefined;
  for (let run = 0; summary === undefined; run++) {
    assert.ok(run < 40, 'the batch comes to an end');
    world.asked.clear();
    // The later ones may go on to their end.
    const killAfter = Math.floor(random() * (run < 3 ? ROWS / 2 : ROWS * 3));
    const { ended, killed } = await runOnce({ ...task, resume: run > 0 }, world, killAfter, random);
    for (const user of acknowledged) {
      assert.equal(world.asked.get(`UpdateUserEmail ${user}`), undefined, `${user} was sent again`);
      assert.equal(world.asked.get(`GetUser ${user}`), undefined, `${user} was asked for again`);
    }
    kills += killed ? 1 : 0;
    const entry = (await journals.list())[0];
    if (entry === undefined) {
      // It was killed before its journal had a head, and so before anything was sent.
      assert.equal(world.asked.size, 0);
      run = -1;
      continue;
    }
    const read = await journals.rows(entry.id);
    CSV.forEach(({ user, old }, index) => {
      const outcome = read.row(index)?.outcome;
      if (outcome !== undefined) {
        assert.deepEqual(
          [outcome.status, outcome.before],
          readBefore ? [wanted(user) ? 'updated' : 'unchanged', old] : ['updated', undefined],
          user,
        );
        acknowledged.add(user);
      }
    });
    summary = ended;
  }
  assert.ok(kills > 0, 'it was killed at least once');
  const unchanged = readBefore ? ROWS / 10 : 0;
  const { updated, failed, notAttempted, total, error } = summary;
  assert.deepEqual(
    { updated, unchanged: summary.unchanged, failed, notAttempted, total, error },
    { updated: ROWS - unchanged, unchanged, failed: 0, notAttempted: 0, total: ROWS, error: undefined },
  );
  assert.equal(acknowledged.size, ROWS);
  for (const { user, old } of CSV) {
    assert.equal(await world.address(user), wanted(user) ?? old, 'what the server has in the end');
  }
}

/** Runs the batch in a process of its own, and kills it once the server has been asked so often, a moment later. */
async function runOnce(
  task: RunnerTask,
  world: World,
  killAfter: number,
  random: () => number,
): Promise<{ readonly ended?: BatchSummary; readonly killed: boolean }> {
  const child = fork(join(__dirname, 'runner.js'), [JSON.stringify(task)], { silent: true });
  const [out, errors] = [output(child.stdout), output(child.stderr)];
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  world.onRequest(count => {
    if (count === killAfter) {
      setTimeout(() => child.kill('SIGKILL'), random() * 4);
    }
  });
  const [code, signal] = await closed;
  if (signal === 'SIGKILL') {
    return { killed: true };
  }
  assert.equal(code, 0, await errors);
  return { ended: (JSON.parse(await out) as RunnerResult).summary, killed: false };
}

const output = (stream: ChildProcess['stdout']): Promise<string> =>
  stream === null ? Promise.resolve('') : text(stream);

/** The real sandbox behind a server that counts, and is slow now and then. */
interface World {
  readonly baseUrl: string;
  readonly asked: Asked;
  onRequest(listener: (count: number) => void): void;
  address(user: string): Promise<string | undefined>;
  close(): Promise<void>;
}

async function openWorld(random: () => number): Promise<World> {
  const sandbox = await startSandbox({
    tickets: { [TICKET]: 'admin' },
    users: [
      person(1, 'admin', 'admin@example.com', true),
      ...CSV.map(({ user, old }, at) => person(100 + at, user, old, false)),
    ],
  });
  const asked: Asked = new Map();
  let count = 0;
  let listener: (count: number) => void = () => undefined;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const operation = request.url?.split('/').at(-1) ?? '';
      const key = `${operation} ${new URLSearchParams(body).get('UserName') ?? ''}`;
      asked.set(key, (asked.get(key) ?? 0) + 1);
      listener(count++);
      const answer = await forward(sandbox, request, body);
      await delay(random() < 0.3 ? random() * 5 : 0);
      response.writeHead(answer.status, { 'Content-Type': answer.headers.get('Content-Type') ?? '' });
      response.end(await answer.text());
    })();
  });
  const port = await listen(server, 0);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    asked,
    onRequest(next) {
      count = 0;
      listener = next;
    },
    async address(user) {
      const query = new URLSearchParams({ authenticationTicket: TICKET, UserName: user }).toString();
      const answer = await fetch(`${sandbox.endpoint}/GetUser?${query}`);
      return /Email="([^"]*)"/.exec(await answer.text())?.[1];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await sandbox.stop();
    },
  };
}

const forward = (sandbox: Sandbox, { url = '', headers }: IncomingMessage, body: string): Promise<Response> =>
  fetch(`${sandbox.baseUrl}${url}`, {
    method: 'POST',
    headers: { 'Content-Type': headers['content-type'] ?? '' },
    body,
  });

const person = (id: number, userName: string, email: string, administrator: boolean) => ({
  id,
  userName,
  email,
  administrator,
  password: userName,
  firstName: 'A',
  lastName: 'B',
  domain: '',
});

/** A small generator (mulberry32), so that a failure can be repeated by its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
