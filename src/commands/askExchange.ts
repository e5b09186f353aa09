import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ExchangeRecord } from '../history/record';
import { shortTitle, subjectOf } from '../history/recordText';
import { inert } from '../views/foreignText';
import { GONE_EXCHANGE } from '../views/goneWords';
import type { Services } from './command';
import { ExchangeEntrance, ExchangesEntrance } from '../views/exchangeEntrance';
import { notify } from '../views/notify';

export async function findExchange({ history }: Services, id: string): Promise<ExchangeRecord | undefined> {
  await history.load();
  return history.find(id);
}

/** The exchange of a call with an argument. Rejects where the history does not have it. */
export async function exchangeOf(services: Services, id: string): Promise<ExchangeRecord> {
  const record = await findExchange(services, id);
  if (record === undefined) {
    throw new Error(GONE_EXCHANGE);
  }
  return record;
}

/** The ids of the exchanges that a command was called on in the tree, those of groups among them. */
export function clickedIds(entrance: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(entrance) ? entrance : [entrance];
  return [
    ...new Set(
      items.flatMap(item =>
        item instanceof ExchangesEntrance
          ? item.exchangeIds
          : item instanceof ExchangeEntrance
            ? item.exchangeId
            : [],
      ),
    ),
  ];
}

/** The exchange that a command was called on, or one that the user picks; `undefined` when dismissed. */
export async function askExchange(
  services: Services,
  entrance: unknown,
  placeHolder: string,
): Promise<ExchangeRecord | undefined> {
  return entrance instanceof ExchangeEntrance
    ? exchangeOf(services, entrance.exchangeId)
    : pickExchange(services, placeHolder);
}

export const tellNoExchange = (): void =>
  notify('information', l10n.t('There is no such exchange in the history.'), [
    [l10n.t('Update User Email…'), 'inforouter.updateUserEmail'],
  ]);

/** One exchange, picked by the user; where there is none the user is told. */
export async function pickExchange(
  { history }: Services,
  placeHolder: string,
  fits: (record: ExchangeRecord) => boolean = () => true,
): Promise<ExchangeRecord | undefined> {
  await history.load();
  const items = history
    .list()
    .filter(fits)
    .map(record => ({
      label: inert(shortTitle(record)),
      description: inert([record.profile, subjectOf(record)].filter(Boolean).join(' · '), 200),
      detail:
        record.outcome.error === undefined ? l10n.t('success') : inert(record.outcome.error.message, 200),
      record,
    }));
  if (items.length === 0) {
    tellNoExchange();
    return undefined;
  }
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.record;
}
