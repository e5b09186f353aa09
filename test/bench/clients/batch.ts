import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchHttpClient } from '../../../src/adapters/batchHttpClient';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { JournalFolder } from '../../../src/adapters/journalFolder';
import type * as Pooled from '../../../src/adapters/pooledHttpClient';
import { Caller } from '../../../src/api/call';
import type { HttpClient } from '../../../src/api/ports';
import type { JournalHead } from '../../../src/batch/ports';
import { runBatch } from '../../../src/batch/run';
import { SeenAddresses } from '../../../src/session/knownAddresses';
import { toProfile } from '../../../src/session/profile';
import { Profiles } from '../../../src/session/profiles';
import { Session } from '../../../src/session/session';
import { TicketVault } from '../../../src/session/ticketVault';
import { FakeSelection, FakeSettings, FakeStore } from '../../unit/session/fakes';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const LIMITS = { timeoutMs: 30_000, maxResponseBytes: 10 * 1024 * 1024 };

/**
 * The batch as it is shipped, put together as in `src/app.ts`: every answer is read, judged, masked, written to the journal,
 * and noted as a use of the ticket and as a known address. Settings and keychain are in memory: they are read once and
 * once a second.
 */
async function openWith(http: HttpClient & { dispose(): void }, endpoint: string, concurrency: number) {
  const profile = toProfile({ name: 'Bench', baseUrl: endpoint });
  const store = new FakeStore('memory');
  const vault = new TicketVault(() => [store]);
  const caller = new Caller(http, { record: () => undefined }, () => vault.knownTickets);
  const addresses = new SeenAddresses();
  const session = new Session(
    new Profiles(new FakeSettings([profile]), new FakeSelection(profile.name)),
    vault,
    caller,
    () => LIMITS,
    (...answered) => addresses.note(...answered),
  );
  await vault.write(profile.name, { baseUrl: profile.baseUrl, ticket: TICKET });
  const folder = mkdtempSync(join(tmpdir(), 'inforouter-bench-'));
  const journals = new JournalFolder(folder);
  const row = (n: number) => ({
    number: n + 2,
    userName: `user${n}`,
    newEmailAddress: `user${n}@example.com`,
  });
  return {
    async update(n: number): Promise<void> {
      const { userName, newEmailAddress } = row(n);
      const values = { ticket: TICKET, userName, newEmailAddress };
      const { outcome } = await session.send(profile, 'post', { operation: 'UpdateUserEmail', values });
      if (!outcome.success) {
        throw new Error(outcome.error?.message);
      }
    },
    async run(total: number): Promise<void> {
      const rows = Array.from({ length: total }, (_, n) => row(n));
      const head: JournalHead = {
        id: randomUUID(),
        csv: 'file:///bench.csv',
        sha256: '',
        name: 'bench.csv',
        columns: { userName: 'UserName', newEmailAddress: 'NewEmailAddress' },
        profile: profile.name,
        endpoint,
        transport: 'post',
        readBefore: false,
        startedAt: new Date(),
        total,
      };
      const { counts, error } = await runBatch({
        rows,
        options: { transport: 'post', concurrency, readBefore: false },
        server: {
          ticket: signal => session.ticket(profile, { use: 'stored' }, signal),
          sender: (transport, signal) => session.sender(profile, transport, signal),
        },
        journal: await journals.create(head),
      });
      if (counts.updated !== total) {
        throw new Error(error?.message ?? JSON.stringify(counts));
      }
    },
    close(): void {
      http.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}

const pool = () => createRequire(__filename)('../../dist/pool.js') as typeof Pooled;

export const open = (endpoint: string, concurrency: number) =>
  openWith(new BatchHttpClient(new NodeHttpClient(), concurrency, pool), endpoint, concurrency);

/** The same with answers of which no two are alike, so that nothing is known from the one before. */
export const openVaried = (endpoint: string, concurrency: number) =>
  open(endpoint.replace('/srv.asmx', '/vary/srv.asmx'), concurrency);

/** As it goes where undici's pool must not be taken. */
export const openByNode = (endpoint: string, concurrency: number) =>
  openWith(new NodeHttpClient(), endpoint, concurrency);
