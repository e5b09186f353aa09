import * as l10n from '@vscode/l10n';
import { notSent } from '../api/call';
import { encode } from '../api/encode';
import { callError, type CallError, type CallOutcome, type Transport } from '../api/outcome';
import { currentAddress, type CurrentAddress } from './answerFacts';
import { endpointOf, sameService, type Profile } from './profile';
import { RecentVerifiedUpdates } from './recentVerifiedUpdates';
import { RefusedUpdate } from './refusedUpdate';
import type { Session, TicketToSend } from './session';
import type { VerifiedUpdates } from './verifiedUpdates';

/** What the update needs to know; the palette, the form and the command's argument all end here. */
export interface EmailUpdate {
  readonly profile?: string;
  readonly userName: string;
  readonly newEmailAddress: string;
  /** Left out, the profile's. */
  readonly transport?: Transport;
  readonly ticket: TicketToSend;
  /** Ask GetUser before and after, and compare what is stored with what was sent. */
  readonly verify?: boolean;
  /** The word of the user that a protected profile wants. */
  readonly confirmed?: boolean;
}

/** The main operation. */
export class UpdateEmail {
  constructor(
    private readonly session: Session,
    /** Takes every verified update whose old address is known, so that it can be put back. */
    private readonly verified: VerifiedUpdates = new RecentVerifiedUpdates(),
    private readonly refused = new RefusedUpdate(),
  ) {}

  /** UpdateUserEmail. Values are sent as they are; what is refused here is refused by the contract. */
  async update(request: EmailUpdate, signal?: AbortSignal): Promise<CallOutcome> {
    const send = async (profile: Profile, transport: Transport, ticket: string): Promise<CallOutcome> => {
      const { userName, newEmailAddress } = request;
      const call = { operation: 'UpdateUserEmail', values: { ticket, userName, newEmailAddress } } as const;
      const stored = () => this.getUser(profile, transport, ticket, userName, signal);
      const before = request.verify === true ? await stored() : undefined;
      // Whatever GetUser said: the update is what the user asked for. One that was cancelled meanwhile is not sent.
      const { outcome } = await this.session.send(profile, transport, call, signal);
      if (before === undefined || outcome.exchangeId === '') {
        return outcome;
      }
      const verified = withStored(outcome, newEmailAddress, before, await stored());
      this.remember(profile, userName, verified);
      return verified;
    };
    const profile = this.session.profile(request.profile);
    const outcome = await this.withTicket(request, refusal(request), send, signal);
    if (!('kind' in profile)) {
      this.refused.note(request, outcome, profile.name);
    }
    return outcome;
  }

  /**
   * The update that puts back what a verified update replaced: a verified update itself, so that it can be undone
   * likewise. Its ticket is read from the vault when it is sent. Without such an exchange, or where the profile has
   * become another server’s, `invalidInput`.
   */
  restoration(exchangeId: string): EmailUpdate | CallError {
    const update = this.verified.find(exchangeId);
    if (update === undefined) {
      const message = l10n.t(
        'No verified update with a known old address is remembered by this exchange’s id.',
      );
      return callError('invalidInput', message);
    }
    const { profile: name, baseUrl, userName, transport, before } = update;
    const profile = this.session.profile(name);
    if ('kind' in profile) {
      return profile;
    }
    if (baseUrl !== undefined && !sameService(baseUrl, profile.baseUrl)) {
      const message = l10n.t(
        '“{0}” is another server by now; the address that was replaced belongs to {1}.',
        name,
        baseUrl,
      );
      return callError('invalidInput', message);
    }
    return {
      profile: name,
      userName,
      newEmailAddress: before,
      transport,
      ticket: { use: 'stored' },
      verify: true,
    };
  }

  /** GetUser: the address that the server has now. */
  async current(
    request: Omit<EmailUpdate, 'newEmailAddress'>,
    signal?: AbortSignal,
  ): Promise<CurrentAddress> {
    let address: string | undefined;
    const outcome = await this.withTicket(
      request,
      () => undefined,
      async (profile, transport, ticket) => {
        const found = await this.getUser(profile, transport, ticket, request.userName, signal);
        address = found.address;
        return found.outcome;
      },
      signal,
    );
    return address === undefined ? { outcome } : { outcome, address };
  }

  /** Finds the profile and the ticket, or says as an outcome which of them is missing. */
  private async withTicket(
    request: Pick<EmailUpdate, 'profile' | 'transport' | 'ticket'>,
    refuse: (profile: Profile, transport: Transport) => CallError | undefined,
    send: (profile: Profile, transport: Transport, ticket: string) => Promise<CallOutcome>,
    signal: AbortSignal | undefined,
  ): Promise<CallOutcome> {
    const profile = this.session.profile(request.profile);
    if ('kind' in profile) {
      return notSent(request.transport ?? 'post', profile);
    }
    const transport = request.transport ?? profile.transport;
    const refused = refuse(profile, transport);
    if (refused !== undefined) {
      return notSent(transport, refused);
    }
    const ticket = await this.session.ticket(profile, request.ticket, signal);
    return typeof ticket === 'string' ? send(profile, transport, ticket) : notSent(transport, ticket);
  }

  private remember({ name, baseUrl }: Profile, userName: string, outcome: CallOutcome): void {
    const { exchangeId, transport, before, after, verified } = outcome;
    if (before !== undefined) {
      this.verified.remember({
        exchangeId,
        profile: name,
        baseUrl,
        transport,
        userName,
        before,
        ...(after !== undefined && { after }),
        ...(verified !== undefined && { verified }),
      });
    }
  }

  /** GetUser with a ticket that was read before. */
  async getUser(
    profile: Profile,
    transport: Transport,
    ticket: string,
    userName: string,
    signal: AbortSignal | undefined,
  ): Promise<CurrentAddress> {
    const call = { operation: 'GetUser', values: { ticket, userName } } as const;
    return currentAddress(await this.session.send(profile, transport, call, signal));
  }
}

/** The outcome of an update with what GetUser told before and afterwards, or why it did not. */
function withStored(
  outcome: CallOutcome,
  sent: string,
  { address: before, outcome: askedBefore }: CurrentAddress,
  { address: after, outcome: askedAfter }: CurrentAddress,
): CallOutcome {
  const getUserError = askedAfter.error ?? askedBefore.error;
  return {
    ...outcome,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after, verified: after === sent }),
    ...(getUserError && { getUserError }),
  };
}

/** What is wrong with a call that may change something, on a profile that wants the user's word for it. */
export function needsWord(profile: Profile, confirmed: boolean | undefined): CallError | undefined {
  const message = l10n.t(
    '“{0}” is protected: an update there has to be confirmed (confirmed: true).',
    profile.name,
  );
  return profile.protected && confirmed !== true ? callError('invalidInput', message) : undefined;
}

/** What is refused before the ticket is looked up or GetUser is asked: nothing at all has been sent then. */
function refusal({ confirmed, userName, newEmailAddress }: EmailUpdate) {
  return (profile: Profile, transport: Transport): CallError | undefined => {
    const unconfirmed = needsWord(profile, confirmed);
    if (unconfirmed !== undefined) {
      return unconfirmed;
    }
    const call = { operation: 'UpdateUserEmail', values: { ticket: '', userName, newEmailAddress } } as const;
    const encoded = encode(transport, endpointOf(profile.baseUrl), call);
    return 'kind' in encoded ? encoded : undefined;
  };
}
