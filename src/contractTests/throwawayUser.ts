import * as l10n from '@vscode/l10n';
import type { Call } from '../api/operations';
import {
  callError,
  TRANSPORT_LABELS,
  TRANSPORTS,
  type CallError,
  type CallErrorKind,
  type CallOutcome,
  type Transport,
} from '../api/outcome';
import type { CurrentAddress } from '../session/answerFacts';
import type { Profile } from '../session/profile';
import type { Session } from '../session/session';
import type { UpdateEmail } from '../session/updateEmail';
import type { Rule } from './cases';
import type { ContractListener } from './result';

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

/** The one user whom a run writes: what is stored of it at the moment, and how that becomes again what it was. */
export class ThrowawayUser {
  /** What GetUser told last, as long as nothing has been sent since that may have changed it. */
  stored: string | undefined;
  /** Why GetUser did not tell it when it was last asked. */
  problem: CallError | undefined;
  private written = false;
  /** Why the end of an update is not known: the server may carry it out at any time. */
  private lost: CallError | undefined;

  constructor(
    private readonly session: Session,
    private readonly updateEmail: UpdateEmail,
    private readonly ready: Ready,
  ) {
    this.stored = ready.original;
  }

  /** Said before anything is sent that may change the address. */
  willChange(): void {
    this.written = true;
    this.stored = undefined;
  }

  /** Said of everything that may have changed it. */
  ended(outcomes: readonly CallOutcome[]): void {
    this.lost ??= outcomes.find(endUnknown)?.error;
  }

  /** UpdateUserEmail for this user, where the values name no other. */
  update(
    values: { readonly ticket: string; readonly newEmailAddress: string; readonly userName?: string },
    omitted?: Rule['omitted'],
  ): Extract<Call, { operation: 'UpdateUserEmail' }> {
    const { userName } = this.ready;
    const call = { operation: 'UpdateUserEmail', values: { userName, ...values } } as const;
    return omitted === undefined ? call : { ...call, omitted };
  }

  /** Asks GetUser, and remembers what it said. */
  async read(signal: AbortSignal): Promise<string | undefined> {
    const { address, outcome } = await this.getUser(this.ready.reader, signal);
    this.stored = address;
    this.problem = outcome.error;
    return address;
  }

  /** Puts the address back if the run may have changed it. @returns why it is not known to be back, and to stay so. */
  async restore(signal: AbortSignal, { told }: ContractListener): Promise<CallError | undefined> {
    const { profile, ticket, original, userName, reader } = this.ready;
    if (!this.written) {
      return undefined;
    }
    told?.(l10n.t('Putting the address of “{0}” back: “{1}”.', userName, original));
    let found = await this.getUser(reader, signal);
    // What got no answer may be carried out after that question, so the address is sent behind it all the same.
    if (found.address === original && this.lost === undefined) {
      return undefined;
    }
    let error = found.outcome.error;
    // The transport may be what fails; nothing is repeated by the same.
    for (const transport of [reader, ...TRANSPORTS.filter(each => each !== reader)]) {
      const call = this.update({ ticket, newEmailAddress: original });
      const { outcome } = await this.session.send(profile, transport, call, signal);
      found = await this.getUser(transport, signal);
      if (found.address === original) {
        told?.(l10n.t('It is back, as GetUser says.'));
        return this.lost && mayChange(this.ready, this.lost);
      }
      error = outcome.error ?? found.outcome.error ?? error;
    }
    return unrestored(this.ready, error, found.address);
  }

  private getUser(transport: Transport, signal: AbortSignal): Promise<CurrentAddress> {
    const { profile, ticket, userName } = this.ready;
    return this.updateEmail.getUser(profile, transport, ticket, userName, signal);
  }
}

/** Failures that leave open whether the server carries out what it was sent. */
const OPEN: readonly (CallErrorKind | undefined)[] = ['network', 'timeout', 'cancelled'];
/** Said by a gateway that has lost the server, or waits for it no longer. */
const OF_A_GATEWAY: readonly (number | undefined)[] = [502, 504];

const endUnknown = ({ exchangeId, error, httpStatus }: CallOutcome): boolean =>
  exchangeId !== '' &&
  ((httpStatus === undefined && OPEN.includes(error?.kind)) || OF_A_GATEWAY.includes(httpStatus));

/** Nobody has cancelled the whole of it: what is cancelled here has been waited for as long as it may take. */
const kindOf = (error: CallError | undefined): CallErrorKind =>
  error === undefined ? 'apiError' : error.kind === 'cancelled' ? 'timeout' : error.kind;

function mayChange({ userName, original, profile }: Ready, lost: CallError): CallError {
  const message = l10n.t(
    'The address of “{0}” at “{1}” is back: “{2}”. But an update of this run got no answer, and the server may still carry it out and change the address again. {3}',
    userName,
    profile.name,
    original,
    lost.message,
  );
  const remedy = l10n.t(
    'Ask GetUser again later. If the address has changed, put it back yourself: UpdateUserEmail for “{0}” with “{1}”.',
    userName,
    original,
  );
  return { ...callError(kindOf(lost), message), remedy };
}

function unrestored(
  { userName, original, profile }: Ready,
  error: CallError | undefined,
  found: string | undefined,
): CallError {
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
  return { ...callError(kindOf(error), message), remedy };
}
