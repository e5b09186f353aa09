import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { addProfile, call, cleanUp, configure, failure, listenOn, startInfoRouter } from '../support';
import { response, startRawServer, SUCCESS } from '../rawServer';

const update = (profile: string) =>
  call('updateUserEmail', {
    profile,
    userName: 'jdoe',
    newEmailAddress: 'a@example.com',
    ticket: 'a ticket',
  });

describe('A call that gets no answer of infoRouter', () => {
  after(cleanUp);

  it('fails with network where nothing listens', async () => {
    const closing = createServer();
    const port = await listenOn(closing, '127.0.0.1');
    await new Promise(resolve => closing.close(resolve));
    const outcome = await update(await addProfile(`http://127.0.0.1:${port}`));
    const { message, remedy } = failure(outcome, 'network');
    assert.match(message, /ECONNREFUSED/);
    assert.ok(remedy);
    assert.notEqual(outcome.exchangeId, '');
    assert.equal(outcome.httpStatus, undefined);
  });

  it('fails with timeout after the seconds of the setting', async () => {
    const server = await startInfoRouter();
    const profile = await addProfile(server.baseUrl, { user: 'admin' });
    server.setLatency(60_000);
    await configure('request.timeoutSeconds', 1);
    const outcome = await call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress: 'late' });
    assert.match(failure(outcome, 'timeout').message, /1 second/);
    assert.ok(outcome.durationMs >= 990 && outcome.durationMs < 20_000, String(outcome.durationMs));
    await configure('request.timeoutSeconds', undefined);
    server.setFault('none');
    assert.equal((await call('checkConnection', { profile })).ticket, 'valid');
  });

  it('fails with httpError and the status where the server answers HTTP 500', async () => {
    const server = await startInfoRouter();
    const profile = await addProfile(server.baseUrl, { user: 'admin' });
    server.setFault('http500');
    const outcome = await call('updateUserEmail', { profile, userName: 'jdoe', newEmailAddress: 'x' });
    failure(outcome, 'httpError');
    assert.equal(outcome.httpStatus, 500);
  });

  it('fails with network where the connection is reset, and is not sent again', async () => {
    // The first call leaves an idle socket: a client that repeats a call lost on one would show here.
    const raw = await startRawServer(at => (at === 0 ? SUCCESS : undefined));
    const profile = await addProfile(raw.baseUrl);
    assert.equal((await update(profile)).success, true);
    failure(await update(profile), 'network');
    assert.equal(raw.requests.length, 2);
  });

  for (const [what, answer, kind] of [
    ['a page of HTML', response('<html><body>Hello</body></html>'), 'notAnInfoRouterResponse'],
    ['nothing', response(''), 'notAnInfoRouterResponse'],
    ['two documents', response('<a success="true"/><a success="true"/>'), 'notAnInfoRouterResponse'],
    ['a page that is not there', response('<html/>', '404 Not Found'), 'httpError'],
    ['something else than HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'network'],
    [
      'an answer with the status 503',
      response('<r success="FALSE" error="Access denied"/>', '503 Busy'),
      'accessDenied',
    ],
    ['an error of the system', response('<r success="false" error="SystemError:oops"/>'), 'systemError'],
    ['an unknown code', response('<r success="false" error="[777] What?"/>'), 'apiError'],
    [
      'a SOAP fault',
      response(
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>No</faultstring></s:Fault></s:Body></s:Envelope>',
        '500 Oops',
      ),
      'soapFault',
    ],
  ] as const) {
    it(`fails with ${kind} on ${what}`, async () => {
      const raw = await startRawServer(() => answer);
      failure(await update(await addProfile(raw.baseUrl)), kind);
      assert.equal(raw.requests.length, 1);
    });
  }

  it('follows no redirect', async () => {
    const target = await startRawServer();
    const raw = await startRawServer(() => response('', '302 Found', `Location: ${target.baseUrl}/srv.asmx`));
    const outcome = await update(await addProfile(raw.baseUrl));
    failure(outcome, 'httpError');
    assert.equal(outcome.httpStatus, 302);
    assert.deepEqual([raw.requests.length, target.requests.length], [1, 0]);
  });

  it('keeps no cookie', async () => {
    const cookie = 'Set-Cookie: ASP.NET_SessionId=abc; path=/';
    const raw = await startRawServer(() => response('<r success="true"/>', '200 OK', cookie));
    const profile = await addProfile(raw.baseUrl);
    await update(profile);
    await update(profile);
    assert.equal(raw.requests.length, 2);
    assert.doesNotMatch(raw.requests.join(), /^Cookie:/im);
  });
});
