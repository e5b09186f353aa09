import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import { body, TEXT, XML, type Misbehaviour } from './misbehaviour';

const FOREIGN = 'notAnInfoRouterResponse';
const INTACT = 'the server’s words in any encoding';

/** Turkish as infoRouter is likely to speak it, and the bytes of windows-1254 where they differ from Latin 1. */
const TURKISH = 'Kullanıcı bulunamadı: Şükrü Ğİş';
const WINDOWS_1254: Readonly<Record<string, number>> = {
  ı: 0xfd,
  İ: 0xdd,
  ş: 0xfe,
  Ş: 0xde,
  ğ: 0xf0,
  Ğ: 0xd0,
};
const turkish = (text: string): Buffer =>
  Buffer.from(Array.from(text, character => WINDOWS_1254[character] ?? character.charCodeAt(0)));

const GERMAN = 'Benutzer »Jürgen Größe« fehlt';
const document = (words: string, encoding?: string): string =>
  `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?><r success="false" error="${words}"/>`;
const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();
const type = (charset: string): string[] => [`Content-Type: text/xml; charset=${charset}`];
const NO_CHARSET = ['Content-Type: text/xml'];

/** The same words in every encoding, and what announces it. */
const READABLE: Readonly<
  Record<string, readonly [content: Buffer | string, headers: string[], words: string]>
> = {
  'utf-8-byte-order-mark': [`\uFEFF${document(GERMAN)}`, NO_CHARSET, GERMAN],
  'utf-8-byte-order-mark-against-the-header': [`\uFEFF${document(GERMAN)}`, type('iso-8859-1'), GERMAN],
  'utf-16-little-endian': [utf16le(`\uFEFF${document(TURKISH, 'utf-16')}`), type('utf-16'), TURKISH],
  'utf-16-big-endian': [utf16be(`\uFEFF${document(TURKISH, 'utf-16')}`), type('utf-8'), TURKISH],
  'utf-16-without-a-mark': [utf16le(document(TURKISH, 'utf-16')), NO_CHARSET, TURKISH],
  'utf-8-that-calls-itself-utf-16': [document(TURKISH, 'utf-16'), NO_CHARSET, TURKISH],
  'iso-8859-1-by-the-header': [Buffer.from(document(GERMAN), 'latin1'), type('ISO-8859-1'), GERMAN],
  'iso-8859-1-by-the-document': [Buffer.from(document(GERMAN, 'iso-8859-1'), 'latin1'), NO_CHARSET, GERMAN],
  'iso-8859-1-in-quotes': [Buffer.from(document(GERMAN), 'latin1'), type(`'iso-8859-1'`), GERMAN],
  'windows-1254-by-the-header': [turkish(document(TURKISH)), type('windows-1254'), TURKISH],
  'windows-1254-by-the-document': [turkish(document(TURKISH, 'windows-1254')), NO_CHARSET, TURKISH],
  'iso-8859-9-by-the-header': [turkish(document(TURKISH)), type('"iso-8859-9"'), TURKISH],
  'an-unknown-charset': [document(GERMAN, 'utf-8'), type('x-no-such'), GERMAN],
};

const SUCCESS = '<r success="true"/>';

export const ENCODINGS: readonly Misbehaviour[] = [
  ...Object.entries(READABLE).map(([name, [content, headers, words]]): Misbehaviour => ({
    name,
    act: body(content, headers),
    ends: 'apiError',
    says: new RegExp(`^${words}$`),
    protects: INTACT,
  })),
  {
    name: 'bytes-that-are-no-utf-8',
    act: body(Buffer.from('<r success="false" error="caf\xe9 \xff\xfe"/>', 'latin1')),
    ends: 'apiError',
    says: /^caf\uFFFD \uFFFD\uFFFD$/,
    protects: INTACT,
  },
  {
    name: 'utf-7',
    act: body('+ADw-r success=+ACI-true+ACI-/+AD4-', type('utf-7')),
    ends: FOREIGN,
    protects: 'no success in an encoding that nobody reads',
  },
  ...Object.entries({
    gzip: gzipSync(SUCCESS),
    'x-gzip': gzipSync(SUCCESS),
    deflate: deflateSync(SUCCESS),
    br: brotliCompressSync(SUCCESS),
  }).map(([encoding, content]): Misbehaviour => ({
    name: `compressed-${encoding}`,
    act: body(content, [XML, `Content-Encoding: ${encoding}`]),
    ends: FOREIGN,
    says: new RegExp(`compressed \\(${encoding}\\)`),
    protects: 'what is shown from differing from what was received',
  })),
  {
    name: 'gzip-bomb',
    act: body(gzipSync(Buffer.alloc(64 * 1024 * 1024)), [XML, 'Content-Encoding: gzip']),
    ends: FOREIGN,
    says: /compressed \(gzip\)/,
    protects: 'memory: 64 kB would become 64 MB',
  },
  {
    name: 'compressed-without-a-word',
    act: body(gzipSync(SUCCESS), [TEXT]),
    ends: FOREIGN,
    protects: 'what is shown from differing from what was received',
  },
  {
    name: 'not-compressed-although-it-says-so',
    act: body(SUCCESS, [XML, 'Content-Encoding: gzip']),
    ends: 'success',
    protects: 'an answer that can be read from being refused',
  },
];
