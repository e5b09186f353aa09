import * as l10n from '@vscode/l10n';
import { askExchange, exchangeOf } from './askExchange';
import type { Command, Services } from './command';

/** Opens one exchange of the history as a read-only document. */
export function openExchange(services: Services): Command<string, undefined> {
  return {
    parse: fields => fields.text('exchangeId'),
    // A link of ours carries an id alone: it can pass no object of ours, and a plain one would be an API call. A link in
    // somebody's document can do so as well, but knows no id, and nothing is sent.
    ask: async entrance =>
      typeof entrance === 'string'
        ? entrance
        : (await askExchange(services, entrance, l10n.t('Open which exchange?')))?.id,
    async run(id) {
      await services.documents.open(await exchangeOf(services, id));
      return undefined;
    },
  };
}
