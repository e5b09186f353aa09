import * as l10n from '@vscode/l10n';
import { notSent } from '../api/call';
import { DESCRIPTION } from '../api/exchange';
import type { Call } from '../api/operations';
import { callError, type CallError, type CallOutcome } from '../api/outcome';
import { MASK } from '../api/redact';
import { endpointOf, type Profile } from '../session/profile';
import type { Session } from '../session/session';
import type { UpdateEmail } from '../session/updateEmail';
import { isWhole, type ExchangeRecord } from './record';

/** What a kept update asks for; the ticket is read anew, unless an empty one was sent on purpose. */
export function updateOf({ profile, transport, values, emptyTicket }: ExchangeRecord) {
  return {
    profile,
    transport,
    userName: values['userName'] ?? '',
    newEmailAddress: values['newEmailAddress'] ?? '',
    ticket: { use: emptyTicket ? 'none' : 'stored' },
  } as const;
}

/** What is not sent again from here, and why. */
const UNREPEATED: { readonly [O in ExchangeRecord['operation']]?: string } = {
  AuthenticateUser: l10n.t('A password is kept nowhere. Sign in (inforouter.signIn) and give it again.'),
  [DESCRIPTION]: l10n.t('The WSDL is no call of its own; Compare Transports asks for it.'),
};

/** Sends a kept exchange again, as a new call of its profile, by the use case of its operation. */
export class Resend {
  constructor(
    private readonly session: Session,
    private readonly updateEmail: UpdateEmail,
  ) {}

  /** The profile that it would go to, or in words why it cannot be sent again. Nothing is sent here. */
  target(record: ExchangeRecord): Profile | CallError {
    const refuse = (message: string) => callError('invalidInput', message);
    const profile = this.session.profile(record.profile);
    if ('kind' in profile) {
      return profile;
    }
    if (endpointOf(profile.baseUrl).href !== record.endpoint) {
      return refuse(
        l10n.t(
          'The exchange went to {0}, and “{1}” has another address now. Send it from the form if it is to go there.',
          record.endpoint,
          profile.name,
        ),
      );
    }
    if (!isWhole(record)) {
      return refuse(l10n.t('Only the beginning of this request is kept, so it cannot be sent again.'));
    }
    if (Object.values(record.values).some(value => value.includes(MASK))) {
      return refuse(
        l10n.t(
          'One of its values held a ticket or a password, which is kept nowhere. Send it from the form.',
        ),
      );
    }
    if (record.omitted !== undefined) {
      return refuse(
        l10n.t(
          'One of its parameters was left out on purpose, by the contract tests. Run them again (inforouter.runContractTests).',
        ),
      );
    }
    const unrepeated = UNREPEATED[record.operation];
    return unrepeated === undefined ? profile : refuse(unrepeated);
  }

  /** @param confirmed the word of the user that an update on a protected profile wants. */
  async send(record: ExchangeRecord, confirmed: boolean, signal?: AbortSignal): Promise<CallOutcome> {
    const profile = this.target(record);
    if ('kind' in profile) {
      return notSent(record.transport, profile);
    }
    const { operation, transport } = record;
    const request = updateOf(record);
    switch (operation) {
      case 'UpdateUserEmail':
        return this.updateEmail.update({ ...request, confirmed }, signal);
      case 'GetUser':
        return (await this.updateEmail.current(request, signal)).outcome;
      case 'LogOut':
        return this.session.signOut(profile, signal);
      case 'isValidTicket': {
        const ticket = await this.session.ticket(profile, request.ticket, signal);
        return typeof ticket === 'string'
          ? this.sendCall(profile, record, { operation, values: { ticket } }, signal)
          : notSent(transport, ticket);
      }
      case 'ServerInfo':
        return this.sendCall(profile, record, { operation, values: {} }, signal);
      case 'AuthenticateUser':
      case DESCRIPTION:
        throw new Error(`${operation} has no target, so it does not get here.`);
    }
  }

  private async sendCall(
    profile: Profile,
    { transport }: ExchangeRecord,
    call: Call,
    signal: AbortSignal | undefined,
  ): Promise<CallOutcome> {
    return (await this.session.send(profile, transport, call, signal)).outcome;
  }
}
