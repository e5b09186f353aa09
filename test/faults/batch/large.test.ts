import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import type { RunnerResult, RunnerTask } from './runner';

const ROWS = process.env['TEST_LONG'] === undefined ? 1000 : 100_000;
const TICKET = '6f1c0f3e-9a64-4f0c-8a55-0d5c3a9f7b21';
/** A status is a byte; the rest is what any process of a minute keeps, such as compiled code. */
const MOST_GROWTH = 8 * 1024 * 1024;

describe(`a batch of ${ROWS} rows`, () => {
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    const users = Array.from({ length: ROWS }, (_, at) => ({
      id: at,
      userName: `user${at}`,
      email: `user${at}@example.com`,
      password: '',
      firstName: '',
      lastName: '',
      domain: '',
      administrator: at === 0,
    }));
    sandbox = await startSandbox({ users, tickets: { [TICKET]: 'user0' } });
    folder = mkdtempSync(join(tmpdir(), 'inforouter-large-'));
  });
  after(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps nothing of a row in memory but the input and a status', async function () {
    this.timeout(600_000);
    const csv = join(folder, 'users.csv');
    const rows = Array.from({ length: ROWS }, (_, at) => `user${at},new${at}@example.com`);
    writeFileSync(csv, `UserName,NewEmailAddress\n${rows.join('\n')}\n`);
    const journals = join(folder, 'journals');
    const task: RunnerTask = {
      baseUrl: sandbox.baseUrl,
      ticket: TICKET,
      csv,
      journals,
      concurrency: 16,
      readBefore: false,
    };
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--expose-gc',
      join(__dirname, 'runner.js'),
      JSON.stringify(task),
    ]);
    const { summary, heapGrowth } = JSON.parse(stdout) as RunnerResult;
    assert.deepEqual([summary.updated, summary.total, summary.error], [ROWS, ROWS, undefined]);
    const [journal = ''] = readdirSync(journals);
    const { size } = statSync(join(journals, journal));
    console.log(
      `      ${(summary.durationMs / 1000).toFixed(1)} s, the heap grew by ${(heapGrowth / 1e6).toFixed(1)} MB, the journal has ${(size / 1e6).toFixed(1)} MB`,
    );
    assert.ok(heapGrowth < MOST_GROWTH, `the heap grew by ${heapGrowth} bytes`);
  });
});
