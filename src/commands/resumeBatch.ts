import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BatchSummary } from '../batch/summary';
import { isResumable } from '../views/batchWords';
import { askBatch } from './askBatch';
import { clickedBatch, entryOfCall, pickBatch } from './askBatchEntry';
import { BatchEntrance } from '../views/batchEntrance';
import type { BatchCall } from './batchCall';
import { sourceOf } from './batchFiles';
import type { Command, Services } from './command';
import { updateUserEmailsFromCsv } from './updateUserEmailsFromCsv';

interface Resumed {
  readonly batchId: string;
  readonly confirmed: boolean;
  /** Asked already, by a person's entrance. */
  readonly batch?: BatchCall;
}

/** Goes on with a batch of the history. */
export function resumeBatch(services: Services): Command<Resumed, BatchSummary> {
  const update = updateUserEmailsFromCsv(services);
  return {
    parse: fields => ({
      batchId: fields.text('batchId'),
      confirmed: fields.optionalFlag('confirmed') ?? false,
    }),
    async ask(entrance) {
      const batchId =
        clickedBatch(entrance) ?? (await pickBatch(services, l10n.t('Resume which batch?'), isResumable))?.id;
      const batch = batchId === undefined ? undefined : await askBatch(services, new BatchEntrance(batchId));
      return batch && { batchId: batchId ?? '', confirmed: batch.confirmed, batch };
    },
    async run({ batchId, confirmed, batch }, signal, report) {
      if (batch !== undefined) {
        return update.run(batch, signal, report);
      }
      const { csv, columns, readBefore } = await entryOfCall(services, batchId);
      const file = vscode.Uri.parse(csv);
      const source = await sourceOf(services, file, columns);
      const call = { file, source, readBefore, concurrency: 1, dryRun: false, resume: true, batchId };
      return update.run({ ...call, confirmed }, signal, report);
    },
    show(summary, { batch }) {
      if (batch !== undefined) {
        update.show?.(summary, batch);
      }
    },
    progress: ({ batch }) => (batch && update.progress?.(batch)) ?? '',
  };
}
