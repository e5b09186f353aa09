import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';
import type { SandboxUser } from '../../src/sandbox/users';
import { exchange } from './rawSocket';
import { header, recordings, type Recording } from './recordings';

const ADMIN_TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const JDOE_TICKET = '11111111-4f89-11d3-9a0c-0305e82c3301';
const LOGGED_OUT_TICKET = '22222222-4f89-11d3-9a0c-0305e82c3301';

/** A ticket issued at this moment expires when those of the recordings do, 2030-01-01T00:00:00Z. */
const THIRTY_DAYS_BEFORE_EXPIRY = new Date('2029-12-02T00:00:00Z');
const SERVER_INFO_TIME = new Date('2026-01-15T19:30:45Z');

const user = (userName: string, rights: Partial<SandboxUser> = {}): SandboxUser => ({
  id: 42,
  userName,
  password: 'pw',
  firstName: 'F',
  lastName: 'L',
  email: `${userName}@example.com`,
  domain: 'Finance',
  ...rights,
});

/** The world in which the exchanges were recorded. */
function startRecordedServer(now: Date): Promise<Sandbox> {
  return startSandbox({
    now: () => now,
    users: [
      user('jdoe', { email: 'john.doe@example.com' }),
      user('asmith'),
      user('admin', { administrator: true }),
      user('sysadmin', { administrator: true, ticketsRefused: true }),
    ],
    tickets: { [ADMIN_TICKET]: 'admin', [JDOE_TICKET]: 'jdoe', [LOGGED_OUT_TICKET]: 'jdoe' },
    newTicket: () => JDOE_TICKET,
    server: { company: 'Example', serverName: 'IRSERVER01', utcOffsetHours: -5 },
  });
}

type Response = Recording['response'];
type Rule = (actual: Response, recorded: Response) => void;

const sameBody: Rule = (actual, recorded) => assert.equal(text(actual), text(recorded));

/** The exception is the server's; the stack trace below it is Mono's own affair. */
const sameFirstLine: Rule = (actual, recorded) => assert.equal(firstLine(actual), firstLine(recorded));

const sameFault: Rule = (actual, recorded) => {
  sameFirstLine(actual, recorded);
  assert.equal(text(actual).split('</faultstring>')[1], text(recorded).split('</faultstring>')[1]);
};

const samePageTitle: Rule = (actual, recorded) => {
  const title = /<title>(.*)<\/title>/;
  assert.match(text(actual), /^<!DOCTYPE html/);
  assert.equal(title.exec(text(actual))?.[1], title.exec(text(recorded))?.[1]);
};

const sameButAddresses: Rule = (actual, recorded) => {
  const withoutAddress = (response: Response): string =>
    text(response).replace(/http:\/\/[\w.]+:\d+\//g, 'http://HOST/');
  assert.equal(withoutAddress(actual), withoutAddress(recorded));
};

/** How each recorded answer is compared. A recording that is not here fails the test: it has to be thought about. */
const RULES: Readonly<Record<string, Rule>> = {
  'authenticate-post-900': sameBody,
  'authenticate-post-902': sameBody,
  'authenticate-post-ok': sameBody,
  'authenticate-soap11-ok': sameBody,
  'getuser-get-ok': sameBody,
  'getuser-post-user-not-found': sameBody,
  'getuser-soap12-ok': sameBody,
  'isvalidticket-get-ok': sameBody,
  'isvalidticket-post-901': sameBody,
  'isvalidticket-soap11-ok': sameBody,
  'logout-post-again-901': sameBody,
  'logout-post-ok': sameBody,
  'not-found-http404': samePageTitle,
  'serverinfo-get-ok': sameBody,
  'serverinfo-soap11-ok': sameBody,
  'soap11-malformed-http400': sameBody,
  'soap11-unknown-action-fault': sameFault,
  'unknown-operation-http500': sameFirstLine,
  'update-get-empty-ticket-900': sameBody,
  'update-get-ok': sameBody,
  'update-get-ok-ticket-name-any-case': sameBody,
  'update-get-unknown-ticket-901': sameBody,
  'update-post-access-denied': sameBody,
  'update-post-markup-rejected-http500': sameFirstLine,
  'update-post-missing-parameter-http500': sameFirstLine,
  'update-post-ok': sameBody,
  'update-post-user-not-found': sameBody,
  'update-soap11-lowercase-ticket-element-900': sameBody,
  'update-soap11-no-soapaction-ok': sameBody,
  'update-soap11-ok': sameBody,
  'update-soap11-unknown-ticket-901': sameBody,
  'update-soap12-access-denied': sameBody,
  'update-soap12-ok': sameBody,
  wsdl: sameButAddresses,
};

/** The one exchange whose answer depends on another one before it. */
const REPLAYED_BEFORE: Readonly<Record<string, string>> = { 'logout-post-again-901': 'logout-post-ok' };

describe('sandbox against every recorded exchange', () => {
  const all = recordings();

  it('has a rule for each recording and a recording for each rule', () => {
    assert.deepEqual(
      all.map(({ name }) => name),
      Object.keys(RULES).sort(),
    );
  });

  for (const { name, request, response } of all) {
    it(name, async () => {
      const rule = RULES[name];
      assert.ok(rule, `No rule says how to compare ${name}.`);
      const sandbox = await startRecordedServer(
        name.startsWith('serverinfo') ? SERVER_INFO_TIME : THIRTY_DAYS_BEFORE_EXPIRY,
      );
      try {
        const before = all.find(recording => recording.name === REPLAYED_BEFORE[name]);
        if (before) {
          await exchange(sandbox.port, before.request.raw);
        }
        const actual = await exchange(sandbox.port, request.raw);
        assert.equal(actual.startLine, response.startLine);
        for (const field of ['Content-Type', 'X-AspNet-Version', 'Cache-Control', 'Connection']) {
          assert.equal(header(actual, field), header(response, field), field);
        }
        assert.equal(header(actual, 'Content-Length'), String(actual.body.length));
        rule(actual, response);
      } finally {
        await sandbox.stop();
      }
    });
  }
});

function text(message: Response): string {
  return message.body.toString('utf8');
}

function firstLine(message: Response): string | undefined {
  return text(message).split('\n')[0];
}
