import type { ConnectionReport } from '../session/connectionCheck';
import type { Session } from '../session/session';
import type { CallOutcome } from '../api/outcome';
import type { Exchange } from '../api/exchange';
import type { Batches } from '../batch/batches';
import type * as Tables from '../batch/tables';
import type { BatchEntry, OpenBatchServer } from '../batch/ports';
import type { BatchSummary } from '../batch/summary';
import type { History } from '../history/history';
import type { ExchangeRecord } from '../history/record';
import type { Resend } from '../history/resend';
import type * as Snippets from '../history/snippets';
import type * as LoadTests from '../loadTest/loadTest';
import type { Sandbox } from '../sandbox/server';
import type { LocalSandbox, SandboxStarted } from '../session/localSandbox';
import type { ProfilesImported } from '../session/profileImport';
import type { Profile } from '../session/profile';
import type { Profiles } from '../session/profiles';
import type { ProfileInfo } from '../session/profileInfo';
import type {
  Comparison,
  ComparisonReport,
  ComparisonRequest,
  CompareTransports,
} from '../session/compareTransports';
import type { RefusedUpdate } from '../session/refusedUpdate';
import type { UpdateEmail } from '../session/updateEmail';
import type { ContractTests } from '../contractTests/contractTests';
import type { ContractRequest, ContractSummary } from '../contractTests/result';
import type { VerifiedUpdate } from '../session/verifiedUpdates';
import type { TicketVault } from '../session/ticketVault';
import type { LoadTestExported } from './exportLoadTest';
import type { ProfilesExported } from './exportProfiles';
import type { Report } from './progress';

/** What every palette command resolves to; with its id it is the public contract. */
export interface CommandResults {
  'inforouter.addProfile': ProfileInfo;
  'inforouter.editProfile': ProfileInfo;
  'inforouter.removeProfile': undefined;
  'inforouter.exportProfiles': ProfilesExported;
  'inforouter.importProfiles': ProfilesImported;
  'inforouter.selectProfile': ProfileInfo;
  'inforouter.signIn': CallOutcome;
  'inforouter.setTicket': CallOutcome;
  'inforouter.signOut': CallOutcome;
  'inforouter.signInAndRepeat': CallOutcome;
  'inforouter.checkConnection': ConnectionReport;
  'inforouter.updateUserEmail': CallOutcome;
  'inforouter.restorePreviousEmail': CallOutcome;
  'inforouter.updateUserEmailsFromCsv': BatchSummary;
  'inforouter.compareTransports': Comparison;
  'inforouter.runContractTests': ContractSummary;
  'inforouter.exportLoadTest': LoadTestExported;
  'inforouter.startSandbox': SandboxStarted;
  'inforouter.stopSandbox': undefined;
  'inforouter.setSandboxFault': undefined;
  'inforouter.showOutput': undefined;
  'inforouter.clearOutput': undefined;
  'inforouter.showExchangeWithSecrets': undefined;
  'inforouter.openDocumentation': undefined;
  'inforouter.openWalkthrough': undefined;
  'inforouter.openProfileSettings': undefined;
  'inforouter.openExchange': undefined;
  'inforouter.resendExchange': CallOutcome;
  'inforouter.compareExchanges': undefined;
  'inforouter.selectExchangeForCompare': undefined;
  'inforouter.compareWithSelectedExchange': undefined;
  'inforouter.copyExchange': string | undefined;
  'inforouter.exportExchanges': ExportedHar | undefined;
  'inforouter.deleteExchange': undefined;
  'inforouter.clearHistory': undefined;
  'inforouter.openBatch': undefined;
  'inforouter.resumeBatch': BatchSummary;
  'inforouter.deleteBatch': undefined;
}

/** What `exportExchanges` resolves to. */
export interface ExportedHar {
  /** The path, or the address where it is no file of this machine. */
  readonly file: string;
  readonly exchanges: number;
}

export type CommandId = keyof CommandResults;

/** What the commands work with, built by the composition root. */
export interface Services {
  readonly profiles: Profiles;
  readonly session: Session;
  readonly vault: TicketVault;
  readonly updateEmail: UpdateEmail;
  /** The verified updates of this window, the newest first. */
  readonly verifiedUpdates: { list(): readonly VerifiedUpdate[] };
  readonly comparing: CompareTransports;
  /** Opens a comparison for reading. */
  readonly comparisons: { show(report: ComparisonReport, request: ComparisonRequest): Promise<void> };
  readonly contract: {
    readonly tests: Pick<ContractTests, 'run'>;
    /** Asks a person for what a run of these cases needs. */
    ask(profile: Profile, cases: readonly string[]): Promise<ContractRequest | undefined>;
    /** Runs in the Test Explorer. */
    readonly explorer: {
      run(
        request: ContractRequest,
        signal?: AbortSignal,
        report?: (caseId: string) => void,
      ): Promise<ContractSummary>;
    };
  };
  readonly refused: RefusedUpdate;
  readonly sandbox: LocalSandbox<Sandbox>;
  /** The exchanges of this window, secrets included. */
  readonly exchanges: {
    list(): readonly Exchange[];
    find(id: string): Exchange | undefined;
    open(exchange: Exchange): Promise<void>;
  };
  /** A way to a profile's server that nothing is recorded of. */
  readonly batchServer: (profile: Profile) => OpenBatchServer;
  /** Shows what is to be expected of a batch. */
  readonly batchPreviews: { show(name: string, text: string): Promise<void> };
  /** Shows batches of the history. */
  readonly batchDocuments: { open(entry: BatchEntry): Promise<void> };
  /** Asks a person to sign in. */
  readonly signIn: (profile: string) => Promise<boolean>;
  readonly output: { show(): void; clear(): void };
  readonly walkthrough: { open(): Promise<void> };
  readonly contextKeys: { mark(key: 'exchangeSelected', holds: boolean): void };
  readonly history: History;
  readonly resend: Resend;
  /** Shows kept exchanges in the editor. */
  readonly documents: {
    open(record: ExchangeRecord): Promise<void>;
    compare(one: ExchangeRecord, other: ExchangeRecord): Promise<void>;
  };
  readonly batches: Batches;
  /** Loads what reads and writes CSV. */
  readonly tables: () => typeof Tables;
  /** Loads the snippet library. */
  readonly snippets: () => typeof Snippets;
  /** Loads what writes load tests, with its libraries. */
  readonly loadTests: () => typeof LoadTests;
  /** How long a call may take, by the settings. */
  readonly timeoutSeconds: () => number;
  /** Of this extension. */
  readonly version: string;
}

/**
 * A palette command: ask, use case, show. Called with a plain object it is an API call, and only `parse` and `run`
 * have a part in it; called with nothing, a Uri or a tree item it is an entrance for people.
 */
export interface Command<Argument, Result> {
  /** Reads the argument of an API call; throws an ArgumentError for anything that is not of the contract's shape. */
  parse(fields: Fields): Argument;
  /** Asks for what is missing; `undefined` when the user dismissed a question. */
  ask(entrance: unknown): Promise<Argument | undefined>;
  run(argument: Argument, signal?: AbortSignal, report?: Report): Promise<Result>;
  /** Says how it ended. Never awaited: a promise of a command waits for no notification. */
  show?(result: Result, argument: Argument): void;
  /** What a progress notification says while `run` works for a person; without it nothing is shown. */
  readonly progress?: (argument: Argument) => string;
}

/** A programming error in a call of a command: the wrong type of a named field. */
class ArgumentError extends TypeError {}

/** The fields of a command's argument, read with their types checked. */
export class Fields {
  constructor(
    private readonly command: string,
    private readonly fields: Readonly<Record<string, unknown>>,
  ) {}

  text(name: string): string {
    return this.optionalText(name) ?? this.fail(name, 'text');
  }

  optionalText(name: string): string | undefined {
    return this.optional(name, 'text', (value): value is string => typeof value === 'string');
  }

  optionalFlag(name: string): boolean | undefined {
    return this.optional(name, 'true or false', (value): value is boolean => typeof value === 'boolean');
  }

  optionalNumber(name: string): number | undefined {
    return this.optional(name, 'a number', (value): value is number => typeof value === 'number');
  }

  /** One of a list of words. */
  optionalOneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const isWord = (value: unknown): value is T => (words as readonly unknown[]).includes(value);
    return this.optional(name, `one of ${words.join(', ')}`, isWord);
  }

  given(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  /** A value that `read` makes something of. */
  required<T>(name: string, wanted: string, read: (value: unknown) => T | undefined): T {
    return read(this.fields[name]) ?? this.fail(name, wanted);
  }

  optional<T>(name: string, wanted: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.fields[name];
    if (value === undefined || is(value)) {
      return value;
    }
    return this.fail(name, wanted);
  }

  private fail(name: string, wanted: string): never {
    throw new ArgumentError(`${this.command}: “${name}” must be ${wanted}.`);
  }
}
