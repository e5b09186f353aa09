import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { call, connectionError, send, signIn, WAYS } from './client';

describe('sandbox: faults on purpose', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.stop());

  for (const way of WAYS) {
    it(`answers calls with HTTP 500 and HTML (${way})`, async () => {
      sandbox.setFault('http500');
      const { status, contentType, text } = await call(sandbox, way, 'ServerInfo');
      assert.deepEqual([status, contentType], [500, 'text/html']);
      assert.match(text, /^<!DOCTYPE html>/);
      sandbox.setFault('none');
      assert.equal((await call(sandbox, way, 'ServerInfo')).attributes['success'], 'true');
    });

    it(`resets the connection, having done nothing (${way})`, async () => {
      const ticket = await signIn(sandbox, 'jdoe');
      const given = { AuthenticationTicket: ticket, UserName: 'jdoe', NewEmailAddress: 'x@example.com' };
      sandbox.setFault('connectionReset');
      assert.equal(await connectionError(call(sandbox, way, 'UpdateUserEmail', given)), 'ECONNRESET');
      sandbox.setFault('none');
      const { user } = await call(sandbox, 'get', 'GetUser', {
        authenticationTicket: ticket,
        UserName: 'jdoe',
      });
      assert.equal(user['Email'], 'jdoe@example.com');
    });
  }

  it('takes every ticket for expired, until it is switched off', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    const given = { AuthenticationTicket: ticket, UserName: 'jdoe' };
    sandbox.setFault('expiredTickets');
    const expired = await call(sandbox, 'post', 'GetUser', given);
    assert.deepEqual(
      [expired.status, expired.attributes['error']],
      [200, '[901] Session expired or Invalid ticket'],
    );
    const none = await call(sandbox, 'post', 'GetUser', { ...given, AuthenticationTicket: '' });
    assert.equal(none.attributes['error'], '[900] Authentication failed');
    assert.equal((await call(sandbox, 'get', 'ServerInfo')).attributes['success'], 'true');
    sandbox.setFault('none');
    assert.equal((await call(sandbox, 'post', 'GetUser', given)).attributes['success'], 'true');
  });

  it('does a call at once and answers it late', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    sandbox.setLatency(150);
    const started = performance.now();
    await call(sandbox, 'post', 'LogOut', { AuthenticationTicket: ticket });
    assert.ok(performance.now() - started >= 145);
    assert.deepEqual(sandbox.faults, { fault: 'none', latencyMs: 150 });
    sandbox.setFault('http500');
    assert.deepEqual(sandbox.faults, { fault: 'http500', latencyMs: 150 });
    sandbox.setFault('none');
    assert.deepEqual(sandbox.faults, { fault: 'none', latencyMs: 0 });
  });

  it('bears a caller who does not wait for the answer', async () => {
    for (const fault of ['none', 'http500', 'connectionReset'] as const) {
      sandbox.setFault(fault);
      sandbox.setLatency(50);
      const answer = fetch(`${sandbox.endpoint}/ServerInfo`, { signal: AbortSignal.timeout(20) });
      await assert.rejects(answer, { name: 'TimeoutError' });
      await delay(60);
    }
    sandbox.setFault('none');
    assert.equal((await call(sandbox, 'get', 'ServerInfo')).status, 200);
  });

  it('leaves the help page and the WSDL alone, and shows its switches there', async () => {
    sandbox.setFault('connectionReset');
    sandbox.setLatency(60_000);
    const { status, text } = await send(sandbox.endpoint);
    assert.equal(status, 200);
    assert.ok(text.includes('<code>connectionReset</code>') && text.includes('60000 ms'));
    assert.equal((await send(`${sandbox.endpoint}?WSDL`)).status, 200);
  });
});

describe('sandbox: a server that differs from the recorded one', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(() => sandbox.stop());

  for (const [fault, disabled] of [
    ['getDisabled', 'get'],
    ['postDisabled', 'post'],
  ] as const) {
    it(`takes calls by all but ${disabled}`, async () => {
      sandbox.setFault(fault);
      for (const way of WAYS) {
        const { status, text, contentType } = await call(sandbox, way, 'ServerInfo');
        assert.equal(status, way === disabled ? 500 : 200, way);
        if (way === disabled) {
          assert.match(contentType, /^text\/plain/);
          assert.match(text, /Request format is unrecognized for URL unexpectedly ending in .*\/ServerInfo/);
        }
      }
    });
  }

  it('takes the ticket in SOAP by the other spelling only, and by GET and POST in any', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    sandbox.setFault('lowerCaseTicketElement');
    for (const way of WAYS) {
      const { attributes } = await call(sandbox, way, 'GetUser', {
        authenticationTicket: ticket,
        UserName: '',
      });
      assert.equal(attributes['success'], 'true', way);
      const capital = await call(sandbox, way, 'GetUser', { AuthenticationTicket: ticket, UserName: '' });
      assert.equal(capital.attributes['success'], String(!way.startsWith('soap')), way);
    }
  });
});
