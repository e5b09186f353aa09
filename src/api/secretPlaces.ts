import { OPERATIONS, type Parameter } from './operations';
import { PERCENT, spelled } from './spellings';

const secretParameters: readonly Parameter[] = Object.values(OPERATIONS)
  .flatMap(({ parameters }): Parameter[] => Object.values(parameters))
  .filter(parameter => parameter.secret);
/** The names under which secrets travel, and the one under which AuthenticateUser hands out a new ticket. */
const NAMES = [...new Set(secretParameters.flatMap(({ http, soap }) => [http, soap]).concat('ticket'))].join(
  '|',
);

/** Markup within markup is escaped, and JSON within JSON: a fault may quote the envelope. */
const LESS = spelled('<');
const GREATER = spelled('>');
const QUOTE = `(?:\\\\+["']|${spelled('"')}|${spelled("'")})`;
const ELEMENT = `${LESS}(?:[\\w.-]+:)?(?:${NAMES})(?:\\s(?:(?!${LESS}|${GREATER}).)*)?${GREATER}`;
/** Not within a longer name. */
const NAME = `(?<![\\w.-])(?:${NAMES})`;

/**
 * Places whose name says that a secret stands there, whatever its value: they need no list of secrets, and mask those that
 * are too short to be searched and those that a server has cut.
 */
export const NAMED_PLACES: readonly RegExp[] = [
  // Attributes, and what ASP.NET says of a value that it rejects; a response cut short may lack the closing quote.
  new RegExp(`(${NAME}\\s*=\\s*(${QUOTE}))(?:(?!\\2).)+`, 'gis'),
  new RegExp(`(${NAME}=)(?!\\\\)[^&\\s"'<>]+`, 'gi'),
  // A query within a query: a login page is told by such a one where to lead back to.
  new RegExp(`(${PERCENT}(?:3f|26)(?:${NAMES})${PERCENT}3d)(?:(?!${PERCENT}26)[^&\\s"'<>])+`, 'gi'),
  new RegExp(`(${ELEMENT}${LESS}!\\[CDATA\\[)(?:(?!\\]\\]${GREATER}).)+`, 'gis'),
  new RegExp(`(${ELEMENT})(?:(?!${LESS}).)+`, 'gis'),
  new RegExp(`((${QUOTE})(?:${NAMES})\\2\\s*:\\s*\\2)(?:(?!\\2)(?:\\\\.|.))+`, 'gis'),
  // What a proxy asks for, or a server hands out, identifies the user just as a ticket does.
  /^((?:Proxy-)?Authorization:[ \t]*\S+[ \t]+|(?:Set-)?Cookie:[ \t]*)[^\r\n]+/gim,
];

/** Each of these places has one of these characters, which a user's name and address have not: batches mask many of them. */
export const MAY_HOLD_PLACES = /[=%<:&\\]/;

/** What a secret is called whose place begins with `before`. */
export function secretName(before: string): string {
  if (/^(?:(?:Proxy-)?Authorization|(?:Set-)?Cookie):/i.test(before)) {
    return 'credentials';
  }
  const place = before.toLowerCase();
  const named = ({ http, soap }: Parameter) =>
    place.includes(http.toLowerCase()) || place.includes(soap.toLowerCase());
  return secretParameters.find(named)?.label ?? 'ticket';
}
