import assert from 'node:assert/strict';
import path from 'node:path';
import { readArguments, UsageError } from '../../../src/sandbox/cli';
import { startSandbox } from '../../../src/sandbox/server';
import { CommandLine } from '../commandLine';
import { send } from './client';

const CLI = path.join(__dirname, '..', '..', '..', 'src', 'sandbox', 'cli.js');

const run = (...args: string[]) => new CommandLine(CLI, args);

describe('sandbox: command line', function () {
  this.timeout(20_000);

  it('reads its arguments', () => {
    assert.deepEqual(readArguments([]), { port: 0, latencyMs: 0, fault: 'none' });
    assert.deepEqual(readArguments(['--port', '8080', '--latency=250', '--fault', 'expired-tickets']), {
      port: 8080,
      latencyMs: 250,
      fault: 'expiredTickets',
    });
    assert.equal(readArguments(['--help']), 'help');
  });

  for (const [args, message] of [
    [['--port', 'abc'], /^--port takes a whole number from 0 to 65535; "abc" is none\.$/],
    [['--port', '65536'], /^--port takes/],
    [['--port', '-1'], /--port/],
    [['--port', ''], /^--port takes/],
    [['--port'], /--port/],
    [['--latency', '1.5'], /^--latency takes/],
    [
      ['--fault', 'toString'],
      /^--fault takes none, http500, expired-tickets, connection-reset, .+; "toString" is none/,
    ],
    [['--verbose'], /--verbose/],
    [['8080'], /8080/],
  ] as const) {
    it(`refuses ${JSON.stringify(args)} in one line`, () => {
      assert.throws(
        () => readArguments(args),
        (error: unknown) =>
          error instanceof UsageError && message.test(error.message) && !error.message.includes('\n'),
      );
    });
  }

  it('runs until Ctrl+C, and prints what happens but no secret', async () => {
    const cli = run('--fault', 'expired-tickets', '--latency', '1');
    await cli.until('Ctrl+C stops it.');
    const endpoint = /http:\S+\/srv\.asmx/.exec(cli.output)?.[0] ?? '';
    const { attributes } = await send(`${endpoint}/AuthenticateUser?UID=jdoe&PWD=jdoe`);
    const ticket = attributes['ticket'] ?? '';
    assert.equal(ticket.length, 36);
    await send(`${endpoint}/AuthenticateUser?UID=jdoe&PWD=hunter2`);
    await send(`${endpoint}/GetUser?authenticationTicket=${ticket}&UserName=jdoe`);
    await cli.until('GetUser: HTTP 200');
    cli.interrupt();
    assert.equal(await cli.ended, 0);
    assert.match(
      cli.output,
      /^infoRouter sandbox: http:\/\/127\.0\.0\.1:\d+\/srv\.asmx\nUsers: sysadmin, admin, jdoe, /,
    );
    assert.match(cli.output, /Fault: expiredTickets\nLatency: 1 ms\n/);
    assert.match(cli.output, /\d\d:\d\d:\d\d GET \/srv\.asmx\/AuthenticateUser: HTTP 200 in \d+ ms\n/);
    assert.match(cli.output, /GetUser: HTTP 200 in \d+ ms, \[901\] Session expired or Invalid ticket\n/);
    assert.ok(!cli.output.includes(ticket) && !cli.output.includes('hunter2') && !cli.output.includes('PWD'));
  });

  it('exits with 2 for wrong arguments, 1 for a port in use, 0 for help', async () => {
    const wrong = run('--port', 'abc');
    assert.equal(await wrong.ended, 2);
    assert.equal(wrong.output, 'sandbox: --port takes a whole number from 0 to 65535; "abc" is none.\n');

    const other = await startSandbox();
    const taken = run('--port', String(other.port));
    assert.equal(await taken.ended, 1);
    assert.match(
      taken.output,
      /^sandbox: The sandbox cannot listen on port \d+: another program uses it\.\n$/,
    );
    await other.stop();

    const help = run('--help');
    assert.equal(await help.ended, 0);
    assert.match(help.output, /--port N[^]*--fault NAME/);
  });
});
