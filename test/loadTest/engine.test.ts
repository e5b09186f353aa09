import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TRANSPORTS, type Transport } from '../../src/api/outcome';
import { readXml, type XmlElement } from '../../src/api/xml';
import { writeLoadTest, type LoadTestUpdate } from '../../src/loadTest/loadTest';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { DEFAULT_USERS, type SandboxUser } from '../../src/sandbox/users';
import { ROOT } from '../hostModules';
import { call } from '../unit/sandbox/client';
import { FOR_SOAP, HOSTILE } from './hostileValues';

const ARTILLERY = path.join(ROOT, 'test/loadTest/node_modules/artillery/bin/run');
const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';

/** A user for each value, with a name that is hostile too where the sandbox has no other of it. */
const VALUES = [...HOSTILE, ...FOR_SOAP];
const USERS: readonly SandboxUser[] = VALUES.map((value, at) => ({
  ...(DEFAULT_USERS[2] ?? assert.fail()),
  id: 100 + at,
  userName: at % 2 === 0 ? `user ${at}` : value,
  email: `old${at}@example.com`,
}));

/** What a run printed and counted, and how it ended. */
interface Run {
  readonly code: number | null;
  readonly output: string;
  readonly counters: Readonly<Record<string, number>>;
}

describe('The real Artillery', () => {
  let sandbox: Sandbox;
  let folder: string;
  beforeEach(async () => {
    const admin = DEFAULT_USERS.filter(({ administrator }) => administrator);
    sandbox = await startSandbox({ users: [...admin, ...USERS], tickets: { [TICKET]: 'admin' } });
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-load-test-'));
  });
  afterEach(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Exports the updates and runs the test as a person does, from another folder. */
  async function run(
    transport: Transport,
    updates: readonly LoadTestUpdate[],
    ticket = TICKET,
  ): Promise<Run> {
    const files = writeLoadTest({
      profile: 'Sandbox',
      endpoint: new URL(sandbox.endpoint),
      transport,
      allowUntrustedCertificate: false,
      timeoutSeconds: 30,
      updates,
      arrivalRate: 20,
      scriptName: 'users.yml',
      payloadName: 'users.csv',
    });
    assert.ok(!('kind' in files), 'message' in files ? files.message : '');
    await writeFile(path.join(folder, 'users.yml'), files.script);
    await writeFile(path.join(folder, 'users.csv'), files.payload);
    const report = path.join(folder, 'report.json');
    const child = spawn(
      process.execPath,
      [ARTILLERY, 'run', '--output', report, path.join(folder, 'users.yml')],
      {
        cwd: tmpdir(),
        env: {
          ...process.env,
          INFOROUTER_TICKET: ticket,
          ARTILLERY_DISABLE_TELEMETRY: 'true',
          // The sandbox is on this machine, whatever proxy the rest goes by.
          HTTP_PROXY: '',
          HTTPS_PROXY: '',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    const text = await readFile(report, 'utf8').catch(() => assert.fail(output));
    assert.ok(!text.includes(ticket) && !output.includes(ticket), 'no report has the ticket');
    const { aggregate } = JSON.parse(text) as { aggregate: Pick<Run, 'counters'> };
    return { code, output, counters: aggregate.counters };
  }

  /** The address that is stored, to the last space: the stock parser of the sandbox's tests would trim it. */
  async function address(UserName: string): Promise<string | undefined> {
    const { text } = await call(sandbox, 'soap11', 'GetUser', { AuthenticationTicket: TICKET, UserName });
    const read = readXml(text);
    const find = (element: XmlElement): XmlElement | undefined =>
      element.name === 'User' ? element : element.children.map(find).find(found => found !== undefined);
    return 'root' in read ? find(read.root)?.attributes.get('Email') : assert.fail(text);
  }

  for (const transport of TRANSPORTS) {
    it(`stores by ${transport} what the CSV says, whatever stands in it`, async () => {
      // ASP.NET refuses markup in a query and in a form, and so does the sandbox.
      const values = transport.startsWith('soap') ? VALUES : HOSTILE;
      const updates = values.map((_, at) => ({
        userName: USERS[at]?.userName ?? '',
        newEmailAddress: VALUES[(at + 1) % values.length] ?? '',
      }));
      const { code, counters, output } = await run(transport, updates);
      assert.equal(code, 0, output);
      assert.equal(counters['http.requests'], updates.length);
      assert.equal(counters['vusers.completed'], updates.length);
      for (const { userName, newEmailAddress } of updates) {
        assert.equal(await address(userName), newEmailAddress, userName);
      }
    });
  }

  it('counts a refusal at HTTP 200 as a failure, goes on, and exits with 1', async () => {
    const update = (userName: string) => ({ userName, newEmailAddress: 'success="true"@example.com' });
    const { code, counters } = await run('post', ['user 0', 'nobody success="true"', 'user 2'].map(update));
    assert.equal(code, 1);
    assert.equal(counters['http.codes.200'], 3);
    assert.deepEqual([counters['vusers.completed'], counters['vusers.failed']], [2, 1]);
    assert.equal(await address('user 2'), 'success="true"@example.com');
  });

  it('counts an expired ticket as a failure of every user, and changes nothing', async () => {
    const updates = [0, 2].map(at => ({ userName: `user ${at}`, newEmailAddress: 'new@example.com' }));
    const { code, counters } = await run('soap12', updates, '00000000-0000-0000-0000-000000000000');
    assert.equal(code, 1);
    assert.equal(counters['vusers.failed'], 2);
    assert.equal(await address('user 0'), 'old0@example.com');
  });
});
