import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { callError, TRANSPORT_LABELS, TRANSPORTS, type CallError, type Transport } from '../api/outcome';
import type { Call } from '../api/operations';
import type { CurrentAddress } from '../session/answerFacts';
import type { CompareTransports } from '../session/compareTransports';
import type { Profile } from '../session/profile';
import type { Session } from '../session/session';
import type { UpdateEmail } from '../session/updateEmail';
import { CASES, PARITY, type ContractCase, type Rule } from './cases';
import { judge } from './judge';
import { parityResult } from './parity';
import type { CaseResult, ContractListener } from './result';

/** What a run knows before it writes anything. */
export interface Ready {
  readonly profile: Profile;
  readonly userName: string;
  readonly ticket: string;
  readonly ordinaryTicket?: string;
  /** The address that is put back at the end. */
  readonly original: string;
  /** The transport by which GetUser told it, and by which it is asked again. */
  readonly reader: Transport;
}

/** Failures that mean that nobody answers: what comes next would only wait for nothing. */
const UNREACHABLE: readonly string[] = ['network', 'tls', 'timeout'];

const CANCELLED = l10n.t('The run was cancelled.');
const skipped = (reason: string): CaseResult => ({ verdict: 'skipped', reason });

/** One run: what is stored at the moment, and what was found out on the way. */
export class ContractRun {
  /** What GetUser told last, as long as nothing has been sent since that may have changed it. */
  private stored: string | undefined;
  private problem: CallError | undefined;
  private written = false;
  private nobody: Promise<string | CallError> | undefined;
  private stranger: Promise<string | undefined> | undefined;

  constructor(
    private readonly session: Session,
    private readonly updateEmail: UpdateEmail,
    private readonly comparing: CompareTransports,
    private readonly ready: Ready,
    private readonly signal: AbortSignal,
  ) {
    this.stored = ready.original;
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
      listener.ended?.(id, this.signal.aborted && result.verdict === 'failed' ? skipped(CANCELLED) : result);
    }
    return this.stopped();
  }

  /** Puts the address back if the run may have changed it. @returns why it is not known to be back. */
  async restore(signal: AbortSignal, { told }: ContractListener): Promise<CallError | undefined> {
    const { original, userName, reader } = this.ready;
    if (!this.written) {
      return undefined;
    }
    told?.(l10n.t('Putting the address of “{0}” back: “{1}”.', userName, original));
    let found = await this.getUser(reader, signal);
    if (found.address === original) {
      return undefined;
    }
    let error = found.outcome.error;
    // The transport may be what fails; nothing is repeated by the same.
    for (const transport of [reader, ...TRANSPORTS.filter(each => each !== reader)]) {
      const call = this.update({ ticket: this.ready.ticket, newEmailAddress: original });
      const { outcome } = await this.session.send(this.ready.profile, transport, call, signal);
      found = await this.getUser(transport, signal);
      if (found.address === original) {
        told?.(l10n.t('It is back, as GetUser says.'));
        return undefined;
      }
      error = outcome.error ?? found.outcome.error ?? error;
    }
    return unrestored(this.ready, error, found.address);
  }

  private stopped(): CallError | undefined {
    return this.signal.aborted
      ? callError('cancelled', CANCELLED)
      : this.problem && UNREACHABLE.includes(this.problem.kind)
        ? { ...this.problem, message: l10n.t('The server no longer answers: {0}', this.problem.message) }
        : undefined;
  }

  private async runCase(found: ContractCase | undefined): Promise<CaseResult> {
    if (found === undefined) {
      return skipped(l10n.t('There is no such case.'));
    }
    const { rule, transport } = found;
    const before = this.stored ?? (await this.read());
    if (before === undefined) {
      return skipped(l10n.t('GetUser does not tell what is stored: {0}', this.problem?.message ?? ''));
    }
    const call = await this.callOf(rule, before);
    if (typeof call === 'string') {
      return skipped(call);
    }
    if (rule.user === 'throwaway') {
      this.written = true;
      this.stored = undefined;
    }
    const answered = await this.session.send(this.profileFor(rule), transport, call, this.signal);
    const { outcome } = answered;
    if (outcome.error?.kind === 'cancelled') {
      return skipped(CANCELLED);
    }
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

  private async parity(): Promise<CaseResult> {
    this.written = true;
    this.stored = undefined;
    const { profile, userName } = this.ready;
    const request = { profile: profile.name, userName, confirmed: true };
    return parityResult((await this.comparing.compare(request, this.signal)).comparison);
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
    return this.update(omitted === undefined ? given : { ...given, [omitted]: '' }, omitted);
  }

  private update(
    values: { readonly ticket: string; readonly newEmailAddress: string; readonly userName?: string },
    omitted?: Rule['omitted'],
  ) {
    const { userName } = this.ready;
    const call = { operation: 'UpdateUserEmail', values: { userName, ...values } } as const;
    return omitted === undefined ? call : { ...call, omitted };
  }

  private profileFor({ spelledOtherwise }: Rule): Profile {
    const { profile } = this.ready;
    return spelledOtherwise ? { ...profile, soapTicketElement: 'authenticationTicket' } : profile;
  }

  private getUser(transport: Transport, signal: AbortSignal, name?: string): Promise<CurrentAddress> {
    const { profile, ticket, userName } = this.ready;
    return this.updateEmail.getUser(profile, transport, ticket, name ?? userName, signal);
  }

  /** Asks GetUser, and remembers what it said. */
  private async read(): Promise<string | undefined> {
    const { address, outcome } = await this.getUser(this.ready.reader, this.signal);
    this.stored = address;
    this.problem = outcome.error;
    return address;
  }

  private async storedNow(): Promise<{ found: string } | { problem: string }> {
    const found = await this.read();
    return found === undefined
      ? { problem: this.problem?.message ?? l10n.t('GetUser told no address.') }
      : { found };
  }

  /** A name that GetUser says does not exist: a server may take a name for another user's only if there is one. */
  private async findNobody(): Promise<string | CallError> {
    const name = `ir-nobody-${shortId()}`;
    const { outcome } = await this.getUser(this.ready.reader, this.signal, name);
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

function unrestored(
  { userName, original, profile }: Ready,
  error: CallError | undefined,
  found: string | undefined,
): CallError {
  // The only one who cancels this is the clock.
  const kind = error === undefined ? 'apiError' : error.kind === 'cancelled' ? 'timeout' : error.kind;
  const message = [
    l10n.t(
      'The address of “{0}” at “{1}” could not be put back. It was “{2}”.',
      userName,
      profile.name,
      original,
    ),
    found === undefined ? l10n.t('What is stored now is not known.') : l10n.t('“{0}” is stored now.', found),
    error && l10n.t('The last word was: {0}', error.message),
  ]
    .filter(Boolean)
    .join(' ');
  const remedy = l10n.t(
    'Put it back yourself: UpdateUserEmail for “{0}” with “{1}”, by {2} or any other way.',
    userName,
    original,
    TRANSPORT_LABELS[profile.transport],
  );
  return { ...callError(kind, message), remedy };
}
