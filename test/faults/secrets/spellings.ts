import fc from 'fast-check';
import { MASK } from '../../../src/api/redact';

const percent = (bytes: Buffer) => [...bytes].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const xmlEscape = (text: string) => text.replace(/[&<>"']/g, each => XML_ENTITIES[each] ?? '');
const units = (text: string, prefix: string) =>
  text
    .split('')
    .map(unit => `${prefix}${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Every way a secret may be spelt in a text that reaches a sink. */
export const SPELLINGS: Readonly<Record<string, (secret: string) => string>> = {
  raw: secret => secret,
  'UTF-8 read as ISO-8859-1': secret => Buffer.from(secret).toString('latin1'),
  'percent-encoded': encodeURIComponent,
  'percent-encoded in lower case': secret =>
    encodeURIComponent(secret).replace(/%../g, hex => hex.toLowerCase()),
  'percent-encoded throughout': secret => percent(Buffer.from(secret)),
  'percent-encoded twice': secret => encodeURIComponent(encodeURIComponent(secret)),
  'percent-encoded by `escape`': secret => units(secret, '%u'),
  'form-encoded': secret => new URLSearchParams({ x: secret }).toString().slice(2),
  'XML-escaped': xmlEscape,
  'XML-escaped twice': secret => xmlEscape(xmlEscape(secret)),
  'decimal references': secret => Array.from(secret, each => `&#${each.codePointAt(0) ?? 0};`).join(''),
  'hexadecimal references': secret =>
    Array.from(secret, each => `&#x${(each.codePointAt(0) ?? 0).toString(16).toUpperCase()};`).join(''),
  'JSON-escaped': secret => JSON.stringify(secret).slice(1, -1),
  'JSON with escapes throughout': secret => units(secret, '\\u'),
};

const character = (codePoint: number) => String.fromCodePoint(codePoint);

/** Any ticket or password; shorter ones are masked by their place alone, longer ones in pieces. */
export const secrets = (minLength = 4) =>
  fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(...'&<>"\'+ %/\\=-.$^*()[]{}|?'.split('')),
        fc.integer({ min: 0x20, max: 0x2fff }).map(character),
        fc.constant('😀'),
      ),
      minLength,
      maxLength: 40,
    })
    .filter(secret => secret.isWellFormed() && !MASK.includes(secret));
