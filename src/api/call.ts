import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { decode } from './decode';
import { encode } from './encode';
import { httpRequest, type HttpRequest } from './encode/request';
import { DESCRIPTION, type Exchange, type HttpExchange, type Response } from './exchange';
import { valuesOf, type Call, type TicketElement } from './operations';
import { callError, type CallError, type CallOutcome, type Transport } from './outcome';
import type { HttpClient, SendOptions, WireSink } from './ports';
import { proxySecrets } from './proxy';
import { maskSecrets, type Mask } from './redact';
import { decodeWsdl, type ServiceDescription } from './wsdl';
import type { XmlElement } from './xml';

/** Where and how a call goes. */
export interface CallOptions extends SendOptions {
  /** The profile's name, for the record. */
  readonly profile: string;
  /** The address of `srv.asmx`. */
  readonly endpoint: URL;
  readonly transport: Transport;
  /** How this server spells the ticket in SOAP, where it is not the usual way. */
  readonly ticketElement?: TicketElement | undefined;
}

/** How a call ended, with the answer's element where the server gave one. */
export interface Answered {
  readonly outcome: CallOutcome;
  /** As received: a server may echo a ticket in any attribute. */
  readonly answer?: XmlElement | undefined;
  /** As received, where there was one. */
  readonly response?: Response | undefined;
  /** Masks what of the answer is to be seen or kept. */
  readonly mask: Mask;
}

/** Sends one call after another to the same place in the same way. */
export type Sender = (call: Call) => Promise<Answered>;

/** How the question for the service's description ended. */
export interface Described {
  readonly outcome: CallOutcome;
  readonly description?: ServiceDescription;
}

/** The pipeline of every call: encode, send, decode, record. */
export class Caller {
  constructor(
    private readonly client: HttpClient,
    private readonly sink: WireSink,
    /** Secrets known from elsewhere, which a server may echo: every ticket of the session. */
    private readonly knownSecrets: () => Iterable<string>,
  ) {}

  /** Resolves to how the call ended; a failure is a value. What cannot be encoded is not sent and not recorded. */
  async call(call: Call, options: CallOptions): Promise<Answered> {
    const request = encode(options.transport, options.endpoint, call, options.ticketElement);
    if ('kind' in request) {
      return this.notSent(options, request);
    }
    const sent = await this.send(request, options);
    if ('kind' in sent) {
      return this.notSent(options, sent);
    }
    const known = distinct(secretsOf(call), proxySecrets(sent.request), this.knownSecrets());
    const { answer, error } = decode(sent, request.url, maskSecrets(known));
    const received = answer?.attributes.get('ticket');
    const secrets = received !== undefined && isSecret(received, call) ? distinct(known, [received]) : known;
    const outcome = this.record(sent, call, options, error, secrets);
    return { outcome, answer, response: sent.response, mask: maskSecrets(secrets) };
  }

  /** Asks for the service's WSDL, by GET and without a ticket. */
  async describe(options: Omit<CallOptions, 'transport'>): Promise<Described> {
    const { endpoint } = options;
    const byGet = { ...options, transport: 'get' } as const;
    const request = httpRequest('GET', endpoint, `${endpoint.pathname}?WSDL`);
    const sent = await this.send(request, options);
    if ('kind' in sent) {
      return { outcome: notSent('get', sent) };
    }
    const secrets = distinct(proxySecrets(sent.request), this.knownSecrets());
    const { description, error } = decodeWsdl(sent, request.url, maskSecrets(secrets));
    const outcome = this.record(sent, { operation: DESCRIPTION, values: {} }, byGet, error, secrets);
    return { outcome, ...(description && { description }) };
  }

  private notSent({ transport }: CallOptions, error: CallError): Answered {
    return { outcome: notSent(transport, error), mask: maskSecrets(this.knownSecrets()) };
  }

  private send(request: HttpRequest, options: SendOptions): Promise<HttpExchange> | CallError {
    return options.signal?.aborted === true
      ? callError('cancelled', l10n.t('The call was cancelled before it was sent.'))
      : this.client.send(request, options);
  }

  private record(
    exchange: HttpExchange,
    { operation, values, omitted }: Pick<Exchange, 'operation' | 'values' | 'omitted'>,
    { profile, endpoint, transport }: CallOptions,
    error: CallError | undefined,
    secrets: readonly string[],
  ): CallOutcome {
    const { request, response, failure, proxy, direct, tlsNotVerified, startedAt, durationMs } = exchange;
    const id = randomUUID();
    const masked = error && { ...error, message: maskSecrets(secrets)(error.message) };
    const outcome = outcomeOf(transport, response, masked, durationMs, id);
    // Spelt out, as all that every row of a batch makes: V8 takes microseconds for a spread object, and for each use of it.
    this.sink.record({
      id,
      profile,
      operation,
      values,
      omitted,
      transport,
      endpoint: endpoint.href,
      outcome,
      secrets,
      request,
      response,
      failure,
      proxy,
      direct,
      tlsNotVerified,
      startedAt,
      durationMs,
    });
    return outcome;
  }
}

function outcomeOf(
  transport: Transport,
  response: Response | undefined,
  error: CallError | undefined,
  durationMs: number,
  exchangeId: string,
): CallOutcome {
  return error === undefined && response !== undefined
    ? { success: true, transport, httpStatus: response.status, durationMs, exchangeId }
    : {
        success: error === undefined,
        ...(error && { error }),
        transport,
        ...(response && { httpStatus: response.status }),
        durationMs,
        exchangeId,
      };
}

/** The outcome of a call that was refused before anything was sent. */
export function notSent(transport: Transport, error: CallError): CallOutcome {
  return { success: false, error, transport, durationMs: 0, exchangeId: '' };
}

/** The values of a call that must not be seen. */
const secretsOf = (call: Call): string[] =>
  valuesOf(call, { secret: true }).filter(value => isSecret(value, call));

/**
 * Whether a value that belongs where secrets stand is to be masked wherever it stands. One that the same call also sends in
 * the open is not: a password equal to the user name cannot be hidden by hiding the user name everywhere. It is masked by
 * its place.
 */
function isSecret(value: string, call: Call): boolean {
  const text = value.toLowerCase();
  return text !== '' && valuesOf(call, { secret: false }).every(open => open.toLowerCase() !== text);
}

function distinct(...lists: readonly Iterable<string>[]): string[] {
  const all = new Set<string>();
  for (const list of lists) {
    for (const each of list) {
      all.add(each);
    }
  }
  return [...all];
}
