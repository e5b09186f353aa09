import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { Caller } from '../../../src/api/call';
import type { Exchange } from '../../../src/api/exchange';
import { startSandbox, type SandboxOptions } from '../../../src/sandbox/server';
import { toProfile, type Profile } from '../../../src/session/profile';
import { RecentVerifiedUpdates } from '../../../src/session/recentVerifiedUpdates';
import { CompareTransports } from '../../../src/session/compareTransports';
import { SeenAddresses } from '../../../src/session/knownAddresses';
import { Profiles } from '../../../src/session/profiles';
import { RefusedUpdate } from '../../../src/session/refusedUpdate';
import { Session } from '../../../src/session/session';
import { TicketHealth } from '../../../src/session/ticketHealth';
import { TicketVault } from '../../../src/session/ticketVault';
import { UpdateEmail } from '../../../src/session/updateEmail';
import { FakeSelection, FakeSettings, FakeStore } from './fakes';

/** The whole client on a real sandbox: only what belongs to the editor and the desktop is a fake. */
export async function openWorld(options: SandboxOptions = {}, fields: Partial<Profile> = {}) {
  const sandbox = await startSandbox(options);
  const profile = toProfile({ name: 'Test', baseUrl: sandbox.baseUrl, ...fields });
  const settings = new FakeSettings([profile]);
  const selection = new FakeSelection('Test');
  const profiles = new Profiles(settings, selection);
  const keychain = new FakeStore('keychain');
  const memory = new FakeStore('memory');
  const vault = new TicketVault(() => [keychain, memory]);
  const client = new NodeHttpClient();
  const exchanges: Exchange[] = [];
  const sink = { record: (exchange: Exchange) => void exchanges.push(exchange) };
  const caller = new Caller(client, sink, () => vault.knownTickets);
  const limits = { timeoutMs: 10_000, maxResponseBytes: 1024 * 1024 };
  const addresses = new SeenAddresses();
  const session = new Session(
    profiles,
    vault,
    caller,
    () => limits,
    (...answered) => addresses.note(...answered),
    new TicketHealth(options.now),
  );
  const verifiedUpdates = new RecentVerifiedUpdates();
  const refused = new RefusedUpdate();
  const updateEmail = new UpdateEmail(session, verifiedUpdates, refused);
  return {
    sandbox,
    profile,
    settings,
    profiles,
    keychain,
    memory,
    vault,
    exchanges,
    sink,
    limits,
    session,
    addresses,
    refused,
    updateEmail,
    verifiedUpdates,
    comparing: new CompareTransports(session, updateEmail),
    /** The entry of the keychain as another program sees it. */
    kept: (): Record<string, string> | undefined => {
      const value = keychain.values.get(profile.name);
      return value === undefined ? undefined : (JSON.parse(value) as Record<string, string>);
    },
    /** The start lines of everything sent so far, without the queries. */
    sent: () => exchanges.map(({ request }) => request.startLine.replace(/\?\S*/, '')),
    async close(): Promise<void> {
      client.dispose();
      await sandbox.stop();
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;
