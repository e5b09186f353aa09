import * as l10n from '@vscode/l10n';
import { normalised } from '../api/normalised';
import type { TicketElement } from '../api/operations';
import {
  callError,
  TRANSPORT_LABELS,
  TRANSPORTS,
  type CallError,
  type CallErrorKind,
  type CallOutcome,
  type Transport,
} from '../api/outcome';
import type { ServiceDescription } from '../api/wsdl';
import type { Profile } from './profile';
import { findingsOf } from './parityFindings';
import type { Session } from './session';
import type { CurrentAddress } from './answerFacts';
import { needsWord, type UpdateEmail } from './updateEmail';

export interface ComparisonRequest {
  readonly profile?: string;
  readonly userName: string;
  /** What is sent where GetUser does not tell the stored address; it may then change something. */
  readonly newEmailAddress?: string;
  /** The word of the user that a protected profile wants. */
  readonly confirmed?: boolean;
}

/** One transport's call, and its answer as normalised XML with secrets masked. */
export type ComparisonRow = CallOutcome & { readonly answer?: string };

/** What `compareTransports` resolves to (contract). */
export interface Comparison {
  readonly rows: readonly ComparisonRow[];
  /** Whether all four gave an answer, and the same. */
  readonly agree: boolean;
  /** What differs and why, a sentence or two each; none where all agree in a no-op. */
  readonly findings: readonly string[];
  /** Why nothing was compared, or not everything. */
  readonly error?: CallError;
}

/** A comparison with what only this extension's own views need. */
export interface ComparisonReport {
  readonly comparison: Comparison;
  /** What was sent as the new address. */
  readonly address?: string;
  /** The spelling that the server's WSDL gives, where it is not the one that was sent. */
  readonly ticketElement?: TicketElement;
  /** Whether an address in the request would have been a way on: GetUser told none. */
  readonly wantsAddress?: boolean;
}

/** Failures of GetUser that another transport may not share. */
const OF_THE_TRANSPORT: readonly CallErrorKind[] = [
  'authenticationFailed',
  'httpError',
  'soapFault',
  'notAnInfoRouterResponse',
];

/** The same no-op update by all four transports, one after another. */
export class CompareTransports {
  constructor(
    private readonly session: Session,
    private readonly updateEmail: UpdateEmail,
  ) {}

  /** @param report told which step begins, in words. */
  async compare(
    request: ComparisonRequest,
    signal?: AbortSignal,
    report: (step: string) => void = () => undefined,
  ): Promise<ComparisonReport> {
    const profile = this.session.profile(request.profile);
    if ('kind' in profile) {
      return refused(profile);
    }
    const unconfirmed = needsWord(profile, request.confirmed);
    if (unconfirmed !== undefined) {
      return refused(unconfirmed);
    }
    report(l10n.t('asking for the stored address'));
    const stored = await this.storedAddress(profile, request.userName, signal);
    const address = stored.address ?? request.newEmailAddress;
    if (address === undefined || stored.outcome.error?.kind === 'cancelled') {
      return noAddress(stored);
    }
    const rows: ComparisonRow[] = [];
    for (const transport of TRANSPORTS) {
      report(TRANSPORT_LABELS[transport]);
      const row = await this.row(profile, transport, request.userName, address, signal);
      if ('kind' in row) {
        return { address, ...refused(row, rows) };
      }
      rows.push(row);
      if (row.error?.kind === 'cancelled') {
        return { address, ...refused(row.error, rows) };
      }
    }
    const agree = agreed(rows);
    const description =
      agree || !rows.some(answered) ? undefined : await this.describe(profile, signal, report);
    const findings = findingsOf({ rows, stored, address, profile, description });
    const ticketElement = spelledOtherwise(profile, description);
    return { comparison: { rows, agree, findings }, address, ...(ticketElement && { ticketElement }) };
  }

  /** GetUser by the profile's transport, and where that may be what fails, by the others. */
  async storedAddress(profile: Profile, userName: string, signal?: AbortSignal): Promise<CurrentAddress> {
    const others = TRANSPORTS.filter(transport => transport !== profile.transport);
    const ask = (transport: Transport) =>
      this.updateEmail.current(
        { profile: profile.name, userName, transport, ticket: { use: 'stored' } },
        signal,
      );
    const first = await ask(profile.transport);
    let last = first;
    for (const transport of others) {
      if (last.address !== undefined || !OF_THE_TRANSPORT.includes(last.outcome.error?.kind ?? 'cancelled')) {
        break;
      }
      last = await ask(transport);
    }
    return last.address === undefined ? first : last;
  }

  private async row(
    profile: Profile,
    transport: Transport,
    userName: string,
    newEmailAddress: string,
    signal?: AbortSignal,
  ): Promise<ComparisonRow | CallError> {
    const ticket = await this.session.ticket(profile, { use: 'stored' }, signal);
    if (typeof ticket !== 'string') {
      return ticket;
    }
    const call = { operation: 'UpdateUserEmail', values: { ticket, userName, newEmailAddress } } as const;
    const { outcome, answer, mask } = await this.session.send(profile, transport, call, signal);
    return { ...outcome, ...(answer && { answer: mask(normalised(answer)) }) };
  }

  private async describe(
    profile: Profile,
    signal: AbortSignal | undefined,
    report: (step: string) => void,
  ): Promise<ServiceDescription | CallError> {
    report(l10n.t('reading the WSDL'));
    const { description, outcome } = await this.session.describe(profile, signal);
    return description ?? outcome.error ?? callError('notAnInfoRouterResponse', l10n.t('There is no WSDL.'));
  }
}

const answered = ({ answer }: ComparisonRow): boolean => answer !== undefined;

const agreed = (rows: readonly ComparisonRow[]): boolean =>
  rows.length === TRANSPORTS.length && rows.every(row => answered(row) && row.answer === rows[0]?.answer);

const refused = (error: CallError, rows: readonly ComparisonRow[] = []): ComparisonReport => ({
  comparison: { rows, agree: false, findings: [], error },
});

/** Failures of GetUser that an address given in its place would not cure. */
const NOT_OF_THE_ADDRESS: readonly CallErrorKind[] = ['notSignedIn', 'cancelled', 'invalidInput'];

/** Why there is nothing to send: GetUser failed in a way that ends everything, or told no address and neither did the user. */
function noAddress({ outcome }: CurrentAddress): ComparisonReport {
  const error = outcome.error ?? callError('notAnInfoRouterResponse', l10n.t('no answer'));
  if (NOT_OF_THE_ADDRESS.includes(error.kind)) {
    return refused(error);
  }
  const message = l10n.t(
    'GetUser told no address (“{0}”) and no newEmailAddress was given: there is nothing to send that is known to change nothing.',
    error.message,
  );
  const remedy = l10n.t(
    'Give the address that is stored now as newEmailAddress, or cure what keeps GetUser from telling it.',
  );
  return { ...refused({ ...error, message, remedy }), wantsAddress: true };
}

/** The spelling of the WSDL where it is not the one that this profile sends. */
function spelledOtherwise(
  { soapTicketElement = 'AuthenticationTicket' }: Profile,
  description: ServiceDescription | CallError | undefined,
): TicketElement | undefined {
  const spelling =
    description !== undefined && 'transports' in description ? description.ticketElement : undefined;
  return spelling === soapTicketElement ? undefined : spelling;
}
