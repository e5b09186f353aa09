import { header, type Response } from './exchange';
import { statusText } from './exchangeText';
import { callError, type CallError } from './outcome';
import { CREDENTIALS_REMEDY } from './proxy';

/** Cuts a text of the server to a length that a message may have, with secrets masked. */
export type Quote = (text: string) => string;

/** What to do about a status. Those that are not here have the remedy of every HTTP error. */
const REMEDIES: Readonly<Record<number, string>> = {
  403: 'Ask for access to srv.asmx: the web server or a proxy in front of infoRouter refuses it before infoRouter is asked.',
  404: 'Check the base URL: there is no srv.asmx at this address.',
  405: 'Choose another transport: the server does not allow this one’s HTTP method here.',
  407: CREDENTIALS_REMEDY,
  413: 'Send shorter values: the web server takes no request of this size.',
  414: 'Choose POST or SOAP: the values are too long for the address of a GET.',
  415: 'Choose another transport: the server does not take this one’s content type.',
  502: 'Look at the proxy in front of infoRouter: it got no answer; the update may have been done all the same.',
  503: 'Try again later: the server is too busy, or its application pool is stopped.',
  504: 'Look at the proxy in front of infoRouter: it got no answer in time; the update may have been done all the same.',
};

/** What asmx says of a transport that its web.config does not enable. */
export const NOT_ENABLED = /Request format is (?:unrecognized|invalid)/i;
const ENABLE =
  'Choose SOAP, or enable HttpGet and HttpPost under webServices/protocols in the server’s web.config.';

/** Where a redirect leads, seen from where the request went. */
const REDIRECTS = {
  itself: [
    'the same address',
    'Look at the server’s configuration: it redirects in a circle, so no client gets an answer here.',
  ],
  tls: ['the same server by https', 'Change the profile’s address so that it begins with https:.'],
  sameServer: [
    'another address of the same server',
    'Exempt srv.asmx from the login page that it probably leads to, or change the base URL if infoRouter has moved there.',
  ],
  otherServer: [
    'another server',
    'Change the base URL if infoRouter has moved there and you trust that server; exempt srv.asmx if it is a login page.',
  ],
} as const;

/** The schemes by which a web server asks for a user of its own. */
const WINDOWS = /^(?:NTLM|Negotiate|Kerberos)$/i;
const AUTHENTICATE =
  'Enable anonymous authentication for srv.asmx in IIS: infoRouter checks the ticket itself, and this tool signs in to nothing else.';

/** An HTTP status that is not 2xx, as precisely as the response tells. */
export function httpError(response: Response, text: string, sentTo: URL, quote: Quote): CallError {
  const status = quote(statusText({ response }));
  const { words, remedy } =
    redirection(response, sentTo, quote) ??
    authentication(response, quote) ??
    explanation(response, text, quote);
  return {
    ...callError('httpError', words === '' ? `The server answered ${status}.` : `${status}: ${words}`),
    ...(remedy !== undefined && { remedy }),
  };
}

interface Explanation {
  readonly words: string;
  readonly remedy: string | undefined;
}

function redirection(response: Response, sentTo: URL, quote: Quote): Explanation | undefined {
  const location = header(response, 'Location');
  if (response.status < 300 || response.status > 399 || location === undefined) {
    return undefined;
  }
  const target = URL.canParse(location, sentTo.href) ? new URL(location, sentTo) : undefined;
  const [where, remedy] = REDIRECTS[target === undefined ? 'otherServer' : leadsTo(target, sentTo)];
  const words = `the server redirects to ${quote(location)} (${where}); this was not followed.`;
  return { words, remedy };
}

function leadsTo(target: URL, sentTo: URL): keyof typeof REDIRECTS {
  if (target.origin === sentTo.origin) {
    return target.href === sentTo.href ? 'itself' : 'sameServer';
  }
  const upgraded = target.protocol === 'https:' && sentTo.protocol === 'http:';
  return upgraded && target.hostname === sentTo.hostname ? 'tls' : 'otherServer';
}

function authentication({ status, headers }: Response, quote: Quote): Explanation | undefined {
  const asked = headers.filter(([name]) => name.toLowerCase() === 'www-authenticate');
  if (status !== 401 || asked.length === 0) {
    return undefined;
  }
  // One header may list several schemes, each with parameters of the form `name=value`.
  const schemes = asked
    .flatMap(([, value]) => value.split(','))
    .map(each => each.trim().split(/\s/, 1)[0] ?? '')
    .filter(each => each !== '' && !each.includes('='));
  const kind = schemes.some(scheme => WINDOWS.test(scheme)) ? 'a Windows account' : 'a user of its own';
  const words = `the web server in front of infoRouter asks for ${kind} (${quote(schemes.join(', '))}), and not for a ticket.`;
  return { words, remedy: AUTHENTICATE };
}

/** The server's own words: asmx explains itself in one line of plain text, an HTML page in its title. */
function explanation(response: Response, text: string, quote: Quote): Explanation {
  const plain = /^text\/plain/i.test(header(response, 'Content-Type') ?? '');
  const words = plain ? firstLine(text) : (titleOf(text) ?? '');
  return { words: quote(words), remedy: NOT_ENABLED.test(words) ? ENABLE : REMEDIES[response.status] };
}

export function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? '';
}

/** The title of an HTML page, from its beginning: a page is as long as the server likes. */
export function titleOf(text: string): string | undefined {
  const title = /<title[^<>]*>([^<]*)/i.exec(text.slice(0, 65_536))?.[1];
  return title?.replace(/\s+/g, ' ').trim() || undefined;
}
