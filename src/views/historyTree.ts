import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { dayOf, statusText, timeOfDay } from '../api/exchangeText';
import { messageOf } from '../api/messageOf';
import { TRANSPORT_LABELS, type CallErrorKind } from '../api/outcome';
import type { Batches } from '../batch/batches';
import type { BatchEntry } from '../batch/ports';
import { BatchEntrance } from './batchEntrance';
import { ExchangeEntrance, ExchangesEntrance } from './exchangeEntrance';
import { OwnCall } from './ownCall';
import type { History } from '../history/history';
import type { ExchangeRecord } from '../history/record';
import { shortTitle, subjectOf } from '../history/recordText';
import { explain } from '../api/explain';
import { batchTitle, isResumable, standing } from './batchWords';
import type { ContextKeys } from './contextKeys';
import { inert } from './foreignText';
import { number } from './language';
import { countedExchanges, countedBatches, countedRows } from './rowNumbers';

class ExchangeNode extends ExchangeEntrance {
  constructor(readonly record: ExchangeRecord) {
    super(record.id);
  }
}

class BatchNode extends BatchEntrance {
  constructor(readonly entry: BatchEntry) {
    super(entry.id);
  }
}

/** What the history keeps. */
type Kept = ExchangeRecord | BatchEntry;
const isBatch = (kept: Kept): kept is BatchEntry => 'csv' in kept;

/** A profile, or one of its days. */
class GroupNode extends ExchangesEntrance {
  constructor(
    readonly kind: 'profile' | 'day',
    readonly key: string,
    readonly label: string,
    readonly kept: readonly Kept[],
  ) {
    super(
      kept.filter(each => !isBatch(each)).map(({ id }) => id),
      kept.filter(isBatch).map(({ id }) => id),
    );
  }
}

type Node = ExchangeNode | BatchNode | GroupNode;

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

/** Past exchanges and batches by profile and day, the newest first. The stores are read when the view is first shown. */
export class HistoryTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly listening: vscode.Disposable;
  /** Of batches only the edges of their journals are read, but of each; exchanges come far more often. */
  private entries: Promise<readonly BatchEntry[]> | undefined;

  /** @param secretsKnown whether this window still has the secrets of an exchange. */
  constructor(
    private readonly history: History,
    private readonly secretsKnown: (id: string) => boolean,
    private readonly batches: Pick<Batches, 'list' | 'onDidChange'>,
    private readonly view: Pick<vscode.TreeView<unknown>, 'message'>,
    private readonly contextKeys: Pick<ContextKeys, 'mark'>,
  ) {
    this.listening = vscode.Disposable.from(
      history.onDidChange(() => this.draw()),
      batches.onDidChange(() => this.refresh()),
    );
  }

  /** Reads the batches anew, those of other windows among them. */
  refresh(): void {
    this.entries = undefined;
    this.draw();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node instanceof ExchangeNode || node instanceof BatchNode) {
      return [];
    }
    if (node instanceof GroupNode) {
      return node.kind === 'profile' ? daysOf(node) : node.kept.map(nodeOf);
    }
    await this.history.load();
    const { entries, problem } = await this.readBatches();
    this.view.message = [this.history.notice, problem]
      .filter(words => words !== undefined)
      .map(words => inert(words))
      .join(' ');
    this.contextKeys.mark('historyEmpty', this.history.list().length + entries.length === 0 && !problem);
    const kept = [...this.history.list(), ...entries].sort(
      (a, b) => b.startedAt.getTime() - a.startedAt.getTime(),
    );
    return groups(kept, ({ profile }) => profile).map(
      ([profile, ofProfile]) => new GroupNode('profile', `profile ${profile}`, profile, ofProfile),
    );
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return node instanceof GroupNode
      ? groupItem(node)
      : node instanceof BatchNode
        ? batchItem(node.entry)
        : this.exchangeItem(node.record);
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  /** None where they cannot be read, and why: the exchanges are to be seen all the same. The next time they are tried again. */
  private async readBatches(): Promise<{
    readonly entries: readonly BatchEntry[];
    readonly problem?: string;
  }> {
    try {
      return { entries: await (this.entries ??= this.batches.list()) };
    } catch (error) {
      this.entries = undefined;
      return { entries: [], problem: l10n.t('The batches cannot be read: {0}', messageOf(error)) };
    }
  }

  /** Drawn only while it is looked at: until then nothing is known of what is in it. */
  private draw(): void {
    this.contextKeys.mark('historyEmpty', false);
    this.changed.fire(undefined);
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
    // What a narrow side bar cuts off is what matters least.
    item.description = [error?.kind, subject, timeOfDay(startedAt).slice(0, 8), label]
      .filter(Boolean)
      .join(' · ');
    const replaced = this.history.replacedBy(id);
    // A screen reader says the tooltip, so whatever the icon shows stands there in words.
    item.tooltip = [
      shortTitle(record),
      error === undefined ? l10n.t('success') : `${error.kind}: ${inert(error.message, 500)}`,
      [inert(statusText(record), 100), `${outcome.durationMs} ms`].filter(Boolean).join(' · '),
      subject,
      error !== undefined && Object.values(explain(outcome)).join('\n'),
      replaced &&
        l10n.t(
          'stored: {0} → {1}',
          inert(replaced.before, 300),
          inert(replaced.after ?? l10n.t('not known'), 300),
        ),
      replaced?.verified !== undefined &&
        (replaced.verified ? l10n.t('verified') : l10n.t('not what was sent')),
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
      title: l10n.t('Open'),
      arguments: [new OwnCall({ exchangeId: id })],
    };
    return item;
  }
}

const nodeOf = (kept: Kept): Node => (isBatch(kept) ? new BatchNode(kept) : new ExchangeNode(kept));

function batchItem(entry: BatchEntry): vscode.TreeItem {
  const { id, name, transport, startedAt, endpoint, counts, running = false } = entry;
  const item = new vscode.TreeItem(inert(name, 200));
  const resumable = isResumable(entry);
  const colour = resumable
    ? 'testing.iconSkipped'
    : (counts?.failed ?? 0) > 0
      ? 'testing.iconFailed'
      : 'testing.iconPassed';
  item.id = `batch ${id}`;
  item.iconPath = running
    ? new vscode.ThemeIcon('sync~spin')
    : new vscode.ThemeIcon('checklist', new vscode.ThemeColor(colour));
  item.description = [standing(entry), TRANSPORT_LABELS[transport], timeOfDay(startedAt).slice(0, 8)].join(
    ' · ',
  );
  item.tooltip = [
    l10n.t('Batch {0}', inert(batchTitle(entry), 300)),
    `${countedRows(entry.total)}: ${standing(entry)}`,
    entry.readBefore && l10n.t('addresses read before'),
    inert(endpoint, 300),
  ]
    .filter(Boolean)
    .join('\n');
  item.contextValue = running ? 'batch running' : resumable ? 'batch unfinished' : 'batch';
  item.command = {
    command: 'inforouter.openBatch',
    title: l10n.t('Open'),
    arguments: [new OwnCall({ batchId: id })],
  };
  return item;
}

function groupItem({ kind, key, label, kept, exchangeIds, batchIds }: GroupNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const today = dayOf(new Date());
  const item = new vscode.TreeItem(
    inert(label),
    kind === 'profile' || label === today ? Expanded : Collapsed,
  );
  item.id = key;
  item.description = label === today ? l10n.t('today · {0}', number(kept.length)) : number(kept.length);
  item.iconPath = new vscode.ThemeIcon(kind === 'profile' ? 'server' : 'calendar');
  item.contextValue = kind;
  const words = [
    (exchangeIds.length > 0 || batchIds.length === 0) && countedExchanges(exchangeIds.length),
    batchIds.length > 0 && countedBatches(batchIds.length),
  ];
  item.tooltip = `${inert(label)}: ${words.filter(Boolean).join(', ')}`;
  return item;
}

const daysOf = ({ key, kept }: GroupNode): GroupNode[] =>
  groups(kept, ({ startedAt }) => dayOf(startedAt)).map(
    ([day, ofDay]) => new GroupNode('day', `day ${day} of ${key}`, day, ofDay),
  );

/** In the order of their first members. */
function groups(kept: readonly Kept[], keyOf: (kept: Kept) => string): [key: string, kept: Kept[]][] {
  const found = new Map<string, Kept[]>();
  for (const each of kept) {
    const key = keyOf(each);
    const group = found.get(key);
    if (group === undefined) {
      found.set(key, [each]);
    } else {
      group.push(each);
    }
  }
  return [...found];
}
