import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ComparisonReport, ComparisonRequest } from '../session/compareTransports';
import { comparisonText } from './comparisonText';
import type { DocumentScheme } from './documentSchemes';

const SCHEME: DocumentScheme = 'inforouter-comparison';
/** As many as anybody has open at once. */
const MOST = 20;

/** Shows comparisons as read-only documents of this window, rendered by VS Code's own Markdown preview. */
export class ComparisonViewer implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private count = 0;

  async show(report: ComparisonReport, request: ComparisonRequest): Promise<void> {
    const id = String(++this.count);
    this.texts.set(id, comparisonText(report, request, new Date()));
    for (const old of [...this.texts.keys()].slice(0, -MOST)) {
      this.texts.delete(old);
    }
    const uri = vscode.Uri.from({
      scheme: SCHEME,
      path: `/${l10n.t('Compare Transports')} ${id}.md`,
      query: id,
    });
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // The built-in Markdown extension can be switched off; the text reads well without it.
      await vscode.window.showTextDocument(uri, { preview: false });
    }
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    return (
      this.texts.get(query) ??
      l10n.t('This comparison is no longer kept: comparisons live as long as the window.')
    );
  }
}
