import * as l10n from '@vscode/l10n';
import { TRANSPORTS } from '../api/outcome';
import { countsText } from '../batch/countsText';
import type { BatchProgress } from '../batch/progress';
import { MOST_AT_ONCE, type BatchSummary } from '../batch/summary';
import { number } from '../views/language';
import { askBatch } from './askBatch';
import { place } from './askProfile';
import type { BatchCall } from './batchCall';
import { reportFiles, sourceOf } from './batchFiles';
import { lookThrough } from './batchPreview';
import type { Command, Fields, Services } from './command';
import { notifyBatch } from './notifyBatch';
import { A_FILE, fileOf, nameOf } from './files';

/** Gives each user of a CSV the address that stands beside the name. */
export function updateUserEmailsFromCsv(services: Services): Command<BatchCall, BatchSummary> {
  return {
    parse: batchFields,
    ask: entrance => askBatch(services, entrance),
    run: (batch, signal, report) => runBatch(services, batch, signal, report),
    show: (summary, batch) => notifyBatch(summary, batch),
    progress: ({ file, profile }) =>
      l10n.t('Updating from {0} at {1}', nameOf(file), place(services.session, profile)),
  };
}

function batchFields(fields: Fields): BatchCall {
  const profile = fields.optionalText('profile');
  const transport = fields.optionalOneOf('transport', TRANSPORTS);
  const whole = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_AT_ONCE;
  const rate = (value: unknown): value is number => Number.isFinite(value) && Number(value) > 0;
  return {
    file: fields.required('csv', A_FILE, fileOf),
    ...(profile !== undefined && { profile }),
    ...(transport !== undefined && { transport }),
    concurrency: fields.optional('concurrency', `a whole number from 1 to ${MOST_AT_ONCE}`, whole) ?? 1,
    ratePerSecond: fields.optional('ratePerSecond', 'a number above 0', rate),
    readBefore: fields.optionalFlag('readBefore') ?? false,
    dryRun: fields.optionalFlag('dryRun') ?? false,
    resume: fields.optionalFlag('resume') ?? false,
    confirmed: fields.optionalFlag('confirmed') ?? false,
  };
}

/** Runs a batch, or shows what it would do. Rejects where the CSV cannot be read. */
export async function runBatch(
  services: Services,
  batch: BatchCall,
  signal?: AbortSignal,
  report?: (step: string, increment?: number) => void,
): Promise<BatchSummary> {
  const source = batch.source ?? (await sourceOf(services, batch.file));
  if (batch.dryRun) {
    return dryRun(services, { ...batch, source }, signal);
  }
  let done = 0;
  return services.batches.run({ ...batch, source }, reportFiles(batch.file), signal, progress => {
    const { total, notAttempted } = progress;
    const now = ((total - notAttempted) * 100) / Math.max(total, 1);
    report?.(progressWords(progress), now - done);
    done = now;
  });
}

async function dryRun(
  services: Services,
  { source, ...batch }: BatchCall & Required<Pick<BatchCall, 'source'>>,
  signal: AbortSignal | undefined,
): Promise<BatchSummary> {
  const begun = performance.now();
  const { batches } = services;
  const entry = batch.resume ? await batches.earlier(source, batch.batchId) : undefined;
  const profile = batches.profileFor(batch.profile, entry);
  const total = source.csv.rows.length;
  const counts =
    entry === undefined
      ? { total, updated: 0, unchanged: 0, failed: 0, notAttempted: total }
      : await batches.counts(entry);
  if ('kind' in profile) {
    return { ...counts, durationMs: 0, error: profile };
  }
  const { concurrency, ratePerSecond } = batch;
  const transport = batch.transport ?? entry?.transport ?? profile.transport;
  const readBefore = entry?.readBefore ?? batch.readBefore;
  const options = { transport, concurrency, ratePerSecond, readBefore };
  const { asked } = await lookThrough(services, { source, profile, options, entry, dryRun: true }, signal);
  const durationMs = Math.round(performance.now() - begun);
  return { ...counts, durationMs, ...(asked?.error && { error: asked.error }) };
}

/** `120 of 1,000 rows: 115 updated, 5 failed; about 2 min left`. */
function progressWords({
  total,
  updated,
  unchanged,
  failed,
  notAttempted,
  remainingMs,
}: BatchProgress): string {
  const words = countsText({ total, updated, unchanged, failed, notAttempted: 0 });
  const done = number(total - notAttempted);
  return [
    total === 1 ? l10n.t('{0} of 1 row', done) : l10n.t('{0} of {1} rows', done, number(total)),
    updated + unchanged + failed > 0 && `: ${words}`,
    remainingMs !== undefined && `; ${l10n.t('about {0} left', timeWords(remainingMs))}`,
  ]
    .filter(Boolean)
    .join('');
}

function timeWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) {
    return l10n.t('{0} s', seconds);
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? l10n.t('{0} min', minutes) : l10n.t('{0} h', Math.round(minutes / 60));
}
