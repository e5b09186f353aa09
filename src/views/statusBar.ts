import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session, TicketStatus } from '../session/session';
import { statusBarWords } from './statusBarWords';

/** The selected profile in the status bar, and who one is there; a click selects another. Hidden while none is selected. */
export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'inforouter.profile',
    vscode.StatusBarAlignment.Left,
  );
  private readonly listening: { dispose(): void };

  constructor(
    private readonly profiles: Profiles,
    private readonly session: Pick<Session, 'status'>,
  ) {
    this.item.name = l10n.t('infoRouter Profile');
    this.item.command = 'inforouter.selectProfile';
    this.listening = profiles.onDidChange(() => void this.update());
    // At the start only what is known without I/O: the vault is read when something happens.
    this.showName();
  }

  dispose(): void {
    this.listening.dispose();
    this.item.dispose();
  }

  private showName(): void {
    const profile = this.profiles.selected;
    if (profile === undefined) {
      this.item.hide();
      return;
    }
    this.show(profile);
    this.item.show();
  }

  private async update(): Promise<void> {
    this.showName();
    const profile = this.profiles.selected;
    if (profile === undefined) {
      return;
    }
    const status = await this.session.status(profile);
    if (this.profiles.selected?.name === profile.name) {
      this.show(profile, status);
    }
  }

  /** Text, tooltip and what a screen reader says; without a status what is known without I/O. */
  private show(profile: Profile, status?: TicketStatus): void {
    const { text, tooltip, spoken } = statusBarWords(profile, status);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: spoken, role: 'button' };
    this.item.backgroundColor = profile.protected
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
  }
}
