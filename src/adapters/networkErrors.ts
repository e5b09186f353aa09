import type { ExchangeFailure } from '../api/exchange';
import { firstLine } from '../api/httpErrors';
import { PROXY_REMEDY } from '../api/proxy';

/** An error of Node's sockets, with what TLS adds to it where a certificate is for another host. */
export interface ConnectionError {
  readonly code?: string | undefined;
  readonly message: string;
  readonly host?: string;
  readonly cert?: { readonly subjectaltname?: string };
}

/** Who is at the other end of the connection that failed, in the words of a sentence that begins with “The”. */
export interface Peer {
  readonly name: 'server' | 'proxy' | 'server (or the proxy in between)';
  /** `host:port` of the proxy in between, without credentials. */
  readonly proxy?: string | undefined;
}

export const SERVER: Peer = { name: 'server' };

/** What Node's error codes mean, in words. Source: Node's documentation of common system errors. */
const NETWORK: Readonly<Record<string, (peer: string) => string>> = {
  ECONNREFUSED: peer => `The ${peer} refused the connection: nothing listens at this address and port.`,
  ECONNRESET: peer => `The ${peer} closed the connection before the response was complete.`,
  ENOTFOUND: peer => `The host name of the ${peer} is not known.`,
  EAI_AGAIN: peer => `The host name of the ${peer} could not be looked up just now.`,
  EHOSTUNREACH: peer => `The host of the ${peer} cannot be reached.`,
  ENETUNREACH: peer => `The network of the ${peer} cannot be reached.`,
  ETIMEDOUT: peer => `The attempt to connect to the ${peer} got no answer.`,
  EPIPE: peer => `The ${peer} closed the connection while the request was being sent.`,
  // The address of a profile has been parsed by then, so it can only be the proxy's.
  ERR_INVALID_URL: () => 'The address of the proxy in the settings or the environment is not a valid one.',
};

const ADMINISTRATOR = 'Have the server’s administrator install a valid certificate';
const TLS_REMEDIES = {
  expired: `${ADMINISTRATOR}; where it should be valid, check the clock of this machine.`,
  host: 'Use a name that is in the certificate as the profile’s address, or have the server’s administrator add this one.',
  selfSigned: `${ADMINISTRATOR}; on a test server only, allow the untrusted certificate in this profile.`,
  unknownAuthority:
    'Install the certificate of the authority in the operating system (“http.systemCertificates” lets VS Code take it ' +
    'from there), or name its file in NODE_EXTRA_CA_CERTS, then restart VS Code; on a test server only, allow the ' +
    'untrusted certificate in this profile.',
  notTls: 'Check the port, and whether the address should begin with http:// instead of https://.',
  client:
    'Reach the server by an address that asks for no client certificate: neither this extension nor VS Code sends one.',
} as const;

/** What is wrong with a certificate by OpenSSL's names of it (RFC 5280), and what to do about it. */
const TLS: Readonly<Record<string, readonly [words: (peer: string) => string, keyof typeof TLS_REMEDIES]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: [peer => `The ${peer}’s certificate is signed by itself.`, 'selfSigned'],
  SELF_SIGNED_CERT_IN_CHAIN: [
    peer => `The ${peer}’s certificate chain ends in an authority that is not trusted here.`,
    'unknownAuthority',
  ],
  UNABLE_TO_GET_ISSUER_CERT: [
    peer => `The authority that issued the ${peer}’s certificate is not known here.`,
    'unknownAuthority',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    peer => `The authority that issued the ${peer}’s certificate is not known here.`,
    'unknownAuthority',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    peer =>
      `The ${peer}’s certificate cannot be verified: its authority is not known here, or the ${peer} does not send it.`,
    'unknownAuthority',
  ],
  CERT_HAS_EXPIRED: [peer => `The ${peer}’s certificate has expired.`, 'expired'],
  CERT_NOT_YET_VALID: [peer => `The ${peer}’s certificate is not valid yet.`, 'expired'],
  ERR_TLS_CERT_ALTNAME_INVALID: [peer => `The ${peer}’s certificate is for another host name.`, 'host'],
  EPROTO: [
    peer => `The ${peer} does not speak TLS at this port, or no version of it that is accepted here.`,
    'notTls',
  ],
};

/** By the number of a TLS alert (RFC 8446, section 6): how servers of TLS 1.3 and 1.2 ask for a client certificate. */
const ALERTS: Readonly<Record<string, (typeof TLS)[string]>> = {
  40: [peer => `The ${peer} broke the TLS handshake off; it may want a client certificate.`, 'client'],
  116: [peer => `The ${peer} wants a client certificate.`, 'client'],
};

/** Names what went wrong on the way to the server or back. */
export function failureOf(error: ConnectionError, peer: Peer = SERVER): ExchangeFailure {
  const { code = '' } = error;
  const failure = (kind: 'network' | 'tls', words: string, remedy?: string): ExchangeFailure => {
    const facts = [code, ...(peer.proxy === undefined ? [] : [`proxy ${peer.proxy}`])].filter(Boolean);
    const message = facts.length === 0 ? words : `${words} (${facts.join(', ')})`;
    return { kind, message, ...(remedy !== undefined && { remedy }) };
  };
  const known = ALERTS[/\bSSL alert number (\d+)/.exec(error.message)?.[1] ?? ''] ?? TLS[code];
  if (known !== undefined) {
    const [words, remedy] = known;
    return failure('tls', otherHost(error) ?? words(peer.name), remedyFor(peer) ?? TLS_REMEDIES[remedy]);
  }
  if (/^(CERT_|ERR_TLS_|ERR_SSL_)/.test(code)) {
    return failure('tls', brief(error.message), remedyFor(peer));
  }
  if (code.startsWith('HPE_')) {
    return failure('network', `What the ${peer.name} sent is not HTTP.`, remedyFor(peer));
  }
  const remedy = code === 'ERR_INVALID_URL' ? PROXY_REMEDY : remedyFor(peer);
  const unknown =
    peer.name === 'proxy' ? `The proxy could not be used: ${brief(error.message)}` : brief(error.message);
  return failure('network', NETWORK[code]?.(peer.name) ?? unknown, remedy);
}

/** Where the proxy itself failed, nothing is wrong with the server. */
const remedyFor = ({ name }: Peer): string | undefined => (name === 'proxy' ? PROXY_REMEDY : undefined);

/** The most names of a certificate that a message quotes. */
const QUOTED_NAMES = 5;

/** For which names a certificate is, where it is not for the one that was asked for. */
function otherHost({ host, cert }: ConnectionError): string | undefined {
  if (host === undefined || cert === undefined) {
    return undefined;
  }
  const names = (cert.subjectaltname ?? '')
    .split(', ')
    .flatMap(entry => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? [])
    // The server chose these: names are ASCII, and anything else could imitate something.
    .map(name => `“${brief(name.replace(/[^\x20-\x7e]/g, '?'))}”`);
  const more = names.length > QUOTED_NAMES ? ` and ${names.length - QUOTED_NAMES} more` : '';
  const shown = names.length === 0 ? 'no host name' : `${names.slice(0, QUOTED_NAMES).join(', ')}${more}`;
  return `The server’s certificate is not for “${host}”; it is for ${shown}.`;
}

/** The first line, which may quote the other end, in a bearable length. */
function brief(words: string): string {
  const line = firstLine(words);
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
