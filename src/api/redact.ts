import { MAY_HOLD_PLACES, NAMED_PLACES, secretName } from './secretPlaces';
import { escapeRegExp, spelled } from './spellings';

/** What stands in the place of a secret. */
export const MASK = '••••••••';

/**
 * Below this length a secret is masked only where its name gives it away: to hide every “a” of a text because the
 * password is “a” would hide the text and betray the password.
 */
const SHORTEST_SEARCHED = 4;

/**
 * The characters of a base64 text that depend on the secret alone, at each of the three places where it can begin
 * within a group of three bytes: `user:password` puts it anywhere.
 */
function base64Cores(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap(offset => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const start = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const core = encoded.slice(start, end);
    // The alphabet for addresses has other characters in two places (RFC 4648, section 5).
    const forAddresses = core.replace(/\+/g, '-').replace(/\//g, '_');
    return end - start >= SHORTEST_SEARCHED ? [...new Set([core, forAddresses])] : [];
  });
}

/**
 * A long secret is searched in pieces of this many characters: the pattern of a whole one would be more than a regular
 * expression can hold, and the error that says so would quote the secret.
 */
const PIECE_LENGTH = 200;
/** Beyond so many pieces only the place of a secret gives it away. No ticket is a hundredth as long. */
const MOST_PIECES = 100;

function piecesOf(secret: string): string[] {
  // No more of it than is searched: a hostile server may hand out a ticket of megabytes.
  const characters = Array.from(secret.slice(0, 2 * PIECE_LENGTH * MOST_PIECES));
  const length = Math.ceil(characters.length / Math.ceil(characters.length / PIECE_LENGTH));
  const count = Math.min(MOST_PIECES, Math.ceil(characters.length / length));
  return Array.from({ length: count }, (_, at) => characters.slice(at * length, (at + 1) * length).join(''));
}

/** Servers trim what they read, and echo it so. */
const withTrimmed = (secret: string): string[] => [...new Set([secret, secret.trim()])];

/** As infoRouter's tickets are; .NET writes one with its hyphens or without. */
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function valuePattern(secret: string): RegExp {
  const hyphen = GUID.test(secret) ? `${spelled('-')}?` : spelled('-');
  const value = Array.from(secret, character => (character === '-' ? hyphen : spelled(character))).join('');
  const base64 = base64Cores(secret).map(escapeRegExp);
  return new RegExp([value, ...base64].join('|'), 'giu');
}

/**
 * Masks secrets in a text: the given values in every spelling they travel in (raw, percent-encoded, `+`, XML-escaped,
 * numeric entities, JSON-escaped, base64, any mixture, escaped twice), longest first, and whatever stands where a secret belongs.
 */
export function redact(text: string, secrets: Iterable<string>): string {
  return redactAll(text, [...secrets]);
}

function redactAll(text: string, secrets: readonly string[]): string {
  let masked = text;
  for (const pattern of patternsOf(secrets)) {
    masked = masked.replace(pattern, MASK);
  }
  if (MAY_HOLD_PLACES.test(masked)) {
    for (const place of NAMED_PLACES) {
      masked = masked.replace(place, `$1${MASK}`);
    }
  }
  return masked;
}

/**
 * A masked text with names in the place of its masks, for programs that somebody is to fill in: `{{ticket}}`,
 * `{{password}}`, `{{credentials}}`. The place tells which it was; `{{secret}}` stands where no secret belongs.
 */
export function nameMasks(masked: string): string {
  let named = masked;
  for (const place of NAMED_PLACES) {
    named = named.replace(place, (whole, before: string) =>
      whole.includes(MASK) ? `${before}{{${secretName(before)}}}` : whole,
    );
  }
  return named.replaceAll(MASK, '{{secret}}');
}

/** Makes a text fit to be seen. */
export type Mask = (text: string) => string;

/** Longer than any secret, or piece of one that is searched, in its longest spelling. */
const LOOK_AHEAD = 16_384;

/**
 * The beginning of a text, masked: at most `length` characters. Half a secret at the end of a piece escapes the mask, but
 * within a longer piece it is whole and does not: what both pieces begin with holds no half.
 */
export function maskedStart(text: string, mask: Mask, length: number): string {
  const ahead = Math.max(length, LOOK_AHEAD);
  const masked =
    text.length <= ahead
      ? mask(text)
      : commonStart(mask(text.slice(0, ahead)), mask(text.slice(0, 2 * ahead)));
  return masked.slice(0, length).toWellFormed();
}

export function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) {
    length++;
  }
  return a.slice(0, length);
}

export function maskSecrets(secrets: Iterable<string>): Mask {
  const all = [...secrets];
  return text => redactAll(text, all);
}

/** For the one place where the user asked to see them. */
export const maskNothing: Mask = text => text;

/** The last set of secrets with its patterns: a batch masks thousands of texts with the same. */
let lately: { readonly secrets: readonly string[]; readonly patterns: readonly RegExp[] } | undefined;

/** What is to be searched, the longest first. */
function patternsOf(secrets: readonly string[]): readonly RegExp[] {
  const known = lately?.secrets;
  if (
    lately === undefined ||
    known?.length !== secrets.length ||
    known.some((each, at) => each !== secrets[at])
  ) {
    const patterns = [...new Set(secrets.flatMap(withTrimmed))]
      .filter(secret => secret.length >= SHORTEST_SEARCHED)
      .flatMap(secret => [...new Set(piecesOf(secret))])
      .sort((a, b) => b.length - a.length)
      .map(patternOf);
    lately = { secrets, patterns };
  }
  return lately.patterns;
}

/** A ticket lives through many texts; its pattern is built once. Bounded, since patterns hold the secret's text. */
const patterns = new Map<string, RegExp>();
function patternOf(secret: string): RegExp {
  const known = patterns.get(secret);
  if (known !== undefined) {
    return known;
  }
  if (patterns.size >= 200) {
    patterns.clear();
  }
  const pattern = valuePattern(secret);
  patterns.set(secret, pattern);
  return pattern;
}
