import type { Argument } from '../operations';

/** What most names and tickets consist of alone. */
const UNRESERVED = /^[\w.~-]*$/;

/**
 * Percent-encodes everything but RFC 3986's unreserved characters, as UTF-8. `encodeURIComponent` leaves `!'()*` as
 * they are, and a space becomes `%20` and not `+`, which only some readers of a query take for a space.
 */
export function percentEncode(value: string): string {
  if (UNRESERVED.test(value)) {
    return value;
  }
  const encoded = encodeURIComponent(value);
  // To look first is faster than to replace nothing.
  return LEFT_ALONE.test(encoded)
    ? encoded.replace(/[!'()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    : encoded;
}
const LEFT_ALONE = /[!'()*]/;

/** `name=value&…`: the query of a GET and the body of a POST are spelt alike. */
export function formEncode(sent: readonly Argument[]): string {
  return sent.map(({ http, value }) => `${http}=${percentEncode(value)}`).join('&');
}
