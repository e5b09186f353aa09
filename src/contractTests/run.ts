import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import type { Answered } from '../api/call';
import type { Call } from '../api/operations';
import { callError, type CallError, type Transport } from '../api/outcome';
import type { CompareTransports } from '../session/compareTransports';
import type { Profile } from '../session/profile';
import type { Session } from '../session/session';
import type { UpdateEmail } from '../session/updateEmail';
import { CASES, PARITY, type ContractCase, type Rule } from './cases';
import { judge } from './judge';
import { parityResult } from './parity';
import type { CaseResult, ContractListener } from './result';
import { ThrowawayUser, type Ready } from './throwawayUser';

/** Failures that mean that nobody answers: what comes next would only wait for nothing. */
const UNREACHABLE: readonly string[] = ['network', 'tls', 'timeout'];

const CANCELLED = l10n.t('The run was cancelled.');
const skipped = (reason: string): CaseResult => ({ verdict: 'skipped', reason });

/** One run, and what was found out on the way. */
export class ContractRun {
  private readonly user: ThrowawayUser;
  /** Of what may change the address: a cancel lets it be answered, so that its end is known. */
  private readonly onTheWay = new AbortController();
  private nobody: Promise<string | CallError> | undefined;
  private stranger: Promise<string | undefined> | undefined;

  constructor(
    private readonly session: Session,
    private readonly updateEmail: UpdateEmail,
    private readonly comparing: CompareTransports,
    private readonly ready: Ready,
    private readonly signal: AbortSignal,
    /** Milliseconds that it has for that. */
    graceMs: number,
  ) {
    this.user = new ThrowawayUser(session, updateEmail, ready);
    const giveUp = () => setTimeout(() => this.onTheWay.abort(), graceMs).unref();
    signal.addEventListener('abort', giveUp, { once: true });
  }

  /** Runs the cases with these ids. @returns why not all of them could run. */
  async runCases(ids: readonly string[], listener: ContractListener): Promise<CallError | undefined> {
    for (const id of ids) {
      const stopped = this.stopped();
      if (stopped !== undefined) {
        listener.ended?.(id, skipped(stopped.message));
        continue;
      }
      listener.started?.(id);
      const found = CASES.find(each => each.id === id);
      const result = await (found === undefined && id === PARITY.id ? this.parity() : this.runCase(found));
      listener.ended?.(id, this.signal.aborted ? skipped(CANCELLED) : result);
    }
    return this.stopped();
  }

  /** Puts the address back if the run may have changed it. @returns why it is not known to be back, and to stay so. */
  restore(signal: AbortSignal, listener: ContractListener): Promise<CallError | undefined> {
    return this.user.restore(signal, listener);
  }

  private stopped(): CallError | undefined {
    const { problem } = this.user;
    return this.signal.aborted
      ? callError('cancelled', CANCELLED)
      : problem && UNREACHABLE.includes(problem.kind)
        ? { ...problem, message: l10n.t('The server no longer answers: {0}', problem.message) }
        : undefined;
  }

  private async runCase(found: ContractCase | undefined): Promise<CaseResult> {
    if (found === undefined) {
      return skipped(l10n.t('There is no such case.'));
    }
    const { rule, transport } = found;
    const before = this.user.stored ?? (await this.user.read(this.signal));
    if (before === undefined) {
      return skipped(l10n.t('GetUser does not tell what is stored: {0}', this.user.problem?.message ?? ''));
    }
    const call = await this.callOf(rule, before);
    if (typeof call === 'string') {
      return skipped(call);
    }
    if (this.signal.aborted) {
      return skipped(CANCELLED);
    }
    const answered = await this.send(rule, transport, call);
    const { outcome } = answered;
    if (outcome.exchangeId === '') {
      return skipped(outcome.error?.message ?? l10n.t('It could not be sent.'));
    }
    const wanted = rule.expected.answer === 'success' ? call.values.newEmailAddress : before;
    const wrong = judge(
      rule.expected,
      answered,
      rule.user === 'throwaway' ? { wanted, ...(await this.storedNow()) } : undefined,
    );
    const { durationMs, exchangeId } = outcome;
    return wrong === undefined
      ? { verdict: 'passed', durationMs, exchangeId }
      : { verdict: 'failed', durationMs, exchangeId, ...wrong };
  }

  private async send(rule: Rule, transport: Transport, call: Call): Promise<Answered> {
    const profile = this.profileFor(rule);
    if (rule.user !== 'throwaway') {
      return this.session.send(profile, transport, call, this.signal);
    }
    this.user.willChange();
    const answered = await this.session.send(profile, transport, call, this.onTheWay.signal);
    this.user.ended([answered.outcome]);
    return answered;
  }

  private async parity(): Promise<CaseResult> {
    const { profile, userName } = this.ready;
    const request = { profile: profile.name, userName, confirmed: true };
    this.user.willChange();
    const { comparison } = await this.comparing.compare(request, this.onTheWay.signal);
    this.user.ended(comparison.rows);
    return parityResult(comparison);
  }

  /** What the rule sends, or in a sentence what it lacks. */
  private async callOf(
    { ticket, user, address, omitted, spelledOtherwise }: Rule,
    before: string,
  ): Promise<Extract<Call, { operation: 'UpdateUserEmail' }> | string> {
    const { profile, ordinaryTicket = '' } = this.ready;
    if (spelledOtherwise && profile.soapTicketElement === 'authenticationTicket') {
      return l10n.t('This server’s profile spells the ticket so in SOAP (soapTicketElement).');
    }
    const lacking = ticket === 'ordinary' ? await (this.stranger ??= this.unfitStranger()) : undefined;
    if (lacking !== undefined) {
      return lacking;
    }
    const nobody = user === 'nobody' ? await (this.nobody ??= this.findNobody()) : undefined;
    if (typeof nobody === 'object') {
      return l10n.t('No user name is known that does not exist: {0}', nobody.message);
    }
    const tickets = { own: this.ready.ticket, empty: '', unknown: randomUUID(), ordinary: ordinaryTicket };
    const given = {
      ticket: tickets[ticket],
      newEmailAddress: addressFor(address, before),
      ...(nobody !== undefined && { userName: nobody }),
    };
    return this.user.update(omitted === undefined ? given : { ...given, [omitted]: '' }, omitted);
  }

  private profileFor({ spelledOtherwise }: Rule): Profile {
    const { profile } = this.ready;
    return spelledOtherwise ? { ...profile, soapTicketElement: 'authenticationTicket' } : profile;
  }

  private async storedNow(): Promise<{ found: string } | { problem: string }> {
    const found = await this.user.read(this.signal);
    return found === undefined
      ? { problem: this.user.problem?.message ?? l10n.t('GetUser told no address.') }
      : { found };
  }

  /** A name that GetUser says does not exist: a server may take a name for another user's only if there is one. */
  private async findNobody(): Promise<string | CallError> {
    const name = `ir-nobody-${shortId()}`;
    const { profile, reader, ticket } = this.ready;
    const { outcome } = await this.updateEmail.getUser(profile, reader, ticket, name, this.signal);
    return outcome.error?.kind === 'userNotFound'
      ? name
      : (outcome.error ?? callError('invalidInput', l10n.t('GetUser says that “{0}” exists.', name)));
  }

  /** Why the second user's ticket is of no use, or nothing. Its holder may change the own address, and has to be another. */
  private async unfitStranger(): Promise<string | undefined> {
    const { profile, reader, ordinaryTicket, userName } = this.ready;
    if (ordinaryTicket === undefined) {
      return l10n.t('It needs the ticket of a second user, who is no administrator.');
    }
    const call = { operation: 'isValidTicket', values: { ticket: ordinaryTicket } } as const;
    const { outcome, answer } = await this.session.send(profile, reader, call, this.signal);
    const holder = answer?.attributes.get('username');
    if (outcome.error !== undefined || holder === undefined) {
      return outcome.error === undefined
        ? l10n.t('Whose ticket the second one is could not be learnt: isValidTicket does not tell.')
        : l10n.t('Whose ticket the second one is could not be learnt: {0}', outcome.error.message);
    }
    return holder.toLowerCase() === userName.toLowerCase()
      ? l10n.t('The second ticket is the throwaway user’s own, who may change the own address.')
      : undefined;
  }
}

const shortId = (): string => randomUUID().slice(0, 8);

/** At a domain that is reserved for examples (RFC 2606), so that no mail reaches anybody. */
function addressFor(address: Rule['address'], stored: string): string {
  return address === 'stored'
    ? stored
    : `${address === 'new' ? 'ir-contract' : address.holding}-${shortId()}@example.com`;
}
