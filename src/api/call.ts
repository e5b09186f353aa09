import { randomUUID } from 'node:crypto';
import { decode } from './decode';
import { encode } from './encode';
import type { Exchange } from './exchange';
import { argumentsOf, type Call } from './operations';
import { callError, type CallError, type CallOutcome, type Transport } from './outcome';
import type { HttpClient, SendOptions, WireSink } from './ports';
import { proxySecrets } from './proxy';
import { maskSecrets, type Mask } from './redact';
import type { XmlElement } from './xml';

/** Where and how a call goes. */
export interface CallOptions extends SendOptions {
  /** The profile's name, for the record. */
  readonly profile: string;
  /** The address of `srv.asmx`. */
  readonly endpoint: URL;
  readonly transport: Transport;
}

/** How a call ended, with the answer's element where the server gave one. */
export interface Answered {
  readonly outcome: CallOutcome;
  /** As received: a server may echo a ticket in any attribute. */
  readonly answer?: XmlElement;
  /** Masks what of the answer is to be seen or kept. */
  readonly mask: Mask;
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
    const { transport } = options;
    const request = encode(transport, options.endpoint, call);
    if ('kind' in request) {
      return this.refused(transport, request);
    }
    if (options.signal?.aborted === true) {
      return this.refused(transport, callError('cancelled', 'The call was cancelled before it was sent.'));
    }
    const exchange = await this.client.send(request, options);
    const known = [...secretsOf(call), ...proxySecrets(exchange.request), ...this.knownSecrets()];
    const { answer, error } = decode(exchange, request.url, maskSecrets(known));
    const secrets = [...new Set([...secretsOf(call, answer), ...known])];
    const mask = maskSecrets(secrets);
    const outcome: CallOutcome = {
      success: error === undefined,
      ...(error && { error: { ...error, message: mask(error.message) } }),
      transport,
      ...(exchange.response && { httpStatus: exchange.response.status }),
      durationMs: exchange.durationMs,
      exchangeId: randomUUID(),
    };
    const recorded: Exchange = {
      ...exchange,
      id: outcome.exchangeId,
      profile: options.profile,
      operation: call.operation,
      values: call.values,
      transport,
      endpoint: options.endpoint.href,
      outcome,
      secrets,
    };
    this.sink.record(recorded);
    return { outcome, mask, ...(answer && { answer }) };
  }

  private refused(transport: Transport, error: CallError): Answered {
    return { outcome: notSent(transport, error), mask: maskSecrets(this.knownSecrets()) };
  }
}

/** The outcome of a call that was refused before anything was sent. */
export function notSent(transport: Transport, error: CallError): CallOutcome {
  return { success: false, error, transport, durationMs: 0, exchangeId: '' };
}

/**
 * The values of a call that must not be seen. One that the same call also sends in the open is left out: a password
 * equal to the user name cannot be hidden by hiding the user name everywhere. It is masked by its place.
 */
function secretsOf(call: Call, answer?: XmlElement): string[] {
  const sent = argumentsOf(call);
  const open = new Set(sent.filter(({ secret }) => !secret).map(({ value }) => value.toLowerCase()));
  const received = answer?.attributes.get('ticket');
  return [...sent.filter(({ secret }) => secret).map(({ value }) => value), received ?? ''].filter(
    value => value !== '' && !open.has(value.toLowerCase()),
  );
}
