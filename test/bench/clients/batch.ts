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
import type { JournalHead } from '../../../src/batch/ports';
import { runBatch } from '../../../src/batch/run';
import type { HttpClient } from '../../../src/api/ports';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const LIMITS = { timeoutMs: 30_000, maxResponseBytes: 10 * 1024 * 1024, allowUntrustedCertificate: false };

/** The batch as it is shipped: every answer is read, judged, masked and written to the journal. */
function openWith(http: HttpClient & { dispose(): void }, endpoint: string, concurrency: number) {
  const caller = new Caller(http, { record: () => undefined }, () => [TICKET]);
  const options = { ...LIMITS, profile: 'Bench', endpoint: new URL(endpoint) };
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
      const { outcome } = await caller.call(
        { operation: 'UpdateUserEmail', values },
        { ...options, transport: 'post' },
      );
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
        profile: 'Bench',
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
          ticket: () => Promise.resolve(TICKET),
          send: (transport, call, signal) =>
            caller.call(call, { ...options, transport, ...(signal && { signal }) }),
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
