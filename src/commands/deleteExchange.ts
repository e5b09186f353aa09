import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { inert } from '../views/foreignText';
import { countedBatches, countedExchanges } from '../views/rowNumbers';
import { clickedBatches, pickBatch } from './askBatchEntry';
import { clickedIds, pickExchange } from './askExchange';
import type { Command, Services } from './command';
import { NOTHING, type Nothing } from './plain';

/** Entries of the history, by their ids. */
interface Entries {
  readonly exchangeIds: readonly string[];
  readonly batchIds: readonly string[];
}

/** Deletes exchanges from the history: of several selected entries all. */
export function deleteExchange(services: Services): Command<Entries, undefined> {
  return {
    parse: fields => ({ exchangeIds: [fields.text('exchangeId')], batchIds: [] }),
    ask: entrance =>
      askClicked(entrance, async () => {
        const picked = await pickExchange(services, l10n.t('Delete which exchange from the history?'));
        return picked && { exchangeIds: [picked.id], batchIds: [] };
      }),
    run: entries => remove(services, entries),
  };
}

/** Deletes batches likewise: their journals, not the reports beside the CSV. */
export function deleteBatch(services: Services): Command<Entries, undefined> {
  return {
    parse: fields => ({ exchangeIds: [], batchIds: [fields.text('batchId')] }),
    ask: entrance =>
      askClicked(entrance, async () => {
        const picked = await pickBatch(services, l10n.t('Delete which batch from the history?'));
        return picked && { exchangeIds: [], batchIds: [picked.id] };
      }),
    run: entries => remove(services, entries),
  };
}

export function clearHistory({ history, batches }: Services): Command<Nothing, undefined> {
  return {
    parse: () => NOTHING,
    ask: async () =>
      (await confirmed(l10n.t('Delete everything from the history?'), true)) ? NOTHING : undefined,
    async run() {
      await history.clear();
      // Those that are being sent stay.
      await batches.remove((await batches.list()).map(({ id }) => id));
      return undefined;
    },
  };
}

async function remove(
  { history, batches }: Services,
  { exchangeIds, batchIds }: Entries,
): Promise<undefined> {
  const sent = (await batches.list()).find(({ id, running }) => running && batchIds.includes(id));
  if (sent !== undefined) {
    throw new Error(l10n.t('“{0}” is being sent. Cancel it first, then delete it.', inert(sent.name, 200)));
  }
  if (exchangeIds.length > 0) {
    await history.remove(exchangeIds);
  }
  if (batchIds.length > 0) {
    await batches.remove(batchIds);
  }
  return undefined;
}

/** The entries that a command was called on, or one that the user picks, once the user has confirmed it. */
async function askClicked(
  entrance: unknown,
  pick: () => Promise<Entries | undefined>,
): Promise<Entries | undefined> {
  const clicked = { exchangeIds: clickedIds(entrance), batchIds: clickedBatches(entrance) };
  const entries = clicked.exchangeIds.length + clicked.batchIds.length === 0 ? await pick() : clicked;
  return entries && ((await confirmedEntries(entries)) ? entries : undefined);
}

/** Nothing brings them back, so one is asked about as well as many. */
function confirmedEntries({ exchangeIds, batchIds }: Entries): Promise<boolean> {
  const exchanges = countedExchanges(exchangeIds.length);
  const batches = countedBatches(batchIds.length);
  const question =
    batchIds.length === 0
      ? l10n.t('Delete {0} from the history?', exchanges)
      : exchangeIds.length === 0
        ? l10n.t('Delete {0} from the history?', batches)
        : l10n.t('Delete {0} and {1} from the history?', exchanges, batches);
  return confirmed(question, batchIds.length > 0);
}

async function confirmed(question: string, batches: boolean): Promise<boolean> {
  const yes = l10n.t('Delete');
  const options = {
    modal: true,
    detail: batches
      ? l10n.t(
          'It cannot be undone. Nothing changes on any server. A batch that was not finished cannot be resumed afterwards; its reports stay where they are.',
        )
      : l10n.t('It cannot be undone. Nothing changes on any server.'),
  };
  return (await vscode.window.showWarningMessage(question, options, yes)) === yes;
}
