import * as vscode from 'vscode';
import type { Profiles } from '../session/profiles';
import type { Session } from '../session/session';
import { inert } from './foreignText';
import { statusWords, storeLines } from './statusWords';

/** The selected profile in the status bar; a click selects another. Hidden while none is selected. */
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
    this.item.name = 'infoRouter Profile';
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
    const icon = profile.protected ? '$(shield)' : '$(server-environment)';
    this.item.text = `${icon} ${inert(profile.name)}`;
    this.item.tooltip = inert(`infoRouter profile ${profile.name}: ${profile.baseUrl}`);
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
      this.item.tooltip = [
        inert(`infoRouter profile ${profile.name}: ${profile.baseUrl}`),
        statusWords(status),
        ...storeLines(status),
      ].join('\n');
    }
  }
}
