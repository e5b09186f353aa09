import * as l10n from '@vscode/l10n';
import { setMaxListeners } from 'node:events';
import type { Answered, Sender } from '../api/call';
import { messageOf } from '../api/messageOf';
import { callError, type CallError, type CallErrorKind, type CallOutcome } from '../api/outcome';
import { currentAddress } from '../session/answerFacts';
import { Pace } from './pace';
import type { BatchServer, Journal, JournalRow } from './ports';
import { Progress, type BatchProgress } from './progress';
import { Statuses } from './statuses';
import type { BatchCounts, BatchOptions, Row, RowOutcome, RowStatus } from './summary';
import { Turns } from './turns';

/** How a run ended. */
export interface RunEnd {
  readonly counts: BatchCounts;
  readonly durationMs: number;
  /** Why not everything was attempted. */
  readonly error?: CallError;
}

export interface RunInput {
  readonly rows: readonly Row[];
  readonly options: BatchOptions;
  readonly server: BatchServer;
  readonly journal: Journal;
  /** Where the rows stand that an earlier run acknowledged. */
  readonly statuses?: Statuses;
  /** The address that an earlier run read of the row at that index, before it sent the update. */
  readonly before?: (index: number) => string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly report?: ((progress: BatchProgress) => void) | undefined;
  /** Takes each row that failed, and the id of what it failed by, which is empty where nothing was sent. */
  readonly failed?: ((row: JournalRow, exchangeId: string) => void) | undefined;
}

/** The vault is asked again after so many milliseconds: somebody may sign out, or in, while a batch runs. */
const TICKET_AGE_MS = 1000;
/** After a cancel, what is on its way has so many milliseconds to be answered, so that its end is known. */
const GRACE_MS = 3000;

/** These end a run. */
const ENDING: readonly CallErrorKind[] = ['authenticationFailed', 'sessionExpired', 'notSignedIn'];

/** Sends every row that is not acknowledged yet, in their order, each at most once. Rejects for bugs alone. */
export async function runBatch(input: RunInput): Promise<RunEnd> {
  return new Run(input).start();
}

class Run {
  private readonly statuses: Statuses;
  private readonly startedAt = performance.now();
  private readonly turns = new Turns();
  private readonly pace: Pace;
  private readonly progress: Progress;
  private readonly onTheWay = new AbortController();
  /** Ends the waiting of whoever has not begun. */
  private readonly stopping = new AbortController();
  private readonly send: Sender;
  private next = 0;
  private stopped: CallError | undefined;
  private failure: { readonly error: unknown } | undefined;
  private ticket: { readonly value: Promise<string | CallError>; readonly at: number } | undefined;

  constructor(private readonly input: RunInput) {
    this.statuses = input.statuses ?? new Statuses(input.rows.length);
    this.pace = new Pace(input.options.ratePerSecond);
    this.progress = new Progress(input.options.concurrency, input.report);
    this.send = input.server.sender(input.options.transport, this.onTheWay.signal);
    // Each request on its way listens, and one for the ticket; beyond ten Node would warn of a leak.
    setMaxListeners(input.options.concurrency + 1, this.onTheWay.signal, this.stopping.signal);
  }

  async start(): Promise<RunEnd> {
    const { options, signal, journal } = this.input;
    const cancel = () => {
      this.stop(callError('cancelled', l10n.t('The batch was cancelled.')));
      setTimeout(() => this.onTheWay.abort(), GRACE_MS).unref();
    };
    if (signal?.aborted === true) {
      cancel();
    }
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      await Promise.all(Array.from({ length: options.concurrency }, () => this.work()));
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.close(journal);
    }
    if (this.failure !== undefined) {
      throw this.failure.error;
    }
    this.progress.tell(this.statuses.counts);
    const durationMs = Math.round(performance.now() - this.startedAt);
    return { counts: this.statuses.counts, durationMs, ...(this.stopped && { error: this.stopped }) };
  }

  /** The first reason is the one that is told. */
  private stop(error: CallError): void {
    this.stopped ??= error;
    this.stopping.abort();
  }

  private isStopped(): boolean {
    return this.stopped !== undefined;
  }

  private async work(): Promise<void> {
    while (!this.isStopped()) {
      const index = this.take();
      const row = this.input.rows[index];
      if (row === undefined) {
        return;
      }
      try {
        await this.turns.take(row.userName, () => this.attempt(index, row));
      } catch (error) {
        // The others first finish what they have begun: the journal is still open for it.
        this.failure ??= { error };
        this.stop(callError('cancelled', l10n.t('The batch was stopped by an error of this extension.')));
      }
    }
  }

  /** The index of the next row that is not acknowledged; behind the last where there is none. */
  private take(): number {
    while (this.next < this.input.rows.length && this.statuses.of(this.next) !== 'notAttempted') {
      this.next++;
    }
    return this.next++;
  }

  private async attempt(index: number, row: Row): Promise<void> {
    // Once it is this row's turn: rows that wait for others of their user must not begin together then.
    const paced = this.pace.wait(this.stopping.signal);
    if (paced !== undefined) {
      await paced;
    }
    if (this.isStopped()) {
      return;
    }
    const { options } = this.input;
    const ticket = await this.currentTicket();
    if (typeof ticket !== 'string') {
      this.stop(ticket);
      return;
    }
    // The update may have been sent before a kill: what the server says now need not be the old address any more.
    const known = options.readBefore ? this.input.before?.(index) : undefined;
    const before = known ?? (options.readBefore ? await this.readBefore(index, row, ticket) : undefined);
    if (options.readBefore && before === undefined) {
      return;
    }
    // Somebody may have cancelled meanwhile.
    if (!this.isStopped()) {
      const { userName, newEmailAddress } = row;
      const call = { operation: 'UpdateUserEmail', values: { ticket, userName, newEmailAddress } } as const;
      const answered = await this.send(call);
      if (!this.endsWith(answered)) {
        await this.conclude(index, row, answered, before);
        return;
      }
    }
    // Surely not done: until the row is sent in earnest somebody else may give the user another address. That of an
    // earlier run stays, since that run may have done it.
    if (before !== undefined && known === undefined) {
      await this.noted(this.input.journal.unread(index));
    }
  }

  /**
   * The address to go back to, from GetUser; nothing where the row needs no update, or must not be changed because the
   * way back is not known.
   */
  private async readBefore(index: number, row: Row, ticket: string): Promise<string | undefined> {
    const call = { operation: 'GetUser', values: { ticket, userName: row.userName } } as const;
    const answered = await this.send(call);
    const { outcome, address } = currentAddress(answered);
    if (address === undefined) {
      if (!this.endsWith(answered)) {
        await this.conclude(index, row, { ...answered, outcome });
      }
      return undefined;
    }
    if (address === row.newEmailAddress) {
      await this.acknowledge(index, row, answered, rowOutcome(outcome, 'unchanged', address));
      return undefined;
    }
    return (await this.noted(this.input.journal.read(index, address))) ? address : undefined;
  }

  private currentTicket(): Promise<string | CallError> {
    const now = performance.now();
    if (this.ticket === undefined || now - this.ticket.at > TICKET_AGE_MS) {
      this.ticket = { value: this.input.server.ticket(this.onTheWay.signal), at: now };
    }
    return this.ticket.value;
  }

  /** Whether an answer ends the run: no row can succeed any more, and this one has not been tried in earnest. */
  private endsWith({ outcome: { error } }: Answered): boolean {
    if (error === undefined || !ENDING.includes(error.kind)) {
      return false;
    }
    this.stop(error);
    return true;
  }

  /** What an answer makes of a row. One that never came because of a cancel leaves it unattempted. */
  private conclude(index: number, row: Row, answered: Answered, before?: string): Promise<void> | undefined {
    const { outcome } = answered;
    const { success, error } = outcome;
    return error?.kind === 'cancelled'
      ? undefined
      : this.acknowledge(index, row, answered, rowOutcome(outcome, success ? 'updated' : 'failed', before));
  }

  private async acknowledge(
    index: number,
    { number, userName, newEmailAddress }: Row,
    { mask, outcome: { exchangeId } }: Answered,
    outcome: RowOutcome,
  ): Promise<void> {
    const row = { number, userName: mask(userName), newEmailAddress: mask(newEmailAddress), outcome };
    if (!(await this.noted(this.input.journal.acknowledged(index, row)))) {
      return;
    }
    this.statuses.set(index, outcome.status);
    if (outcome.status === 'failed') {
      this.input.failed?.(row, exchangeId);
    }
    this.progress.rowDone(this.statuses);
  }

  /** Waits for the journal. Where that fails nothing more may be sent, since nobody would know of it afterwards. */
  private async noted(written: Promise<void>): Promise<boolean> {
    try {
      await written;
      return true;
    } catch (error) {
      this.stopFor(error);
      return false;
    }
  }

  private close(journal: Journal): void {
    try {
      journal.close(this.statuses.counts);
    } catch (error) {
      this.stopFor(error);
    }
  }

  /** A journal that cannot be written. */
  private stopFor(error: unknown): void {
    const message = l10n.t('The journal of the batch cannot be written: {0}', messageOf(error));
    this.stop({
      ...callError('cancelled', message),
      remedy: l10n.t('Make room on the disk, then resume the batch.'),
    });
  }
}

/** What is not known stands as `undefined`: the journal leaves it out. */
const rowOutcome = (
  { durationMs, httpStatus, error }: CallOutcome,
  status: RowStatus,
  before: string | undefined,
): RowOutcome => ({
  status,
  before,
  durationMs,
  httpStatus,
  kind: error?.kind,
  code: error?.code,
  message: error?.message,
});
