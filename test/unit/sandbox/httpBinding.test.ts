import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { call, send, signIn, WAYS, type Answer } from './client';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('sandbox: any way', () => {
  let sandbox: Sandbox;
  let ticket: string;
  before(async () => {
    sandbox = await startSandbox();
    ticket = await signIn(sandbox, 'admin');
  });
  after(() => sandbox.stop());

  const names = ['müller', '山田', "o'brien"];
  const addresses = [
    'jörg+tag@example.com',
    'a&b=c%41@example.com',
    '"x y"@example.com',
    '😀@例え.jp',
    'אבג@example.com',
    '',
  ];
  for (const way of WAYS) {
    it(`takes any Unicode value unchanged (${way})`, async () => {
      for (const [index, email] of [...addresses, 'ü'.repeat(4096)].entries()) {
        const given = { AuthenticationTicket: ticket, UserName: names[index % names.length] ?? '' };
        const updated = await call(sandbox, way, 'UpdateUserEmail', { ...given, NewEmailAddress: email });
        assert.deepEqual(updated.attributes, { success: 'true', error: '' });
        assert.equal((await call(sandbox, way, 'GetUser', given)).user['Email'], email);
      }
    });
  }

  it('knows operation names exactly', async () => {
    const wrong = await call(sandbox, 'get', 'serverinfo');
    assert.equal(wrong.status, 500);
    assert.match(
      wrong.text,
      /^System\.InvalidOperationException: \{0\} Web Service method name is not valid\.\n/,
    );
    assert.equal((await call(sandbox, 'soap11', 'serverinfo')).status, 500);
  });
});

describe('sandbox: GET and POST', () => {
  let sandbox: Sandbox;
  let ticket: string;
  before(async () => {
    sandbox = await startSandbox();
    ticket = await signIn(sandbox, 'admin');
  });
  after(() => sandbox.stop());

  it('joins values of the same name with a comma, as ASP.NET does', async () => {
    const twice = `authenticationTicket=${ticket}&UserName=jdoe&NewEmailAddress=a@x&newemailaddress=b@x`;
    assert.equal((await send(`${sandbox.endpoint}/UpdateUserEmail?${twice}`)).attributes['success'], 'true');
    const { user } = await call(sandbox, 'get', 'GetUser', {
      authenticationTicket: ticket,
      UserName: 'jdoe',
    });
    assert.equal(user['Email'], 'a@x,b@x');
  });

  const REFUSED = ['<b', '<B>', 'a<!', '</', '<?', '&#x41;', 'x&#'];
  const TAKEN = ['<', '< b', '<1', 'a & b', '& #', '>', '<@'];
  for (const way of ['get', 'post'] as const) {
    it(`refuses what looks like markup, and nothing else (${way})`, async () => {
      const update = (value: string): Promise<Answer> =>
        call(sandbox, way, 'UpdateUserEmail', {
          authenticationTicket: ticket,
          UserName: 'jdoe',
          NewEmailAddress: value,
        });
      for (const value of REFUSED) {
        const { status, contentType, text } = await update(value);
        assert.deepEqual([status, contentType], [500, 'text/plain; charset=utf-8'], value);
        const source = way === 'get' ? 'QueryString' : 'Form';
        assert.ok(
          text.startsWith('System.Web.HttpRequestValidationException: A potentially dangerous '),
          text,
        );
        assert.ok(
          text.includes(`Request.${source} value was detected from the client (NewEmailAddress=&quot;`),
          text,
        );
      }
      for (const value of TAKEN) {
        assert.equal((await update(value)).attributes['success'], 'true', value);
      }
    });
  }

  it('shows no more than the beginning of a refused value', async () => {
    const { text } = await call(sandbox, 'post', 'GetUser', {
      authenticationTicket: ticket,
      UserName: '<script>alert(1)</script>',
    });
    assert.ok(text.includes('(UserName=&quot;&lt;script&gt;alert(1...&quot;).'), text);
    assert.ok(!text.includes('<script'));
  });

  it('wants every parameter, in the form of a form', async () => {
    const url = `${sandbox.endpoint}/GetUser`;
    const missing = 'System.InvalidOperationException: Missing parameter: {0}.';
    for (const answer of [
      await send(`${url}?authenticationTicket=${ticket}`),
      await send(url, `authenticationTicket=${ticket}`, FORM),
      await send(`${url}?authenticationTicket=${ticket}&UserName=jdoe`, '', FORM),
      await send(`${url}?`),
    ]) {
      assert.deepEqual([answer.status, answer.text.split('\n')[0]], [500, missing]);
    }
    const json = await send(url, '{}', { 'Content-Type': 'application/json' });
    assert.match(json.text, /^System\.InvalidOperationException: Request format is invalid/);
  });

  it('answers ServerInfo whatever comes along', async () => {
    for (const answer of [
      await send(`${sandbox.endpoint}/ServerInfo`),
      await send(`${sandbox.endpoint}/ServerInfo?x=<b`),
      await send(`${sandbox.endpoint}/ServerInfo`, '', {}),
      await send(`${sandbox.endpoint}/ServerInfo`, '{}', { 'Content-Type': 'application/json' }),
    ]) {
      assert.deepEqual([answer.status, answer.attributes['success']], [200, 'true']);
    }
  });
});
