import type { HttpRequest } from './encode/request';
import type { Exchange, HttpExchange } from './exchange';

/** How one request is to be carried. */
export interface SendOptions {
  /** Milliseconds for the whole exchange, from the first attempt to connect to the last byte. */
  readonly timeoutMs: number;
  /** Bytes of response body after which the exchange is given up. */
  readonly maxResponseBytes: number;
  /** Accept a certificate that nobody vouches for: the profile's own decision. */
  readonly allowUntrustedCertificate: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Carries one request. Never rejects: a failure is part of the exchange. Follows no redirect, repeats nothing. */
export interface HttpClient {
  send(request: HttpRequest, options: SendOptions): Promise<HttpExchange>;
}

/** Takes every exchange, with its secrets: whoever implements it masks them before showing or keeping anything. */
export interface WireSink {
  record(exchange: Exchange): void;
}
