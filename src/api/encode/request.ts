/** A request as it is to be sent: every header is here, and none is added on the way. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** Path and query as they stand in the request line. */
  readonly target: string;
  /** In the order in which they are sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

type Header = readonly [name: string, value: string];

const EVERY_TIME: readonly Header[] = [
  ['Accept-Encoding', 'identity'],
  ['User-Agent', 'infoRouter-API-Tester'],
  ['Connection', 'keep-alive'],
];

/**
 * Completes a request with the headers that every one of them carries. `identity` asks the server not to compress, so
 * that what is shown is what was received.
 */
export function httpRequest(
  method: 'GET' | 'POST',
  endpoint: URL,
  target: string,
  contentHeaders: readonly Header[] = [],
  body = '',
): HttpRequest {
  const length: Header[] = method === 'POST' ? [['Content-Length', String(Buffer.byteLength(body))]] : [];
  return {
    method,
    url: urlOf(endpoint, target),
    target,
    headers: [['Host', endpoint.host], ...contentHeaders, ...length, ...EVERY_TIME],
    body,
  };
}

let lately: { readonly endpoint: URL; readonly target: string; readonly url: URL } | undefined;

/**
 * Not resolved against the endpoint: a target that begins with two slashes would name another host. The last one is kept,
 * since the requests of a batch all go to the same address, and reading one costs as much as the rest of encoding.
 */
function urlOf(endpoint: URL, target: string): URL {
  if (lately?.endpoint !== endpoint || lately.target !== target) {
    lately = { endpoint, target, url: new URL(endpoint.origin + target) };
  }
  return lately.url;
}
