import * as l10n from '@vscode/l10n';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { OwnCall } from './ownCall';
import { ProfileEntrance } from './profileEntrance';
import { profileKey, SANDBOX_PROFILE, type Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session, TicketState, TicketStatus } from '../session/session';
import { expiryLines } from './expiryWords';
import { inert } from './foreignText';
import type { LastFailures } from './lastFailures';
import { statusWords, storeLines, troubleWords } from './statusWords';

/**
 * A profile in the tree. VS Code hands it to the commands of its menu as it is, and they know it for an entrance of a
 * person: a plain object would be an API call.
 */
class ProfileNode extends ProfileEntrance {
  constructor(readonly profile: Profile) {
    super(profile.name);
  }
}

/**
 * The profiles, each with who is signed in there and where the ticket is kept. Drawn at once with what is known; then one
 * after another is looked up, so that the vault is asked one thing at a time however many profiles there are.
 */
export class ProfilesTree implements vscode.TreeDataProvider<ProfileNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ProfileNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];
  private nodes: readonly ProfileNode[] = [];
  /** What was last found out of each profile. */
  private readonly statuses = new Map<string, TicketStatus>();

  constructor(
    private readonly profiles: Profiles,
    private readonly session: Pick<Session, 'status'>,
    private readonly failures: LastFailures,
    /** Told when the user has opened the tree. */
    private readonly opened: () => void,
  ) {
    this.disposables = [
      this.changed,
      profiles.onDidChange(() => this.changed.fire(undefined)),
      failures.onDidChange(name => this.redraw(name)),
    ];
  }

  getChildren(): ProfileNode[] {
    const nodes = this.profiles.list().map(profile => new ProfileNode(profile));
    this.nodes = nodes;
    this.opened();
    void this.lookUp(nodes);
    return nodes;
  }

  getTreeItem({ profile }: ProfileNode): vscode.TreeItem {
    const status = this.statuses.get(profileKey(profile));
    const words = status && statusWords(status);
    const selected = this.profiles.selected?.name === profile.name;
    const item = new vscode.TreeItem(inert(profile.name));
    const facts = [
      selected && l10n.t('selected'),
      profile.protected && l10n.t('protected'),
      profile.allowUntrustedCertificate && l10n.t('TLS not verified'),
      words,
      status && troubleWords(status),
    ]
      .filter(Boolean)
      .join(' · ');
    item.description = facts;
    // A tooltip is also what a screen reader says of the item: nothing of the description may be missing in it.
    const title = facts === '' ? inert(profile.name) : `${inert(profile.name)}: ${facts}`;
    const lines = status ? [...expiryLines(status), ...storeLines(status)] : [];
    item.tooltip = [title, inert(profile.baseUrl), ...lines, ...this.failures.lines(profile)].join('\n');
    item.iconPath = profile.protected
      ? new vscode.ThemeIcon('shield', new vscode.ThemeColor('list.warningForeground'))
      : new vscode.ThemeIcon(status?.state === 'kept' ? 'vm-active' : 'vm-outline');
    item.contextValue = [
      profile.name === SANDBOX_PROFILE ? 'sandbox' : 'profile',
      status && STATE_CONTEXT[status.state],
    ].join(' ');
    item.command = {
      command: 'inforouter.selectProfile',
      title: l10n.t('Select'),
      arguments: [new OwnCall({ profile: profile.name })],
    };
    return item;
  }

  dispose(): void {
    this.nodes = [];
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  /** One item, from what is known of it: nothing is looked up for that. */
  private redraw(name: string): void {
    const node = this.nodes.find(({ profile }) => profile.name === name);
    if (node !== undefined) {
      this.changed.fire(node);
    }
  }

  /** Ends when the tree is drawn anew, which begins another. */
  private async lookUp(nodes: readonly ProfileNode[]): Promise<void> {
    for (const node of nodes) {
      const key = profileKey(node.profile);
      const status = await this.session.status(node.profile);
      if (nodes !== this.nodes) {
        return;
      }
      if (!isDeepStrictEqual(status, this.statuses.get(key))) {
        this.statuses.set(key, status);
        this.changed.fire(node);
      }
    }
  }
}

/** What the menu of an item goes by. A ticket that cannot be read may be there: one can sign in and out. */
const STATE_CONTEXT: { readonly [S in TicketState]: string } = {
  none: 'signedOut',
  unknown: 'signedOut expired',
  expired: 'signedOut expired',
  kept: 'signedIn',
};
