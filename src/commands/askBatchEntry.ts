import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BatchEntry } from '../batch/ports';
import { inert } from '../views/foreignText';
import { GONE_BATCH } from '../views/goneWords';
import { batchTitle, standing } from '../views/batchWords';
import { BatchEntrance } from '../views/batchEntrance';
import { ExchangesEntrance } from '../views/exchangeEntrance';
import type { Services } from './command';
import { notify } from '../views/notify';

export const clickedBatch = (entrance: unknown): string | undefined =>
  entrance instanceof BatchEntrance ? entrance.batchId : undefined;

/** The ids of the batches that a command was called on in the tree, those of groups among them. */
export function clickedBatches(entrance: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(entrance) ? entrance : [entrance];
  return [
    ...new Set(
      items.flatMap(item => (item instanceof ExchangesEntrance ? item.batchIds : (clickedBatch(item) ?? []))),
    ),
  ];
}

/** The batch of a call with an argument. Rejects where the history does not have it. */
export async function entryOfCall({ batches }: Services, id: string): Promise<BatchEntry> {
  const entry = await batches.find(id);
  if (entry === undefined) {
    throw new Error(GONE_BATCH);
  }
  return entry;
}

/** One batch, picked by the user; where there is none the user is told. */
export async function pickBatch(
  { batches }: Services,
  placeHolder: string,
  fits: (entry: BatchEntry) => boolean = () => true,
): Promise<BatchEntry | undefined> {
  const items = (await batches.list()).filter(fits).map(entry => ({
    label: inert(batchTitle(entry), 200),
    description: inert(entry.profile, 200),
    detail: standing(entry),
    entry,
  }));
  if (items.length === 0) {
    notify('information', l10n.t('There is no such batch in the history.'), [
      [l10n.t('Update User Emails from CSV…'), 'inforouter.updateUserEmailsFromCsv'],
    ]);
    return undefined;
  }
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.entry;
}
