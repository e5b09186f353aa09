import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { addProfile } from './addProfile';
import { checkConnection } from './checkConnection';
import { compareTransports } from './compareTransports';
import { clearHistory, deleteBatch, deleteExchange } from './deleteExchange';
import { Fields, type Command, type CommandId, type CommandResults, type Services } from './command';
import { compareExchanges, compareWithSelected } from './compareExchanges';
import { copyExchange } from './copyExchange';
import { editProfile } from './editProfile';
import { exportLoadTest } from './exportLoadTest';
import { exportProfiles } from './exportProfiles';
import { openDocumentation, openProfileSettings, openWalkthrough } from './guide';
import { importProfiles } from './importProfiles';
import { clearOutput, showOutput } from './output';
import { OwnCall } from '../views/ownCall';
import { withProgress } from './progress';
import { removeProfile } from './removeProfile';
import { restorePreviousEmail } from './restorePreviousEmail';
import { runContractTests } from './runContractTests';
import { exportExchanges } from './exportExchanges';
import { openBatch } from './openBatch';
import { openExchange } from './openExchange';
import { resendExchange } from './resendExchange';
import { resumeBatch } from './resumeBatch';
import { setSandboxFault, startSandbox, stopSandbox } from './sandbox';
import { selectProfile } from './selectProfile';
import { setTicket } from './setTicket';
import { showExchangeWithSecrets } from './showExchangeWithSecrets';
import { signIn } from './signIn';
import { signInAndRepeat } from './signInAndRepeat';
import { signOut } from './signOut';
import { updateUserEmail } from './updateUserEmail';
import { updateUserEmailsFromCsv } from './updateUserEmailsFromCsv';

/** Hides a command's argument type, so that commands of all kinds fit into one table. */
type Entrance<Result> = (id: CommandId, argument: unknown) => Promise<Result | undefined>;
type Table = { readonly [Id in CommandId]: Entrance<CommandResults[Id]> };

/** Every palette command; one that is missing here does not compile, and a test holds the table against package.json. */
function commandTable(services: Services): Table {
  const withSelected = compareWithSelected(services);
  return {
    'inforouter.addProfile': entrance(addProfile(services)),
    'inforouter.editProfile': entrance(editProfile(services)),
    'inforouter.removeProfile': entrance(removeProfile(services)),
    'inforouter.exportProfiles': entrance(exportProfiles(services)),
    'inforouter.importProfiles': entrance(importProfiles(services)),
    'inforouter.selectProfile': entrance(selectProfile(services)),
    'inforouter.signIn': entrance(signIn(services)),
    'inforouter.setTicket': entrance(setTicket(services)),
    'inforouter.signOut': entrance(signOut(services)),
    'inforouter.signInAndRepeat': entrance(signInAndRepeat(services)),
    'inforouter.checkConnection': entrance(checkConnection(services)),
    'inforouter.updateUserEmail': entrance(updateUserEmail(services)),
    'inforouter.restorePreviousEmail': entrance(restorePreviousEmail(services)),
    'inforouter.updateUserEmailsFromCsv': entrance(updateUserEmailsFromCsv(services)),
    'inforouter.compareTransports': entrance(compareTransports(services)),
    'inforouter.runContractTests': entrance(runContractTests(services)),
    'inforouter.exportLoadTest': entrance(exportLoadTest(services)),
    'inforouter.startSandbox': entrance(startSandbox(services)),
    'inforouter.stopSandbox': entrance(stopSandbox(services)),
    'inforouter.setSandboxFault': entrance(setSandboxFault(services)),
    'inforouter.showOutput': entrance(showOutput(services)),
    'inforouter.clearOutput': entrance(clearOutput(services)),
    'inforouter.showExchangeWithSecrets': entrance(showExchangeWithSecrets(services)),
    'inforouter.openDocumentation': entrance(openDocumentation()),
    'inforouter.openWalkthrough': entrance(openWalkthrough(services)),
    'inforouter.openProfileSettings': entrance(openProfileSettings()),
    'inforouter.openExchange': entrance(openExchange(services)),
    'inforouter.resendExchange': entrance(resendExchange(services)),
    'inforouter.compareExchanges': entrance(compareExchanges(services)),
    'inforouter.selectExchangeForCompare': entrance(withSelected.select),
    'inforouter.compareWithSelectedExchange': entrance(withSelected.compare),
    'inforouter.copyExchange': entrance(copyExchange(services)),
    'inforouter.exportExchanges': entrance(exportExchanges(services)),
    'inforouter.deleteExchange': entrance(deleteExchange(services)),
    'inforouter.clearHistory': entrance(clearHistory(services)),
    'inforouter.openBatch': entrance(openBatch(services)),
    'inforouter.resumeBatch': entrance(resumeBatch(services)),
    'inforouter.deleteBatch': entrance(deleteBatch(services)),
  };
}

/** What runs any command, as VS Code calls it: a tree hands over the clicked item and all that are selected. */
export function commandRunner(services: Services) {
  const table = commandTable(services);
  return (id: CommandId, argument: unknown, selection: unknown): Promise<unknown> =>
    table[id](id, Array.isArray(selection) && selection.length > 1 ? selection : argument);
}

/** The one place that tells an API call from a person's: the argument is a plain object, or it is not. */
function entrance<Argument, Result>(command: Command<Argument, Result>): Entrance<Result> {
  return async (id, argument) => {
    if (argument instanceof OwnCall) {
      return command.run(command.parse(new Fields(id, argument.fields)));
    }
    if (isPlainObject(argument)) {
      refuseUntrusted();
      return command.run(command.parse(new Fields(id, argument)));
    }
    const asked = await command.ask(argument);
    if (asked === undefined) {
      return undefined;
    }
    const result = await runForPerson(command, asked);
    command.show?.(result, asked);
    return result;
  };
}

/**
 * VS Code follows links in the text of a document, and in hovers that a workspace writes, to any command with any
 * argument. A folder that the user does not trust must neither add a server nor call one that way.
 */
function refuseUntrusted(): void {
  if (!vscode.workspace.isTrusted) {
    throw new Error(
      l10n.t(
        'In a workspace that is not trusted a command takes no arguments: a link in a document may have called it. Run it from the palette, or trust the workspace.',
      ),
    );
  }
}

/** With a notification that can cancel the call, where there is one. */
async function runForPerson<Argument, Result>(
  command: Command<Argument, Result>,
  argument: Argument,
): Promise<Result> {
  const title = command.progress?.(argument);
  if (title === undefined) {
    return command.run(argument);
  }
  return withProgress(title, (signal, report) => command.run(argument, signal, report));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
