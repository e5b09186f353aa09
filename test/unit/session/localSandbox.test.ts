import assert from 'node:assert/strict';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { Caller } from '../../../src/api/call';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/server';
import { checkConnection } from '../../../src/session/connectionCheck';
import { LocalSandbox } from '../../../src/session/localSandbox';
import { toProfile } from '../../../src/session/profile';
import { Profiles } from '../../../src/session/profiles';
import { Session } from '../../../src/session/session';
import { TicketVault } from '../../../src/session/ticketVault';
import { FakeSelection, FakeSettings, FakeStore } from './fakes';

const clients: NodeHttpClient[] = [];
const launched: Sandbox[] = [];

/** A window of the editor; windows share the keychain and nothing else. */
function openWindow(keychain = new FakeStore('keychain'), options: SandboxOptions = {}) {
  const profiles = new Profiles(
    new FakeSettings([{ name: 'Mine', baseUrl: 'http://dms' }]),
    new FakeSelection('Mine'),
  );
  const memory = new FakeStore('memory');
  const vault = new TicketVault(() => [keychain, memory]);
  const client = new NodeHttpClient();
  clients.push(client);
  const caller = new Caller(client, { record: () => undefined }, () => vault.knownTickets);
  const limits = { timeoutMs: 10_000, maxResponseBytes: 1024 * 1024 };
  const session = new Session(profiles, vault, caller, () => limits);
  const launch = async (port: number | undefined) => {
    const sandbox = await startSandbox({ ...options, ...(port !== undefined && { port }) });
    launched.push(sandbox);
    return sandbox;
  };
  const sandbox = new LocalSandbox(launch, profiles, session, vault);
  /** Whether the selected profile is signed in, asked of its server. */
  const ticket = async () => {
    const { selected } = profiles;
    assert.ok(selected);
    return (await checkConnection(session, vault, selected)).ticket;
  };
  return { profiles, keychain, memory, session, sandbox, ticket };
}

const answers = async (baseUrl: string): Promise<boolean> =>
  fetch(baseUrl).then(
    () => true,
    () => false,
  );

describe('the local sandbox', () => {
  afterEach(async () => {
    await Promise.all(launched.splice(0).map(each => each.stop()));
    clients.splice(0).forEach(client => client.dispose());
  });

  it('starts, is selected and signed in as its administrator', async () => {
    const { sandbox, profiles, session, ticket } = openWindow();
    const started = await sandbox.start();
    assert.deepEqual(started, { baseUrl: launched[0]?.baseUrl, profile: 'Sandbox' });
    const { selected } = profiles;
    assert.ok(selected);
    assert.deepEqual([selected.name, selected.userName, selected.transport], ['Sandbox', 'admin', 'post']);
    assert.equal((await session.status(selected)).entry?.userName, 'admin');
    assert.equal(await ticket(), 'valid');
  });

  it('has a second user to be denied, who is never the named one; other profiles have none', async () => {
    const { sandbox, profiles, session, keychain } = openWindow();
    const stranger = toProfile({ name: 'Mine', baseUrl: 'http://127.0.0.1:9' });
    assert.equal(await sandbox.ordinaryTicket(stranger, 'jdoe'), undefined);
    await sandbox.start();
    assert.equal(await sandbox.ordinaryTicket(stranger, 'jdoe'), undefined);
    const { selected } = profiles;
    assert.ok(selected);
    for (const named of ['jdoe', 'ASMITH']) {
      const ticket = (await sandbox.ordinaryTicket(selected, named)) ?? '';
      const values = { ticket, userName: named, newEmailAddress: 'x@example.com' };
      const { outcome } = await session.send(selected, 'post', { operation: 'UpdateUserEmail', values });
      assert.equal(outcome.error?.kind, 'accessDenied');
      assert.ok(!JSON.stringify([...keychain.values]).includes(ticket), 'it is kept nowhere');
    }
  });

  it('runs once, however often and how quickly it is started', async () => {
    const { sandbox } = openWindow();
    const all = await Promise.all([sandbox.start(), sandbox.start(), sandbox.start(1)]);
    assert.equal(new Set(all.map(({ baseUrl }) => baseUrl)).size, 1);
    assert.deepEqual(await sandbox.start(), all[0]);
    assert.equal(launched.length, 1);
  });

  it('is selected again and signed in again by a second start', async () => {
    const { sandbox, profiles, session, ticket } = openWindow();
    const started = await sandbox.start();
    const { selected } = profiles;
    assert.ok(selected);
    await session.signOut(selected);
    await profiles.select('Mine');
    assert.deepEqual(await sandbox.start(), started);
    assert.equal(profiles.selected?.name, 'Sandbox');
    assert.equal(await ticket(), 'valid');
    assert.equal(launched.length, 1);
  });

  it('keeps running where it lets nobody in again', async () => {
    const { sandbox, profiles, session } = openWindow();
    const started = await sandbox.start();
    assert.ok(profiles.selected);
    await session.signOut(profiles.selected);
    launched[0]?.setFault('http500');
    await assert.rejects(sandbox.start(), /signing in there failed/);
    launched[0]?.setFault('none');
    assert.deepEqual(await sandbox.start(), started);
  });

  it('takes the port that it is told', async () => {
    const { sandbox } = openWindow();
    const { baseUrl } = await sandbox.start();
    await sandbox.stop();
    const port = Number(new URL(baseUrl).port);
    assert.equal((await sandbox.start(port)).baseUrl, baseUrl);
  });

  it('takes its profile and ticket along when it stops, and gives the selection back', async () => {
    const { sandbox, profiles, keychain, memory } = openWindow();
    const { baseUrl } = await sandbox.start();
    assert.ok(keychain.values.has('Sandbox'));
    await sandbox.stop();
    assert.equal(await answers(baseUrl), false);
    assert.equal(profiles.find('Sandbox'), undefined);
    assert.equal(profiles.selected?.name, 'Mine');
    assert.equal(keychain.values.size + memory.values.size, 0);
    assert.equal(sandbox.running(), undefined);
    await sandbox.stop();
  });

  it('rejects where the port is taken, and can be started again', async () => {
    const { sandbox, profiles } = openWindow();
    const blocker = await startSandbox();
    await assert.rejects(sandbox.start(blocker.port), /another program uses it/);
    assert.equal(profiles.find('Sandbox'), undefined);
    await blocker.stop();
    assert.equal((await sandbox.start(blocker.port)).baseUrl, blocker.baseUrl);
  });

  it('rejects where nobody can sign in, and leaves no server behind', async () => {
    const { sandbox, profiles } = openWindow(undefined, { users: [] });
    await assert.rejects(sandbox.start(), /signing in there failed: \[900\]/);
    assert.equal(await answers(launched[0]?.baseUrl ?? ''), false);
    assert.equal(profiles.find('Sandbox'), undefined);
  });

  it('can be stopped while it starts and started while it stops', async () => {
    const { sandbox, profiles, ticket } = openWindow();
    const starting = sandbox.start();
    const stopping = sandbox.stop();
    const again = sandbox.start();
    const [{ baseUrl: first }, { baseUrl: second }] = await Promise.all([starting, again, stopping]);
    assert.equal(await answers(first), false);
    assert.equal(await answers(second), true);
    assert.equal(profiles.selected?.baseUrl, second);
    assert.equal(await ticket(), 'valid');
    await Promise.all([sandbox.stop(), sandbox.stop()]);
    assert.equal(await answers(second), false);
    assert.equal(profiles.find('Sandbox'), undefined);
  });

  it('can be stopped while a start fails', async () => {
    const { sandbox } = openWindow(undefined, { users: [] });
    const starting = sandbox.start();
    await Promise.all([assert.rejects(starting), sandbox.stop()]);
    assert.equal(sandbox.running(), undefined);
  });

  it('keeps each window signed in to its own, though they share a keychain', async () => {
    const keychain = new FakeStore('keychain');
    const [one, two] = [openWindow(keychain), openWindow(keychain)];
    await one.sandbox.start();
    await two.sandbox.start();
    assert.deepEqual([await one.ticket(), await two.ticket()], ['valid', 'valid']);
    // Each check writes the entry again; it is still each window's own that counts.
    assert.deepEqual([await one.ticket(), await two.ticket()], ['valid', 'valid']);
    await two.sandbox.stop();
    assert.equal(await one.ticket(), 'valid');
  });
});
