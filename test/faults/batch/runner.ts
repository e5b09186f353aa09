/**
 * A process that runs one batch and prints its summary: the parts are those of the extension but the vault, and it can
 * be killed without the test.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { BatchHttpClient } from '../../../src/adapters/batchHttpClient';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { JournalFolder } from '../../../src/adapters/journalFolder';
import type * as Pooled from '../../../src/adapters/pooledHttpClient';
import { Caller } from '../../../src/api/call';
import { Batches, type BatchRequest } from '../../../src/batch/batches';
import { MOST_AT_ONCE, type BatchSummary } from '../../../src/batch/summary';
import * as tables from '../../../src/batch/tables';
import { endpointOf, toProfile } from '../../../src/session/profile';

/** What the process is told, as JSON in its first argument. */
export interface RunnerTask extends Pick<
  BatchRequest,
  'transport' | 'concurrency' | 'readBefore' | 'resume' | 'ratePerSecond'
> {
  readonly baseUrl: string;
  readonly ticket: string;
  /** The path of the CSV. */
  readonly csv: string;
  /** The folder of the journals. */
  readonly journals: string;
}

/** What the process prints. */
export interface RunnerResult {
  readonly summary: BatchSummary;
  /** Bytes; 0 where the garbage collector is not exposed. */
  readonly heapGrowth: number;
}

async function main({ baseUrl, ticket, csv: path, journals, ...request }: RunnerTask): Promise<void> {
  const csv = await tables.readCsv(readFileSync(path));
  if ('message' in csv) {
    throw new Error(csv.message);
  }
  const profile = toProfile({ name: 'Test', baseUrl });
  const client = new NodeHttpClient();
  const ignored = { record: () => undefined };
  const batches = new Batches({
    journals: new JournalFolder(journals),
    session: { profile: () => profile },
    profiles: { list: () => [profile] },
    serverOf: (_, sink) => {
      const own = new BatchHttpClient(
        client,
        MOST_AT_ONCE,
        () => createRequire(__filename)('../../../../dist/pool.js') as typeof Pooled,
      );
      const caller = new Caller(own, sink, () => [ticket]);
      const options = {
        profile: profile.name,
        endpoint: endpointOf(baseUrl),
        allowUntrustedCertificate: false,
        timeoutMs: 10_000,
        maxResponseBytes: 1024 * 1024,
      };
      return {
        ticket: () => Promise.resolve(ticket),
        sender: (transport, signal) => {
          const sent = { ...options, transport, ...(signal && { signal }) };
          return call => caller.call(call, sent);
        },
        close: () => own.dispose(),
      };
    },
    tables: () => tables,
    log: { ...ignored, note: () => undefined },
    limit: () => 200,
  });
  const heap = () => {
    // Only what is still in use counts.
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const start = heap();
  let [most, next] = [start, 0];
  const source = { uri: path, name: basename(path), csv };
  const files = { write: (ending: string) => Promise.resolve(ending) };
  const summary = await batches.run({ ...request, source }, files, undefined, ({ notAttempted, total }) => {
    const done = total - notAttempted;
    if (globalThis.gc !== undefined && done >= next) {
      next = done + total / 10;
      most = Math.max(most, heap());
    }
  });
  client.dispose();
  console.log(JSON.stringify({ summary, heapGrowth: most - start } satisfies RunnerResult));
}

void main(JSON.parse(process.argv[2] ?? '') as RunnerTask);
