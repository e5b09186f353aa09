import * as vscode from 'vscode';
import { dayOf, statusText, timeOfDay } from '../api/exchangeText';
import { TRANSPORT_LABELS, type CallErrorKind } from '../api/outcome';
import { ExchangeEntrance, ExchangesEntrance } from '../commands/exchangeEntrance';
import { OwnCall } from '../commands/ownCall';
import type { History } from '../history/history';
import type { ExchangeRecord } from '../history/record';
import { shortTitle, subjectOf } from '../history/recordText';
import { explain } from '../api/explain';
import { inert } from './foreignText';

class ExchangeNode extends ExchangeEntrance {
  constructor(readonly record: ExchangeRecord) {
    super(record.id);
  }
}

/** A profile, or one of its days. */
class GroupNode extends ExchangesEntrance {
  constructor(
    readonly kind: 'profile' | 'day',
    readonly key: string,
    readonly label: string,
    readonly records: readonly ExchangeRecord[],
  ) {
    super(records.map(({ id }) => id));
  }
}

type Node = ExchangeNode | GroupNode;

const SUCCESS = ['pass', 'testing.iconPassed'] as const;
const FAILURE = ['error', 'testing.iconFailed'] as const;
/** Failures of another look than the server's refusal: nothing was answered, or it is about the ticket. */
const ICONS: { readonly [K in CallErrorKind]?: readonly [icon: string, colour: string] } = {
  cancelled: ['circle-slash', 'testing.iconSkipped'],
  timeout: ['watch', 'testing.iconErrored'],
  network: ['debug-disconnect', 'testing.iconErrored'],
  tls: ['unlock', 'testing.iconErrored'],
  sessionExpired: ['key', 'testing.iconFailed'],
  authenticationFailed: ['key', 'testing.iconFailed'],
};

/** Past exchanges by profile and day, the newest first. The store is read when the view is first shown. */
export class HistoryTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  static readonly id = 'inforouter.history';
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly listening: { dispose(): void };

  /** @param secretsKnown whether this window still has the secrets of an exchange. */
  constructor(
    private readonly history: History,
    private readonly secretsKnown: (id: string) => boolean,
  ) {
    this.view = vscode.window.createTreeView(HistoryTree.id, {
      treeDataProvider: this,
      canSelectMany: true,
      showCollapseAll: true,
    });
    this.listening = history.onDidChange(() => this.changed.fire(undefined));
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node instanceof ExchangeNode) {
      return [];
    }
    if (node instanceof GroupNode) {
      return node.kind === 'profile' ? daysOf(node) : node.records.map(record => new ExchangeNode(record));
    }
    await this.history.load();
    this.view.message = this.history.notice === undefined ? '' : inert(this.history.notice);
    return groups(this.history.list(), ({ profile }) => profile).map(
      ([profile, records]) => new GroupNode('profile', `profile ${profile}`, profile, records),
    );
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node instanceof GroupNode ? groupItem(node) : this.exchangeItem(node.record);
  }

  dispose(): void {
    this.listening.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  private exchangeItem(record: ExchangeRecord): vscode.TreeItem {
    const { id, operation, transport, startedAt, outcome, endpoint } = record;
    const item = new vscode.TreeItem(operation);
    const { error } = outcome;
    const [icon, colour] = error === undefined ? SUCCESS : (ICONS[error.kind] ?? FAILURE);
    item.id = id;
    item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
    const subject = inert(subjectOf(record), 200);
    const label = TRANSPORT_LABELS[transport];
    item.description = [subject, label, timeOfDay(startedAt).slice(0, 8), error?.kind]
      .filter(Boolean)
      .join(' · ');
    const replaced = this.history.replacedBy(id);
    // A screen reader says the tooltip, so whatever the icon shows stands there in words.
    item.tooltip = [
      shortTitle(record),
      error === undefined ? 'success' : `${error.kind}: ${inert(error.message, 500)}`,
      [inert(statusText(record), 100), `${outcome.durationMs} ms`].filter(Boolean).join(' · '),
      subject,
      error !== undefined && Object.values(explain(outcome)).join('\n'),
      replaced && `stored: ${inert(replaced.before, 300)} → ${inert(replaced.after ?? 'unknown', 300)}`,
      replaced?.verified !== undefined && (replaced.verified ? 'verified' : 'not what was sent'),
      inert(endpoint, 300),
    ]
      .filter(Boolean)
      .join('\n');
    item.contextValue = [
      'exchange',
      operation,
      this.secretsKnown(id) && 'secretsKnown',
      replaced && 'verified',
    ]
      .filter(Boolean)
      .join(' ');
    item.command = {
      command: 'inforouter.openExchange',
      title: 'Open',
      arguments: [new OwnCall({ exchangeId: id })],
    };
    return item;
  }
}

function groupItem({ kind, key, label, records }: GroupNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const today = dayOf(new Date());
  const item = new vscode.TreeItem(
    inert(label),
    kind === 'profile' || label === today ? Expanded : Collapsed,
  );
  item.id = key;
  item.description = label === today ? `today · ${records.length}` : String(records.length);
  item.iconPath = new vscode.ThemeIcon(kind === 'profile' ? 'server' : 'calendar');
  item.contextValue = kind;
  item.tooltip = `${inert(label)}: ${records.length === 1 ? '1 exchange' : `${records.length} exchanges`}`;
  return item;
}

const daysOf = ({ key, records }: GroupNode): GroupNode[] =>
  groups(records, ({ startedAt }) => dayOf(startedAt)).map(
    ([day, ofDay]) => new GroupNode('day', `day ${day} of ${key}`, day, ofDay),
  );

/** In the order of their first members. */
function groups(
  records: readonly ExchangeRecord[],
  keyOf: (record: ExchangeRecord) => string,
): [key: string, records: ExchangeRecord[]][] {
  const found = new Map<string, ExchangeRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = found.get(key);
    if (group === undefined) {
      found.set(key, [record]);
    } else {
      group.push(record);
    }
  }
  return [...found];
}
