import assert from 'node:assert/strict';
import { decode } from '../../../src/api/decode';
import type { Headers } from '../../../src/api/exchange';
import type { CallErrorKind } from '../../../src/api/outcome';
import { maskNothing, maskSecrets } from '../../../src/api/redact';

function decodeText(
  body: string | Uint8Array,
  status = 200,
  headers: Headers = [['Content-Type', 'text/xml; charset=utf-8']],
  mask = maskNothing,
) {
  const exchange = {
    request: { startLine: '', headers: [], body: new Uint8Array() },
    response: { startLine: `HTTP/1.1 ${status} Reason`, status, headers, body: Buffer.from(body) },
    startedAt: new Date(0),
    durationMs: 0,
  };
  return decode(exchange, new URL('http://dms.example.com/srv.asmx'), mask);
}
const XML = '<?xml version="1.0" encoding="utf-8"?>\n';
const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
const inEnvelope = (content: string, namespace = SOAP11) =>
  `${XML}<s:Envelope xmlns:s="${namespace}"><s:Body>${content}</s:Body></s:Envelope>`;
const inResult = (answer: string) =>
  `<XResponse xmlns="http://tempuri.org/"><XResult>${answer}</XResult></XResponse>`;

describe('decode', () => {
  const successes: Readonly<Record<string, string>> = {
    'a root of any name': '<anything success="true"/>',
    'success in any case': '<response success="TRUE" error=""/>',
    'single quotes': `<response success='True'/>`,
    'comments and processing instructions around it': '<!-- a --><?b c?><r success="true"/><!-- d -->',
    'a prefixed root': '<x:r xmlns:x="urn:x" success="true"/>',
    'no XML declaration': '<r success="true"></r>',
    'a byte order mark': '\uFEFF<r success="true"/>',
    'SOAP 1.1': inEnvelope(inResult('<r success="true" xmlns=""/>')),
    'SOAP 1.2': inEnvelope(inResult('<r success="true" xmlns=""/>'), SOAP12),
    'an attribute named like a property of every object': '<r success="true" __proto__="x" constructor="y"/>',
  };
  for (const [what, text] of Object.entries(successes)) {
    it(`takes ${what}`, () => {
      const { answer, error } = decodeText(text);
      assert.equal(error, undefined);
      assert.equal(answer?.attributes.get('success')?.toLowerCase(), 'true');
    });
  }

  const foreign: Readonly<Record<string, string>> = {
    nothing: '',
    'white space': ' \n',
    text: 'success="true"',
    JSON: '{"success":true}',
    HTML: '<!DOCTYPE html><html><body success="true"><br></body></html>',
    'a document cut short': '<response success="true" error=""',
    'a document without its end tag': '<response success="true">',
    'two roots': '<r success="true"/><r success="true"/>',
    'text after the root': '<r success="true"/>x',
    'text before the root': 'x<r success="true"/>',
    'a DTD': '<!DOCTYPE r [<!ENTITY x "true">]><r success="&x;"/>',
    'a DTD without entities': '<!DOCTYPE r><r success="true"/>',
    'an unknown entity': '<r success="true" error="&nbsp;"/>',
    'a bare ampersand': '<r success="true" error="a & b"/>',
    'a doubled attribute': '<r success="false" success="true"/>',
    'an unquoted attribute': '<r success=true/>',
    'a control character': '<r success="true" error="\u0001"/>',
    'an unbound prefix': '<x:r success="true"/>',
    'no success attribute': '<response error=""/>',
    'success on a child': '<response><r success="true"/></response>',
    'success in another namespace': '<r xmlns:x="urn:x" x:success="true"/>',
    'a success that is neither': '<response success="maybe"/>',
    'an empty SOAP body': inEnvelope(''),
    'a SOAP body without a result': inEnvelope('<XResponse xmlns="http://tempuri.org/"/>'),
    'success on the SOAP response element': inEnvelope('<XResponse success="true"/>'),
    'very deep nesting': `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`,
  };
  for (const [what, text] of Object.entries(foreign)) {
    it(`takes ${what} for no answer with HTTP 200, and for an HTTP error with 500`, () => {
      assert.equal(decodeText(text).error?.kind, 'notAnInfoRouterResponse');
      assert.equal(decodeText(text).answer, undefined);
      assert.equal(decodeText(text, 500).error?.kind, 'httpError');
    });
  }

  const failures: readonly (readonly [error: string, kind: CallErrorKind, code?: number])[] = [
    ['[900] Authentication failed', 'authenticationFailed', 900],
    ['[901] Session expired or Invalid ticket', 'sessionExpired', 901],
    ['[902] Ticket generation not allowed', 'apiError', 902],
    ['[1234] Something new', 'apiError', 1234],
    ['User not found', 'userNotFound'],
    ['User not found: ghost', 'userNotFound'],
    ['user NOT found.', 'userNotFound'],
    ['Access denied', 'accessDenied'],
    ['Access denied. You may not.', 'accessDenied'],
    ['SystemError: Object reference not set', 'systemError'],
    ['Anything else', 'apiError'],
    ['', 'apiError'],
  ];
  for (const [message, kind, code] of failures) {
    it(`names “${message}” ${kind}, bare and in SOAP, whatever the HTTP status`, () => {
      for (const status of [200, 404, 500]) {
        for (const text of [
          `<r success="false" error="${message}"/>`,
          inEnvelope(inResult(`<r success="False" error="${message}" xmlns=""/>`)),
        ]) {
          const { error } = decodeText(text, status);
          assert.equal(error?.kind, kind);
          assert.equal(error.code, code);
          assert.ok(error.message.includes(message));
          assert.match(error.remedy ?? '', /^[A-Z].*\.$/);
        }
      }
    });
  }

  it('explains [902] better than an unknown code', () => {
    assert.match(decodeText('<r success="false" error="[902] x"/>').error?.remedy ?? '', /another user/);
  });

  it('knows an element without content by its name', () => {
    const { answer } = decodeText(
      '<a:r xmlns:a="u" success="true"><User Email="x"/><a:Empty/><Full></Full></a:r>',
    );
    assert.deepEqual(
      [answer?.name, ...(answer?.children ?? []).map(({ name }) => name)],
      ['r', 'User', 'Empty', 'Full'],
    );
  });

  it('decodes entities once', () => {
    const { error } = decodeText(
      '<r success="false" error="M&#252;ller &amp;#252; &#x1F600; &lt;&quot;&apos;"/>',
    );
    assert.equal(error?.message, 'Müller &#252; 😀 <"\'');
  });

  it('reads faults of both versions before the status', () => {
    const soap11 =
      '<s:Fault><faultcode>s:Client</faultcode><faultstring>No such action.\n at X</faultstring></s:Fault>';
    assert.deepEqual(
      [decodeText(inEnvelope(soap11), 500).error?.kind, decodeText(inEnvelope(soap11), 200).error?.message],
      ['soapFault', 'No such action.'],
    );
    const soap12 =
      '<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason><s:Text xml:lang="en">Bad envelope</s:Text></s:Reason></s:Fault>';
    assert.equal(decodeText(inEnvelope(soap12, SOAP12), 500).error?.message, 'Bad envelope');
  });

  it('takes no element for a fault that stands in no envelope', () => {
    assert.equal(decodeText('<Fault success="true" error=""/>').error, undefined);
  });

  it('masks before it takes a line or a title out of a text, which may cut a secret', () => {
    for (const [text, type, secret, rest] of [
      ['Error: pass\r\nword', 'text/plain', 'pass\r\nword', /pass/],
      ['<title>Failed for jdoe / two  blanks here</title>', 'text/html', 'two  blanks here', /blanks/],
    ] as const) {
      const message =
        decodeText(text, 500, [['Content-Type', type]], maskSecrets([secret])).error?.message ?? '';
      assert.doesNotMatch(message, rest);
      assert.match(message, /•/);
    }
  });

  it('reads text in the encoding that the bytes or the header announce', () => {
    const document = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?><r success="false" error="Zürich"/>`;
    const latin1 = Buffer.from(document('iso-8859-1'), 'latin1');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(document('utf-16'), 'utf16le')]);
    for (const [body, type] of [
      [latin1, 'text/xml'],
      [latin1, 'text/xml; charset=ISO-8859-1'],
      [utf16, 'text/xml'],
      [utf16, 'text/xml; charset=utf-8'],
      [Buffer.from(document('utf-8')), 'text/xml; charset=no-such-encoding'],
    ] as const) {
      assert.equal(decodeText(body, 200, [['Content-Type', type]]).error?.message, 'Zürich', type);
    }
  });

  it('says what a foreign answer looks like', () => {
    assert.match(decodeText('<html><body/></html>').error?.message ?? '', /HTML page/);
    assert.match(decodeText('', 200).error?.message ?? '', /empty body/);
    assert.match(decodeText('hello').error?.message ?? '', /begins: hello/);
    assert.match(
      decodeText('\u001f', 200, [['Content-Encoding', 'gzip']]).error?.message ?? '',
      /compressed \(gzip\)/,
    );
  });
});
