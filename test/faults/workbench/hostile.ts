import { ok, startRawServer, type RawServer } from '../../unit/adapters/rawServer';

/** Sets a mark in whatever document it is executed in. */
const RUN = `window.canary='executed'`;

/** A command of VS Code, by the syntax that its notifications and input boxes make links of. */
export const LINK = `[sign in again](command:inforouter.selectProfile?%5B%7B%22profile%22%3A%22x%22%7D%5D)`;

/** Texts that a form, a list or a sentence could be broken by. None of them says anything. */
export const HOSTILE: Readonly<Record<string, string>> = {
  markup: `<img src=x onerror="${RUN}"><svg onload="${RUN}"></textarea></script><script>${RUN}</script><a href="javascript:${RUN}">a</a>`,
  template: `{{constructor.constructor("${RUN}")()}} \${${RUN}} %s %d &lt;b&gt; &#60;`,
  'links and icons': `${LINK} [web](https://example.com) $(bug) $(sync~spin) **bold** <command:x>`,
  'turned directions': 'abc \u202Edef \u2067ghi\u2069\u2069\u2069\u202Ejkl \u200F\u061C mno',
  'right to left': 'שלום 123 مرحبا',
  'no width': '\u200B\u200C\u200D\u2060\uFEFF',
  'control characters': 'a\u0000b\u0007c\u001B[31mred\u001B]0;title\u0007\u007F\u0085',
  'piled marks': `👩‍👩‍👧‍👦🏴‍☠️ Z${'\u0310\u0324'.repeat(200)}`,
  'one long word': 'W'.repeat(5000),
  'a million characters': 'x'.repeat(1_000_000),
  'line ends': 'one\ntwo\r\nthree\u2028four\u2029five\tsix',
  'half characters': 'a\uD83Db\uDE00c',
};

/** The part of a text that may be a profile's name. */
export const asName = (text: string): string =>
  Array.from(text.replace(/[\p{Cc}\p{Cs}]/gu, ''))
    .slice(0, 40)
    .join('')
    .trim();

/** The part of a text that XML can hold. */
export const inXml = (text: string): string =>
  text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

/** A server that says what it is told to say, wherever an answer has room for words. */
export interface HostileServer extends RawServer {
  says: string;
  /** `status`: a failure of HTTP, in its reason phrase and in a page. `silence`: never. */
  by: 'answer' | 'status' | 'silence';
  /** Whether it says it as the reason why it denies a call. */
  fails: boolean;
}

export async function startHostileServer(): Promise<HostileServer> {
  const raw = await startRawServer(({ bytes, socket }) => {
    if (server.by !== 'silence') {
      const operation = /^POST \S*\/(\w+) HTTP/.exec(bytes.toString('latin1'))?.[1] ?? '';
      const said = server.fails ? 'UpdateUserEmail' : operation;
      socket.write(server.by === 'status' ? failed(server.says) : ok(answer(said, server.says)));
    }
  });
  const server: HostileServer = Object.assign(raw, { says: '', by: 'answer' as const, fails: false });
  return server;
}

function answer(operation: string, words: string): string {
  // As references, too, what XML would turn into a space or a line feed.
  const said = inXml(words).replace(/[<>&"\t\n\r]/g, character => `&#${character.charCodeAt(0)};`);
  switch (operation) {
    case 'UpdateUserEmail':
      return `<response success="false" error="${said}" />`;
    case 'GetUser':
      return `<response success="true"><User UserName="${said}" Email="${said}" /></response>`;
    case 'AuthenticateUser':
      return `<response success="true" ticket="7e57a11c" username="${said}" expireOn="${said}" />`;
    default:
      return `<response success="true" ServerName="${said}" VersionNumber="${said}" expireOn="${said}" />`;
  }
}

/** The words as raw as they can be: bytes of UTF-8 in the status line, in a header and in a page that is no XML. */
function failed(words: string): Buffer {
  // A parser of HTTP takes no control characters in the head.
  const line = words.replace(/\p{Cc}/gu, ' ').slice(0, 4000);
  const page = Buffer.from(`<html><body>${words}</body></html>`);
  const head = `HTTP/1.1 500 ${line}\r\nX-Words: ${line}\r\nContent-Type: text/html\r\nContent-Length: ${page.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), page]);
}
