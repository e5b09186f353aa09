import type { ExchangeFailure } from '../api/exchange';

/** What Node's error codes mean, in words. Source: Node's documentation of common system errors, and RFC 5280. */
const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The server refused the connection: nothing listens at this address and port.',
  ECONNRESET: 'The server closed the connection before the response was complete.',
  ENOTFOUND: 'The host name is not known.',
  EAI_AGAIN: 'The host name could not be looked up just now.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  ETIMEDOUT: 'The connection attempt got no answer.',
  EPIPE: 'The server closed the connection while the request was being sent.',
};

const TLS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The server’s certificate is signed by itself.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The server’s certificate chain ends in an authority that is not trusted here.',
  UNABLE_TO_GET_ISSUER_CERT: 'The authority that issued the server’s certificate is not known here.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The authority that issued the server’s certificate is not known here.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'The server’s certificate cannot be verified: its authority is unknown here, or the server does not send it.',
  CERT_HAS_EXPIRED: 'The server’s certificate has expired.',
  CERT_NOT_YET_VALID: 'The server’s certificate is not valid yet.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The server’s certificate is for another host name.',
  EPROTO: 'The server does not speak TLS at this port, or no version of it that is accepted here.',
};

/** Names what went wrong on the way to the server or back. */
export function failureOf(error: NodeJS.ErrnoException | { code: string; message: string }): ExchangeFailure {
  const { code = '', message } = error;
  const tls = TLS[code];
  if (tls !== undefined || /^(CERT_|ERR_TLS_|ERR_SSL_)/.test(code)) {
    return { kind: 'tls', message: withCode(tls ?? message, code) };
  }
  if (code.startsWith('HPE_')) {
    return { kind: 'network', message: withCode('What the server sent is not HTTP.', code) };
  }
  return { kind: 'network', message: withCode(NETWORK[code] ?? message, code) };
}

const withCode = (words: string, code: string): string => (code === '' ? words : `${words} (${code})`);
