import type { BatchSource } from '../batch/batches';
import type { BatchEntry } from '../batch/ports';
import { previewOf, type Preview } from '../batch/preview';
import type { BatchOptions } from '../batch/summary';
import { redact } from '../api/redact';
import type { Profile } from '../session/profile';
import { previewText } from '../views/previewText';
import type { Services } from './command';

export interface PreviewCall {
  readonly source: BatchSource;
  readonly profile: Profile;
  readonly options: BatchOptions;
  /** The run that is to be gone on with. */
  readonly entry?: BatchEntry | undefined;
  readonly dryRun: boolean;
}

/** Looks through a CSV and opens what is to be expected of it as a document. Nothing is changed. */
export async function lookThrough(
  { batches, batchServer, batchPreviews, vault }: Services,
  { source, profile, options, entry, dryRun }: PreviewCall,
  signal?: AbortSignal,
  report?: (asked: number, of: number) => void,
): Promise<Preview> {
  const journal = entry && (await batches.rows(entry.id));
  const server = batchServer(profile);
  const request = {
    rows: source.csv.rows,
    options,
    server,
    done: journal && ((index: number) => journal.row(index) !== undefined),
  };
  const preview = await previewOf(request, signal, report).finally(() => server.close());
  const facts = { name: source.name, profile, options, dryRun, resume: entry !== undefined };
  const text = previewText(preview, facts, foreign => redact(foreign, vault.knownTickets));
  await batchPreviews.show(source.name, text);
  return preview;
}
