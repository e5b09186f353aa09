import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ExchangeRecord } from '../history/record';
import { isWhole } from '../history/record';
import type { SnippetLanguage } from '../history/snippets';
import { askExchange, exchangeOf } from './askExchange';
import type { Command, Services } from './command';
import { notify } from '../views/notify';
import { forOthers, withSecrets } from './withSecrets';

const LANGUAGES: { readonly [L in SnippetLanguage]: string } = {
  curl: 'cURL',
  powershell: 'PowerShell',
  csharp: 'C#',
  javascript: 'JavaScript',
};
const WORDS = Object.keys(LANGUAGES) as SnippetLanguage[];

interface Copying {
  readonly exchangeId: string;
  readonly language: SnippetLanguage;
  readonly withSecrets: boolean;
}

/** Puts the request of an exchange on the clipboard, as a program that sends it; resolves to the program. */
export function copyExchange(services: Services): Command<Copying, string | undefined> {
  return {
    parse: fields => ({
      exchangeId: fields.text('exchangeId'),
      language: fields.optionalOneOf('language', WORDS) ?? 'curl',
      withSecrets: fields.optionalFlag('withSecrets') ?? false,
    }),
    async ask(entrance) {
      const record = await askExchange(services, entrance, l10n.t('Copy the request of which exchange?'));
      return record && askLanguage(services, record);
    },
    async run({ exchangeId, language, withSecrets: secrets }) {
      const record = await exchangeOf(services, exchangeId);
      const [chosen] = secrets ? ((await withSecrets(services, [record])) ?? []) : forOthers([record]);
      if (chosen === undefined) {
        return undefined;
      }
      if (!secrets && !isWhole(record)) {
        throw new Error(l10n.t('Only the beginning of this request is kept, so it cannot be copied.'));
      }
      const program = services.snippets().snippetOf(chosen, language);
      await vscode.env.clipboard.writeText(program);
      return program;
    },
    show(program, { language }) {
      if (program !== undefined) {
        const names = [...new Set(program.match(/\{\{\w+\}\}/g) ?? [])];
        const as = LANGUAGES[language];
        notify(
          'information',
          names.length === 0
            ? l10n.t('Copied as {0}.', as)
            : l10n.t('Copied as {0}. Put your own in the place of {1}.', as, names.join(', ')),
        );
      }
    },
  };
}

async function askLanguage({ exchanges }: Services, { id }: ExchangeRecord): Promise<Copying | undefined> {
  const items = (secrets: boolean) =>
    WORDS.map(language => ({
      label: secrets ? l10n.t('{0} with secrets', LANGUAGES[language]) : LANGUAGES[language],
      choice: { exchangeId: id, language, withSecrets: secrets },
    }));
  const choices = [...items(false), ...(exchanges.find(id) === undefined ? [] : items(true))];
  return (await vscode.window.showQuickPick(choices, { placeHolder: l10n.t('Copy as') }))?.choice;
}
