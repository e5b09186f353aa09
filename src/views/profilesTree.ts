import * as vscode from 'vscode';
import { OwnCall } from '../commands/ownCall';
import { ProfileEntrance } from '../commands/profileEntrance';
import { TICKET_STORE_LABELS } from '../session/ports';
import { SANDBOX_PROFILE, type Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session } from '../session/session';
import { inert } from './foreignText';
import { statusWords } from './statusWords';

/**
 * A profile in the tree. VS Code hands it to the commands of its menu as it is, and they know it for an entrance of a
 * person: a plain object would be an API call.
 */
class ProfileNode extends ProfileEntrance {
  constructor(readonly profile: Profile) {
    super(profile.name);
  }
}

/** The profiles, each with who is signed in there and where the ticket is kept. */
export class ProfilesTree implements vscode.TreeDataProvider<ProfileNode>, vscode.Disposable {
  static readonly id = 'inforouter.profiles';
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly disposables: readonly { dispose(): void }[];

  constructor(
    private readonly profiles: Profiles,
    private readonly session: Session,
  ) {
    this.disposables = [
      this.changed,
      vscode.window.registerTreeDataProvider(ProfilesTree.id, this),
      profiles.onDidChange(() => this.changed.fire()),
    ];
  }

  getChildren(): ProfileNode[] {
    return this.profiles.list().map(profile => new ProfileNode(profile));
  }

  async getTreeItem({ profile }: ProfileNode): Promise<vscode.TreeItem> {
    const status = await this.session.status(profile);
    const words = statusWords(status);
    const selected = this.profiles.selected?.name === profile.name;
    const item = new vscode.TreeItem(inert(profile.name));
    item.description = [
      selected && 'selected',
      profile.protected && 'protected',
      profile.allowUntrustedCertificate && 'TLS not verified',
      words,
    ]
      .filter(Boolean)
      .join(' · ');
    const kept = status.entry === undefined ? '' : `\nTicket kept in: ${TICKET_STORE_LABELS[status.store]}`;
    item.tooltip = `${inert(profile.name)}: ${words}\n${inert(profile.baseUrl)}${kept}`;
    item.iconPath = new vscode.ThemeIcon(status.state === 'kept' ? 'vm-active' : 'vm-outline');
    item.contextValue = [
      profile.name === SANDBOX_PROFILE ? 'sandbox' : 'profile',
      { none: 'signedOut', expired: 'signedOut expired', kept: 'signedIn' }[status.state],
    ].join(' ');
    item.command = {
      command: 'inforouter.selectProfile',
      title: 'Select',
      arguments: [new OwnCall({ profile: profile.name })],
    };
    return item;
  }

  dispose(): void {
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }
}
