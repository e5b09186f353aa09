import * as l10n from '@vscode/l10n';
import { randomUUID } from 'node:crypto';
import { decode } from './decode';
import { encode } from './encode';
import { httpRequest, type HttpRequest } from './encode/request';
import { DESCRIPTION, header, type Exchange, type HttpExchange } from './exchange';
import { argumentsOf, type Call, type TicketElement } from './operations';
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
  readonly answer?: XmlElement;
  /** `text/plain`: what the response says it is, in small letters and without parameters. */
  readonly mediaType?: string;
  /** Masks what of the answer is to be seen or kept. */
  readonly mask: Mask;
}

/** How the question for the service's description ended. */
export interface Described {
  readonly outcome: CallOutcome;
  readonly description?: ServiceDescription;
}

/** An exchange together with where its request went. */
interface Sent {
  readonly exchange: HttpExchange;
  readonly url: URL;
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
    const sent = 'kind' in request ? request : await this.send(request, options);
    if ('kind' in sent) {
      return { outcome: notSent(options.transport, sent), mask: maskSecrets(this.knownSecrets()) };
    }
    const { own, isSecret } = secretsOf(call);
    const known = [...new Set([...own, ...proxySecrets(sent.exchange.request), ...this.knownSecrets()])];
    const { response } = sent.exchange;
    const mediaType = response && header(response, 'Content-Type')?.split(';')[0]?.trim().toLowerCase();
    const { answer, error } = decode(sent.exchange, sent.url, maskSecrets(known));
    const received = answer?.attributes.get('ticket') ?? '';
    const secrets = isSecret(received) && !known.includes(received) ? [...known, received] : known;
    const outcome = this.record(sent.exchange, call, options, error, secrets);
    return {
      outcome,
      mask: maskSecrets(secrets),
      ...(answer && { answer }),
      ...(mediaType !== undefined && { mediaType }),
    };
  }

  /** Asks for the service's WSDL, by GET and without a ticket. */
  async describe(options: Omit<CallOptions, 'transport'>): Promise<Described> {
    const { endpoint } = options;
    const byGet = { ...options, transport: 'get' } as const;
    const sent = await this.send(httpRequest('GET', endpoint, `${endpoint.pathname}?WSDL`), options);
    if ('kind' in sent) {
      return { outcome: notSent('get', sent) };
    }
    const secrets = [...new Set([...proxySecrets(sent.exchange.request), ...this.knownSecrets()])];
    const { description, error } = decodeWsdl(sent.exchange, sent.url, maskSecrets(secrets));
    const outcome = this.record(sent.exchange, { operation: DESCRIPTION, values: {} }, byGet, error, secrets);
    return { outcome, ...(description && { description }) };
  }

  private async send(request: HttpRequest, options: SendOptions): Promise<Sent | CallError> {
    if (options.signal?.aborted === true) {
      return callError('cancelled', l10n.t('The call was cancelled before it was sent.'));
    }
    return { exchange: await this.client.send(request, options), url: request.url };
  }

  private record(
    exchange: HttpExchange,
    { operation, values, omitted }: Pick<Exchange, 'operation' | 'values' | 'omitted'>,
    { profile, endpoint, transport }: CallOptions,
    error: CallError | undefined,
    secrets: readonly string[],
  ): CallOutcome {
    const outcome: CallOutcome = {
      success: error === undefined,
      ...(error && { error: { ...error, message: maskSecrets(secrets)(error.message) } }),
      transport,
      ...(exchange.response && { httpStatus: exchange.response.status }),
      durationMs: exchange.durationMs,
      exchangeId: randomUUID(),
    };
    this.sink.record({
      id: outcome.exchangeId,
      profile,
      operation,
      values,
      ...(omitted !== undefined && { omitted }),
      transport,
      endpoint: endpoint.href,
      outcome,
      secrets,
      // Last: in front of so many other properties V8 takes twenty microseconds for it, behind them a tenth of one.
      ...exchange,
    });
    return outcome;
  }
}

/** The outcome of a call that was refused before anything was sent. */
export function notSent(transport: Transport, error: CallError): CallOutcome {
  return { success: false, error, transport, durationMs: 0, exchangeId: '' };
}

/**
 * The values of a call that must not be seen, and whether another one must not. One that the same call also sends in the
 * open is left out: a password equal to the user name cannot be hidden by hiding the user name everywhere. It is masked by
 * its place.
 */
function secretsOf(call: Call): { own: string[]; isSecret: (value: string) => boolean } {
  const sent = argumentsOf(call);
  const open = sent.filter(({ secret }) => !secret).map(({ value }) => value.toLowerCase());
  const isSecret = (value: string) => value !== '' && !open.includes(value.toLowerCase());
  return { own: sent.flatMap(({ secret, value }) => (secret && isSecret(value) ? [value] : [])), isSecret };
}
