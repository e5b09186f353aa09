import * as l10n from '@vscode/l10n';

/** What commands and open documents alike say of an entry that the history does not have. */
export const GONE_EXCHANGE = l10n.t(
  'This exchange is not in the history: it was deleted, or is older than “inforouter.history.limit” lets it be.',
);
export const GONE_BATCH = l10n.t('This batch is not in the history: it was deleted.');
