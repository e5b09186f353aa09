import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { call, envelope, send, signIn, type Answer } from './client';

const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';

describe('sandbox: SOAP', () => {
  let sandbox: Sandbox;
  let ticket: string;
  before(async () => {
    sandbox = await startSandbox();
    ticket = await signIn(sandbox, 'admin');
  });
  after(() => sandbox.stop());

  const soap = (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> =>
    send(sandbox.endpoint, body, { 'Content-Type': 'text/xml; charset=utf-8', ...headers });
  const action = (name: string): Record<string, string> => ({ SOAPAction: `"http://tempuri.org/${name}"` });
  const type12 = (name?: string): Record<string, string> => ({
    'Content-Type': `application/soap+xml${name ? `; action="http://tempuri.org/${name}"` : ''}`,
  });
  const getUser = (namespace = SOAP11): string =>
    envelope(namespace, 'GetUser', { AuthenticationTicket: ticket, UserName: 'jdoe' });

  it('finds the operation by the body where no action says it', async () => {
    for (const answer of [
      await soap(getUser()),
      await soap(getUser(SOAP12), type12()),
      await soap(getUser(SOAP12), type12('Nope')),
      await soap(getUser(), { SOAPAction: 'http://tempuri.org/GetUser' }),
      await soap(getUser(), { SOAPAction: '"http%3A%2F%2Ftempuri.org/GetUser"' }),
    ]) {
      assert.deepEqual([answer.status, answer.user['UserName']], [200, 'jdoe']);
    }
  });

  it('answers in the version of the envelope', async () => {
    const answered12 = await soap(getUser(SOAP12), action('GetUser'));
    assert.equal(answered12.contentType, 'application/soap+xml; charset=utf-8');
    assert.ok(answered12.text.includes(SOAP12));
    assert.equal((await soap(getUser())).contentType, 'text/xml; charset=utf-8');
  });

  it('drops what it does not know, by exact name and namespace, and so misses the ticket', async () => {
    for (const spoilt of [
      getUser().replaceAll('AuthenticationTicket', 'authenticationTicket'),
      getUser().replaceAll('http://tempuri.org/', 'http://tempuri.org'),
      getUser().replaceAll('GetUser', 'UpdateUserEmail'),
      getUser().replace('<AuthenticationTicket>', '<AuthenticationTicket xmlns="">'),
      getUser().replace(
        '<AuthenticationTicket>',
        '<AuthenticationTicket xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">',
      ),
      `<e:Envelope xmlns:e="${SOAP11}"><e:Body/></e:Envelope>`,
    ]) {
      const answer = await soap(spoilt, action('GetUser'));
      assert.deepEqual(
        [answer.status, answer.attributes['error']],
        [200, '[900] Authentication failed'],
        spoilt,
      );
    }
  });

  it('looks past headers, comments, order and white space', async () => {
    const message = `<?xml version='1.0'?><!-- c --><e:Envelope xmlns:e="${SOAP11}"><e:Header><x/></e:Header>
      <e:Body><!-- c --><t:GetUser xmlns:t="http://tempuri.org/"><t:Unknown><x/></t:Unknown>
      <t:UserName>jd<![CDATA[o]]>&#101;</t:UserName><t:AuthenticationTicket>${ticket}</t:AuthenticationTicket>
      </t:GetUser></e:Body></e:Envelope> <!-- c -->`;
    assert.equal((await soap(message, action('GetUser'))).user['UserName'], 'jdoe');
    const padded = getUser().replace('jdoe', ' jdoe\n');
    assert.equal((await soap(padded, action('GetUser'))).attributes['error'], 'User not found');
  });

  it('reads other encodings than UTF-8', async () => {
    const message = getUser().replace('jdoe', 'müller').replace('encoding="utf-8"', 'encoding="iso-8859-1"');
    const utf16 = Buffer.from(`\uFEFF${message}`, 'utf16le');
    for (const [body, type] of [
      [Buffer.from(message, 'latin1'), 'text/xml'],
      [Buffer.from(message, 'latin1'), 'text/xml; charset=ISO-8859-1'],
      [Buffer.from(message, 'utf8'), 'text/xml; charset="utf-8"'],
      [utf16, 'text/xml'],
      [Buffer.from(utf16).swap16(), 'text/xml'],
      [utf16.subarray(2), 'text/xml; charset=utf-16'],
      [Buffer.from(getUser().replace('jdoe', 'müller')), 'text/xml; charset=klingon'],
    ] as const) {
      const answer = await soap(body, { 'Content-Type': type, ...action('GetUser') });
      assert.equal(answer.user['UserName'], 'müller', type);
    }
  });

  it('answers an envelope that is not well-formed with an empty 400', async () => {
    const dtd = '<!DOCTYPE e:Envelope [<!ENTITY x "jdoe">]>';
    for (const broken of [
      '',
      'hello',
      getUser().slice(0, -1),
      `${getUser()}x`,
      getUser() + getUser().replace(/^<\?.*?\?>/, ''),
      getUser().replace('jdoe', '&nbsp;'),
      getUser().replace('jdoe', '\u0001'),
      getUser().replace('<e:Envelope', `${dtd}<e:Envelope`),
      getUser().replace('xmlns:e', 'xmlns:f'),
    ]) {
      const answer = await soap(broken, action('GetUser'));
      assert.deepEqual(
        [answer.status, answer.contentType, answer.text],
        [400, 'text/xml; charset=utf-8', ''],
        broken,
      );
      const answer12 = await soap(broken, type12('GetUser'));
      assert.deepEqual([answer12.status, answer12.text], [400, ''], broken);
    }
  });

  it('answers an argument that holds elements with an empty 400', async () => {
    const spoilt = getUser().replace('jdoe', '<b>jdoe</b>');
    const answer = await soap(spoilt, action('GetUser'));
    assert.deepEqual([answer.status, answer.text], [400, '']);
  });

  it('answers a media type that is not SOAP with an empty 415', async () => {
    for (const [body, type] of [
      [getUser(), 'application/json'],
      [getUser(), 'application/soap+xml'],
    ] as const) {
      const answer = await soap(body, { 'Content-Type': type, ...action('GetUser') });
      assert.deepEqual([answer.status, answer.text], [415, ''], type);
    }
  });

  it('has a fault for each other mistake', async () => {
    const unknown = getUser().replaceAll('GetUser', 'Nope');
    const empty = `<e:Envelope xmlns:e="${SOAP11}"/>`;
    const faults: [body: string, headers: Record<string, string>, code: string, reason: RegExp][] = [
      [unknown, action('Nope'), 'soap:Client', /did not recognize the value of HTTP Header/],
      ['<broken', action('Nope'), 'soap:Client', /did not recognize the value of HTTP Header/],
      [getUser(), { SOAPAction: '""' }, 'soap:Client', /did not recognize the value of HTTP Header/],
      [unknown, {}, 'soap:Client', /without a valid action parameter/],
      [
        getUser(SOAP12).replaceAll('GetUser', 'Nope'),
        type12(),
        'soap:Sender',
        /without a valid action parameter/,
      ],
      [unknown, type12('Nope'), 'soap:Client', /'http:\/\/tempuri.org\/Nope' was not recognized/],
      ['<broken', type12(), 'soap:Receiver', /XmlException/],
      [getUser('urn:other'), action('GetUser'), 'soap:VersionMismatch', /namespace urn:other was unexpected/],
      [getUser('urn:other'), {}, 'soap:VersionMismatch', /namespace urn:other was unexpected/],
      [empty, action('GetUser'), 'soap:Client', /unable to read request/],
      [empty, {}, 'soap:Server', /unable to process request/],
      [
        getUser().replaceAll('e:Envelope', 'e:Letter'),
        action('GetUser'),
        'soap:Client',
        /unable to read request/,
      ],
    ];
    for (const [body, headers, code, reason] of faults) {
      const answer = await soap(body, headers);
      assert.equal(answer.status, 500, body);
      assert.ok(answer.text.includes(`>${code}</`), `${code} expected in ${answer.text}`);
      assert.match(answer.text, reason);
    }
  });

  it('does nothing for a message that fails', async () => {
    const update = envelope(SOAP11, 'UpdateUserEmail', {
      AuthenticationTicket: ticket,
      UserName: 'asmith',
      NewEmailAddress: 'changed@example.com',
    });
    await soap(`${update}<`, action('UpdateUserEmail'));
    await soap(update, { 'Content-Type': 'text/plain', ...action('UpdateUserEmail') });
    const { user } = await call(sandbox, 'get', 'GetUser', {
      authenticationTicket: ticket,
      UserName: 'asmith',
    });
    assert.equal(user['Email'], 'asmith@example.com');
  });
});
