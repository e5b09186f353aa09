import type { Argument } from '../operations';

/** What most names and tickets consist of alone. */
const UNRESERVED = /^[\w.~-]*$/;

/**
 * Percent-encodes everything but RFC 3986's unreserved characters, as UTF-8. `encodeURIComponent` leaves `!'()*` as
 * they are, and a space becomes `%20` and not `+`, which only some readers of a query take for a space.
 */
export function percentEncode(value: string): string {
  return UNRESERVED.test(value)
    ? value
    : encodeURIComponent(value).replace(
        /[!'()*]/g,
        character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      );
}

/** `name=value&…`: the query of a GET and the body of a POST are spelt alike. */
export function formEncode(sent: readonly Argument[]): string {
  return sent.map(({ http, value }) => `${http}=${percentEncode(value)}`).join('&');
}
