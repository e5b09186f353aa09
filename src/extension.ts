import * as vscode from 'vscode';
import { DraftFile } from './adapters/draftFile';
import { ExchangeLog } from './adapters/exchangeLog';
import { NodeHttpClient } from './adapters/httpClient';
import { KeychainStore } from './adapters/keychain';
import { OutputChannel } from './adapters/outputChannel';
import { requestLimits, ticketStoreSetting, VsCodeProfileSettings } from './adapters/settings';
import { MemoryStore, SecretStorageStore } from './adapters/ticketStores';
import { Caller } from './api/call';
import type { WireSink } from './api/ports';
import { redact } from './api/redact';
import { registerCommands } from './commands';
import { confirmProtected } from './commands/updateUserEmail';
import { LocalSandbox } from './session/localSandbox';
import { Profiles } from './session/profiles';
import { Session } from './session/session';
import { TicketVault } from './session/ticketVault';
import { UpdateEmail } from './session/updateEmail';
import { ContextKeys } from './views/contextKeys';
import { ExchangeViewer } from './views/exchangeViewer';
import { ExposureWarnings } from './views/exposureWarnings';
import { LastFailures } from './views/lastFailures';
import { ProfilesTree } from './views/profilesTree';
import { StatusBar } from './views/statusBar';
import { UpdateEmailView } from './views/updateEmailView';

const SELECTED_PROFILE = 'selectedProfile';

/** What has to be done before the process may end. */
let close: () => Promise<unknown> = () => Promise.resolve();

/** Builds every object and connects it; nothing here touches disk, network or keychain. */
export function activate(context: vscode.ExtensionContext): void {
  const keychainScript = vscode.Uri.joinPath(context.extensionUri, 'dist/keychain.js').fsPath;
  const keychain = new KeychainStore(keychainScript, () => profiles.changed());
  const secretStorage = new SecretStorageStore(context.secrets);
  const memory = new MemoryStore();
  const vault = new TicketVault(
    () =>
      ({
        auto: [keychain, secretStorage, memory],
        keychain: [keychain, memory],
        secretStorage: [secretStorage, memory],
      })[ticketStoreSetting()],
    () => [keychain, secretStorage, memory],
  );

  const profiles = new Profiles(new VsCodeProfileSettings(), {
    get: () => context.workspaceState.get(SELECTED_PROFILE),
    set: name => context.workspaceState.update(SELECTED_PROFILE, name),
  });

  const client = new NodeHttpClient();
  const exchanges = new ExchangeLog();
  const output = new OutputChannel();
  const contextKeys = new ContextKeys(
    profiles,
    (key, holds) => void vscode.commands.executeCommand('setContext', key, holds),
  );
  const failures = new LastFailures();
  const exposure = new ExposureWarnings(context.globalState, profiles);
  const sinks: WireSink[] = [exchanges, output, exposure, failures, contextKeys];
  const sink: WireSink = { record: exchange => sinks.forEach(each => each.record(exchange)) };
  const caller = new Caller(client, sink, () => vault.knownTickets);

  const session = new Session(profiles, vault, caller, requestLimits);
  const updateEmail = new UpdateEmail(session);
  const sandbox = new LocalSandbox(
    async port => (await import('./sandbox/server.js')).startSandbox(port === undefined ? {} : { port }),
    profiles,
    session,
    vault,
  );
  const display = contextKeys.watching(session);
  const opened = () => contextKeys.mark('opened', true);
  const viewer = new ExchangeViewer(exchanges);
  const form = new UpdateEmailView({
    extensionUri: context.extensionUri,
    profiles,
    session: display,
    updateEmail,
    exchanges,
    opened,
    drafts: new DraftFile(
      (context.storageUri ?? context.globalStorageUri).fsPath,
      text => redact(text, vault.knownTickets) !== text,
    ),
    confirm: (profile, update) => confirmProtected(updateEmail, profile, update),
  });

  context.subscriptions.push(
    output,
    viewer,
    form,
    contextKeys,
    new ProfilesTree(profiles, display, failures, opened),
    new StatusBar(profiles, display),
    registerCommands({
      profiles,
      session,
      vault,
      updateEmail,
      sandbox,
      exchanges: viewer,
      output: {
        show() {
          // Not `onCommand:` in the walkthrough: VS Code misses commands that the extension host runs by itself.
          contextKeys.mark('outputShown', true);
          output.show();
        },
        clear: () => output.clear(),
      },
      walkthrough: {
        async open() {
          opened();
          const id = `${context.extension.id}#getStarted`;
          await vscode.commands.executeCommand('workbench.action.openWalkthrough', id, false);
          contextKeys.mark('guided', true);
        },
      },
    }),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('inforouter')) {
        profiles.changed();
      }
    }),
    // Another window or program may have changed the tickets meanwhile.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        profiles.changed();
      }
    }),
    keychain,
    { dispose: () => client.dispose() },
  );
  close = () => Promise.all([form.close(), sandbox.stop()]);
}

/** VS Code waits for this before it ends the process: what was typed is on disk then, and the sandbox's ticket gone. */
export async function deactivate(): Promise<void> {
  await close();
}
