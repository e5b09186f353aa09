import { notSent, type Answered, type Caller, type CallOptions, type Described } from '../api/call';
import type { Call } from '../api/operations';
import { callError, type CallError, type CallOutcome, type Transport } from '../api/outcome';
import type { Mask } from '../api/redact';
import { GLANCE, insist, type RequestLimits } from './ports';
import { endpointOf, type Profile } from './profile';
import { unknownProfile, type Profiles } from './profiles';
import { failureSentence, type StoreFailure } from './storeFailure';
import type { Kept, TicketEntry, TicketVault } from './ticketVault';

/** Which ticket a call carries: the one in the vault, an empty one, or one given for this call and never kept. */
export type TicketToSend =
  { readonly use: 'stored' } | { readonly use: 'none' } | { readonly use: 'given'; readonly ticket: string };

/** What is known of a profile's ticket without asking the server; `unknown` where a store that may hold it is silent. */
export type TicketState = 'none' | 'kept' | 'expired' | 'unknown';

/** That, and where the ticket is kept. */
export interface TicketStatus extends Kept {
  readonly state: TicketState;
}

/** What `checkConnection` resolves to (contract). */
export interface ConnectionReport {
  /** What ServerInfo says of the server. */
  readonly server?: Readonly<Record<string, string>>;
  readonly ticket: 'valid' | 'expired' | 'none' | 'unknown';
  readonly expiresOn?: string;
  readonly error?: CallError;
}

/** The failures after which asking the same server another question is of no use. */
const UNREACHABLE: readonly CallError['kind'][] = ['network', 'tls', 'timeout', 'cancelled'];

/** Who one is on which server: signing in and out, and the ticket that every other call carries. */
export class Session {
  /** Tickets that a server answered with [901], each together with the address of its service. */
  private readonly expired = new Set<string>();

  constructor(
    private readonly profiles: Profiles,
    private readonly vault: TicketVault,
    private readonly caller: Caller,
    private readonly limits: () => RequestLimits,
  ) {}

  /** The named profile, or the selected one, or in words why there is none. */
  profile(name: string | undefined): Profile | CallError {
    const profile = name === undefined ? this.profiles.selected : this.profiles.find(name);
    return (
      profile ??
      callError(
        'invalidInput',
        name === undefined ? 'No profile is selected; add or select one.' : unknownProfile(name),
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
        return entry?.ticket ?? noTicket(profile, failure, signal);
      }
    }
  }

  /** Sends one call with a profile's address and the limits of the settings. */
  async send(profile: Profile, transport: Transport, call: Call, signal?: AbortSignal): Promise<Answered> {
    const answered = await this.caller.call(call, { ...this.optionsFor(profile, signal), transport });
    // A ticket given for one call is not remembered, not even that it has expired.
    if ('ticket' in call.values && this.vault.knows(call.values.ticket)) {
      this.note(expiryKey(profile, call.values.ticket), answered.outcome);
    }
    return answered;
  }

  /** Reads the service's WSDL: one GET, without a ticket. */
  describe(profile: Profile, signal?: AbortSignal): Promise<Described> {
    return this.caller.describe(this.optionsFor(profile, signal));
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
    const answered = await this.send(profile, transport, call, signal);
    const { outcome } = answered;
    if (!outcome.success) {
      return outcome;
    }
    const ticket = answered.answer?.attributes.get('ticket');
    if (ticket === undefined || ticket === '') {
      const error = callError('notAnInfoRouterResponse', 'The server reports success but gave no ticket.');
      return { ...outcome, success: false, error };
    }
    await this.keep(profile, ticket, answered, signal);
    return outcome;
  }

  /** isValidTicket with the given ticket; it is kept unless the server says that it is none. */
  async setTicket(profile: Profile, ticket: string, signal?: AbortSignal): Promise<CallOutcome> {
    const answered = await this.validate(profile, ticket, signal);
    const { outcome } = answered;
    if (ticket !== '' && !refused(outcome.error) && outcome.error?.kind !== 'invalidInput') {
      await this.keep(profile, ticket, answered, signal);
    }
    return outcome;
  }

  /** LogOut; whatever the server answers, the ticket leaves the vault, or is a leftover that is no longer used. */
  async signOut(profile: Profile, signal?: AbortSignal): Promise<CallOutcome> {
    const { entry, failure } = await this.vault.read(profile, insist(signal));
    try {
      if (entry === undefined) {
        return notSent(profile.transport, noTicket(profile, failure, signal));
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

  /** ServerInfo, which needs no ticket, then isValidTicket, which does not lengthen the ticket's life. */
  async check(profile: Profile, signal?: AbortSignal): Promise<ConnectionReport> {
    const info = { operation: 'ServerInfo', values: {} } as const;
    const { outcome, answer, mask } = await this.send(profile, profile.transport, info, signal);
    const server = answer && outcome.success ? serverFacts(answer.attributes, mask) : undefined;
    const report = { ...(server && { server }), ...(outcome.error && { error: outcome.error }) };
    if (outcome.error && UNREACHABLE.includes(outcome.error.kind)) {
      return { ...report, ticket: 'unknown' };
    }
    const { entry, failure } = await this.vault.read(profile, insist(signal));
    if (entry === undefined) {
      return failure === undefined
        ? { ...report, ticket: 'none' }
        : { error: noTicket(profile, failure, signal), ...report, ticket: 'unknown' };
    }
    const checked = await this.validate(profile, entry.ticket, signal);
    const now = (await this.vault.read(profile, insist())).entry;
    // Whoever signed in or out while the server was asked has the last word.
    if (checked.outcome.success && now?.ticket === entry.ticket) {
      await this.keep(profile, entry.ticket, checked);
    }
    const expiresOn = maskedAttribute(checked, 'expireOn') ?? entry.expiresOn;
    const error = checked.outcome.error ?? outcome.error;
    return {
      ...(server && { server }),
      ...(error && { error }),
      ...(expiresOn !== undefined && { expiresOn }),
      ticket: checked.outcome.success ? 'valid' : refused(checked.outcome.error) ? 'expired' : 'unknown',
    };
  }

  /** What is known of the profile's ticket, and where it is kept. Nothing is unlocked and nobody is asked for it. */
  async status(profile: Profile): Promise<TicketStatus> {
    const kept = await this.vault.read(profile);
    return { ...kept, state: this.stateOf(profile, kept) };
  }

  private optionsFor(profile: Profile, signal: AbortSignal | undefined): Omit<CallOptions, 'transport'> {
    return {
      profile: profile.name,
      endpoint: endpointOf(profile.baseUrl),
      allowUntrustedCertificate: profile.allowUntrustedCertificate,
      ticketElement: profile.soapTicketElement,
      ...this.limits(),
      ...(signal && { signal }),
    };
  }

  private stateOf(profile: Profile, { entry, failure }: Kept): TicketState {
    if (entry === undefined) {
      return failure === undefined ? 'none' : 'unknown';
    }
    return this.expired.has(expiryKey(profile, entry.ticket)) ? 'expired' : 'kept';
  }

  private validate(profile: Profile, ticket: string, signal?: AbortSignal): Promise<Answered> {
    const call = { operation: 'isValidTicket', values: { ticket } } as const;
    return this.send(profile, profile.transport, call, signal);
  }

  /** Where the user no longer waits for the keychain, the ticket goes to the next store. */
  private async keep(
    profile: Profile,
    ticket: string,
    answered: Answered,
    signal?: AbortSignal,
  ): Promise<void> {
    const userName = maskedAttribute(answered, 'username');
    const expiresOn = maskedAttribute(answered, 'expireOn');
    const entry: TicketEntry = {
      baseUrl: profile.baseUrl,
      ticket,
      ...(userName !== undefined && { userName }),
      ...(expiresOn !== undefined && { expiresOn }),
    };
    await this.vault.write(profile.name, entry, insist(signal));
    this.expired.delete(expiryKey(profile, ticket));
    this.profiles.changed();
  }

  /** Marks a ticket expired on [901] and takes the mark away when the server accepts the ticket after all. */
  private note(key: string, { success, error }: CallOutcome): void {
    const marked = this.expired.has(key);
    if (error?.kind === 'sessionExpired' && !marked) {
      this.expired.add(key);
    } else if (success && marked) {
      this.expired.delete(key);
    } else {
      return;
    }
    this.profiles.changed();
  }
}

const expiryKey = ({ baseUrl }: Profile, ticket: string): string => `${endpointOf(baseUrl).href} ${ticket}`;

/** Why there is no ticket to send: none is kept, or the store that may hold it does not give it out. */
function noTicket({ name }: Profile, failure: StoreFailure | undefined, signal?: AbortSignal): CallError {
  if (signal?.aborted === true) {
    return callError(
      'cancelled',
      'The keychain was asked for the ticket, and the call was cancelled meanwhile.',
    );
  }
  if (failure === undefined) {
    return callError('notSignedIn', `No ticket is kept for “${name}”.`);
  }
  const message = `The ticket of “${name}” could not be read. ${failureSentence(failure)}`;
  return { ...callError('notSignedIn', message), remedy: UNREAD_REMEDY };
}

const UNREAD_REMEDY =
  'Unlock the keychain, or wait until it answers, and send again; or sign in again, and the ticket is kept elsewhere meanwhile. Nothing was sent.';

/** Whether the server says of a ticket that it is none. */
const refused = (error: CallError | undefined): boolean =>
  error?.kind === 'authenticationFailed' || error?.kind === 'sessionExpired';

/** What an attribute of the answer says, for display: a hostile server could answer with the ticket as a user name. */
function maskedAttribute({ answer, mask }: Answered, name: string): string | undefined {
  const value = answer?.attributes.get(name);
  return value === undefined ? undefined : mask(value);
}

function serverFacts(attributes: ReadonlyMap<string, string>, mask: Mask): Record<string, string> {
  const facts = [...attributes].filter(([name]) => name !== 'success' && name !== 'error');
  return Object.fromEntries(facts.map(([name, value]) => [name, mask(value)]));
}
