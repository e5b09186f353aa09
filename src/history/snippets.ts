import { HTTPSnippet } from '@readme/httpsnippet';
import { header } from '../api/exchange';
import type { ExchangeRecord } from './record';
import { requestOf } from './request';

/** The languages that a request can be copied in. */
export const SNIPPET_LANGUAGES = ['curl', 'powershell', 'csharp', 'javascript'] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

interface Language {
  readonly target: Parameters<HTTPSnippet['convert']>[0];
  readonly client: string;
  /** A text as a literal of the language, its quotes included. */
  readonly literal: (text: string) => string;
  /** What the library writes, and what it should. */
  readonly corrections: readonly (readonly [wrong: string, right: string])[];
}

/** JSON's escapes are those of JavaScript and C#, but C# ends a line at three characters more. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const LANGUAGES: { readonly [L in SnippetLanguage]: Language } = {
  curl: {
    target: 'shell',
    client: 'curl',
    literal: text => `'${text.replace(/'/g, String.raw`'\''`)}'`,
    // Braces and brackets of an address are text, and no patterns of curl's.
    corrections: [['curl --request', 'curl --globoff --request']],
  },
  powershell: {
    target: 'powershell',
    client: 'webrequest',
    // PowerShell takes the typographic single quotes for single quotes.
    literal: text => `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`,
    // PowerShell 5.1 opens a browser's engine to read an answer otherwise.
    corrections: [['Invoke-WebRequest ', 'Invoke-WebRequest -UseBasicParsing ']],
  },
  csharp: {
    target: 'csharp',
    client: 'httpclient',
    literal: quoted,
    // The constructor takes no parameters of a media type, and throws on `; charset=utf-8`.
    corrections: [['new MediaTypeHeaderValue(', 'MediaTypeHeaderValue.Parse(']],
  },
  javascript: {
    target: 'javascript',
    client: 'fetch',
    literal: quoted,
    // The answers are XML.
    corrections: [['res.json()', 'res.text()']],
  },
};

/** Headers that say what the body is. All others every client writes by itself, and PowerShell 5.1 refuses some. */
const SENT_HEADERS = ['Content-Type', 'SOAPAction'];

/**
 * The request of a record as a program that sends it: same request line, same body, and the headers that the service
 * goes by. The library writes the program around stand-ins; the texts that come from outside are put in here, since
 * @readme/httpsnippet 11 escapes neither single quotes in PowerShell nor backslashes in JavaScript, and encodes an
 * address anew. A value could end its literal and run as code otherwise.
 */
export function snippetOf(record: ExchangeRecord, language: SnippetLanguage): string {
  const { target, client, literal, corrections } = LANGUAGES[language];
  const { method, url, contentType } = requestOf(record);
  const texts = new Map([['http://stand-in.invalid/', url]]);
  const standIn = (text: string): string => {
    const word = `standin${texts.size}standin`;
    texts.set(word, text);
    return word;
  };
  const headers = SENT_HEADERS.flatMap(name => {
    const value = header(record.request, name);
    return value === undefined ? [] : [{ name, value: standIn(value) }];
  });
  const { body } = record.request;
  const postData = body === '' ? {} : { postData: postDataOf(body, contentType, standIn) };
  const request = { method, url: 'http://stand-in.invalid/', headers, ...postData };
  const converted = new HTTPSnippet(request as never).convert(target, client);
  let program = (Array.isArray(converted) ? converted[0] : converted) || '';
  for (const [wrong, right] of corrections) {
    program = program.replaceAll(wrong, right);
  }
  return put(program, new Map([...texts].map(([word, text]) => [word, literal(text)] as const)));
}

const postDataOf = (body: string, type: string | undefined, standIn: (text: string) => string) => ({
  mimeType: standIn(type ?? ''),
  text: standIn(body),
});

/**
 * In the place of a stand-in within its own quotes, or without any, the literal; within a longer one what it holds. In
 * one pass, since a text may hold the stand-in of another.
 */
function put(program: string, literals: ReadonlyMap<string, string>): string {
  const standIns = new RegExp(`(["']?)(${[...literals.keys()].join('|')})(["']?)`, 'g');
  return program.replace(standIns, (_, open: string, word: string, close: string) => {
    const literal = literals.get(word) ?? '';
    return open === close ? literal : `${open}${literal.slice(1, -1)}${close}`;
  });
}
