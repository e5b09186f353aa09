import type { Transport } from '../../../src/api/outcome';

/** A place in a response where a hostile server can put what it was sent. */
export interface Place {
  readonly name: string;
  /** The bytes of a response that holds `echoed` there; `ticket` is what AuthenticateUser is answered with. */
  answer(echoed: string, transport: Transport, ticket?: string): Buffer;
}

const escape = (text: string): string =>
  text.replace(/[&<"]/g, each => ({ '&': '&amp;', '<': '&lt;', '"': '&quot;' })[each] ?? each);

function response(
  body: string,
  { status = '200 OK', type = 'text/xml; charset=utf-8', header = 'X-Nothing: 0' } = {},
): Buffer {
  const bytes = Buffer.from(body);
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\n${header}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

/** An answer of infoRouter with these attributes on its root, and a user below it, in an envelope where there is one. */
function answerOf(
  attributes: string,
  transport: Transport,
  ticket = 'none',
  email = 'j@example.com',
): string {
  const root = `<root success="true" error="" ticket="${escape(ticket)}" ${attributes}><User Email="${email}"/></root>`;
  return transport.startsWith('soap') ? envelope(`<R><X>${root}</X></R>`) : root;
}

const envelope = (content: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${content}</s:Body></s:Envelope>`;

/** A header cannot hold every character of a text. */
const inHeader = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[^\t -~\x80-\xff]/g, '');

export const PLACES: readonly Place[] = [
  {
    name: 'the error of a failure',
    answer: (echoed, transport) => {
      const failure = `<response success="false" error="SystemError: ${escape(echoed)}"/>`;
      return response(transport.startsWith('soap') ? envelope(`<R><X>${failure}</X></R>`) : failure);
    },
  },
  {
    name: 'user name and expiry of the answer',
    answer: (echoed, transport, ticket) =>
      response(answerOf(`username="${escape(echoed)}" expireOn="${escape(echoed)}"`, transport, ticket)),
  },
  {
    name: 'facts about the server',
    answer: (echoed, transport, ticket) =>
      response(answerOf(`ServerName="${escape(echoed)}" VersionNumber="8"`, transport, ticket)),
  },
  {
    name: 'the stored address',
    answer: (echoed, transport, ticket) => response(answerOf('', transport, ticket, escape(echoed))),
  },
  {
    name: 'text and comment of a document',
    answer: (echoed, transport, ticket) =>
      response(`${answerOf('', transport, ticket)}<!-- ${echoed.replace(/-/g, '')} --> ${echoed}`),
  },
  {
    name: 'a page of HTML',
    answer: echoed =>
      response(`<!DOCTYPE html><html><title>${echoed}</title><p>${echoed}</html>`, { type: 'text/html' }),
  },
  {
    name: 'a plain text of asmx',
    answer: echoed =>
      response(`Missing parameter: ${echoed}.\r\n`, {
        status: '500 Internal Server Error',
        type: 'text/plain',
      }),
  },
  {
    name: 'JSON',
    answer: echoed => response(JSON.stringify({ error: echoed }), { type: 'application/json' }),
  },
  {
    name: 'a SOAP fault',
    answer: echoed =>
      response(
        envelope(
          `<s:Fault><faultcode>s:Server</faultcode><faultstring>${escape(echoed)}</faultstring></s:Fault>`,
        ),
        { status: '500 Internal Server Error' },
      ),
  },
  {
    name: 'the reason phrase',
    answer: echoed => response('', { status: `418 ${inHeader(echoed)}` }),
  },
  {
    name: 'a redirect',
    answer: echoed => response('', { status: '302 Found', header: `Location: /login?u=${inHeader(echoed)}` }),
  },
  {
    name: 'a header of its own',
    answer: (echoed, transport, ticket) =>
      response(answerOf('', transport, ticket), { header: `X-Echo: ${inHeader(echoed)}` }),
  },
  {
    name: 'a cookie',
    answer: (echoed, transport, ticket) =>
      response(answerOf('', transport, ticket), { header: `Set-Cookie: t=${inHeader(echoed)}; path=/` }),
  },
];
