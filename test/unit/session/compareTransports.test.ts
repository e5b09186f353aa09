import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { TRANSPORTS } from '../../../src/api/outcome';
import type { ComparisonRequest } from '../../../src/session/compareTransports';
import { openWorld, type World } from './world';

describe('the comparison of the transports', () => {
  let world: World;
  let other: Server | undefined;
  beforeEach(async () => {
    world = await openWorld();
    await world.session.signIn(world.profile, 'admin', 'admin');
    world.exchanges.length = 0;
  });
  afterEach(async () => {
    await world.close();
    other?.close();
    other = undefined;
  });

  const report = (changes: Partial<ComparisonRequest> = {}, signal?: AbortSignal) =>
    world.comparing.compare({ userName: 'jdoe', ...changes }, signal);
  const compare = async (changes: Partial<ComparisonRequest> = {}) => (await report(changes)).comparison;
  const operations = () => world.exchanges.map(({ operation, transport }) => `${operation} ${transport}`);
  const stored = async () =>
    (await world.updateEmail.current({ userName: 'jdoe', ticket: { use: 'stored' } })).address;

  it('sends the stored address by all four, one after another, and finds that they agree', async () => {
    const { rows, agree, findings, error } = await compare();
    assert.deepEqual(
      rows.map(({ transport, success, httpStatus }) => [transport, success, httpStatus]),
      TRANSPORTS.map(transport => [transport, true, 200]),
    );
    assert.deepEqual(
      rows.map(({ answer }) => answer),
      TRANSPORTS.map(() => '<response error="" success="true" />'),
    );
    assert.deepEqual([agree, findings, error], [true, [], undefined]);
    assert.deepEqual(operations(), ['GetUser post', ...TRANSPORTS.map(each => `UpdateUserEmail ${each}`)]);
    assert.deepEqual(
      rows.map(({ exchangeId }) => exchangeId),
      world.exchanges.slice(1).map(({ id }) => id),
    );
    assert.equal(await stored(), 'jdoe@example.com', 'nothing has changed');
  });

  it('prefers what GetUser tells to what was given', async () => {
    const { address } = await report({ newEmailAddress: 'other@example.com' });
    assert.equal(address, 'jdoe@example.com');
    assert.equal(await stored(), 'jdoe@example.com');
  });

  it('tells steps to whoever waits', async () => {
    const steps: string[] = [];
    await world.comparing.compare({ userName: 'jdoe' }, undefined, step => steps.push(step));
    assert.deepEqual(steps, [
      'asking for the stored address',
      'HTTP GET',
      'HTTP POST',
      'SOAP 1.1',
      'SOAP 1.2',
    ]);
  });

  it('agrees about a failure that all share', async () => {
    world.settings.entries = [{ ...world.profile }];
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
    const { rows, agree, findings } = await compare({ userName: 'asmith' });
    assert.deepEqual([agree, findings], [true, []]);
    assert.deepEqual(
      rows.map(({ error }) => error?.kind),
      TRANSPORTS.map(() => 'accessDenied'),
    );
  });

  for (const [fault, transport, label] of [
    ['getDisabled', 'get', 'HTTP GET'],
    ['postDisabled', 'post', 'HTTP POST'],
  ] as const) {
    it(`names a protocol that the server has disabled (${transport})`, async () => {
      world.sandbox.setFault(fault);
      const { rows, agree, findings } = await compare();
      assert.equal(agree, false);
      assert.deepEqual(
        rows.filter(({ success }) => !success).map(row => [row.transport, row.error?.kind, row.answer]),
        [[transport, 'httpError', undefined]],
      );
      assert.equal(findings.length, 1, findings.join('\n'));
      assert.match(
        findings[0] ?? '',
        new RegExp(
          `^${label} is disabled on the server \\(its WSDL has no binding for it\\): .*Request format is unrecognized`,
        ),
      );
    });
  }

  it('finds how the WSDL spells the ticket, and with that spelling all agree', async () => {
    world.sandbox.setFault('lowerCaseTicketElement');
    const { comparison, ticketElement } = await report();
    assert.deepEqual(
      comparison.rows.map(({ success, error }) => [success, error?.kind]),
      [
        [true, undefined],
        [true, undefined],
        [false, 'authenticationFailed'],
        [false, 'authenticationFailed'],
      ],
    );
    assert.match(
      comparison.findings.join('\n'),
      /SOAP 1\.1 and SOAP 1\.2 did not take the ticket: the WSDL spells its element “authenticationTicket”/,
    );
    assert.match(
      comparison.findings.join('\n'),
      /HTTP GET and HTTP POST: success – SOAP 1\.1 and SOAP 1\.2: “\[900\]/,
    );
    assert.equal(ticketElement, 'authenticationTicket');

    world.settings.entries = [{ ...world.profile, soapTicketElement: ticketElement }];
    const cured = await report();
    assert.deepEqual([cured.comparison.agree, cured.comparison.findings], [true, []]);
    assert.equal(cured.ticketElement, undefined);
    world.sandbox.setFault('none');
    const turned = await report();
    assert.equal(turned.ticketElement, 'AuthenticationTicket', 'and back, when the server changes');
  });

  it('is not stopped by a SOAP profile whose own GetUser has the wrong spelling', async () => {
    world.settings.entries = [{ ...world.profile, transport: 'soap11' }];
    world.sandbox.setFault('lowerCaseTicketElement');
    const { comparison, ticketElement } = await report();
    assert.equal(ticketElement, 'authenticationTicket');
    assert.equal(comparison.error, undefined);
    assert.deepEqual(operations().slice(0, 2), ['GetUser soap11', 'GetUser get']);
  });

  it('reads the WSDL without a ticket, and only where something differs', async () => {
    await compare();
    assert.ok(!operations().includes('WSDL get'));
    world.sandbox.setFault('getDisabled');
    await compare();
    const asked = world.exchanges.filter(({ operation }) => operation === 'WSDL');
    assert.equal(asked.length, 1);
    assert.equal(asked[0]?.request.startLine, 'GET /srv.asmx?WSDL HTTP/1.1');
    const { ticket = '' } = world.kept() ?? {};
    assert.ok(ticket !== '' && !JSON.stringify(asked[0].request).includes(ticket));
  });

  it('names what a transport cannot carry', async () => {
    const { rows, findings, agree } = await compare({ userName: 'a\u0001', newEmailAddress: 'x@y' });
    assert.equal(agree, false);
    assert.deepEqual(
      rows.map(({ exchangeId, error }) => [exchangeId === '', error?.kind]),
      [
        [false, 'userNotFound'],
        [false, 'userNotFound'],
        [true, 'invalidInput'],
        [true, 'invalidInput'],
      ],
    );
    assert.match(findings.join('\n'), /SOAP 1\.1 gave no answer of infoRouter: .*U\+0001/);
  });

  it('sends the given address where GetUser tells none, and says that it may have changed something', async () => {
    const { rows, findings, agree } = await compare({ userName: 'ghost', newEmailAddress: 'g@example.com' });
    assert.deepEqual([rows.length, agree], [4, true]);
    assert.match(
      findings[0] ?? '',
      /GetUser did not tell the stored address \(“User not found”\).*may have replaced/,
    );
  });

  describe('sends no update', () => {
    const nothingSent = () =>
      assert.ok(!world.exchanges.some(({ operation }) => operation === 'UpdateUserEmail'));
    const refused = async (changes: Partial<ComparisonRequest>, kind: string) => {
      const { rows, agree, findings, error } = await compare(changes);
      assert.deepEqual([rows, agree, findings, error?.kind], [[], false, [], kind]);
      nothingSent();
      return error;
    };

    it('for an unknown profile, without a ticket, and where no address is known', async () => {
      await refused({ profile: 'Nope' }, 'invalidInput');
      const error = await refused({ userName: 'ghost' }, 'userNotFound');
      assert.match(
        error?.message ?? '',
        /GetUser told no address \(“User not found”\) and no newEmailAddress/,
      );
      assert.match(error?.remedy ?? '', /newEmailAddress/);
      world.keychain.values.clear();
      await refused({}, 'notSignedIn');
      await refused({ newEmailAddress: 'x@y' }, 'notSignedIn');
    });

    it('on a protected server without the user’s word', async () => {
      world.settings.entries = [{ ...world.profile, protected: true }];
      await refused({}, 'invalidInput');
      assert.deepEqual(world.exchanges, [], 'nor anything else');
      assert.equal((await compare({ confirmed: true })).agree, true);
    });

    it('once it was cancelled', async () => {
      const { comparison } = await report({ newEmailAddress: 'x@y' }, AbortSignal.abort());
      assert.equal(comparison.error?.kind, 'cancelled');
      nothingSent();
    });
  });

  it('that is cancelled midway keeps what it has', async () => {
    const aborting = new AbortController();
    const { record } = world.sink;
    world.sink.record = exchange => {
      record(exchange);
      if (exchange.transport === 'get') {
        aborting.abort();
      }
    };
    const { comparison } = await report({}, aborting.signal);
    assert.equal(comparison.error?.kind, 'cancelled');
    assert.deepEqual([comparison.rows[0]?.success, comparison.agree], [true, false]);
    assert.ok(comparison.rows.every(({ success, exchangeId }) => success || exchangeId === ''));
    assert.deepEqual(operations(), ['GetUser post', 'UpdateUserEmail get']);
  });

  it('says which answers differ, and follows no redirect to a WSDL', async () => {
    other = createServer((request, response) => {
      const soap = request.headers['content-type']?.includes('xml') === true;
      if (request.url?.endsWith('?WSDL') === true) {
        response.writeHead(302, { Location: world.sandbox.endpoint }).end();
        return;
      }
      const answer = soap
        ? '<response success="true"><extra/></response>'
        : '<root error="" success="true"/>';
      const body = soap
        ? `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><R><T>${answer}</T></R></s:Body></s:Envelope>`
        : answer;
      response.writeHead(200, { 'Content-Type': 'text/xml' }).end(body);
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const baseUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    world.settings.entries = [{ ...world.profile, baseUrl }];
    world.keychain.values.set('Test', JSON.stringify({ baseUrl, ticket: 'a ticket of this server' }));
    const { agree, findings } = await compare({ newEmailAddress: 'x@y' });
    assert.equal(agree, false);
    const words = findings.join('\n');
    assert.match(
      words,
      /HTTP GET and HTTP POST: success – SOAP 1\.1 and SOAP 1\.2: success.*more than success and error/,
    );
    assert.match(words, /WSDL could not be read: .*redirects/);
  });
});
