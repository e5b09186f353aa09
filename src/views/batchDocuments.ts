import * as vscode from 'vscode';
import { dayOf, timeOfDay } from '../api/exchangeText';
import type { Batches } from '../batch/batches';
import type { BatchEntry } from '../batch/ports';
import { batchText } from './batchText';
import type { DocumentScheme } from './documentSchemes';
import { GONE_BATCH } from './goneWords';
import { pathPart } from './markdownDocuments';

const SCHEME: DocumentScheme = 'inforouter-batch';

/** Batches as they are kept: read-only documents. */
export class BatchDocuments implements vscode.TextDocumentContentProvider {
  constructor(private readonly batches: Pick<Batches, 'find' | 'rows'>) {}

  async open({ id, name, startedAt }: BatchEntry): Promise<void> {
    const path = `/${dayOf(startedAt)}/${pathPart(name)} ${timeOfDay(startedAt).slice(0, 8)}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: id });
    await vscode.window.showTextDocument(uri, { preview: true });
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    const entry = await this.batches.find(query);
    return entry === undefined ? GONE_BATCH : batchText(entry, await this.batches.rows(entry.id));
  }
}
