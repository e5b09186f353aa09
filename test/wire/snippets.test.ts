import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { encode } from '../../src/api/encode';
import type { Call } from '../../src/api/operations';
import { TRANSPORTS, type Transport } from '../../src/api/outcome';
import { maskNothing } from '../../src/api/redact';
import { withPlaceholders } from '../../src/history/placeholders';
import { recordOf } from '../../src/history/record';
import { SNIPPET_LANGUAGES, snippetOf, type SnippetLanguage } from '../../src/history/snippets';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import { ok, startRawServer, type RawServer } from '../unit/adapters/rawServer';
import { exchangeOf, TICKET, update } from '../unit/history/exchanges';

const run = promisify(execFile);

/** Values that end a literal, an argument or an address early, or become others, where one of them is quoted badly. */
const VALUES: readonly (readonly [what: string, userName: string, newEmailAddress: string])[] = [
  ['plain', 'jdoe', 'john.doe@example.com'],
  ['quotes', `o'brien"s`, `'; touch pwned; ' "; exit; " ‘’‚‛ “”`],
  ['shell', '$HOME `id` $(id) !!', '{a,b} [1-3] ~ * ? # & | ; < > \\'],
  ['percent and plus', '100%25 +1', 'a+b c%20d&e=f'],
  ['backslashes', `\\' \\" \\\\`, '\\n \\u0041 \\${x} \\'],
  ['lines', 'a\nb\r\nc\rd', '\t tab\n'],
  ['other scripts', 'müller 山田 😀', '\u0085\u2028\u2029é@example.com'],
  ['stand-ins', 'standin1standin http://stand-in.invalid/', '{{ticket}} $& $1 $$'],
  ['nothing', '', ''],
];

/** Runs programs one after another, in one process for all of them; resolves to what they print. */
const RUNNERS = {
  curl: (programs: readonly string[]) => run('bash', ['-c', programs.join('\n')]),
  javascript: (programs: readonly string[]) =>
    run(process.execPath, ['-e', EVALUATE, JSON.stringify(programs)]),
} as const;
/** A program ends with its call, whose promise is the value of its block. */
const EVALUATE =
  '(async () => { for (const each of JSON.parse(process.argv[1])) await (0, eval)(`{${each}}`); })()';

describe('A copied request, run for real', () => {
  let server: RawServer;
  let sandbox: Sandbox;
  before(async () => {
    server = await startRawServer(
      ({ socket }) => void socket.end(ok('<root success="true"/>', 'Connection: close')),
    );
    sandbox = await startSandbox();
  });
  after(async () => {
    await server.close();
    await sandbox.stop();
  });

  before(function () {
    for (const program of ['bash', 'curl']) {
      if (spawnSync(program, ['--version']).error !== undefined) {
        console.log(`    skipped: ${program} is not installed here`);
        this.skip();
      }
    }
  });

  const programOf = (language: SnippetLanguage, transport: Transport, call: Call, endpoint: string) =>
    snippetOf(recordOf(exchangeOf({ transport, call, endpoint }), maskNothing, Infinity), language);

  for (const language of ['curl', 'javascript'] as const) {
    for (const transport of TRANSPORTS) {
      it(`${language} sends by ${transport} what our encoder does`, async () => {
        const endpoint = `${server.url}/it's/[a]{b}/srv.asmx`;
        const calls = VALUES.map(([, userName, newEmailAddress]) => update(userName, newEmailAddress));
        server.requests.length = 0;
        const { stderr } = await RUNNERS[language](
          calls.map(call => programOf(language, transport, call, endpoint)),
        );
        assert.equal(server.requests.length, VALUES.length, stderr);
        for (const [at, call] of calls.entries()) {
          const what = VALUES[at]?.[0];
          const ours = encode(transport, new URL(endpoint), call);
          assert.ok(!('kind' in ours));
          const [head, body] = splitRequest(server.requests[at]?.bytes ?? Buffer.alloc(0));
          assert.equal(head.split('\r\n')[0], `${ours.method} ${ours.target} HTTP/1.1`, what);
          assert.equal(body, ours.body, what);
          for (const name of ['Content-Type', 'SOAPAction', 'Content-Length', 'Host']) {
            const wanted: string | undefined = ours.headers.find(([each]) => each === name)?.[1];
            assert.equal(headerIn(head, name), wanted, `${what}: ${name}`);
          }
        }
      });
    }

    it(`${language} with a real ticket changes an address of the sandbox, and shows its answer`, async () => {
      const signedIn = await ask(sandbox, 'AuthenticateUser?UID=admin&PWD=admin');
      const ticket = /ticket="([^"]+)"/.exec(signedIn)?.[1] ?? assert.fail(signedIn);
      const email = `a+b%20${language}@example.com`;
      const programs = TRANSPORTS.map((transport, at) =>
        programOf(
          language,
          transport,
          update('jdoe', at === 3 ? email : `${at}@example.com`, ticket),
          `${sandbox.baseUrl}/srv.asmx`,
        ),
      );
      const { stdout } = await RUNNERS[language](programs);
      assert.equal(stdout.split('success="true"').length - 1, TRANSPORTS.length, stdout);
      const user = await ask(sandbox, `GetUser?authenticationTicket=${ticket}&UserName=jdoe`);
      assert.ok(user.includes(`Email="${email}"`), user);
    });
  }
});

describe('A copied request, as text', () => {
  for (const language of SNIPPET_LANGUAGES) {
    for (const transport of TRANSPORTS) {
      it(`${language} by ${transport} has a name in the place of the ticket, and nothing of it`, () => {
        const record = withPlaceholders(recordOf(exchangeOf({ transport })));
        const program = snippetOf(record, language);
        assert.equal(program.split('{{ticket}}').length, 2, program);
        assert.ok(!program.includes(TICKET) && !program.includes('•'));
        assert.doesNotMatch(program, /standin|stand-in/);
      });
    }
  }

  it('is a literal of PowerShell that no value ends early', () => {
    const program = snippetOf(
      recordOf(exchangeOf({ transport: 'soap11', call: update(`a'b‘c’d`, '$x `n') })),
      'powershell',
    );
    assert.match(program, /-Body '<\?xml/);
    assert.ok(program.includes(`<tns:UserName>a''b‘‘c’’d</tns:UserName>`), program);
    assert.ok(program.includes('<tns:NewEmailAddress>$x `n</tns:NewEmailAddress>'), program);
    assert.match(program, /\$headers\.Add\("SOAPAction", '"http:\/\/tempuri\.org\/UpdateUserEmail"'\)/);
    assert.match(program, /-ContentType 'text\/xml; charset=utf-8'/);
  });

  it('is a literal of C# that no value ends early, and media types that .NET takes', () => {
    const call = update('a"b\\c', '\n\u0085\u2028');
    const program = snippetOf(recordOf(exchangeOf({ transport: 'soap12', call })), 'csharp');
    assert.ok(program.includes(String.raw`<tns:UserName>a\"b\\c</tns:UserName>`), program);
    assert.ok(
      program.includes(String.raw`<tns:NewEmailAddress>\n\u0085\u2028</tns:NewEmailAddress>`),
      program,
    );
    assert.match(program, /MediaTypeHeaderValue\.Parse\("application\/soap\+xml; charset=utf-8; action=\\"/);
    assert.doesNotMatch(program, /new MediaTypeHeaderValue/);
  });
});

function splitRequest(bytes: Buffer): [head: string, body: string] {
  const end = bytes.indexOf('\r\n\r\n');
  return [bytes.toString('latin1', 0, end), bytes.toString('utf8', end + 4)];
}

const headerIn = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trimEnd();

async function ask({ baseUrl }: Sandbox, target: string): Promise<string> {
  return (await fetch(`${baseUrl}/srv.asmx/${target}`)).text();
}
