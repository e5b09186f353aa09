import * as l10n from '@vscode/l10n';
import { clickedBatch, entryOfCall, pickBatch } from './askBatchEntry';
import type { Command, Services } from './command';

/** Opens a batch of the history, row by row, as a read-only document. */
export function openBatch(services: Services): Command<string, undefined> {
  return {
    parse: fields => fields.text('batchId'),
    ask: async entrance =>
      clickedBatch(entrance) ?? (await pickBatch(services, l10n.t('Open which batch?')))?.id,
    async run(id) {
      await services.batchDocuments.open(await entryOfCall(services, id));
      return undefined;
    },
  };
}
