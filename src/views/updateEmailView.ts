import * as vscode from 'vscode';
import { messageOf } from '../api/messageOf';
import type { DraftFile } from '../adapters/draftFile';
import { notify } from './notify';
import type { Draft } from '../session/draft';
import { TICKET_STORE_LABELS } from '../session/ports';
import { SANDBOX_PROFILE, type Profile } from '../session/profile';
import type { Session, TicketState } from '../session/session';
import { ASKING, commandOf } from './formActions';
import { formAssets, formHtml } from './formHtml';
import { FormCalls, type CallServices } from './formCalls';
import { draftForProfile, freshDraft, preview } from './formModel';
import { parseToHost, type FormAction, type ProfileOption, type ToForm, type ToHost } from './protocol';
import { noticesFor } from './readiness';
import { statusWords, troubleWords } from './statusWords';

/** What the form needs. */
export interface FormServices extends CallServices {
  readonly extensionUri: vscode.Uri;
  readonly session: Pick<Session, 'status'>;
  readonly drafts: DraftFile;
  /** Told when the user has opened the form. */
  readonly opened: () => void;
}

/**
 * The host of the sidebar form. It owns what the form shows, so that a form that was hidden and comes back finds
 * everything as it was, a running call and its result among it.
 */
export class UpdateEmailView implements vscode.WebviewViewProvider, vscode.Disposable {
  private readonly disposables: { dispose(): void }[] = [];
  private view: vscode.WebviewView | undefined;
  private draft: Draft | undefined;
  private draftProfile: Profile | undefined;
  private readonly calls: FormCalls;
  /** Counts the forms that were begun, so that one which waited for the keychain does not replace a newer one. */
  private forms = 0;
  private status:
    { readonly profile: string; readonly words: string; readonly state: TicketState } | undefined;
  /** The sandbox stopped while the form showed it, and the user has neither chosen a profile nor sent a call since. */
  private sandboxStopped = false;

  constructor(private readonly services: FormServices) {
    const { profiles } = services;
    const signIn = async (profile: string) => {
      const signedIn = await services.signIn(profile);
      // After two questions in a row VS Code does not give the focus back to a webview.
      this.view?.show(false);
      return signedIn;
    };
    this.calls = new FormCalls({ ...services, signIn }, message => this.post(message));
    this.disposables.push(profiles.onDidChange(() => void this.sendForm()));
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { extensionUri } = this.services;
    this.view = view;
    view.webview.options = { enableScripts: true, localResourceRoots: [formAssets(extensionUri)] };
    view.webview.onDidReceiveMessage((message: unknown) => {
      const parsed = parseToHost(message);
      if (parsed !== undefined) {
        void this.receive(parsed);
      }
    });
    view.onDidDispose(() => (this.view = undefined));
    view.webview.html = formHtml(view.webview, extensionUri);
    this.services.opened();
  }

  /** Saves what was typed; a window that closes waits for it. */
  async close(): Promise<void> {
    this.dispose();
    await this.services.drafts.flush();
  }

  dispose(): void {
    this.calls.cancel();
    for (const disposable of this.disposables.splice(0)) {
      disposable.dispose();
    }
  }

  /** The error boundary of the form: what goes wrong is shown once, and no call is left running. */
  private async receive(message: ToHost): Promise<void> {
    try {
      await this.handle(message);
    } catch (error) {
      notify('error', messageOf(error));
    }
  }

  private async handle(message: ToHost): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.restore();
      case 'draft':
        this.keep(message.draft);
        return;
      case 'selectProfile':
        await this.services.profiles.select(message.name);
        return;
      case 'send':
        this.keep(message.draft);
        this.knowsOfSandbox(message.draft);
        return this.calls.send(message.profile, message.draft);
      case 'loadCurrent':
        this.keep(message.draft);
        return this.calls.loadCurrent(message.profile, message.draft);
      case 'cancel':
        this.calls.cancel();
        return;
      case 'action':
        return this.act(message.action, this.services.profiles.selected?.name);
      case 'offer':
        return this.act(message.action, this.calls.profile);
    }
  }

  private async act(action: FormAction, profile: string | undefined): Promise<void> {
    if (action === 'signInAndRepeat') {
      await this.calls.signInAndRepeat();
    } else if (action === 'restorePrevious') {
      await this.calls.restorePrevious();
    } else {
      const { exchangeId, operation } = this.calls;
      const subject = { profile, userName: this.draft?.userName ?? '', exchangeId, operation };
      await vscode.commands.executeCommand(...commandOf(action, subject));
      if (ASKING.has(action)) {
        this.view?.show(false);
      }
    }
  }

  /** Everything that a form which has just been built must know. */
  private async restore(): Promise<void> {
    await this.sendForm();
    this.calls.restore();
  }

  /** Shows the form at once, and who is signed in as soon as the keychain has answered. */
  private async sendForm(): Promise<void> {
    const form = ++this.forms;
    const { profiles, session, drafts } = this.services;
    this.draft ??= await drafts.read();
    if (this.view === undefined || form !== this.forms) {
      return;
    }
    const selected = profiles.selected;
    const sandboxRuns = profiles.find(SANDBOX_PROFILE) !== undefined;
    const before = this.draftProfile?.name;
    this.sandboxStopped =
      !sandboxRuns && (before === SANDBOX_PROFILE || (this.sandboxStopped && before === selected?.name));
    this.draft =
      this.draft === undefined
        ? freshDraft(selected)
        : this.draftProfile !== undefined && this.draftProfile.name !== selected?.name
          ? draftForProfile(this.draft, this.draftProfile, selected)
          : this.draft;
    this.draftProfile = selected;
    this.postForm(this.draft, selected);
    this.sendPreview();
    if (selected === undefined) {
      return;
    }
    // Only the selected profile's ticket is looked up: the keychain is not asked for what nobody looks at.
    const status = await session.status(selected);
    const place = status.state === 'unknown' ? '' : TICKET_STORE_LABELS[status.store];
    const words = [statusWords(status), place, troubleWords(status)].filter(Boolean).join(' · ');
    if (form === this.forms) {
      this.status = { profile: selected.name, words, state: status.state };
      this.postForm(this.draft, selected);
    }
  }

  /** Whoever sends to the profile that took the sandbox’s place need not be told of it any more. */
  private knowsOfSandbox(draft: Draft): void {
    if (this.sandboxStopped) {
      this.sandboxStopped = false;
      this.postForm(draft, this.draftProfile);
    }
  }

  /** Always with the profile that the draft was made for: another may have been selected while the keychain was asked. */
  private postForm(draft: Draft, selected: Profile | undefined): void {
    const { profiles } = this.services;
    const notices = noticesFor({
      profiles: profiles.list(),
      selected,
      ticket: this.status?.profile === selected?.name ? this.status?.state : undefined,
      problems: profiles.problems(),
      sandboxStopped: this.sandboxStopped,
    });
    this.post({ type: 'form', profiles: this.options(), selected: selected?.name, draft, notices });
  }

  /** The profiles to choose from; nothing is said of a ticket that has not been looked up. */
  private options(): ProfileOption[] {
    return this.services.profiles.list().map(profile => {
      const known = this.status?.profile === profile.name ? this.status : undefined;
      return {
        name: profile.name,
        baseUrl: profile.baseUrl,
        protected: profile.protected,
        untrusted: profile.allowUntrustedCertificate,
        status: known?.words ?? '',
      };
    });
  }

  private keep(draft: Draft): void {
    this.draft = draft;
    this.services.drafts.save(draft);
    this.sendPreview();
  }

  private sendPreview(): void {
    if (this.draft !== undefined) {
      this.post({ type: 'preview', ...preview(this.draft, this.services.profiles.selected) });
    }
  }

  /** @returns whether there is a page to take it: VS Code drops what is said to a view that is hidden. */
  private post(message: ToForm): boolean {
    const { view } = this;
    if (view?.visible !== true) {
      return false;
    }
    void view.webview.postMessage(message);
    return true;
  }
}
