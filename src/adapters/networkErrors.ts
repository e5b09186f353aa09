import * as l10n from '@vscode/l10n';
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

/** The peer within a sentence; each language has its own way to say “The {0} refused the connection”. */
const PEERS: { readonly [Name in Peer['name']]: string } = {
  server: l10n.t({
    message: 'server',
    comment: 'Stands in sentences such as “The {0} refused the connection”.',
  }),
  proxy: l10n.t({
    message: 'proxy',
    comment: 'Stands in sentences such as “The {0} refused the connection”.',
  }),
  'server (or the proxy in between)': l10n.t({
    message: 'server (or the proxy in between)',
    comment: 'Stands in sentences such as “The {0} refused the connection”.',
  }),
};

/** What Node's error codes mean, in words. Source: Node's documentation of common system errors. */
const NETWORK: Readonly<Record<string, (peer: string) => string>> = {
  ECONNREFUSED: peer =>
    l10n.t('The {0} refused the connection: nothing listens at this address and port.', peer),
  ECONNRESET: peer => l10n.t('The {0} closed the connection before the response was complete.', peer),
  ENOTFOUND: peer => l10n.t('The host name of the {0} is not known.', peer),
  EAI_AGAIN: peer => l10n.t('The host name of the {0} could not be looked up just now.', peer),
  EHOSTUNREACH: peer => l10n.t('The host of the {0} cannot be reached.', peer),
  ENETUNREACH: peer => l10n.t('The network of the {0} cannot be reached.', peer),
  ETIMEDOUT: peer => l10n.t('The attempt to connect to the {0} got no answer.', peer),
  EPIPE: peer => l10n.t('The {0} closed the connection while the request was being sent.', peer),
  // The address of a profile has been parsed by then, so it can only be the proxy's.
  ERR_INVALID_URL: () =>
    l10n.t('The address of the proxy in the settings or the environment is not a valid one.'),
};

const TLS_REMEDIES = {
  expired: l10n.t(
    'Have the server’s administrator install a valid certificate; where it should be valid, check the clock of this machine.',
  ),
  host: l10n.t(
    'Use a name that is in the certificate as the profile’s address, or have the server’s administrator add this one.',
  ),
  selfSigned: l10n.t(
    'Have the server’s administrator install a valid certificate; on a test server only, allow the untrusted certificate in this profile.',
  ),
  unknownAuthority: l10n.t(
    'Install the certificate of the authority in the operating system (“http.systemCertificates” lets VS Code take it from there), or name its file in NODE_EXTRA_CA_CERTS, then restart VS Code; on a test server only, allow the untrusted certificate in this profile.',
  ),
  notTls: l10n.t('Check the port, and whether the address should begin with http:// instead of https://.'),
  client: l10n.t(
    'Reach the server by an address that asks for no client certificate: neither this extension nor VS Code sends one.',
  ),
} as const;

/** What is wrong with a certificate by OpenSSL's names of it (RFC 5280), and what to do about it. */
const TLS: Readonly<Record<string, readonly [words: (peer: string) => string, keyof typeof TLS_REMEDIES]>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: [
    peer => l10n.t('The {0}’s certificate is signed by itself.', peer),
    'selfSigned',
  ],
  SELF_SIGNED_CERT_IN_CHAIN: [
    peer => l10n.t('The {0}’s certificate chain ends in an authority that is not trusted here.', peer),
    'unknownAuthority',
  ],
  UNABLE_TO_GET_ISSUER_CERT: [
    peer => l10n.t('The authority that issued the {0}’s certificate is not known here.', peer),
    'unknownAuthority',
  ],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
    peer => l10n.t('The authority that issued the {0}’s certificate is not known here.', peer),
    'unknownAuthority',
  ],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
    peer =>
      l10n.t(
        'The {0}’s certificate cannot be verified: its authority is not known here, or the {0} does not send it.',
        peer,
      ),
    'unknownAuthority',
  ],
  CERT_HAS_EXPIRED: [peer => l10n.t('The {0}’s certificate has expired.', peer), 'expired'],
  CERT_NOT_YET_VALID: [peer => l10n.t('The {0}’s certificate is not valid yet.', peer), 'expired'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    peer => l10n.t('The {0}’s certificate is for another host name.', peer),
    'host',
  ],
  EPROTO: [
    peer =>
      l10n.t('The {0} does not speak TLS at this port, or no version of it that is accepted here.', peer),
    'notTls',
  ],
};

/** By the number of a TLS alert (RFC 8446, section 6): how servers of TLS 1.3 and 1.2 ask for a client certificate. */
const ALERTS: Readonly<Record<string, (typeof TLS)[string]>> = {
  40: [
    peer => l10n.t('The {0} broke the TLS handshake off; it may want a client certificate.', peer),
    'client',
  ],
  116: [peer => l10n.t('The {0} wants a client certificate.', peer), 'client'],
};

/** Names what went wrong on the way to the server or back. */
export function failureOf(error: ConnectionError, peer: Peer = SERVER): ExchangeFailure {
  const { code = '' } = error;
  const failure = (kind: 'network' | 'tls', words: string, remedy?: string): ExchangeFailure => {
    const facts = [code, ...(peer.proxy === undefined ? [] : [l10n.t('proxy {0}', peer.proxy)])].filter(
      Boolean,
    );
    const message = facts.length === 0 ? words : `${words} (${facts.join(', ')})`;
    return { kind, message, ...(remedy !== undefined && { remedy }) };
  };
  const known = ALERTS[/\bSSL alert number (\d+)/.exec(error.message)?.[1] ?? ''] ?? TLS[code];
  if (known !== undefined) {
    const [words, remedy] = known;
    return failure(
      'tls',
      otherHost(error) ?? words(PEERS[peer.name]),
      remedyFor(peer) ?? TLS_REMEDIES[remedy],
    );
  }
  if (/^(CERT_|ERR_TLS_|ERR_SSL_)/.test(code)) {
    return failure('tls', brief(error.message), remedyFor(peer));
  }
  if (code.startsWith('HPE_')) {
    return failure('network', l10n.t('What the {0} sent is not HTTP.', PEERS[peer.name]), remedyFor(peer));
  }
  const remedy = code === 'ERR_INVALID_URL' ? PROXY_REMEDY : remedyFor(peer);
  const unknown =
    peer.name === 'proxy'
      ? l10n.t('The proxy could not be used: {0}', brief(error.message))
      : brief(error.message);
  return failure('network', NETWORK[code]?.(PEERS[peer.name]) ?? unknown, remedy);
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
  const few = names.slice(0, QUOTED_NAMES).join(', ');
  if (names.length === 0) {
    return l10n.t('The server’s certificate is not for “{0}”; it is for no host name.', host);
  }
  return names.length > QUOTED_NAMES
    ? l10n.t(
        'The server’s certificate is not for “{0}”; it is for {1} and {2} more.',
        host,
        few,
        names.length - QUOTED_NAMES,
      )
    : l10n.t('The server’s certificate is not for “{0}”; it is for {1}.', host, few);
}

/** The first line, which may quote the other end, in a bearable length. */
function brief(words: string): string {
  const line = firstLine(words);
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
