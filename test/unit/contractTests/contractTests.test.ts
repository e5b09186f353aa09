import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { Caller } from '../../../src/api/call';
import { TRANSPORTS } from '../../../src/api/outcome';
import { CASE_IDS, CASES, PARITY } from '../../../src/contractTests/cases';
import { ContractTests } from '../../../src/contractTests/contractTests';
import type {
  CaseFailure,
  CaseResult,
  ContractListener,
  ContractRequest,
} from '../../../src/contractTests/result';
import { Session } from '../../../src/session/session';
import { UpdateEmail } from '../../../src/session/updateEmail';
import { openWorld, type World } from '../session/world';
import { answer, TamperingServer } from './tampering';

const ADDRESS = 'jdoe@example.com';

describe('the contract tests', () => {
  let server: TamperingServer;
  let world: World;
  let tests: ContractTests;
  let ordinaryTicket: string;
  beforeEach(async () => {
    server = new TamperingServer();
    world = await openWorld({}, { baseUrl: await server.start() });
    server.target = world.sandbox.baseUrl;
    tests = testsWithin(5000);
    await world.session.signIn(world.profile, 'admin', 'admin');
    ordinaryTicket = await ticketOf('asmith');
    server.passed.length = 0;
    world.exchanges.length = 0;
  });
  afterEach(async () => {
    await world.close();
    server.stop();
  });

  const testsWithin = (restoreMs: number, graceMs?: number) =>
    new ContractTests(world.session, world.updateEmail, world.comparing, undefined, restoreMs, graceMs);

  async function ticketOf(userName: string): Promise<string> {
    const call = { operation: 'AuthenticateUser', values: { userName, password: userName } } as const;
    const { answer: given } = await world.session.send(world.profile, 'post', call);
    return given?.attributes.get('ticket') ?? assert.fail(`${userName} got no ticket`);
  }

  async function run(
    changes: Partial<ContractRequest> = {},
    listener: ContractListener = {},
    signal?: AbortSignal,
  ) {
    const results = new Map<string, CaseResult>();
    const told: string[] = [];
    const summary = await tests.run(
      { userName: 'jdoe', ordinaryTicket, ...changes },
      {
        ...listener,
        told: text => told.push(text),
        ended: (id, result) => {
          assert.ok(!results.has(id), `${id} ended twice`);
          results.set(id, result);
          listener.ended?.(id, result);
        },
      },
      signal,
    );
    const of = (verdict: CaseResult['verdict']) =>
      [...results].filter(([, result]) => result.verdict === verdict).map(([id]) => id);
    assert.deepEqual(
      [summary.passed, summary.failed, summary.skipped],
      [of('passed').length, of('failed').length, of('skipped').length],
    );
    const failure = (id: string): CaseFailure => {
      const result = results.get(id);
      assert.ok(result?.verdict === 'failed', `${id} did not fail: ${JSON.stringify(result)}`);
      return result;
    };
    const reasons = new Set([...results.values()].flatMap(each => ('reason' in each ? each.reason : [])));
    return { summary, results, told, of, failure, reasons: [...reasons] };
  }

  const stored = async (userName = 'jdoe') =>
    (await world.updateEmail.current({ userName, ticket: { use: 'stored' } })).address;
  const updates = () => server.passed.filter(({ operation }) => operation === 'UpdateUserEmail');

  it('all pass on the sandbox, write nobody but the throwaway user, and put the address back', async () => {
    const { summary, results, told } = await run();
    assert.deepEqual(summary, { passed: CASE_IDS.length, failed: 0, skipped: 0 });
    assert.deepEqual([...results.keys()], CASE_IDS);
    assert.equal(await stored(), ADDRESS);
    assert.equal(await stored('asmith'), 'asmith@example.com');
    assert.match(told.join('\n'), /^Putting the address of “jdoe” back: “jdoe@example\.com”\.\nIt is back/);
    for (const { text } of updates()) {
      assert.match(text, /UserName[=>](?:jdoe|ir-nobody-[0-9a-f]{8})(?:[&<\n]|$)/);
      assert.deepEqual(new Set(text.match(/@[^\s&<]+/g) ?? ['@example.com']), new Set(['@example.com']));
    }
  });

  it('goes by the pipeline: each judged exchange is recorded, and masked where it is told', async () => {
    const ticket = world.kept()?.['ticket'] ?? '';
    const client = new NodeHttpClient();
    const secrets = (): string[] => [...world.vault.knownTickets, ...tests.secrets];
    const caller = new Caller(client, world.sink, secrets);
    const session = new Session(world.profiles, world.vault, caller, () => world.limits);
    tests = new ContractTests(session, new UpdateEmail(session), world.comparing);
    server.tamper = passing =>
      passing.operation === 'UpdateUserEmail' && passing.text.includes(ticket)
        ? answer(passing, `success="false" error="SystemError: ${ticket} ${ordinaryTicket}"`)
        : undefined;
    const { failure, results } = await run({ cases: ['post/success', 'soap12/missingParameter'] });
    const { exchangeId, message, expected, received } = failure('post/success');
    const exchange = world.exchanges.find(({ id }) => id === exchangeId);
    assert.equal(exchange?.operation, 'UpdateUserEmail');
    client.dispose();
    for (const secret of [ticket, ordinaryTicket]) {
      assert.ok(secret !== '' && !JSON.stringify([message, expected, received]).includes(secret));
      assert.ok(exchange.secrets.includes(secret), 'no sink shows the second user’s either');
    }
    assert.match(
      received,
      /<response error="SystemError: •+ •+" success="false" \/>\n\nGetUser afterwards: j/,
    );
    const without = results.get('soap12/missingParameter');
    assert.ok(without?.verdict === 'passed');
    const sent = world.exchanges.find(({ id }) => id === without.exchangeId);
    assert.equal(sent?.omitted, 'ticket');
    assert.ok(!/ticket/i.test(Buffer.from(sent.request.body).toString()), 'the element is not there');
  });

  for (const { id, transport, rule } of CASES) {
    it(`${id} fails, and nothing else, where a server does otherwise`, async () => {
      let running = '';
      server.tamper = passing =>
        running === id && passing.operation === 'UpdateUserEmail'
          ? answer(
              passing,
              rule.expected.answer === 'success'
                ? 'success="false" error="SystemError: tampered"'
                : 'success="true" error=""',
            )
          : undefined;
      const cases = CASE_IDS.filter(each => each.startsWith(`${transport}/`));
      const found = await run({ cases }, { started: each => (running = each), ended: () => (running = '') });
      assert.deepEqual(found.of('failed'), [id]);
      assert.equal(found.summary.passed, cases.length - 1);
      const { expected, received } = found.failure(id);
      assert.notEqual(expected, received);
      assert.equal(await stored(), ADDRESS);
    });
  }

  it('the parity fails, and nothing else, where one transport says more', async () => {
    let running = '';
    server.tamper = passing =>
      running === PARITY.id && passing.operation === 'UpdateUserEmail' && passing.transport === 'soap11'
        ? answer(passing, 'success="true" error="" more="x"')
        : undefined;
    const found = await run({}, { started: each => (running = each) });
    assert.deepEqual(found.of('failed'), [PARITY.id]);
    const { expected, received, message } = found.failure(PARITY.id);
    assert.match(message, /^The answers differ\./);
    assert.match(received, /SOAP 1\.1\n<response error="" more="x" success="true" \/>/);
    assert.ok(!expected.includes('more'));
  });

  it('finds a server that says success and stores nothing, or something else', async () => {
    server.tamper = passing =>
      /ir-contract-\w+@/.test(passing.text) && passing.transport === 'get'
        ? answer(passing, 'success="true" error=""')
        : undefined;
    const { failure } = await run({ cases: ['get/success', 'get/noOp'] });
    assert.match(
      failure('get/success').message,
      /^“ir-contract-.+” was sent, and “jdoe@example\.com” is stored/,
    );
    assert.equal(
      failure('get/success').expected.split('\n')[0],
      failure('get/success').received.split('\n')[0],
      'the answer itself is no difference',
    );
  });

  it('finds a server that refuses and stores all the same, and puts that back too', async () => {
    const call = (address: string) =>
      ({
        operation: 'UpdateUserEmail',
        values: { ticket: world.kept()?.['ticket'] ?? '', userName: 'jdoe', newEmailAddress: address },
      }) as const;
    let running = '';
    server.tamper = async passing => {
      if (running !== 'post/accessDenied' || passing.operation !== 'UpdateUserEmail') {
        return undefined;
      }
      running = '';
      await world.session.send(world.profile, 'post', call('leaked@example.com'));
      return answer(passing, 'success="false" error="Access denied"');
    };
    const { failure } = await run({ cases: ['post/accessDenied'] }, { started: each => (running = each) });
    assert.match(
      failure('post/accessDenied').message,
      /refused changed the stored address from “jdoe@example\.com” to “leaked@/,
    );
    assert.equal(await stored(), ADDRESS);
  });

  it('skips with the reason what needs a second user: no ticket, one of no use, the user’s own', async () => {
    const denied = CASE_IDS.filter(id => id.endsWith('accessDenied'));
    for (const [ticket, reason] of [
      ['', /needs the ticket of a second user/],
      ['8fd8b5f2-0000-4000-8000-000000000000', /\[901\]/],
      [await ticketOf('jdoe'), /the throwaway user’s own/],
    ] as const) {
      const { summary, of, reasons } = await run({ ordinaryTicket: ticket, cases: denied });
      assert.deepEqual([summary, of('skipped')], [{ passed: 0, failed: 0, skipped: 4 }, denied]);
      assert.match(reasons.join('\n'), reason);
    }
    assert.equal(updates().length, 0);
  });

  it('tells an administrator’s ticket by what it may do', async () => {
    const { failure } = await run({ ordinaryTicket: await ticketOf('admin'), cases: ['get/accessDenied'] });
    assert.match(
      failure('get/accessDenied').message,
      /Expected “Access denied”; the server answered success\. .*changed/,
    );
    assert.equal(await stored(), ADDRESS);
  });

  it('writes nothing where the address cannot be read first, and says why', async () => {
    server.tamper = passing =>
      passing.operation === 'GetUser' ? answer(passing, 'success="false" error="Access denied"') : undefined;
    const { summary, reasons } = await run();
    assert.deepEqual([summary.passed, summary.failed, summary.skipped], [0, 0, CASE_IDS.length]);
    assert.equal(summary.error?.kind, 'accessDenied');
    assert.match(reasons.join('\n'), /nothing was written: Access denied/);
    assert.equal(updates().length, 0);
  });

  it('writes nothing without a word for a protected server, a ticket, a user, a profile, or after a cancel', async () => {
    const refused = async (changes: Partial<ContractRequest>, kind: string, signal?: AbortSignal) => {
      const { summary } = await run(changes, {}, signal);
      assert.deepEqual([summary.error?.kind, summary.skipped], [kind, CASE_IDS.length]);
      assert.ok(summary.error?.remedy);
      assert.equal(updates().length, 0);
    };
    await refused({ userName: ' ' }, 'invalidInput');
    await refused({ userName: 'ghost' }, 'userNotFound');
    await refused({ profile: 'nobody’s' }, 'invalidInput');
    await refused({}, 'cancelled', AbortSignal.abort());
    world.settings.entries = [{ ...world.profile, protected: true }];
    await refused({}, 'invalidInput');
    await refused({ confirmed: false }, 'invalidInput');
    world.settings.entries = [world.profile];
    await world.session.signOut(world.profile);
    await refused({}, 'notSignedIn');
  });

  it('runs on a protected server with the user’s word', async () => {
    world.settings.entries = [{ ...world.profile, protected: true }];
    const { summary } = await run({ confirmed: true, cases: ['soap11/success', PARITY.id] });
    assert.deepEqual(summary, { passed: 2, failed: 0, skipped: 0 });
  });

  for (const at of ['post/success', 'soap11/unicode', 'soap12/emptyTicket', PARITY.id]) {
    it(`puts the address back after a cancel within ${at}`, async () => {
      const cancelling = new AbortController();
      let running = '';
      server.tamper = passing => {
        if (running === at && passing.operation === 'UpdateUserEmail') {
          // The server has got it, and does it; only the answer is not waited for any more.
          setTimeout(() => cancelling.abort(), 5);
        }
        return undefined;
      };
      world.sandbox.setLatency(40);
      const cases = [at, ...CASE_IDS.filter(id => id.startsWith('soap12/'))];
      const found = await run(
        { cases },
        {
          started: id => {
            running = id;
            world.sandbox.setLatency(id === at ? 40 : 0);
          },
        },
        cancelling.signal,
      );
      world.sandbox.setLatency(0);
      assert.equal(found.summary.error?.kind, 'cancelled');
      assert.deepEqual(found.of('failed'), []);
      assert.match(found.reasons.join('\n'), /cancelled/);
      assert.equal(await stored(), ADDRESS);
    });
  }

  describe('an update that the server carries out late', () => {
    const LATE_MS = 400;
    let arrived: Promise<void>;
    let late: () => void;
    beforeEach(() => {
      arrived = new Promise(resolve => {
        server.tamper = async ({ operation, text }) => {
          if (operation === 'UpdateUserEmail' && !text.includes(ADDRESS)) {
            server.tamper = () => undefined;
            late();
            await delay(LATE_MS);
            setTimeout(resolve, LATE_MS / 4);
          }
          return undefined;
        };
      });
      late = () => undefined;
    });

    it('is waited for after a cancel, and the address is put back behind it', async () => {
      const cancelling = new AbortController();
      late = () => cancelling.abort();
      const { summary, of } = await run({ cases: ['post/success', 'get/success'] }, {}, cancelling.signal);
      assert.deepEqual([summary.error?.kind, summary.addressToPutBack], ['cancelled', undefined]);
      assert.deepEqual(of('skipped'), ['get/success', 'post/success']);
      await arrived;
      assert.equal(await stored(), ADDRESS);
    });

    const mayChange =
      /is back: “jdoe@example\.com”\. .* got no answer, and the server may still carry it out/;
    for (const [when, cases, kind] of [
      ['after a cancel that waits no longer', ['post/success'], 'timeout'],
      ['after a timeout', ['post/success'], 'timeout'],
      ['after a broken connection', ['post/success'], 'network'],
    ] as const) {
      it(`may change the address again ${when}: it is sent once more, and the summary says so`, async () => {
        const cancelling = new AbortController();
        tests = testsWithin(5000, 50);
        if (when.includes('cancel')) {
          late = () => cancelling.abort();
        } else if (kind === 'timeout') {
          world.limits.timeoutMs = LATE_MS / 4;
        } else {
          late = () => server.breakConnections();
        }
        const { summary, told } = await run({ cases }, {}, cancelling.signal);
        assert.deepEqual([summary.error?.kind, summary.addressToPutBack], [kind, ADDRESS]);
        assert.match(summary.error?.message ?? '', mayChange);
        assert.match(summary.error?.remedy ?? '', /UpdateUserEmail for “jdoe” with “jdoe@example\.com”/);
        assert.match(told.join('\n'), /It is back/);
        assert.equal(updates().filter(({ text }) => text.includes(ADDRESS)).length, 1);
        assert.equal(await stored(), ADDRESS);
        await arrived;
        assert.match((await stored()) ?? '', /^ir-contract/, 'as was said');
      });
    }

    it('says so of the comparison’s updates too', async () => {
      world.limits.timeoutMs = LATE_MS / 4;
      server.tamper = async ({ operation, transport }) => {
        await delay(operation === 'UpdateUserEmail' && transport === 'soap12' ? LATE_MS : 0);
        return undefined;
      };
      const { summary } = await run({ cases: [PARITY.id] });
      assert.deepEqual([summary.error?.kind, summary.addressToPutBack], ['timeout', ADDRESS]);
      assert.match(summary.error?.message ?? '', mayChange);
    });
  });

  it('puts the address back after a case that throws', async () => {
    const bug = new Error('A bug.');
    const listener: ContractListener = {
      ended: id => {
        if (id === 'post/success') {
          throw bug;
        }
      },
    };
    await assert.rejects(tests.run({ userName: 'jdoe' }, listener), bug);
    assert.equal(await stored(), ADDRESS);
    assert.equal((await run({ cases: ['get/noOp'] })).summary.passed, 1, 'and the next run is not held up');
  });

  it('puts the address back after connections that broke', async () => {
    let broken = 0;
    server.tamper = ({ transport, operation }) =>
      operation === 'UpdateUserEmail' && transport === 'soap11' ? (broken++, 'reset') : undefined;
    const { of, summary } = await run({ cases: CASE_IDS.filter(id => /^(?:post|soap11)\/[su]/.test(id)) });
    assert.ok(broken > 0);
    assert.ok(of('failed').every(id => id.startsWith('soap11/')) && of('failed').length > 0);
    assert.deepEqual([summary.error?.kind, summary.addressToPutBack], ['network', ADDRESS]);
    assert.equal(await stored(), ADDRESS);
  });

  it('puts it back by another transport where the profile’s own has failed meanwhile', async () => {
    const { summary } = await run(
      { cases: ['soap12/success'] },
      { ended: () => world.sandbox.setFault('postDisabled') },
    );
    assert.deepEqual(summary, { passed: 1, failed: 0, skipped: 0 });
    world.sandbox.setFault('none');
    assert.equal(await stored(), ADDRESS);
  });

  it('stops where nobody answers any more, and says loudly what has to be put back', async () => {
    const { summary, of, reasons } = await run(
      {},
      {
        ended: id => {
          if (id === 'get/success') {
            world.sandbox.setFault('connectionReset');
          }
        },
      },
    );
    assert.deepEqual([summary.passed, summary.failed], [1, 1]);
    assert.equal(of('skipped').length, CASE_IDS.length - 2);
    assert.match(reasons.join('\n'), /^The server no longer answers/);
    assert.equal(summary.error?.kind, 'network');
    assert.match(
      summary.error.message,
      /^The address of “jdoe” at “Test” could not be put back\. It was “jdoe@example\.com”\. What is stored now is not known\. The last word was: /,
    );
    assert.match(summary.error.remedy ?? '', /UpdateUserEmail for “jdoe” with “jdoe@example\.com”/);
  });

  it('gives up in time where a server takes the restoration and never answers', async () => {
    tests = testsWithin(300);
    const { summary } = await run(
      { cases: ['post/success'] },
      { ended: () => (server.tamper = () => new Promise(() => undefined)) },
    );
    assert.equal(summary.passed, 1);
    assert.equal(summary.error?.kind, 'timeout');
    assert.match(summary.error.message, /could not be put back/);
  });

  it('says so where what it puts back is not what is stored then', async () => {
    const { summary } = await run(
      { cases: ['post/success'] },
      {
        ended: () =>
          (server.tamper = passing =>
            passing.operation === 'UpdateUserEmail' ? answer(passing, 'success="true" error=""') : undefined),
      },
    );
    assert.equal(summary.error?.kind, 'apiError');
    assert.match(
      summary.error.message,
      /It was “jdoe@example\.com”\. “ir-contract-\w+@example\.com” is stored now\./,
    );
  });

  it('runs one after another, so that no run puts back what another has sent', async () => {
    const cases = ['post/success', 'soap11/success'];
    const runs = await Promise.all([run({ cases }), run({ cases }), run({ cases })]);
    assert.deepEqual(
      runs.map(({ summary }) => summary.passed),
      [2, 2, 2],
    );
    assert.equal(await stored(), ADDRESS);
  });

  it('is cancelled when the editor closes, which waits for the address', async () => {
    let closed: Promise<void> | undefined;
    const { summary } = await run(
      {},
      {
        ended: id => {
          if (id === 'get/success') {
            closed = tests.close();
          }
        },
      },
    );
    assert.equal(summary.error?.kind, 'cancelled');
    await closed;
    assert.equal(await stored(), ADDRESS);
  });

  it('fails exactly by a transport that is disabled, and says which', async () => {
    for (const [fault, transport] of [
      ['getDisabled', 'get'],
      ['postDisabled', 'post'],
    ] as const) {
      world.sandbox.setFault(fault);
      const { of } = await run();
      assert.deepEqual(
        of('failed'),
        CASE_IDS.filter(id => id.startsWith(`${transport}/`) || id === PARITY.id),
      );
    }
    world.sandbox.setFault('none');
    assert.equal(await stored(), ADDRESS);
  });

  it('notices a server that spells the SOAP ticket otherwise; a profile that says so passes', async () => {
    world.sandbox.setFault('lowerCaseTicketElement');
    const { of } = await run();
    assert.ok(of('failed').includes('soap11/success') && of('failed').includes('soap12/ticketSpelling'));
    assert.ok(of('failed').every(id => /^soap|parity/.test(id)));
    world.settings.entries = [{ ...world.profile, soapTicketElement: 'authenticationTicket' }];
    const cured = await run();
    assert.deepEqual(cured.summary, { passed: CASE_IDS.length - 2, failed: 0, skipped: 2 });
    assert.match(cured.reasons.join('\n'), /soapTicketElement/);
    assert.equal(await stored(), ADDRESS);
  });

  it('ends where the profile’s ticket has expired', async () => {
    world.sandbox.setFault('expiredTickets');
    const { summary } = await run();
    assert.equal(summary.error?.kind, 'sessionExpired');
    assert.equal(updates().length, 0);
  });

  it('has a case of each rule and transport, each id once', () => {
    assert.equal(new Set(CASE_IDS).size, CASE_IDS.length);
    for (const transport of TRANSPORTS) {
      const rules = CASES.filter(each => each.transport === transport).map(({ rule: { id } }) => id);
      assert.equal(rules.length, transport.startsWith('soap') ? 10 : 9, rules.join(' '));
    }
  });
});
