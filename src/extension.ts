import './views/editorLanguage';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { VsCodeProfileSettings } from './adapters/settings';
import type * as Apps from './app';
import type { CommandId } from './commands/command';
import { Profiles } from './session/profiles';
import { registerUpdateEmailTool } from './tools/registerTool';
import { ContextKeys } from './views/contextKeys';
import { DOCUMENT_SCHEMES } from './views/documentSchemes';
import { StatusBar } from './views/statusBar';
import { TreeOnDemand } from './views/treeOnDemand';

const SELECTED_PROFILE = 'selectedProfile';

/** What has to be done before the process may end. */
let close: () => Promise<unknown> = () => Promise.resolve();

/**
 * Tells VS Code what there is, and shows what is known of the profiles from the settings: nothing here touches disk,
 * network or keychain. All the rest is in `app.ts`, which is loaded when somebody uses something of it.
 */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  // A turn later: extensions that start at the same time are loaded first, and whoever calls a command waits for this.
  await new Promise(setImmediate);
  const profiles = new Profiles(new VsCodeProfileSettings(), {
    get: () => context.workspaceState.get(SELECTED_PROFILE),
    set: name => context.workspaceState.update(SELECTED_PROFILE, name),
  });
  const contextKeys = new ContextKeys(
    profiles,
    (key, holds) => void vscode.commands.executeCommand('setContext', key, holds),
  );
  const historyView = vscode.window.createTreeView('inforouter.history', {
    treeDataProvider: new TreeOnDemand(() => app().historyTree),
    canSelectMany: true,
    showCollapseAll: true,
  });
  const contract = vscode.tests.createTestController('inforouter.contract', l10n.t('infoRouter Contract'));
  contract.resolveHandler = item => app().contractExplorer.resolve(item);
  contract.createRunProfile(
    l10n.t('Run Contract Tests'),
    vscode.TestRunProfileKind.Run,
    (request, token) => app().contractExplorer.runAsked(request, token),
    true,
  );

  let opened: Apps.App | undefined;
  const app = once((): Apps.App => {
    const window = { context, profiles, contextKeys, historyView, contract };
    return (opened = (require('./app') as typeof Apps).openApp(window));
  });
  close = async () => opened?.close();

  const { commands } = (context.extension.packageJSON as Manifest).contributes;
  context.subscriptions.push(
    contextKeys,
    contract,
    historyView,
    new StatusBar(profiles, { status: profile => app().display.status(profile) }),
    vscode.window.registerTreeDataProvider('inforouter.profiles', new TreeOnDemand(() => app().profilesTree)),
    vscode.window.registerWebviewViewProvider('inforouter.updateEmail', {
      resolveWebviewView: view => app().form.resolveWebviewView(view),
    }),
    ...DOCUMENT_SCHEMES.map(scheme =>
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: uri => app().documents[scheme].provideTextDocumentContent(uri),
      }),
    ),
    ...commands.map(({ command }) =>
      vscode.commands.registerCommand(command, (argument: unknown, selection: unknown) =>
        app().runCommand(command, argument, selection),
      ),
    ),
    registerUpdateEmailTool(() => app().tool()),
    vscode.workspace.onDidChangeConfiguration(change => {
      if (change.affectsConfiguration('inforouter')) {
        profiles.changed();
      }
      if (change.affectsConfiguration('inforouter.history')) {
        opened?.historyLimitChanged();
      }
    }),
    // Another window or program may have changed the tickets and the history meanwhile.
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        profiles.changed();
        opened?.refreshHistory();
      }
    }),
  );
}

/** VS Code waits for this before it ends the process: what was typed is on disk then, and the sandbox's ticket gone. */
export async function deactivate(): Promise<void> {
  await close();
}

/** What is made when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
}
