import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { withPlaceholders } from '../history/placeholders';
import { recordOf, type ExchangeRecord } from '../history/record';
import { maskNothing } from '../api/redact';
import type { Services } from './command';

/** The records as they may leave the editor: a name stands in the place of each secret. */
export const forOthers = (records: readonly ExchangeRecord[]): ExchangeRecord[] =>
  records.map(withPlaceholders);

/**
 * The records with their secrets, which only this window knows and only for its latest exchanges. It asks every time,
 * by whatever way it was called.
 * @returns `undefined` when the user said no. Rejects where the secrets of one of them are not known.
 */
export async function withSecrets(
  { exchanges }: Services,
  records: readonly ExchangeRecord[],
): Promise<ExchangeRecord[] | undefined> {
  const whole = records.map(({ id }) => exchanges.find(id));
  if (!whole.every(exchange => exchange !== undefined)) {
    throw new Error(
      l10n.t(
        'The tickets and passwords of an exchange are known only to the window that sent it, and only of its latest ones. Copy or export it without them.',
      ),
    );
  }
  const yes = l10n.t('With Secrets');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Put tickets and passwords there in plain text?'),
    { modal: true, detail: l10n.t('Whoever gets hold of the text can use them.') },
    yes,
  );
  return answer === yes ? whole.map(exchange => recordOf(exchange, maskNothing, Infinity)) : undefined;
}
