import assert from 'node:assert/strict';
import { startSandbox, type Sandbox } from '../../../src/sandbox/server';
import { call, signIn, WAYS } from './client';

const SECOND = 1000;
const THIRTY_DAYS = 30 * 24 * 60 * 60 * SECOND;

const FAILED = '[900] Authentication failed';
const EXPIRED = '[901] Session expired or Invalid ticket';

describe('sandbox: who may do what, and for how long', () => {
  let sandbox: Sandbox;
  let time: number;
  beforeEach(async () => {
    time = Date.parse('2026-03-01T12:00:00Z');
    sandbox = await startSandbox({ now: () => new Date(time) });
  });
  afterEach(() => sandbox.stop());

  async function update(ticket: string, userName: string, email = 'new@example.com'): Promise<string> {
    const { attributes } = await call(sandbox, 'post', 'UpdateUserEmail', {
      authenticationTicket: ticket,
      UserName: userName,
      NewEmailAddress: email,
    });
    assert.equal(attributes['success'], attributes['error'] === '' ? 'true' : 'false');
    return attributes['error'] ?? '';
  }
  async function emailOf(ticket: string, userName: string): Promise<string | undefined> {
    const { user } = await call(sandbox, 'get', 'GetUser', {
      authenticationTicket: ticket,
      UserName: userName,
    });
    return user['Email'];
  }
  async function validity(ticket: string): Promise<string> {
    const { attributes } = await call(sandbox, 'post', 'isValidTicket', { AuthenticationTicket: ticket });
    return attributes['expireOn'] ?? attributes['error'] ?? '';
  }

  it('lets a user change the own address only', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    assert.equal(await update(ticket, 'jdoe'), '');
    assert.equal(await emailOf(ticket, 'jdoe'), 'new@example.com');
    assert.equal(await update(ticket, 'asmith'), 'Access denied');
    assert.equal(await emailOf(ticket, 'asmith'), 'asmith@example.com');
  });

  it('lets an administrator change any address, and the same one again', async () => {
    const ticket = await signIn(sandbox, 'admin');
    for (const userName of ['admin', 'jdoe', 'asmith', 'sysadmin', 'jdoe']) {
      assert.equal(await update(ticket, userName), '');
    }
    assert.equal(await emailOf(ticket, 'asmith'), 'new@example.com');
    assert.equal(await update(ticket, 'ghost'), 'User not found');
    assert.equal(await update(ticket, ''), 'User not found');
  });

  it('compares login names without regard to case', async () => {
    const { attributes } = await call(sandbox, 'post', 'AuthenticateUser', { UID: 'JDoe', PWD: 'jdoe' });
    assert.equal(attributes['username'], 'jdoe');
    assert.equal(await update(attributes['ticket'] ?? '', 'JDOE'), '');
    const müller = await signIn(sandbox, 'müller');
    assert.equal(await update(müller, 'MÜLLER', 'm@example.com'), '');
    assert.equal(await emailOf(müller, 'Müller'), 'm@example.com');
  });

  it('refuses wrong and missing passwords, unknown and disabled users, and tickets for sysadmin', async () => {
    const errorOf = async (UID: string, PWD: string): Promise<string | undefined> =>
      (await call(sandbox, 'post', 'AuthenticateUser', { UID, PWD })).attributes['error'];
    assert.equal(await errorOf('jdoe', 'JDOE'), FAILED);
    assert.equal(await errorOf('jdoe', ''), FAILED);
    assert.equal(await errorOf('', ''), FAILED);
    assert.equal(await errorOf('ghost', 'ghost'), FAILED);
    assert.equal(await errorOf('retired', 'retired'), FAILED);
    assert.equal(await errorOf('sysadmin', 'sysadmin'), '[902] Ticket generation not allowed');
    assert.equal(await errorOf('SysAdmin', 'anything'), '[902] Ticket generation not allowed');
    assert.equal(
      (await call(sandbox, 'soap11', 'AuthenticateUser', { UID: 'jdoe' })).attributes['error'],
      FAILED,
    );
  });

  it('gives the caller where GetUser names nobody', async () => {
    const ticket = await signIn(sandbox, 'asmith');
    assert.equal(await emailOf(ticket, ''), 'asmith@example.com');
    const { user } = await call(sandbox, 'soap12', 'GetUser', { AuthenticationTicket: ticket });
    assert.deepEqual([user['UserName'], user['Enabled']], ['asmith', 'TRUE']);
    const retired = await call(sandbox, 'get', 'GetUser', {
      authenticationTicket: ticket,
      UserName: 'retired',
    });
    assert.equal(retired.user['Enabled'], 'FALSE');
  });

  for (const way of WAYS) {
    it(`asks every operation with a ticket for a good one (${way})`, async () => {
      const given = { UserName: 'jdoe', NewEmailAddress: 'x@example.com' };
      for (const operation of ['isValidTicket', 'LogOut', 'GetUser', 'UpdateUserEmail']) {
        const errorWith = async (ticket: string): Promise<string | undefined> =>
          (await call(sandbox, way, operation, { AuthenticationTicket: ticket, ...given })).attributes[
            'error'
          ];
        assert.equal(await errorWith(''), FAILED, operation);
        assert.equal(await errorWith(' '), EXPIRED, operation);
        assert.equal(await errorWith('00000000-0000-0000-0000-000000000000'), EXPIRED, operation);
      }
    });
  }

  it('keeps a ticket good for 30 days less a second and not a second more', async () => {
    const [used, unused] = [await signIn(sandbox, 'jdoe'), await signIn(sandbox, 'jdoe')];
    assert.notEqual(used, unused);
    time += THIRTY_DAYS - SECOND;
    assert.equal(await update(used, 'jdoe'), '');
    time += SECOND;
    assert.equal(await update(unused, 'jdoe'), EXPIRED);
    time += SECOND;
    assert.equal(await update(unused, 'jdoe'), EXPIRED);
    assert.equal(await update(used, 'jdoe'), '');
  });

  it('starts the 30 days anew with each successful call', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    assert.equal(await validity(ticket), '2026-03-31T12:00:00Z');
    for (let month = 0; month < 12; month++) {
      time += THIRTY_DAYS - SECOND;
      assert.equal(await update(ticket, 'jdoe'), '', `after ${month + 1} times 30 days less a second`);
    }
    assert.equal(await validity(ticket), new Date(time + THIRTY_DAYS).toISOString().replace('.000', ''));
    time += THIRTY_DAYS;
    assert.equal(await validity(ticket), EXPIRED);
  });

  it('renews nothing for isValidTicket and for a call that fails', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    time += 10 * 24 * 60 * 60 * SECOND;
    assert.equal(await update(ticket, 'asmith'), 'Access denied');
    assert.equal(await update(ticket, 'ghost'), 'User not found');
    assert.equal(await validity(ticket), '2026-03-31T12:00:00Z');
    assert.equal(await validity(ticket), '2026-03-31T12:00:00Z');
  });

  it('forgets a ticket on LogOut, and only that one', async () => {
    const [one, other] = [await signIn(sandbox, 'jdoe'), await signIn(sandbox, 'jdoe')];
    const logOut = async (): Promise<unknown> =>
      (await call(sandbox, 'post', 'LogOut', { AuthenticationTicket: one })).attributes;
    assert.deepEqual(await logOut(), { success: 'true' });
    assert.deepEqual(await logOut(), { success: 'false', error: EXPIRED });
    assert.equal(await update(one, 'jdoe'), EXPIRED);
    assert.equal(await update(other, 'jdoe'), '');
  });

  it('keeps each sandbox to itself', async () => {
    const ticket = await signIn(sandbox, 'jdoe');
    assert.equal(await update(ticket, 'jdoe', 'changed@example.com'), '');
    const fresh = await startSandbox();
    try {
      const { attributes } = await call(fresh, 'post', 'AuthenticateUser', { UID: 'jdoe', PWD: 'jdoe' });
      assert.equal(attributes['email'], 'jdoe@example.com');
      const checked = await call(fresh, 'post', 'isValidTicket', { AuthenticationTicket: ticket });
      assert.equal(checked.attributes['error'], EXPIRED);
    } finally {
      await fresh.stop();
    }
  });
});
