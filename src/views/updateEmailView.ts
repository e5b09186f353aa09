import * as vscode from 'vscode';
import type { DraftFile } from '../adapters/draftFile';
import type { ExchangeLog } from '../adapters/exchangeLog';
import { callError, type CallOutcome } from '../api/outcome';
import { notSent } from '../api/call';
import type { Draft } from '../session/draft';
import { TICKET_STORE_LABELS } from '../session/ports';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { Session } from '../session/session';
import type { UpdateEmail } from '../session/updateEmail';
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
import { statusWords } from './statusWords';

/** What the form needs; `confirm` is the question before an update on a protected server. */
export interface FormServices {
  readonly extensionUri: vscode.Uri;
  readonly profiles: Profiles;
  readonly session: Session;
  readonly updateEmail: UpdateEmail;
  readonly exchanges: ExchangeLog;
  readonly drafts: DraftFile;
  readonly confirm: (profile: Profile, draft: Draft, oldAddress: string | undefined) => Promise<boolean>;
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
  private loaded: { readonly userName: string; readonly address: string } | undefined;

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

  /** The error boundary of the form: whatever goes wrong, the form gets an answer. */
  private async receive(message: ToHost): Promise<void> {
    try {
      await this.handle(message);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const outcome = notSent(this.draft?.transport ?? 'post', callError('invalidInput', words));
      this.finish(formResult(outcome, undefined, ''));
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
        return this.send(message.draft);
      case 'loadCurrent':
        this.keep(message.draft);
        return this.loadCurrent(message.draft);
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

  private async sendForm(): Promise<void> {
    if (this.view === undefined) {
      return;
    }
    const { profiles, session, drafts } = this.services;
    const selected = profiles.selected;
    this.draft ??= await drafts.read();
    if (this.draft === undefined) {
      this.draft = freshDraft(selected);
    } else if (this.draftProfile !== undefined && this.draftProfile.name !== selected?.name) {
      this.draft = draftForProfile(this.draft, this.draftProfile, selected);
    }
    this.draftProfile = selected;
    // Only the selected profile's ticket is looked up: the keychain is not asked for what nobody looks at.
    const status = selected && (await session.status(selected));
    const options = profiles.list().map((profile): ProfileOption => {
      const mine = profile.name === selected?.name ? status : undefined;
      return {
        name: profile.name,
        baseUrl: profile.baseUrl,
        protected: profile.protected,
        untrusted: profile.allowUntrustedCertificate,
        status: mine === undefined ? '' : `${statusWords(mine)} · ${TICKET_STORE_LABELS[mine.store]}`,
        signedIn: mine?.state === 'kept',
      };
    });
    this.post({ type: 'form', profiles: options, selected: selected?.name, draft: this.draft });
    this.sendPreview();
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

  private async send(draft: Draft): Promise<void> {
    const { updateEmail, profiles, confirm } = this.services;
    await this.run('send', async signal => {
      const profile = profiles.selected;
      const old = this.loaded?.userName === draft.userName ? this.loaded.address : undefined;
      if (profile !== undefined && !(await confirm(profile, draft, old))) {
        return undefined;
      }
      const { userName, newEmailAddress, transport } = draft;
      const ticket = ticketToSend(draft);
      const request = { userName, newEmailAddress, transport, ticket, confirmed: true };
      return updateEmail.update(profile ? { ...request, profile: profile.name } : request, signal);
    });
  }

  private async loadCurrent(draft: Draft): Promise<void> {
    const { updateEmail } = this.services;
    const { userName, transport } = draft;
    await this.run('loadCurrent', async signal => {
      const found = await updateEmail.current({ userName, transport, ticket: ticketToSend(draft) }, signal);
      if (found.address === undefined) {
        return found.outcome;
      }
      this.loaded = { userName, address: found.address };
      this.post({ type: 'currentAddress', ...this.loaded });
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
    const outcome = await call(aborting.signal);
    if (outcome === undefined) {
      this.running = undefined;
      this.post({ type: 'idle' });
      return;
    }
    const exchange = this.services.exchanges.find(outcome.exchangeId);
    this.finish(formResult(outcome, exchange, 'Email address updated.'));
  }

  private finish(result: FormResult): void {
    this.running = undefined;
    this.result = result;
    this.post({ type: 'result', result });
  }

  private commandOf(action: FormAction): [command: string, ...args: unknown[]] {
    return action === 'showSecrets'
      ? ['inforouter.showExchangeWithSecrets', { exchangeId: this.result?.exchangeId ?? '' }]
      : [`inforouter.${action}`];
  }

  private post(message: ToForm): void {
    void this.view?.webview.postMessage(message);
  }
}
