import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { dayOf, timeOfDay } from '../api/exchangeText';
import type { Batches } from '../batch/batches';
import type { BatchEntry } from '../batch/ports';
import { batchText } from './batchText';
import type { DocumentScheme } from './documentSchemes';
import { GONE_BATCH } from './goneWords';

const PREVIEW: DocumentScheme = 'inforouter-batch-preview';
const KEPT: DocumentScheme = 'inforouter-batch';
/** As many as anybody has open at once. */
const MOST = 20;

/** Previews of batches, which live as long as the window, and batches as they are kept: read-only documents. */
export class BatchDocuments implements vscode.TextDocumentContentProvider {
  private readonly previews = new Map<string, string>();
  private count = 0;

  constructor(private readonly batches: Pick<Batches, 'find' | 'rows'>) {}

  /** Opens a preview, rendered by VS Code's own Markdown preview. */
  async showPreview(name: string, text: string): Promise<void> {
    const id = String(++this.count);
    this.previews.set(id, text);
    for (const old of [...this.previews.keys()].slice(0, -MOST)) {
      this.previews.delete(old);
    }
    const uri = vscode.Uri.from({
      scheme: PREVIEW,
      path: `/${fileName(name)} (${id}).md`,
      query: id,
    });
    // Read before it is rendered, so that whoever has called finds it.
    await vscode.workspace.openTextDocument(uri);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    } catch {
      // The built-in Markdown extension can be switched off; the text reads well without it.
      await vscode.window.showTextDocument(uri, { preview: false });
    }
  }

  /** Opens a batch of the history. */
  async open({ id, name, startedAt }: BatchEntry): Promise<void> {
    const path = `/${dayOf(startedAt)}/${fileName(name)} ${timeOfDay(startedAt).slice(0, 8)}`;
    const uri = vscode.Uri.from({ scheme: KEPT, path, query: id });
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  async provideTextDocumentContent({ scheme, query }: vscode.Uri): Promise<string> {
    if (scheme === PREVIEW) {
      return (
        this.previews.get(query) ??
        l10n.t('This preview is no longer kept: previews live as long as the window.')
      );
    }
    const entry = await this.batches.find(query);
    return entry === undefined ? GONE_BATCH : batchText(entry, await this.batches.rows(entry.id));
  }
}

/** A file's name as a part of a path. */
const fileName = (name: string): string => name.replace(/[/\\]/g, '_');
