import * as vscode from 'vscode';
import { outputFormat } from '../adapters/settings';
import { dayOf, timeOfDay } from '../api/exchangeText';
import { TRANSPORT_LABELS } from '../api/outcome';
import type { History } from '../history/history';
import type { ExchangeRecord } from '../history/record';
import { recordText } from '../history/recordText';
import type { DocumentScheme } from './documentSchemes';
import { inert } from './foreignText';
import { GONE_EXCHANGE } from './goneWords';

const SCHEME: DocumentScheme = 'inforouter-history';

/** Kept exchanges as read-only documents, masked as they are kept. VS Code knows their language by the first line. */
export class HistoryDocuments implements vscode.TextDocumentContentProvider {
  constructor(private readonly history: History) {}

  async open(record: ExchangeRecord): Promise<void> {
    await vscode.window.showTextDocument(uriOf(record), { preview: true });
  }

  /** In VS Code's diff, the older one on the left. */
  async compare(one: ExchangeRecord, other: ExchangeRecord): Promise<void> {
    const [older, newer] = one.startedAt <= other.startedAt ? [one, other] : [other, one];
    const title = `${inert(nameOf(older))} ↔ ${inert(nameOf(newer))}`;
    await vscode.commands.executeCommand('vscode.diff', uriOf(older), uriOf(newer), title);
  }

  async provideTextDocumentContent({ query }: vscode.Uri): Promise<string> {
    // An editor that was open when the window closed asks before anybody else has.
    await this.history.load();
    const record = this.history.find(query);
    return record === undefined ? GONE_EXCHANGE : recordText(record, outputFormat());
  }
}

const nameOf = ({ operation, transport, startedAt }: ExchangeRecord): string =>
  `${operation} ${TRANSPORT_LABELS[transport]} ${timeOfDay(startedAt).slice(0, 8)}`;

/** The path is the title of the editor; the query tells which exchange it is. */
function uriOf(record: ExchangeRecord): vscode.Uri {
  const path = `/${dayOf(record.startedAt)}/${nameOf(record)}`;
  return vscode.Uri.from({ scheme: SCHEME, path, query: record.id });
}
