import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Exchange } from '../api/exchange';
import { exchangeText } from '../api/exchangeText';
import { maskNothing } from '../api/redact';
import type { ExchangeLog } from '../adapters/exchangeLog';
import { EXCHANGE_LANGUAGE } from '../adapters/outputChannel';
import { outputFormat } from '../adapters/settings';
import type { DocumentScheme } from './documentSchemes';

const SCHEME: DocumentScheme = 'inforouter-exchange';

/** Opens exchanges with their secrets as read-only documents, which exist in memory and are never saved or backed up. */
export class ExchangeViewer implements vscode.TextDocumentContentProvider {
  constructor(private readonly log: ExchangeLog) {}

  list(): Exchange[] {
    return this.log.list();
  }

  find(id: string): Exchange | undefined {
    return this.log.find(id);
  }

  async open({ id, operation }: Exchange): Promise<void> {
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${l10n.t('{0} (with secrets)', operation)}`,
      query: id,
    });
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, EXCHANGE_LANGUAGE);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    const exchange = this.log.find(query);
    return exchange === undefined
      ? l10n.t('This exchange is no longer kept: exchanges with their secrets live as long as the window.')
      : exchangeText(exchange, maskNothing, outputFormat(), Infinity);
  }
}
