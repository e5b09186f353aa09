import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { exchangeTitle } from '../api/exchangeText';
import type { Command, Services } from './command';
import { ExchangeEntrance } from '../views/exchangeEntrance';
import { inert } from '../views/foreignText';
import { notify } from '../views/notify';

/** Opens one exchange with its secrets. It asks every time, by whatever way it was called. */
export function showExchangeWithSecrets({ exchanges }: Services): Command<string, undefined> {
  return {
    parse: fields => fields.text('exchangeId'),
    async ask(entrance) {
      if (entrance instanceof ExchangeEntrance) {
        return entrance.exchangeId;
      }
      const list = exchanges.list();
      if (list.length === 0) {
        notify('information', l10n.t('No exchange has taken place in this window yet.'));
        return undefined;
      }
      const items = list.map(exchange => ({
        label: inert(exchangeTitle(exchange)),
        description: exchange.outcome.error?.kind ?? l10n.t('success'),
        id: exchange.id,
      }));
      return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Which exchange?') }))?.id;
    },
    async run(id) {
      const exchange = exchanges.find(id);
      if (exchange === undefined) {
        throw new Error(
          l10n.t(
            'This exchange is no longer kept; only the latest ones are, and only while the window lives.',
          ),
        );
      }
      const show = l10n.t('Show With Secrets');
      const answer = await vscode.window.showWarningMessage(
        l10n.t('Show the ticket or password of this exchange in plain text?'),
        {
          modal: true,
          detail: `${inert(exchangeTitle(exchange))}\n${l10n.t('Whoever sees your screen can use it.')}`,
        },
        show,
      );
      if (answer === show) {
        await exchanges.open(exchange);
      }
      return undefined;
    },
  };
}
