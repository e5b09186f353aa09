import * as vscode from 'vscode';
import type { DraftFile } from '../adapters/draftFile';
import type { ExchangeLog } from '../adapters/exchangeLog';
import type { CallOutcome } from '../api/outcome';
import { notify } from '../commands/notify';
import { OwnCall } from '../commands/ownCall';
import { ProfileEntrance } from '../commands/profileEntrance';
import type { Draft } from '../session/draft';
import { TICKET_STORE_LABELS } from '../session/ports';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session } from '../session/session';
import type { EmailUpdate, UpdateEmail } from '../session/updateEmail';
import { formAssets, formHtml } from './formHtml';
import { draftForProfile, formResult, freshDraft, preview, ticketToSend } from './formModel';
import {
  parseToHost,
  type FormAction,
  type FormResult,
  type ProfileOption,
  type ToForm,
  type ToHost,
} from './protocol';
import { statusWords, troubleWords } from './statusWords';

/** What the form needs; `confirm` is the question before an update on a protected server. */
export interface FormServices {
  readonly extensionUri: vscode.Uri;
  readonly profiles: Profiles;
  readonly session: Session;
  readonly updateEmail: UpdateEmail;
  readonly exchanges: ExchangeLog;
  readonly drafts: DraftFile;
  readonly confirm: (
    profile: Profile,
    update: Pick<EmailUpdate, 'userName' | 'newEmailAddress' | 'transport' | 'ticket'>,
  ) => Promise<boolean>;
}

/**
 * The host of the sidebar form. It owns what the form shows, so that a form that was hidden and comes back finds
 * everything as it was, a running call and its result among it.
 */
export class UpdateEmailView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = 'inforouter.updateEmail';
  private readonly disposables: { dispose(): void }[] = [];
  private view: vscode.WebviewView | undefined;
  private draft: Draft | undefined;
  private draftProfile: Profile | undefined;
  private result: FormResult | undefined;
  private running: { readonly what: 'send' | 'loadCurrent'; readonly aborting: AbortController } | undefined;
  /** Counts the forms that were begun, so that one which waited for the keychain does not replace a newer one. */
  private forms = 0;
  private status:
    { readonly profile: string; readonly words: string; readonly signedIn: boolean } | undefined;

  constructor(private readonly services: FormServices) {
    const { profiles } = services;
    this.disposables.push(
      vscode.window.registerWebviewViewProvider(UpdateEmailView.id, this),
      profiles.onDidChange(() => void this.sendForm()),
    );
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
  }

  /** Saves what was typed; a window that closes waits for it. */
  async close(): Promise<void> {
    this.dispose();
    await this.services.drafts.flush();
  }

  dispose(): void {
    this.running?.aborting.abort();
    for (const disposable of this.disposables.splice(0)) {
      disposable.dispose();
    }
  }

  /** The error boundary of the form: what goes wrong is shown once, and no call is left running. */
  private async receive(message: ToHost): Promise<void> {
    try {
      await this.handle(message);
    } catch (error) {
      notify('error', error instanceof Error ? error.message : String(error));
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
        return this.send(message.profile, message.draft);
      case 'loadCurrent':
        this.keep(message.draft);
        return this.loadCurrent(message.profile, message.draft);
      case 'cancel':
        this.running?.aborting.abort();
        return;
      case 'action':
        await vscode.commands.executeCommand(...this.commandOf(message.action));
        return;
    }
  }

  /** Everything that a form which has just been built must know. */
  private async restore(): Promise<void> {
    await this.sendForm();
    if (this.running !== undefined) {
      this.post({ type: 'running', what: this.running.what });
    } else if (this.result !== undefined) {
      this.post({ type: 'result', result: this.result });
    }
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
    this.draft =
      this.draft === undefined
        ? freshDraft(selected)
        : this.draftProfile !== undefined && this.draftProfile.name !== selected?.name
          ? draftForProfile(this.draft, this.draftProfile, selected)
          : this.draft;
    this.draftProfile = selected;
    this.post({ type: 'form', profiles: this.options(), selected: selected?.name, draft: this.draft });
    this.sendPreview();
    if (selected === undefined) {
      return;
    }
    // Only the selected profile's ticket is looked up: the keychain is not asked for what nobody looks at.
    const status = await session.status(selected);
    const place = status.state === 'unknown' ? '' : TICKET_STORE_LABELS[status.store];
    const words = [statusWords(status), place, troubleWords(status)].filter(Boolean).join(' · ');
    if (form === this.forms) {
      this.status = { profile: selected.name, words, signedIn: status.state === 'kept' };
      this.post({ type: 'form', profiles: this.options(), selected: selected.name, draft: this.draft });
    }
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
        signedIn: known?.signedIn ?? true,
      };
    });
  }

  private keep(draft: Draft): void {
    this.draft = draft;
    this.services.drafts.save(draft);
    this.sendPreview();
  }

  private sendPreview(): void {
    const profile = this.services.profiles.selected;
    if (profile !== undefined && this.draft !== undefined) {
      this.post({ type: 'preview', ...preview(this.draft, profile) });
    }
  }

  private async send(profileName: string, draft: Draft): Promise<void> {
    const { updateEmail, profiles, confirm } = this.services;
    await this.run('send', async signal => {
      const { userName, newEmailAddress, transport } = draft;
      const update = { userName, newEmailAddress, transport, ticket: ticketToSend(draft) };
      const profile = profiles.find(profileName);
      if (profile !== undefined && !(await confirm(profile, update))) {
        return undefined;
      }
      const confirmed = profile?.protected ?? false;
      return updateEmail.update({ ...update, profile: profileName, confirmed }, signal);
    });
  }

  private async loadCurrent(profile: string, draft: Draft): Promise<void> {
    const { updateEmail } = this.services;
    const { userName, transport } = draft;
    await this.run('loadCurrent', async signal => {
      const found = await updateEmail.current(
        { profile, userName, transport, ticket: ticketToSend(draft) },
        signal,
      );
      if (found.address === undefined) {
        return found.outcome;
      }
      this.post({ type: 'currentAddress', userName, address: found.address });
      return undefined;
    });
  }

  /** One call at a time; a call that ends without an outcome leaves the form as it was. */
  private async run(
    what: 'send' | 'loadCurrent',
    call: (signal: AbortSignal) => Promise<CallOutcome | undefined>,
  ): Promise<void> {
    if (this.running !== undefined) {
      return;
    }
    const aborting = new AbortController();
    this.running = { what, aborting };
    this.post({ type: 'running', what });
    let outcome: CallOutcome | undefined;
    try {
      outcome = await call(aborting.signal);
    } finally {
      this.running = undefined;
      if (outcome === undefined) {
        this.post({ type: 'idle' });
      }
    }
    if (outcome !== undefined) {
      const exchange = this.services.exchanges.find(outcome.exchangeId);
      this.result = formResult(outcome, exchange, 'Email address updated.');
      this.post({ type: 'result', result: this.result });
    }
  }

  /** The command behind a button, about the profile that the form shows. */
  private commandOf(action: FormAction): [command: string, ...args: unknown[]] {
    if (action === 'showSecrets') {
      const exchangeId = this.result?.exchangeId ?? '';
      return ['inforouter.showExchangeWithSecrets', new OwnCall({ exchangeId })];
    }
    const { selected } = this.services.profiles;
    return [`inforouter.${action}`, ...(selected ? [new ProfileEntrance(selected.name)] : [])];
  }

  private post(message: ToForm): void {
    void this.view?.webview.postMessage(message);
  }
}
