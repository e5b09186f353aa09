import { notSent } from '../api/call';
import { encode } from '../api/encode';
import { callError, type CallError, type CallOutcome, type Transport } from '../api/outcome';
import { endpointOf, type Profile } from './profile';
import type { Session, TicketToSend } from './session';

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

/** What GetUser says of a user's address, or why it says nothing. */
export interface CurrentAddress {
  readonly outcome: CallOutcome;
  readonly address?: string;
}

/** The main operation. */
export class UpdateEmail {
  constructor(private readonly session: Session) {}

  /** UpdateUserEmail. Values are sent as they are; what is refused here is refused by the contract. */
  async update(request: EmailUpdate, signal?: AbortSignal): Promise<CallOutcome> {
    const send = async (profile: Profile, transport: Transport, ticket: string): Promise<CallOutcome> => {
      const { userName, newEmailAddress } = request;
      const call = { operation: 'UpdateUserEmail', values: { ticket, userName, newEmailAddress } } as const;
      const stored = () => this.getUser(profile, transport, ticket, userName, signal);
      const before = request.verify === true ? (await stored()).address : undefined;
      const { outcome } = await this.session.send(profile, transport, call, signal);
      if (request.verify !== true || outcome.exchangeId === '') {
        return outcome;
      }
      const after = (await stored()).address;
      return {
        ...outcome,
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after, verified: after === newEmailAddress }),
      };
    };
    return this.withTicket(request, refusal(request), send, signal);
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

  private async getUser(
    profile: Profile,
    transport: Transport,
    ticket: string,
    userName: string,
    signal: AbortSignal | undefined,
  ): Promise<CurrentAddress> {
    const call = { operation: 'GetUser', values: { ticket, userName } } as const;
    const { outcome, answer, mask } = await this.session.send(profile, transport, call, signal);
    if (!outcome.success) {
      return { outcome };
    }
    const address = answer?.children.find(child => child.name === 'User')?.attributes.get('Email');
    // An address goes where it is seen, saved and sent again; one that holds the ticket must not.
    if (address !== undefined && mask(address) === address) {
      return { outcome, address };
    }
    const message =
      address === undefined
        ? 'The server reports success but gave no address.'
        : 'The address that the server gave holds a ticket; it is not shown.';
    return { outcome: { ...outcome, success: false, error: callError('notAnInfoRouterResponse', message) } };
  }
}

/** What is refused before the ticket is looked up or GetUser is asked: nothing at all has been sent then. */
function refusal({ confirmed, userName, newEmailAddress }: EmailUpdate) {
  return (profile: Profile, transport: Transport): CallError | undefined => {
    if (profile.protected && confirmed !== true) {
      const message = `“${profile.name}” is protected: an update there has to be confirmed (confirmed: true).`;
      return callError('invalidInput', message);
    }
    const call = { operation: 'UpdateUserEmail', values: { ticket: '', userName, newEmailAddress } } as const;
    const encoded = encode(transport, endpointOf(profile.baseUrl), call);
    return 'kind' in encoded ? encoded : undefined;
  };
}
