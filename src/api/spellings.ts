const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};
const JSON_ESCAPES: Readonly<Record<string, string>> = {
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

export const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** The beginnings of an escape; each may be escaped again, as a login page's `ReturnUrl` escapes a query. */
export const PERCENT = '%(?:25)*';
const AMPERSAND = '&(?:amp;)*';

/** A pattern for one character in every spelling it travels in; a text may mix them. */
function spellings(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const units = character.split('').map(unit => hex(unit.charCodeAt(0), 4));
  const named = NAMED_ENTITIES[character];
  const json = JSON_ESCAPES[character] ?? (/["\\/]/.test(character) ? character : undefined);
  const bytes = Buffer.from(character, 'utf8');
  // The plain character last: it may be the beginning of its own escape, as in `\\` and `&amp;`.
  return [
    [...bytes].map(byte => `${PERCENT}${hex(byte, 2)}`).join(''),
    // UTF-8 in a header, which is read as ISO-8859-1.
    ...(codePoint > 0x7f ? [bytes.toString('latin1')] : []),
    // Where the encoding of the text was not the one that it was read in, and by its name in HTML, of which there are 2,000.
    ...(codePoint > 0x7f ? ['\\ufffd', '\\?', `${AMPERSAND}[a-z]{2,8};`] : []),
    // In ISO-8859-1, and as ASP.NET and the `escape` of JavaScript have it: `%uXXXX`.
    ...(codePoint > 0x7f && codePoint < 0x100 ? [`${PERCENT}${hex(codePoint, 2)}`] : []),
    units.map(unit => `(?:\\\\|${PERCENT})u${unit}`).join(''),
    `${AMPERSAND}#0*${codePoint};`,
    `${AMPERSAND}#x0*${codePoint.toString(16)};`,
    ...(named === undefined ? [] : [`${AMPERSAND}${named};`]),
    ...(json === undefined ? [] : [`\\\\${escapeRegExp(json)}`]),
    ...(character === ' ' ? ['\\+'] : []),
    escapeRegExp(character),
  ].join('|');
}

/** The same as a group of its own. */
export const spelled = (character: string): string => `(?:${spellings(character)})`;
