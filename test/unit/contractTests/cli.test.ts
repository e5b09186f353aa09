import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SaxesParser } from 'saxes';
import { readArguments, UsageError } from '../../../src/contractTests/arguments';
import { CASE_IDS } from '../../../src/contractTests/cases';
import { contractJUnit } from '../../../src/contractTests/junit';
import type { CaseResult } from '../../../src/contractTests/result';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { CommandLine } from '../commandLine';
import { send } from '../sandbox/client';
import { answer, TamperingServer } from './tampering';

const CLI = path.join(__dirname, '../../../src/contractTests/cli.js');
const TICKET = '7e57a11c-ad00-4000-8000-0000000000ad';
const ORDINARY = '7e57a11c-0d0d-4000-8000-00000000a57a';
const ENVIRONMENT = { INFOROUTER_TICKET: TICKET, INFOROUTER_ORDINARY_TICKET: ORDINARY };

/** Every element and attribute of a well-formed document, in its order; throws for any other. */
function read(
  xml: string,
): { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
  const elements: ReturnType<typeof read> = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes }));
  parser.on('error', error => {
    throw error;
  });
  parser.write(xml).close();
  return elements;
}

/** The tickets of whoever runs the tests are none of theirs. */
const NONE = { INFOROUTER_TICKET: '', INFOROUTER_ORDINARY_TICKET: '' };
const start = (args: readonly string[], environment: Readonly<Record<string, string>> = ENVIRONMENT) =>
  new CommandLine(CLI, args, { ...NONE, ...environment });

describe('the contract tests: command line', function () {
  this.timeout(20_000);
  let sandbox: Sandbox;
  let server: TamperingServer;
  let url: string;
  let folder: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ tickets: { [TICKET]: 'admin', [ORDINARY]: 'asmith' } });
    server = new TamperingServer();
    server.target = sandbox.baseUrl;
    url = await server.start();
    folder = mkdtempSync(path.join(tmpdir(), 'inforouter-contract-'));
  });
  afterEach(async () => {
    server.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });

  const storedAddress = async () => {
    const { user } = await send(`${sandbox.endpoint}/GetUser?authenticationTicket=${TICKET}&UserName=jdoe`);
    return user['Email'];
  };

  it('exits with 0 where all pass, tells each case, and writes JUnit XML', async () => {
    const junit = path.join(folder, 'results.xml');
    const run = start(['--url', url, '--user', 'jdoe', '--junit', junit]);
    assert.equal(await run.ended, 0, run.output);
    assert.match(run.output, new RegExp(`\\n${CASE_IDS.length} passed, 0 failed, 0 skipped\\n`));
    assert.equal(run.output.match(/^passed {2}/gm)?.length, CASE_IDS.length);
    const elements = read(readFileSync(junit, 'utf8'));
    assert.equal(elements.filter(({ name }) => name === 'testcase').length, CASE_IDS.length);
    assert.deepEqual(
      elements.filter(({ name }) => name === 'testsuite').map(({ attributes }) => attributes['name']),
      ['HTTP GET', 'HTTP POST', 'SOAP 1.1', 'SOAP 1.2', 'Parity'],
    );
    assert.equal(await storedAddress(), 'jdoe@example.com');
  });

  it('exits with 1 where some fail, and shows what came against what was to come, without a secret', async () => {
    server.tamper = passing =>
      passing.operation === 'UpdateUserEmail' && passing.text.includes('UserName=ir-nobody')
        ? answer(passing, `success="false" error="SystemError: ${TICKET} &lt; ${ORDINARY}"`)
        : undefined;
    const junit = path.join(folder, 'results.xml');
    const run = start(['--url', url, '--user', 'jdoe', '--junit', junit, '--transport', 'post']);
    assert.equal(await run.ended, 1, run.output);
    assert.match(
      run.output,
      /^FAILED {2}HTTP POST: An unknown user is not found .+Expected “User not found”/m,
    );
    assert.match(run.output, /expected: <response error="User not found" success="false" \/>/);
    assert.match(run.output, /received: <response error="SystemError: •+ &lt; •+" success="false" \/>/);
    assert.match(run.output, /\n8 passed, 1 failed, 0 skipped\n/);
    const xml = readFileSync(junit, 'utf8');
    const failures = read(xml).filter(({ name }) => name === 'failure');
    assert.equal(failures.length, 1);
    assert.match(failures[0]?.attributes['message'] ?? '', /^Expected “User not found”/);
    for (const secret of [TICKET, ORDINARY]) {
      assert.ok(!run.output.includes(secret) && !xml.includes(secret));
    }
  });

  it('exits with 1 where the address is not back, and says which it was', async () => {
    let updates = 0;
    server.tamper = ({ operation }) =>
      updates > 0 && (operation !== 'GetUser' || updates > 1)
        ? 'reset'
        : operation === 'UpdateUserEmail'
          ? (updates++, undefined)
          : undefined;
    const junit = path.join(folder, 'results.xml');
    const run = start(['--url', url, '--user', 'jdoe', '--junit', junit]);
    assert.equal(await run.ended, 1, run.output);
    assert.match(run.output, /could not be put back\. It was “jdoe@example\.com”.+Put it back yourself/);
    assert.equal(read(readFileSync(junit, 'utf8')).filter(({ name }) => name === 'error').length, 1);
  });

  it('exits with 2 where it could not run: nobody there, no ticket, an expired one, wrong arguments', async () => {
    const nobody = await startSandbox();
    await nobody.stop();
    for (const [args, environment, message] of [
      [['--url', nobody.baseUrl, '--user', 'jdoe'], ENVIRONMENT, /nothing was written: /],
      [['--url', url, '--user', 'jdoe'], {}, /^contract: INFOROUTER_TICKET is not set/],
      [['--url', url, '--user', 'jdoe'], { INFOROUTER_TICKET: 'unknown' }, /\[901\]/],
      [['--url', url, '--user', 'ghost'], ENVIRONMENT, /User not found/],
      [['--url', url], ENVIRONMENT, /^contract: --user is missing/],
    ] as const) {
      const run = start(args, environment);
      assert.equal(await run.ended, 2, run.output);
      assert.match(run.output, message);
      assert.ok(!run.output.includes('    at '), 'no stack trace');
    }
    assert.equal(server.passed.filter(({ operation }) => operation === 'UpdateUserEmail').length, 0);
  });

  it('puts the address back on Ctrl+C before it ends', async () => {
    const run = start(['--url', url, '--user', 'jdoe']);
    await run.until('passed  HTTP GET: A new address is stored');
    sandbox.setLatency(200);
    run.interrupt();
    await run.until('Putting the address');
    sandbox.setLatency(0);
    assert.equal(await run.ended, 2, run.output);
    assert.match(run.output, /The run was cancelled/);
    assert.equal(await storedAddress(), 'jdoe@example.com');
  });

  it('reads its arguments, and refuses others in one line', () => {
    const args = ['--url', 'https://dms.example.com/infoRouter', '--user', 'jdoe'];
    assert.deepEqual(readArguments([...args, '--transport', 'soap12', '--transport=get'], ENVIRONMENT), {
      url: 'https://dms.example.com/infoRouter',
      user: 'jdoe',
      transports: ['get', 'soap12'],
      ticket: TICKET,
      ordinaryTicket: ORDINARY,
    });
    assert.equal(readArguments(['--help'], {}), 'help');
    for (const [wrong, message] of [
      [[], /^--url is missing/],
      [['--url', 'ftp://x', '--user', 'a'], /^--url: /],
      [['--url', 'https://u:p@x', '--user', 'a'], /^--url: /],
      [['--url', 'https://x', '--user', ' '], /^--user is missing/],
      [[...args, '--transport', 'soap'], /^--transport takes get, post, soap11, soap12; "soap" is none/],
      [[...args, '--ticket', 'x'], /--ticket/],
      [[...args, 'more'], /more/],
    ] as const) {
      assert.throws(
        () => readArguments(wrong, ENVIRONMENT),
        (error: unknown) =>
          error instanceof UsageError && message.test(error.message) && !error.message.includes('\n'),
      );
    }
  });

  it('writes well-formed JUnit XML whatever a server says', () => {
    const nasty = 'a < b & "c" \' ]]> \u0000\u001b[31m \ud800 \u{1f600}\r\n\t--><x>';
    const results = new Map<string, CaseResult>([
      ['get/success', { verdict: 'passed', durationMs: 12.3 }],
      ['get/noOp', { verdict: 'skipped', reason: nasty }],
      [
        'soap11/success',
        { verdict: 'failed', durationMs: 1500, message: nasty, expected: nasty, received: nasty },
      ],
    ]);
    const elements = read(contractJUnit(results, new Date(0), nasty));
    const [suites] = elements;
    assert.deepEqual(
      ['tests', 'failures', 'skipped', 'errors', 'time'].map(name => suites?.attributes[name]),
      ['4', '1', '1', '1', '1.512'],
    );
    const shown = nasty
      .replace('\u0000\u001b', '\uFFFD\uFFFD')
      .replace('\ud800', '\uFFFD')
      .replace(/\s/g, ' ');
    for (const name of ['failure', 'skipped', 'error']) {
      assert.equal(elements.find(each => each.name === name)?.attributes['message'], shown, name);
    }
  });
});
