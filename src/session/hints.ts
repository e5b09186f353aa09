import * as l10n from '@vscode/l10n';
/** What looks wrong in a value that is sent as it is all the same, in a sentence: this tool tests an API. */

export const userNameHint = (value: string): string | undefined =>
  value.trim() === '' ? l10n.t('The user name is empty; it is sent as it is.') : undefined;

export const addressHint = (value: string): string | undefined =>
  value.includes('@') ? undefined : l10n.t('This does not look like an email address; it is sent as it is.');
