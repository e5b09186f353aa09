import * as l10n from '@vscode/l10n';
import {
  notSent,
  type Answered,
  type Caller,
  type CallOptions,
  type Described,
  type Sender,
} from '../api/call';
import type { Call } from '../api/operations';
import { callError, type CallError, type CallOutcome, type Transport } from '../api/outcome';
import { ticketFacts } from './answerFacts';
import { missingTicket, refusesTicket } from './missingTicket';
import { GLANCE, insist, type RequestLimits } from './ports';
import { endpointOf, sameService, type Profile } from './profile';
import { unknownProfile, type Profiles } from './profiles';
import {
  carriesTicket,
  expiryAfter,
  TicketHealth,
  type TicketCall,
  type TicketHealthReport,
} from './ticketHealth';
import type { Kept, TicketVault } from './ticketVault';

/** Which ticket a call carries: the one in the vault, an empty one, or one given for this call and never kept. */
export type TicketToSend =
  { readonly use: 'stored' } | { readonly use: 'none' } | { readonly use: 'given'; readonly ticket: string };

/** What is known of a profile's ticket without asking the server; `unknown` where a store that may hold it is silent. */
export type TicketState = 'none' | 'kept' | 'expired' | 'unknown';

/** That, and where the ticket is kept. */
export interface TicketStatus extends Kept, Pick<TicketHealthReport, 'expiresOn' | 'lastUsed'> {
  readonly state: TicketState;
}

/** Hears of every call and its answer, secrets included. */
type Witness = (profile: Profile, call: Call, answered: Answered) => void;

/** Who one is on which server: signing in and out, and the ticket that every other call carries. */
export class Session {
  constructor(
    private readonly profiles: Profiles,
    private readonly vault: TicketVault,
    private readonly caller: Caller,
    private readonly limits: () => RequestLimits,
    private readonly witness?: Witness,
    private readonly health = new TicketHealth(),
  ) {}

  /** The named profile, or the selected one, or in words why there is none. */
  profile(name: string | undefined): Profile | CallError {
    const profile = name === undefined ? this.profiles.selected : this.profiles.find(name);
    return (
      profile ??
      callError(
        'invalidInput',
        name === undefined ? l10n.t('No profile is selected; add or select one.') : unknownProfile(name),
      )
    );
  }

  /**
   * The ticket to send, or `notSignedIn`, or `cancelled`. The vault is read every time: another window may have signed in
   * or out. The desktop may ask the user to unlock it.
   */
  async ticket(profile: Profile, choice: TicketToSend, signal?: AbortSignal): Promise<string | CallError> {
    switch (choice.use) {
      case 'none':
        return '';
      case 'given':
        return choice.ticket;
      case 'stored': {
        const { entry, failure } = await this.vault.read(profile, insist(signal));
        return entry?.ticket ?? missingTicket(profile, failure, signal);
      }
    }
  }

  /** Sends one call with a profile's address and the limits of the settings. */
  send(profile: Profile, transport: Transport, call: Call, signal?: AbortSignal): Promise<Answered> {
    return this.sendBy(this.optionsFor(profile, transport, signal), profile, call);
  }

  /** For many calls: the limits of the settings are those of this moment. */
  sender(profile: Profile, transport: Transport, signal?: AbortSignal): Sender {
    const options = this.optionsFor(profile, transport, signal);
    return call => this.sendBy(options, profile, call);
  }

  private async sendBy(options: CallOptions, profile: Profile, call: Call): Promise<Answered> {
    const answered = await this.caller.call(call, options);
    this.witness?.(profile, call, answered);
    // A ticket given for one call is not remembered, not even that it has expired.
    if (carriesTicket(call) && this.vault.knows(call.values.ticket)) {
      this.noteTicket(profile, call, answered.outcome);
    }
    return answered;
  }

  /** Reads the service's WSDL: one GET, without a ticket. */
  describe(profile: Profile, signal?: AbortSignal): Promise<Described> {
    return this.caller.describe(this.optionsFor(profile, 'get', signal));
  }

  /** AuthenticateUser; the ticket of the answer goes into the vault, the password nowhere. */
  async signIn(
    profile: Profile,
    userName: string,
    password: string,
    signal?: AbortSignal,
  ): Promise<CallOutcome> {
    // A password does not belong in a URL, where proxies and server logs keep it.
    const transport = profile.transport === 'get' ? 'post' : profile.transport;
    const call = { operation: 'AuthenticateUser', values: { userName, password } } as const;
    const gone = this.goneMeanwhile(profile);
    const answered = await this.send(profile, transport, call, signal);
    const { outcome } = answered;
    if (!outcome.success) {
      return outcome;
    }
    const ticket = answered.answer?.attributes.get('ticket');
    if (ticket === undefined || ticket === '') {
      const error = callError(
        'notAnInfoRouterResponse',
        l10n.t('The server reports success but gave no ticket.'),
      );
      return { ...outcome, success: false, error };
    }
    return this.keepUnlessGone(gone, profile, ticket, answered, signal);
  }

  /** isValidTicket with the given ticket; it is kept unless the server says that it is none. */
  async setTicket(profile: Profile, ticket: string, signal?: AbortSignal): Promise<CallOutcome> {
    const gone = this.goneMeanwhile(profile);
    const answered = await this.validate(profile, ticket, signal);
    const { outcome } = answered;
    if (ticket === '' || refusesTicket(outcome.error) || outcome.error?.kind === 'invalidInput') {
      return outcome;
    }
    return this.keepUnlessGone(gone, profile, ticket, answered, signal);
  }

  /** LogOut; whatever the server answers, the ticket leaves the vault, or is a leftover that is no longer used. */
  async signOut(profile: Profile, signal?: AbortSignal): Promise<CallOutcome> {
    const { entry, failure } = await this.vault.read(profile, insist(signal));
    try {
      if (entry === undefined) {
        return notSent(profile.transport, missingTicket(profile, failure, signal));
      }
      const { ticket } = entry;
      const call = { operation: 'LogOut', values: { ticket } } as const;
      return (await this.send(profile, profile.transport, call, signal)).outcome;
    } finally {
      // Also where none could be sent: a ticket of another server may lie there.
      // Whoever has just refused to unlock is not asked again.
      await this.vault.delete(profile.name, failure === undefined ? insist() : GLANCE);
      this.profiles.changed();
    }
  }

  /** What is known of the profile's ticket, and where it is kept. Nothing is unlocked and nobody is asked for it. */
  async status(profile: Profile): Promise<TicketStatus> {
    const kept = await this.vault.read(profile);
    return kept.entry === undefined
      ? { ...kept, state: kept.failure === undefined ? 'none' : 'unknown' }
      : { ...kept, ...this.health.of(profile, kept.entry) };
  }

  private optionsFor(profile: Profile, transport: Transport, signal?: AbortSignal): CallOptions {
    const { timeoutMs, maxResponseBytes } = this.limits();
    return {
      profile: profile.name,
      endpoint: endpointOf(profile.baseUrl),
      transport,
      ticketElement: profile.soapTicketElement,
      allowUntrustedCertificate: profile.allowUntrustedCertificate,
      timeoutMs,
      maxResponseBytes,
      signal,
    };
  }

  /** isValidTicket, which does not lengthen the ticket's life. */
  validate(profile: Profile, ticket: string, signal?: AbortSignal): Promise<Answered> {
    const call = { operation: 'isValidTicket', values: { ticket } } as const;
    return this.send(profile, profile.transport, call, signal);
  }

  /**
   * Keeps a ticket with what the server's answer says of it. Where the user no longer waits for the keychain, it goes to
   * the next store.
   */
  async keep(profile: Profile, ticket: string, answered: Answered, signal?: AbortSignal): Promise<void> {
    const entry = { baseUrl: profile.baseUrl, ticket, ...ticketFacts(answered) };
    await this.vault.write(profile.name, entry, insist(signal));
    this.health.reset(profile, ticket);
    this.profiles.changed();
  }

  /**
   * Asked before a call, tells after it whether the profile has been removed, renamed or given another server meanwhile.
   * The sandbox's signs in before it is listed.
   */
  private goneMeanwhile(profile: Profile): () => boolean {
    const listed = () => {
      const found = this.profiles.find(profile.name);
      return found !== undefined && sameService(found.baseUrl, profile.baseUrl);
    };
    return listed() ? () => !listed() : () => false;
  }

  /** A ticket under a name that no profile has would stay in the keychain, where nobody looks for it. */
  private async keepUnlessGone(
    gone: () => boolean,
    profile: Profile,
    ticket: string,
    answered: Answered,
    signal?: AbortSignal,
  ): Promise<CallOutcome> {
    if (gone()) {
      return { ...answered.outcome, success: false, error: notKept(profile) };
    }
    await this.keep(profile, ticket, answered, signal);
    return answered.outcome;
  }

  /** Nobody waits for the vault here: whether a date is kept is no reason to keep an outcome back. */
  private noteTicket(profile: Profile, call: TicketCall, outcome: CallOutcome): void {
    const news = this.health.note(profile, call, outcome);
    if (news?.use !== undefined) {
      void this.vault.prolong(profile, call.values.ticket, expiryAfter(news.use));
    }
    if (news !== undefined) {
      this.profiles.changed();
    }
  }
}

const notKept = ({ name }: Profile): CallError => ({
  ...callError(
    'invalidInput',
    l10n.t(
      '“{0}” was removed, renamed or given another address while the server was asked, so the ticket was not kept.',
      name,
    ),
  ),
  remedy: l10n.t('Sign in to the profile that you want to use.'),
});
