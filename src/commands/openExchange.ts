import * as l10n from '@vscode/l10n';
import { askExchange, exchangeOf } from './askExchange';
import type { Command, Services } from './command';

/** Opens one exchange of the history as a read-only document. */
export function openExchange(services: Services): Command<string, undefined> {
  return {
    parse: fields => fields.text('exchangeId'),
    ask: async entrance => (await askExchange(services, entrance, l10n.t('Open which exchange?')))?.id,
    async run(id) {
      await services.documents.open(await exchangeOf(services, id));
      return undefined;
    },
  };
}
