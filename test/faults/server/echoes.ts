import {
  answer,
  body,
  bytes,
  escaped,
  HTML,
  inBody,
  response,
  TEXT,
  XML,
  type Misbehaviour,
  type Situation,
} from './misbehaviour';

const FOREIGN = 'notAnInfoRouterResponse';
const percent = (text: string): string =>
  [...Buffer.from(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
const HIDDEN = 'the ticket, which the server sends back, from being shown';
/** A ticket that a server hands out. */
export const NEW_TICKET = '9b7c1de2-77aa-4c0e-8f11-52d3a6b4c5e6';
const JSON_TYPE = 'Content-Type: application/json';

const echo = (name: string, act: Misbehaviour['act'], ends: Misbehaviour['ends']): Misbehaviour => ({
  name: `echo-${name}`,
  ...(act && { act }),
  ends,
  protects: HIDDEN,
});

/** The spellings of a ticket in a text of any kind. */
const SPELLINGS: Readonly<Record<string, (ticket: string) => string>> = {
  raw: ticket => ticket,
  'upper-case': ticket => ticket.toUpperCase(),
  percent,
  'percent-twice': ticket => encodeURIComponent(percent(ticket)),
  'percent-three-times': ticket => encodeURIComponent(encodeURIComponent(percent(ticket))),
  'percent-utf-16': ticket =>
    Array.from(ticket, each => `%u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  references: ticket => Array.from(ticket, each => `&#${each.codePointAt(0) ?? 0};`).join(''),
  'references-twice': ticket =>
    Array.from(ticket, each => `&amp;#x${(each.codePointAt(0) ?? 0).toString(16)};`).join(''),
  json: ticket => JSON.stringify(ticket),
  'json-throughout': ticket =>
    Array.from(ticket, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  base64: ticket => Buffer.from(`x:${ticket}`).toString('base64'),
};

const inText = ([name, spell]: [string, (ticket: string) => string]): Misbehaviour =>
  echo(
    `in-text-${name}`,
    body(({ ticket }) => `You sent ${spell(ticket)}, did you?`, [TEXT]),
    FOREIGN,
  );

const at =
  (offset: number): ((situation: Situation) => string) =>
  ({ ticket }) =>
    `${'.'.repeat(offset)}${ticket}${'.'.repeat(200_000)}`;

/** A server that sends the caller's ticket back, in every place and spelling, or hands out secrets of its own. */
export const ECHOES: readonly Misbehaviour[] = [
  ...Object.entries(SPELLINGS).map(inText),
  {
    ...echo(
      'in-an-error',
      answer(({ ticket }) => `<r success="false" error="[901] ${escaped(ticket)} has expired"/>`),
      'sessionExpired',
    ),
    code: 901,
  },
  echo(
    'in-a-success',
    answer(({ ticket }) => `<r success="true" error="" echo="${escaped(ticket)}"/>`),
    'success',
  ),
  echo(
    'in-a-fault',
    body(
      ({ ticket, transport }) =>
        inBody(`<soap:Fault><faultstring>Bad ${escaped(ticket)}</faultstring></soap:Fault>`, transport),
      [XML],
      '500 Error',
    ),
    'soapFault',
  ),
  echo(
    'in-a-title',
    body(({ ticket }) => `<html><title>${escaped(ticket)}</title></html>`, [HTML], '500 Error'),
    'httpError',
  ),
  echo(
    'in-a-header',
    body('<r success="true"/>', ({ ticket }) => [XML, `X-Ticket: ${percent(ticket)}`]),
    'success',
  ),
  echo(
    'in-the-reason',
    bytes(({ ticket }) => response('', [], `500 ${percent(ticket)}`)),
    'httpError',
  ),
  echo(
    'as-a-cookie',
    answer('<r success="true"/>', ({ ticket }) => [
      XML,
      `Set-Cookie: ticket=${percent(ticket)}; Path=/`,
      'Set-Cookie: ASP.NET_SessionId=abcdefabcdef; HttpOnly',
    ]),
    'success',
  ),
  echo(
    'in-a-redirect',
    body(
      '',
      ({ ticket, elsewhere }) => [
        `Location: ${elsewhere}/login?ReturnUrl=${encodeURIComponent(`/srv.asmx?authenticationTicket=${percent(ticket)}&a=b`)}`,
      ],
      '302 Found',
    ),
    'httpError',
  ),
  echo(
    'in-a-content-encoding',
    body('x', ({ ticket }) => [`Content-Encoding: ${percent(ticket)}`]),
    FOREIGN,
  ),
  echo(
    'in-a-demand',
    body('', ({ ticket }) => [`WWW-Authenticate: ${percent(ticket)}`], '401 Unauthorized'),
    'httpError',
  ),
  echo(
    'in-an-element-name',
    body(({ ticket }) => `<a${ticket.replace(/[^0-9a-z-]/gi, '')}/>`, [XML]),
    FOREIGN,
  ),
  echo(
    'in-an-unbound-prefix',
    body(({ ticket }) => `<${ticket.replace(/[^0-9a-z-]/gi, '')}x:a success="true"/>`, [XML]),
    FOREIGN,
  ),
  // Where a text is cut, half a ticket must not be left over.
  ...[140, 150, 160, 170, 180, 190, 199].map(offset =>
    echo(`cut-at-the-quote-${offset}`, body(at(offset), [TEXT]), FOREIGN),
  ),
  ...[140, 170, 199].map(offset =>
    echo(`cut-in-an-error-page-${offset}`, body(at(offset), [TEXT], '500 X'), 'httpError'),
  ),
  ...[1970, 1980, 1990].map(offset =>
    echo(
      `cut-at-the-message-${offset}`,
      answer(({ ticket }) => `<r success="false" error="${'.'.repeat(offset)}${escaped(ticket)}"/>`),
      'apiError',
    ),
  ),
  ...[65_510, 65_530].map(offset =>
    echo(`cut-at-the-shown-body-${offset}`, body(at(offset), [TEXT]), FOREIGN),
  ),
  // Secrets that nobody knows yet are known by the name of their place.
  ...Object.entries({
    'an-attribute': [`<r success="true" ticket="NEW"/>`, XML],
    'single-quotes': [`<r success='true' ticket='NEW'/>`, XML],
    'an-element': ['<r success="true"><Ticket>NEW</Ticket></r>', XML],
    'an-answer-cut-short': ['<r success="true" ticket="NEW', XML],
    'xml-within-xml': ['<string>&lt;r success=&quot;true&quot; ticket=&quot;NEW&quot;/&gt;</string>', XML],
    json: ['{"success":true,"ticket":"NEW"}', JSON_TYPE],
    'a-query': ['/srv.asmx?authenticationTicket=NEW&a=b', TEXT],
    'a-query-within-a-query': ['?ReturnUrl=%2fsrv.asmx%3fauthenticationTicket%3dNEW%26a%3db', TEXT],
  } as const).map(([name, [text, type]]): Misbehaviour => ({
    name: `new-ticket-in-${name}`,
    act: body(text.replace('NEW', NEW_TICKET), [type]),
    ends: /^(?:an-attribute|single-quotes|an-element)$/.test(name) ? 'success' : FOREIGN,
    protects: 'a ticket that nobody knows yet from being shown',
  })),
];
