import './views/editorLanguage';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { BatchHttpClient } from './adapters/batchHttpClient';
import { DraftFile } from './adapters/draftFile';
import { ExchangeLog } from './adapters/exchangeLog';
import { NodeHttpClient } from './adapters/httpClient';
import { HistoryFile } from './adapters/historyFile';
import { JournalFolder } from './adapters/journalFolder';
import { KeychainStore } from './adapters/keychain';
import { OutputChannel } from './adapters/outputChannel';
import type * as Pool from './adapters/pooledHttpClient';
import { historyLimit, requestLimits, ticketStoreSetting } from './adapters/settings';
import { ThrowawayUsers } from './adapters/throwawayUsers';
import { MemoryStore, SecretStorageStore } from './adapters/ticketStores';
import { Caller } from './api/call';
import type { WireSink } from './api/ports';
import { redact } from './api/redact';
import type { CallOutcome } from './api/outcome';
import { Batches } from './batch/batches';
import type { OpenBatchServer } from './batch/ports';
import { MOST_AT_ONCE } from './batch/summary';
import type * as Tables from './batch/tables';
import { commandRunner } from './commands';
import { ProfileEntrance } from './views/profileEntrance';
import { confirmProtected } from './commands/askProtected';
import { askContract } from './commands/runContractTests';
import { ContractTests } from './contractTests/contractTests';
import { CompareTransports } from './session/compareTransports';
import { SeenAddresses } from './session/knownAddresses';
import { History } from './history/history';
import { Resend } from './history/resend';
import type * as Snippets from './history/snippets';
import type * as LoadTests from './loadTest/loadTest';
import { LocalSandbox } from './session/localSandbox';
import type { Profile } from './session/profile';
import type { Profiles } from './session/profiles';
import { RecentVerifiedUpdates } from './session/recentVerifiedUpdates';
import { RefusedUpdate } from './session/refusedUpdate';
import { Session } from './session/session';
import { TicketHealth } from './session/ticketHealth';
import { TicketVault } from './session/ticketVault';
import { UpdateEmail } from './session/updateEmail';
import { UpdateEmailTool } from './tools/updateEmailTool';
import { BatchDocuments } from './views/batchDocuments';
import { comparisonText } from './views/comparisonText';
import { ContractExplorer } from './views/contractExplorer';
import type { ContextKeys } from './views/contextKeys';
import type { DocumentScheme } from './views/documentSchemes';
import { ExchangeViewer } from './views/exchangeViewer';
import { ExposureWarnings } from './views/exposureWarnings';
import { LastFailures } from './views/lastFailures';
import { HistoryDocuments } from './views/historyDocuments';
import { HistoryTree } from './views/historyTree';
import { MarkdownDocuments } from './views/markdownDocuments';
import { ProfilesTree } from './views/profilesTree';
import { UpdateEmailView } from './views/updateEmailView';

/** What stands in the window from its start. */
export interface Window {
  readonly context: vscode.ExtensionContext;
  readonly profiles: Profiles;
  readonly contextKeys: ContextKeys;
  readonly historyView: Pick<vscode.TreeView<unknown>, 'message'>;
  /** The contract tests in the Test Explorer. */
  readonly contract: vscode.TestController;
}

export type App = ReturnType<typeof openApp>;

/** Builds every object and connects it, once a window; nothing here touches disk, network or keychain. */
export function openApp({ context, profiles, contextKeys, historyView, contract }: Window) {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath;
  const keychain = new KeychainStore(`${dist}/keychain.js`, () => profiles.changed());
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

  const client = new NodeHttpClient();
  const exchanges = new ExchangeLog();
  const output = new OutputChannel();
  const failures = new LastFailures();
  const exposure = new ExposureWarnings(context.globalState, profiles);
  const secrets = (): string[] => [...vault.knownTickets, ...contractTests.secrets];
  const holdsSecret = (text: string) => redact(text, secrets()) !== text;
  const historyFolder = vscode.Uri.joinPath(context.globalStorageUri, 'history').fsPath;
  const history = new History(new HistoryFile(historyFolder), historyLimit, holdsSecret);
  const sinks: WireSink[] = [exchanges, output, history, exposure, failures, contextKeys];
  const sink: WireSink = { record: exchange => sinks.forEach(each => each.record(exchange)) };
  const caller = new Caller(client, sink, secrets);

  const addresses = new SeenAddresses();
  const health = new TicketHealth();
  const sessionOver = (by: Caller) =>
    new Session(
      profiles,
      vault,
      by,
      requestLimits,
      (profile, call, answered) => addresses.note(profile, call, answered),
      health,
    );
  const session = sessionOver(caller);
  // The palette offers to put back, and to repeat, only where there is something to put back, or to repeat.
  const verifiedUpdates = new RecentVerifiedUpdates(history.verifiedUpdates, () =>
    contextKeys.mark('hasVerifiedUpdates', true),
  );
  const refused = new RefusedUpdate(any => contextKeys.mark('updateRefused', any));
  const updateEmail = new UpdateEmail(session, verifiedUpdates, refused);
  const comparing = new CompareTransports(session, updateEmail);
  // Each of these is a file of its own, which most windows never need.
  const tables = () => require('./batch/tables') as typeof Tables;
  const pool = () => require('./adapters/pooledHttpClient') as typeof Pool;
  const snippets = () => require('./history/snippets') as typeof Snippets;
  const loadTests = () => require('./loadTest/loadTest') as typeof LoadTests;
  const serverOf = (profile: Profile, told: WireSink): OpenBatchServer => {
    const batchClient = new BatchHttpClient(client, MOST_AT_ONCE, pool);
    const own = sessionOver(new Caller(batchClient, told, () => vault.knownTickets));
    return {
      ticket: signal => own.ticket(profile, { use: 'stored' }, signal),
      sender: (transport, signal) => own.sender(profile, transport, signal),
      close: () => batchClient.dispose(),
    };
  };
  const batches = new Batches({
    journals: new JournalFolder(vscode.Uri.joinPath(context.globalStorageUri, 'batches').fsPath),
    session,
    profiles,
    serverOf,
    tables,
    log: {
      record: exchange => [exchanges, output].forEach(each => each.record(exchange)),
      note: line => output.note(line),
    },
    limit: historyLimit,
  });
  const sandbox = new LocalSandbox(
    async port => (await import('./sandbox/server.js')).startSandbox(port === undefined ? {} : { port }),
    profiles,
    session,
    vault,
  );
  const contractTests = new ContractTests(session, updateEmail, comparing, (profile, userName) =>
    sandbox.ordinaryTicket(profile, userName),
  );
  const throwaways = new ThrowawayUsers(context.globalState, profiles);
  const askForContract = (profile: Profile, cases: readonly string[]) =>
    askContract(throwaways, comparing, profile, cases);
  const contractExplorer = new ContractExplorer({
    controller: contract,
    profiles,
    tests: contractTests,
    ask: askForContract,
  });
  const display = contextKeys.watching(session);
  const opened = () => contextKeys.mark('opened', true);
  const viewer = new ExchangeViewer(exchanges);
  const comparisons = new MarkdownDocuments(
    'inforouter-comparison',
    l10n.t('This comparison is no longer kept: comparisons live as long as the window.'),
  );
  const batchPreviews = new MarkdownDocuments(
    'inforouter-batch-preview',
    l10n.t('This preview is no longer kept: previews live as long as the window.'),
  );
  const signIn = async (profile: string) => {
    const entrance = new ProfileEntrance(profile);
    const signedIn = vscode.commands.executeCommand<CallOutcome | undefined>('inforouter.signIn', entrance);
    return (await signedIn)?.success === true;
  };
  const form = new UpdateEmailView({
    extensionUri: context.extensionUri,
    profiles,
    session: display,
    updateEmail,
    exchanges,
    opened,
    drafts: new DraftFile((context.storageUri ?? context.globalStorageUri).fsPath, holdsSecret),
    confirm: (...asked) => confirmProtected(updateEmail, ...asked),
    signIn,
  });

  const documents = new HistoryDocuments(history);
  const batchDocuments = new BatchDocuments(batches);
  const secretsKnown = (id: string) => exchanges.find(id) !== undefined;
  const historyTree = new HistoryTree(history, secretsKnown, batches, historyView, contextKeys);
  const profilesTree = new ProfilesTree(profiles, display, failures, opened);

  const runCommand = commandRunner({
    profiles,
    session,
    vault,
    updateEmail,
    refused,
    verifiedUpdates,
    comparing,
    comparisons: {
      show: (report, request) =>
        comparisons.show(l10n.t('Compare Transports'), comparisonText(report, request, new Date())),
    },
    contract: { tests: contractTests, ask: askForContract, explorer: contractExplorer },
    sandbox,
    exchanges: viewer,
    contextKeys,
    history,
    documents,
    resend: new Resend(session, updateEmail),
    snippets,
    batches,
    batchServer: profile => serverOf(profile, { record: () => undefined }),
    batchPreviews,
    batchDocuments,
    tables,
    signIn,
    loadTests,
    timeoutSeconds: () => requestLimits().timeoutMs / 1000,
    version: (context.extension.packageJSON as { readonly version: string }).version,
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
  });
  const tool = new UpdateEmailTool({
    session,
    updateEmail,
    addresses: {
      knownAddress: (profile, userName) =>
        addresses.knownAddress(profile, userName) ?? history.knownAddress(profile, userName),
    },
    isTrusted: () => vscode.workspace.isTrusted,
  });

  context.subscriptions.push(output, form, contractExplorer, profilesTree, historyTree, keychain, {
    dispose: () => client.dispose(),
  });
  return {
    runCommand,
    form,
    profilesTree,
    historyTree,
    contractExplorer,
    display,
    documents: {
      'inforouter-exchange': viewer,
      'inforouter-history': documents,
      'inforouter-comparison': comparisons,
      'inforouter-batch-preview': batchPreviews,
      'inforouter-batch': batchDocuments,
    } satisfies Record<DocumentScheme, vscode.TextDocumentContentProvider>,
    /** With what the history knows of addresses. */
    tool: () => history.load().then(() => tool),
    historyLimitChanged: () => void history.limitChanged(),
    refreshHistory() {
      void history.refresh();
      historyTree.refresh();
    },
    // What the contract tests have written goes back while there is still a sandbox to put it into, and its sign-out is an
    // exchange too.
    close: () =>
      Promise.all([form.close(), contractTests.close().then(() => sandbox.stop())]).then(() =>
        history.flush(),
      ),
  };
}
