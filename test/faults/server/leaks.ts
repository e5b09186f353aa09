/** So many characters of a ticket in a row give it away, as far as these tests are concerned. */
const PART = 12;

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** What somebody would try who looks for a secret in a text: each undoes one way of writing it. */
const UNDOING: readonly ((text: string) => string)[] = [
  text =>
    text.replace(/(?:%[0-9a-f]{2})+/gi, escapes =>
      Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
    ),
  text => text.replace(/(?:%|\\)u([0-9a-f]{4})/gi, (_, hex: string) => character(parseInt(hex, 16))),
  text =>
    text
      .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => character(parseInt(hex, 16)))
      .replace(/&#(\d+);/g, (_, digits: string) => character(Number(digits)))
      .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => NAMED[name] ?? ''),
  text => text.replace(/\\(["\\/])/g, '$1'),
];

const fromBase64 = (text: string): string =>
  text.replace(/[\w+/-]{16,}={0,2}/g, token => Buffer.from(token, 'base64').toString());

/** The text as somebody reads it who undoes escapes up to four times in any order, and looks into base64. */
function readings(text: string): Set<string> {
  const known = new Set([text]);
  let latest = [text];
  for (let round = 0; round < 4; round++) {
    latest = [...new Set(latest.flatMap(each => UNDOING.map(undo => undo(each))))].filter(
      each => !known.has(each),
    );
    latest.forEach(each => known.add(each));
  }
  return new Set([...known].flatMap(each => [each, fromBase64(each)]).map(each => each.toLowerCase()));
}

/** The parts of secrets that can be read in a text. Shares nothing with the masking that it judges. */
export function leaks(text: string, secrets: readonly string[]): string[] {
  const parts = secrets.flatMap(secret =>
    Array.from({ length: Math.max(1, secret.length - PART + 1) }, (_, at) =>
      secret.slice(at, at + PART).toLowerCase(),
    ),
  );
  const read = [...readings(text)];
  return parts.filter(part => read.some(each => each.includes(part)));
}
