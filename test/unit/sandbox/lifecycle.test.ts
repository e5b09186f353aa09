import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestEntry } from '../../../src/sandbox/requestLog';
import { startSandbox } from '../../../src/sandbox/server';
import { call, connectionError, send, signIn, WAYS } from './client';

describe('sandbox: from start to stop', () => {
  it('says clearly that a port is in use, and frees its own when it stops', async () => {
    const first = await startSandbox();
    await assert.rejects(startSandbox({ port: first.port }), {
      message: `The sandbox cannot listen on port ${first.port}: another program uses it.`,
    });
    await first.stop();
    const second = await startSandbox({ port: first.port });
    assert.equal(second.baseUrl, `http://127.0.0.1:${first.port}`);
    await second.stop();
    assert.equal(await connectionError(send(first.endpoint)), 'ECONNREFUSED');
  });

  it('stops at once, twice if need be, with idle, half-sent and waiting requests open', async () => {
    const sandbox = await startSandbox();
    sandbox.setLatency(60_000);
    const idle = connect(sandbox.port, '127.0.0.1');
    const halfSent = connect(sandbox.port, '127.0.0.1');
    halfSent.write('POST /srv.asmx HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n<');
    const waiting = connectionError(call(sandbox, 'get', 'ServerInfo'));
    for (const socket of [idle, halfSent]) {
      socket.on('error', () => undefined);
    }
    await delay(100);
    const closed = Promise.all([once(idle, 'close'), once(halfSent, 'close')]);
    const started = performance.now();
    await Promise.all([sandbox.stop(), sandbox.stop()]);
    assert.ok(performance.now() - started < 2000);
    assert.ok(await waiting);
    await closed;
  });

  it('keeps a connection open for the next request', async () => {
    const sandbox = await startSandbox();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let count = 0; count < 3; count++) {
      await new Promise<void>((resolve, reject) => {
        const sent = request(`${sandbox.endpoint}/ServerInfo`, { agent }, response => {
          ports.add(sent.socket?.localPort);
          response.resume().on('end', resolve);
        });
        sent.on('error', reject).end();
      });
    }
    assert.equal(ports.size, 1);
    agent.destroy();
    await sandbox.stop();
  });

  it('reports each request without a value from it', async () => {
    const entries: RequestEntry[] = [];
    const sandbox = await startSandbox({ onRequest: entry => entries.push(entry) });
    const ticket = await signIn(sandbox, 'jdoe');
    const update = { AuthenticationTicket: ticket, UserName: 'asmith', NewEmailAddress: 'x@secret.example' };
    for (const way of WAYS) {
      await call(sandbox, way, 'UpdateUserEmail', update);
    }
    await send(`${sandbox.baseUrl}/${ticket}?${ticket}`);
    await send(`${sandbox.endpoint}/${ticket}?PWD=jdoe`);
    await sandbox.stop();
    assert.ok(!/[0-9a-f]{8}-|secret|asmith|jdoe/.test(JSON.stringify(entries)), JSON.stringify(entries));
    assert.deepEqual(
      entries.map(({ method, page, operation, status, error }) => [method, page, operation, status, error]),
      [
        ['POST', '/srv.asmx/AuthenticateUser', 'AuthenticateUser', 200, undefined],
        ['GET', '/srv.asmx/UpdateUserEmail', 'UpdateUserEmail', 200, 'Access denied'],
        ['POST', '/srv.asmx/UpdateUserEmail', 'UpdateUserEmail', 200, 'Access denied'],
        ['POST', '/srv.asmx', 'UpdateUserEmail', 200, 'Access denied'],
        ['POST', '/srv.asmx', 'UpdateUserEmail', 200, 'Access denied'],
        ['GET', '(another page)', undefined, 404, undefined],
        ['GET', '(another page)', undefined, 500, undefined],
      ],
    );
  });

  it('answers HTTP 500 and tells its owner where it has a bug itself', async () => {
    const errors: unknown[] = [];
    const now = (): Date => {
      throw new Error('The clock is broken.');
    };
    const sandbox = await startSandbox({ now, onError: error => errors.push(error) });
    assert.equal((await call(sandbox, 'get', 'ServerInfo')).status, 500);
    assert.match(String(errors), /clock is broken/);
    await sandbox.stop();
  });
});
