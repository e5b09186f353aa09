import assert from 'node:assert/strict';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { encode } from '../../../src/api/encode';
import type { HttpRequest } from '../../../src/api/encode/request';
import { argumentsOf, OPERATIONS, type Call, type OperationName } from '../../../src/api/operations';
import { TRANSPORTS, type Transport } from '../../../src/api/outcome';

const endpoint = new URL('https://dms.example.com:8443/infoRouter/srv.asmx');

const AWKWARD: Readonly<Record<string, string>> = {
  empty: '',
  ampersand: 'a&b=c',
  plus: 'a+b',
  percent: '100%25 %zz',
  quotes: `"double" 'single' \`back\``,
  markup: '<x>]]></x><!-- -->',
  spaces: '  leading and trailing  ',
  lines: 'a\r\nb\nc\td',
  umlaut: 'Jürgen Müller-Lüdenscheid',
  turkish: 'İstanbul ığüşöç',
  emoji: '👩‍💻🇹🇷',
  rightToLeft: '\u202Eabc\u05D0\u05D1\u0627',
  combining: 'e\u0301 \uFEFF\u00A0',
  reserved: "!*'();:@&=+$,/?#[]~._-",
  long: 'ä'.repeat(4096),
};

/** A call of the operation with the same text for each parameter. */
function callOf(operation: OperationName, value: string): Call {
  const names = Object.keys(OPERATIONS[operation].parameters);
  return { operation, values: Object.fromEntries(names.map(name => [name, value])) } as unknown as Call;
}

/** Reads a request as a server does, by means that share nothing with the encoder. */
function valuesReceived(transport: Transport, { target, body }: HttpRequest): (readonly [string, string])[] {
  if (transport === 'get' || transport === 'post') {
    return [...new URLSearchParams(transport === 'get' ? target.slice(target.indexOf('?')) : body)];
  }
  const parser = new SaxesParser({ xmlns: true });
  const received: [string, string][] = [];
  parser.on('opentag', tag => received.push([tag.local, '']));
  parser.on('text', text => {
    const last = received.at(-1);
    if (last !== undefined && last[0] !== 'Envelope') {
      last[1] += text;
    }
  });
  parser.on('closetag', () => received.push(['', '']));
  parser.on('error', error => {
    throw error;
  });
  parser.write(body).close();
  return received.filter(([name]) => !['', 'Envelope', 'Body'].includes(name)).slice(1);
}

describe('encode', () => {
  for (const transport of TRANSPORTS) {
    for (const operation of Object.keys(OPERATIONS) as OperationName[]) {
      for (const [what, value] of Object.entries(AWKWARD)) {
        it(`${operation} by ${transport} carries ${what} unchanged`, () => {
          const call = callOf(operation, value);
          const request = encode(transport, endpoint, call);
          assert.ok(!('kind' in request));
          const spelling = transport === 'get' || transport === 'post' ? 'http' : 'soap';
          assert.deepEqual(
            valuesReceived(transport, request),
            argumentsOf(call).map(argument => [argument[spelling], argument.value]),
          );
          const length = request.headers.find(([name]) => name === 'Content-Length')?.[1];
          assert.equal(length, transport === 'get' ? undefined : String(Buffer.byteLength(request.body)));
          assert.match(request.target, /^[\x21-\x7e]*$/, 'a request line is ASCII');
        });
      }
    }
  }

  it('spells the ticket of UpdateUserEmail as each transport wants it', () => {
    const call = callOf('UpdateUserEmail', 'x');
    const spelled = TRANSPORTS.map(transport => {
      const request = encode(transport, endpoint, call);
      assert.ok(!('kind' in request));
      return valuesReceived(transport, request)[0]?.[0];
    });
    assert.deepEqual(spelled, [
      'authenticationTicket',
      'authenticationTicket',
      'AuthenticationTicket',
      'AuthenticationTicket',
    ]);
  });

  it('leaves out the parameter that is to be missing, and nothing else', () => {
    for (const transport of TRANSPORTS) {
      for (const omitted of ['ticket', 'userName', 'newEmailAddress'] as const) {
        const values = { ticket: 't', userName: 'u', newEmailAddress: 'n' };
        const request = encode(transport, endpoint, { operation: 'UpdateUserEmail', values, omitted });
        assert.ok(!('kind' in request));
        const received = valuesReceived(transport, request).map(([, value]) => value);
        assert.deepEqual(
          received,
          ['t', 'u', 'n'].filter(value => value !== values[omitted]),
        );
      }
    }
  });

  it('keeps the path of the base URL and names the port in Host', () => {
    const request = encode('get', endpoint, { operation: 'ServerInfo', values: {} });
    assert.ok(!('kind' in request));
    assert.equal(request.target, '/infoRouter/srv.asmx/ServerInfo?');
    assert.deepEqual(request.headers[0], ['Host', 'dms.example.com:8443']);
  });

  it('sends to the host of the endpoint, whatever its path begins with', () => {
    const slashes = new URL('http://dms//elsewhere.test/srv.asmx');
    for (const transport of TRANSPORTS) {
      const request = encode(transport, slashes, { operation: 'ServerInfo', values: {} });
      assert.ok(!('kind' in request));
      assert.equal(request.url.host, 'dms');
    }
  });

  for (const [what, value] of [
    ['a null character', 'a\u0000b'],
    ['a control character', 'a\u001Bb'],
    ['U+FFFE', '\uFFFE'],
    ['U+FFFF', '\uFFFF'],
  ] as const) {
    it(`refuses ${what} in SOAP, names the field, and carries it by GET and POST`, () => {
      for (const transport of ['soap11', 'soap12'] as const) {
        const refused = encode(transport, endpoint, callOf('UpdateUserEmail', value));
        assert.ok('kind' in refused);
        assert.equal(refused.kind, 'invalidInput');
        assert.match(refused.message, /^The ticket holds the character U\+[0-9A-F]{4}/);
      }
      for (const transport of ['get', 'post'] as const) {
        const request = encode(transport, endpoint, callOf('UpdateUserEmail', value));
        assert.ok(!('kind' in request));
        assert.equal(valuesReceived(transport, request)[1]?.[1], value);
      }
    });
  }

  it('refuses half a surrogate pair by every transport', () => {
    for (const transport of TRANSPORTS) {
      for (const value of ['\uD800', 'a\uDC00b', '\uDE00\uD83D']) {
        const refused = encode(transport, endpoint, callOf('GetUser', value));
        assert.ok(
          'kind' in refused && refused.kind === 'invalidInput',
          `${transport} ${JSON.stringify(value)}`,
        );
      }
    }
  });

  it('writes an envelope that fast-xml-parser reads as well', () => {
    const request = encode('soap12', endpoint, callOf('AuthenticateUser', 'a&b'));
    assert.ok(!('kind' in request));
    const parsed = new XMLParser({ removeNSPrefix: true }).parse(request.body) as {
      Envelope: { Body: { AuthenticateUser: { UID: string; PWD: string } } };
    };
    assert.deepEqual(parsed.Envelope.Body.AuthenticateUser, { UID: 'a&b', PWD: 'a&b' });
  });
});
