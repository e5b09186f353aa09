import * as l10n from '@vscode/l10n';
import { callError, type CallError } from '../api/outcome';
import type { CompareTransports } from '../session/compareTransports';
import type { Profile } from '../session/profile';
import type { Session } from '../session/session';
import { needsWord, type UpdateEmail } from '../session/updateEmail';
import { CASE_IDS } from './cases';
import type { CaseResult, ContractListener, ContractRequest, ContractSummary } from './result';
import { ContractRun } from './run';
import type { Ready } from './throwawayUser';

/**
 * The documented contract of UpdateUserEmail, tried on a server. Only the throwaway user is written; the stored address
 * is read before anything is sent, and put back at the end, however the run ends.
 */
export class ContractTests {
  /** Tickets of second users that were used so far. They are remembered for one purpose: to mask them. */
  readonly secrets = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();
  private readonly closing = new AbortController();

  constructor(
    private readonly session: Session,
    private readonly updateEmail: UpdateEmail,
    private readonly comparing: CompareTransports,
    /** The ticket of a second, ordinary user, where one can be had unasked: the sandbox's. */
    private readonly ordinaryTicketOf: (
      profile: Profile,
      userName: string,
    ) => Promise<string | undefined> = () => Promise.resolve(undefined),
    /** Milliseconds that putting the address back may take, once the run is over or was cancelled. */
    private readonly restoreMs = 30_000,
    /** Milliseconds that a cancel leaves an update on its way to be answered, as that of a batch does. */
    private readonly graceMs = 3000,
  ) {}

  /**
   * Runs one after another: two at once would take each other's test addresses for the ones to put back. Resolves when
   * the address is put back, also after a cancel.
   */
  run(
    request: ContractRequest,
    listener: ContractListener = {},
    signal?: AbortSignal,
  ): Promise<ContractSummary> {
    const either = AbortSignal.any([this.closing.signal, ...(signal === undefined ? [] : [signal])]);
    const run = this.last.then(() => this.runCases(request, listener, either));
    this.last = run.catch(() => undefined);
    return run;
  }

  /** Cancels what is running; resolves when its address is put back. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.last;
  }

  private async runCases(
    request: ContractRequest,
    listener: ContractListener,
    signal: AbortSignal,
  ): Promise<ContractSummary> {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const ended = (id: string, result: CaseResult) => {
      counts[result.verdict] += 1;
      listener.ended?.(id, result);
    };
    const { cases } = request;
    const chosen = cases === undefined ? CASE_IDS : CASE_IDS.filter(id => cases.includes(id));
    const ready = await this.prepare(request, signal);
    if ('kind' in ready) {
      chosen.forEach(id => ended(id, { verdict: 'skipped', reason: ready.message }));
      return { ...counts, error: ready };
    }
    const { session, updateEmail, comparing, graceMs } = this;
    const run = new ContractRun(session, updateEmail, comparing, ready, signal, graceMs);
    let error: CallError | undefined;
    let unrestored: CallError | undefined;
    try {
      error = await run.runCases(chosen, { ...listener, ended });
    } finally {
      unrestored = await run.restore(AbortSignal.timeout(this.restoreMs), listener);
    }
    return unrestored === undefined
      ? { ...counts, ...(error && { error }) }
      : { ...counts, error: unrestored, addressToPutBack: ready.original };
  }

  /** What has to be known before anything may be written, or why nothing is. */
  private async prepare(
    { profile: name, userName, confirmed, ordinaryTicket }: ContractRequest,
    signal: AbortSignal,
  ): Promise<Ready | CallError> {
    const profile = this.session.profile(name);
    if ('kind' in profile) {
      return profile;
    }
    const unconfirmed = needsWord(profile, confirmed);
    if (unconfirmed !== undefined) {
      return unconfirmed;
    }
    if (userName.trim() === '') {
      return callError('invalidInput', l10n.t('The contract tests need the name of a throwaway user.'));
    }
    // Read once, unlike for single calls: what a run has written it has to put back, whatever becomes of the vault.
    const ticket = await this.session.ticket(profile, { use: 'stored' }, signal);
    if (typeof ticket !== 'string') {
      return ticket;
    }
    const { address: original, outcome } = await this.comparing.storedAddress(profile, userName, signal);
    if (original === undefined) {
      const error = outcome.error ?? callError('notAnInfoRouterResponse', l10n.t('GetUser told no address.'));
      const message = l10n.t(
        'GetUser told no address of “{0}” that could be put back, so nothing was written: {1}',
        userName,
        error.message,
      );
      return error.kind === 'cancelled' ? error : { ...error, message };
    }
    const second = ordinaryTicket ?? (await this.ordinaryTicketOf(profile, userName));
    if (second !== undefined && second !== '') {
      this.secrets.add(second);
    }
    return {
      profile,
      userName,
      ticket,
      original,
      reader: outcome.transport,
      ...(second !== undefined && second !== '' && { ordinaryTicket: second }),
    };
  }
}
