import * as l10n from '@vscode/l10n';
import { header, type ExchangeFailure, type Message, type Response } from './exchange';
import { statusText } from './exchangeText';
import type { Explanation } from './meanings';
import type { CallError } from './outcome';

/** What can be done about a proxy that does not work. */
export const PROXY_REMEDY = l10n.t(
  'Check “http.proxy” in the settings of VS Code, or HTTPS_PROXY and HTTP_PROXY in its environment; “http.noProxy” names the hosts that are reached without a proxy.',
);

const CREDENTIALS_REMEDY = l10n.t(
  'Put user name and password into “http.proxy” (http://user:password@host:port, with special characters percent-encoded); VS Code gives “http.proxyAuthorization” to no extension.',
);

const UNREACHED_REMEDY = l10n.t(
  'Ask whoever runs the proxy whether it may and can reach this server. {0}',
  PROXY_REMEDY,
);

export const WANTS_CREDENTIALS: Explanation = {
  meaning: l10n.t('The proxy on the way to the server wants to know who you are.'),
  remedy: CREDENTIALS_REMEDY,
};

/** What it means where one of these remedies is given. */
export const PROXY_EXPLANATIONS: readonly Explanation[] = [
  { meaning: l10n.t('The proxy on the way to the server could not be used.'), remedy: PROXY_REMEDY },
  WANTS_CREDENTIALS,
  {
    meaning: l10n.t('The call went by a proxy and did not come through to infoRouter.'),
    remedy: UNREACHED_REMEDY,
  },
];

/** The statuses by which a proxy says that it cannot, or may not, reach the server. */
const GATEWAY_STATUSES = [403, 502, 503, 504];

const status = (response: Response): string => statusText({ response }).slice(0, 100);
const wantsCredentials = (response: Response, proxy: string): string =>
  l10n.t(
    'The proxy {0} lets nothing through without a valid user name and password ({1}).',
    proxy,
    status(response),
  );

/** What it means that a proxy answers the wish for a tunnel to the server with anything but the tunnel. */
export function tunnelRefused(response: Response, proxy: string): ExchangeFailure {
  return response.status === 407
    ? { kind: 'httpError', message: wantsCredentials(response, proxy), remedy: CREDENTIALS_REMEDY }
    : {
        kind: 'httpError',
        message: l10n.t(
          'The proxy {0} opened no connection to the server ({1}); nothing was sent there.',
          proxy,
          status(response),
        ),
        remedy: UNREACHED_REMEDY,
      };
}

/** An HTTP error that came by way of a proxy, which may have answered in the server's place. */
export function errorByProxy(response: Response, proxy: string, error: CallError): CallError {
  if (response.status === 407) {
    return { kind: 'httpError', message: wantsCredentials(response, proxy), remedy: CREDENTIALS_REMEDY };
  }
  return GATEWAY_STATUSES.includes(response.status)
    ? {
        kind: 'httpError',
        message: l10n.t(
          '{0} It came by way of the proxy {1}, which may have answered in the server’s place.',
          error.message,
          proxy,
        ),
        remedy: UNREACHED_REMEDY,
      }
    : error;
}

/** What authenticates the user to a proxy, as it was sent to it: an error page may hold it again. */
export function proxySecrets(request: Message): string[] {
  const credentials = header(request, 'Proxy-Authorization')?.split(' ')[1];
  if (credentials === undefined) {
    return [];
  }
  const password = Buffer.from(credentials, 'base64').toString('utf8').split(':').slice(1).join(':');
  return [credentials, password].filter(secret => secret !== '');
}
