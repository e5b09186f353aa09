import * as l10n from '@vscode/l10n';
import { header, type Response } from './exchange';
import { statusText } from './exchangeText';
import { knownAnswer, SEARCHED_LENGTH } from './knownAnswers';
import type { Explanation } from './meanings';
import { callError, type CallError } from './outcome';
import { WANTS_CREDENTIALS } from './proxy';

/** Cuts a text of the server to a length that a message may have, with secrets masked. */
export type Quote = (text: string) => string;

const UNREACHED_ORIGIN: Explanation = {
  meaning: l10n.t('A content delivery network stands before infoRouter and does not reach it.'),
  remedy: l10n.t(
    'Ask whoever runs the network in front of infoRouter, or use an address that leads straight to the server.',
  ),
};

/** What a status means and what to do about it. Those that are not here are explained by their kind. */
const STATUSES: Readonly<Record<number, Explanation>> = {
  403: {
    meaning: l10n.t(
      'The web server, or something in front of it, lets nobody or not everybody call srv.asmx.',
    ),
    remedy: l10n.t(
      'Ask for access to srv.asmx: the web server or a proxy in front of infoRouter refuses it before infoRouter is asked.',
    ),
  },
  404: {
    meaning: l10n.t('A web server answers, but infoRouter’s web service is not at this address.'),
    remedy: l10n.t('Check the base URL: there is no srv.asmx at this address.'),
  },
  405: {
    meaning: l10n.t('The web server lets this transport’s HTTP method not through to srv.asmx.'),
    remedy: l10n.t('Choose another transport: the server does not allow this one’s HTTP method here.'),
  },
  407: WANTS_CREDENTIALS,
  413: {
    meaning: l10n.t('The request is larger than the web server takes.'),
    remedy: l10n.t('Send shorter values: the web server takes no request of this size.'),
  },
  414: {
    meaning: l10n.t('The values make the address of the GET longer than the web server takes.'),
    remedy: l10n.t('Choose POST or SOAP: the values are too long for the address of a GET.'),
  },
  415: {
    meaning: l10n.t('The web server does not take the content type that this transport sends.'),
    remedy: l10n.t('Choose another transport: the server does not take this one’s content type.'),
  },
  429: {
    meaning: l10n.t('Something in front of infoRouter counts calls and has had enough of them.'),
    remedy: l10n.t('Wait before you send again, or have the limit for srv.asmx raised.'),
  },
  502: {
    meaning: l10n.t('A proxy in front of infoRouter answered, and infoRouter did not.'),
    remedy: l10n.t(
      'Look at the proxy in front of infoRouter: it got no answer; the update may have been done all the same.',
    ),
  },
  503: {
    meaning: l10n.t('The web server takes no calls for infoRouter at the moment.'),
    remedy: l10n.t('Try again later: the server is too busy, or its application pool is stopped.'),
  },
  504: {
    meaning: l10n.t('A proxy in front of infoRouter waited for it and gave up.'),
    remedy: l10n.t(
      'Look at the proxy in front of infoRouter: it got no answer in time; the update may have been done all the same.',
    ),
  },
  511: {
    meaning: l10n.t('The network that you are in wants you to sign in before it lets anything through.'),
    remedy: l10n.t('Open any page in a browser, sign in to the network there, and send again.'),
  },
  ...Object.fromEntries([520, 521, 522, 523, 524, 525, 526].map(status => [status, UNREACHED_ORIGIN])),
};

interface Redirect extends Explanation {
  readonly where: string;
}

/** Where a redirect leads, seen from where the request went. */
const REDIRECTS = {
  itself: {
    where: l10n.t('the same address'),
    meaning: l10n.t('The server sends every caller in a circle.'),
    remedy: l10n.t(
      'Look at the server’s configuration: it redirects in a circle, so no client gets an answer here.',
    ),
  },
  tls: {
    where: l10n.t('the same server by https'),
    meaning: l10n.t('The server takes calls by https only.'),
    remedy: l10n.t('Change the profile’s address so that it begins with https:.'),
  },
  sameServer: {
    where: l10n.t('another address of the same server'),
    meaning: l10n.t('The server wants the call at another of its addresses, or a login before it.'),
    remedy: l10n.t(
      'Exempt srv.asmx from the login page that it probably leads to, or change the base URL if infoRouter has moved there.',
    ),
  },
  otherServer: {
    where: l10n.t('another server'),
    meaning: l10n.t(
      'The server sends the caller to another server, which is not to be shown a ticket unasked.',
    ),
    remedy: l10n.t(
      'Change the base URL if infoRouter has moved there and you trust that server; exempt srv.asmx if it is a login page.',
    ),
  },
} as const satisfies Record<string, Redirect>;

/** Redirects to a place where a person signs in, by what stands in the address. */
const LOGIN_REDIRECTS: readonly (Explanation & { readonly marks: RegExp })[] = [
  {
    marks:
      /[?&]wa=wsignin1\.0|[?&]SAMLRequest=|[?&]response_type=|\/adfs\/|\/oauth2?\/|\/cas\/login\b|login\.microsoftonline\.com/i,
    meaning: l10n.t('A single sign-on stands before infoRouter and sends every caller to its login page.'),
    remedy: l10n.t(
      'Have srv.asmx exempted from the single sign-on and its login page, or use an address of the server that does not go by it.',
    ),
  },
  {
    marks: /[?&]ReturnUrl=/i,
    meaning: l10n.t(
      'ASP.NET’s forms authentication sends every caller without its cookie to the login page.',
    ),
    remedy: l10n.t(
      'Have srv.asmx exempted from the login page (a location element in the server’s web.config): infoRouter checks the ticket itself.',
    ),
  },
];

/** The schemes by which a web server asks for a user of its own. */
const WINDOWS = /^(?:NTLM|Negotiate|Kerberos)$/i;
const AUTHENTICATE: Explanation = {
  meaning: l10n.t(
    'The web server wants to know a user of its own before it lets the call through to infoRouter.',
  ),
  remedy: l10n.t(
    'Enable anonymous authentication for srv.asmx in IIS: infoRouter checks the ticket itself, and this tool signs in to nothing else.',
  ),
};

/** Everything that is explained here; none shares its remedy with one that means something else. */
export const HTTP_EXPLANATIONS: readonly Explanation[] = [
  ...Object.values(STATUSES),
  ...Object.values(REDIRECTS),
  ...LOGIN_REDIRECTS,
  AUTHENTICATE,
];

/** An HTTP status that is not 2xx, as precisely as the response tells. */
export function httpError(response: Response, text: string, sentTo: URL, quote: Quote): CallError {
  const status = quote(statusText({ response }));
  const { words, remedy } =
    redirection(response, sentTo, quote) ??
    authentication(response, quote) ??
    explanation(response, text, quote);
  return {
    ...callError(
      'httpError',
      words === '' ? l10n.t('The server answered {0}.', status) : `${status}: ${words}`,
    ),
    ...(remedy !== undefined && { remedy }),
  };
}

interface Told {
  readonly words: string;
  readonly remedy: string | undefined;
}

function redirection(response: Response, sentTo: URL, quote: Quote): Told | undefined {
  const location = header(response, 'Location');
  if (response.status < 300 || response.status > 399 || location === undefined) {
    return undefined;
  }
  const target = URL.canParse(location, sentTo.href) ? new URL(location, sentTo) : undefined;
  const redirect = REDIRECTS[target === undefined ? 'otherServer' : leadsTo(target, sentTo)];
  const login = LOGIN_REDIRECTS.find(({ marks }) => marks.test(location.slice(0, SEARCHED_LENGTH)));
  const words = l10n.t(
    'the server redirects to {0} ({1}); this was not followed.',
    quote(location),
    redirect.where,
  );
  return { words, remedy: (login ?? redirect).remedy };
}

function leadsTo(target: URL, sentTo: URL): keyof typeof REDIRECTS {
  if (target.origin === sentTo.origin) {
    return target.href === sentTo.href ? 'itself' : 'sameServer';
  }
  const upgraded = target.protocol === 'https:' && sentTo.protocol === 'http:';
  return upgraded && target.hostname === sentTo.hostname ? 'tls' : 'otherServer';
}

function authentication({ status, headers }: Response, quote: Quote): Told | undefined {
  const asked = headers.filter(([name]) => name.toLowerCase() === 'www-authenticate');
  if (status !== 401 || asked.length === 0) {
    return undefined;
  }
  // One header may list several schemes, each with parameters of the form `name=value`, and a value may be anything in quotes.
  const schemes = asked
    .flatMap(([, value]) => value.replace(/"(?:[^"\\]|\\.)*"/g, '').split(','))
    .map(each => each.trim().split(/\s/, 1)[0] ?? '')
    .filter(each => each !== '' && !each.includes('='));
  const asks = quote(schemes.join(', '));
  const words = schemes.some(scheme => WINDOWS.test(scheme))
    ? l10n.t(
        'the web server in front of infoRouter asks for a Windows account ({0}), and not for a ticket.',
        asks,
      )
    : l10n.t(
        'the web server in front of infoRouter asks for a user of its own ({0}), and not for a ticket.',
        asks,
      );
  return { words, remedy: AUTHENTICATE.remedy };
}

/** The server's own words: asmx explains itself in one line of plain text, an HTML page in its title. */
function explanation(response: Response, text: string, quote: Quote): Told {
  const plain = /^text\/plain/i.test(header(response, 'Content-Type') ?? '');
  const words = plain ? firstLine(text) : (titleOf(text) ?? '');
  return { words: quote(words), remedy: (knownAnswer(text) ?? STATUSES[response.status])?.remedy };
}

export function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0] ?? '';
}

/** The title of an HTML page, from its beginning: a page is as long as the server likes. */
export function titleOf(text: string): string | undefined {
  const title = /<title[^<>]*>([^<]*)/i.exec(text.slice(0, SEARCHED_LENGTH))?.[1];
  return title?.replace(/\s+/g, ' ').trim() || undefined;
}
