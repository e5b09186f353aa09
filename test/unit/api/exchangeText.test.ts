import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Exchange, Message } from '../../../src/api/exchange';
import {
  exchangeText,
  exchangeTitle,
  messageText,
  prettyXml,
  SHOWN_BODY_BYTES,
  shownBody,
  statusText,
} from '../../../src/api/exchangeText';
import { callError } from '../../../src/api/outcome';
import { MASK, maskNothing, maskSecrets } from '../../../src/api/redact';
import { recordings } from '../../wire/recordings';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const MORE = /\n… (\d+) more bytes of (\d+) are not shown$/;

const message = (body: string | Uint8Array, type = 'text/xml; charset=utf-8'): Message => ({
  startLine: 'HTTP/1.1 200 OK',
  headers: [['Content-Type', type]],
  body: typeof body === 'string' ? Buffer.from(body) : body,
});

const exchange: Exchange = {
  id: '1',
  profile: 'Test',
  operation: 'UpdateUserEmail',
  values: {},
  endpoint: 'http://dms/srv.asmx',
  transport: 'get',
  request: {
    startLine: `GET /srv.asmx/UpdateUserEmail?authenticationTicket=${TICKET}&UserName=jdoe HTTP/1.1`,
    headers: [
      ['Host', 'dms'],
      ['X-Two', 'a'],
      ['X-Two', 'b'],
    ],
    body: Buffer.alloc(0),
  },
  response: { ...message('<response success="true" error=""/>'), status: 200 },
  outcome: { success: true, transport: 'get', httpStatus: 200, durationMs: 12.3, exchangeId: '1' },
  secrets: [TICKET],
  startedAt: new Date(2026, 0, 2, 3, 4, 5, 6),
  durationMs: 12.3,
};

describe('the text of an exchange', () => {
  it('is request, response and end, as they went over the wire', () => {
    assert.equal(
      exchangeText(exchange, maskSecrets(exchange.secrets), 'raw'),
      [
        '### UpdateUserEmail · HTTP GET · Test · 2026-01-02 03:04:05.006',
        `GET /srv.asmx/UpdateUserEmail?authenticationTicket=${MASK}&UserName=jdoe HTTP/1.1`,
        'Host: dms',
        'X-Two: a',
        'X-Two: b',
        '',
        'HTTP/1.1 200 OK',
        'Content-Type: text/xml; charset=utf-8',
        '',
        '<response success="true" error=""/>',
        '',
        '✓ HTTP 200 OK · 12.3 ms · success',
        '',
        '',
      ].join('\n'),
    );
  });

  it('shows the secrets to whoever asked for them', () => {
    assert.ok(exchangeText(exchange, maskNothing, 'raw').includes(`authenticationTicket=${TICKET}&`));
  });

  it('says why it failed and what to do, and that there was no response', () => {
    const { response, ...unanswered } = exchange;
    assert.ok(response);
    const error = callError('timeout', `No answer for ${TICKET}.`);
    const failed = { ...unanswered, outcome: { ...exchange.outcome, success: false, error } };
    const text = exchangeText(failed, maskSecrets(exchange.secrets), 'raw');
    assert.match(text, /\n\(no response\)\n/);
    assert.match(text, new RegExp(`\n✗ 12.3 ms · timeout: No answer for ${MASK}\\.\n {2}Try again`));
    assert.ok(!text.includes(TICKET));
  });

  it('masks a secret wherever it stands: profile, headers, body', () => {
    const echoed = {
      ...exchange,
      profile: TICKET,
      response: { ...message(`<a>${TICKET}</a>`), headers: [['X-Echo', TICKET]] as const, status: 200 },
    };
    assert.ok(!exchangeText(echoed, maskSecrets([TICKET]), 'pretty').includes(TICKET));
    assert.ok(exchangeTitle(echoed).includes(TICKET), 'a title alone is masked by whoever shows it');
  });

  for (const [startLine, status] of [
    ['HTTP/1.1 200 OK', 'HTTP 200 OK'],
    ['HTTP/1.0 500', 'HTTP 500'],
    ['HTTP/1.1 404 Not Found', 'HTTP 404 Not Found'],
  ] as const) {
    it(`calls ${startLine} ${status}`, () => {
      assert.equal(statusText({ response: { ...message(''), startLine, status: 0 } }), status);
    });
  }

  for (const { name, request, response } of recordings()) {
    it(`is the recorded message, line for line: ${name}`, () => {
      for (const { startLine, headers, body, raw } of [request, response]) {
        const shown = messageText({ startLine, headers, body }, maskNothing, 'raw');
        const plain = (text: string) => text.replace(/\r\n/g, '\n').trimEnd();
        assert.equal(plain(shown), plain(raw.toString('utf8').replace('\r\n\r\n', '\n\n')));
      }
    });
  }
});

describe('a pretty body', () => {
  it('has line breaks and indents, and nothing else is changed', () => {
    const text =
      `<?xml version="1.0" encoding="utf-8"?><!-- c --><s:Envelope xmlns:s="urn:s"><s:Body a='1' b="007">` +
      '<x>&#252; &amp; &lt; ü 00012 true</x><empty/><also></also><![CDATA[<raw>]]></s:Body></s:Envelope>';
    assert.equal(
      prettyXml(text),
      [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<!-- c -->',
        '<s:Envelope xmlns:s="urn:s">',
        '  <s:Body a="1" b="007">',
        '    <x>&#252; &amp; &lt; ü 00012 true</x>',
        '    <empty/>',
        '    <also/>',
        '    <![CDATA[<raw>]]>',
        '  </s:Body>',
        '</s:Envelope>',
      ].join('\n'),
    );
  });

  for (const text of [
    '',
    'plain text',
    '<a><b></a>',
    '<a',
    '<a/><b/>',
    '<a>&nope;</a>',
    '<!DOCTYPE a><a/>',
    '<html><br></html>',
    '{"json":1}',
    '<a>'.repeat(5000),
  ]) {
    it(`stays raw where it is no whole document: ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.equal(prettyXml(text), text);
      assert.equal(shownBody(message(text), maskNothing, 'pretty'), text);
    });
  }

  it('is still masked', () => {
    const shown = shownBody(
      message(`<a><b ticket="${TICKET}">${TICKET}</b></a>`),
      maskSecrets([TICKET]),
      'pretty',
    );
    assert.equal(shown, `<a>\n  <b ticket="${MASK}">${MASK}</b>\n</a>`);
  });

  it('is asked for: raw leaves every body as it is', () => {
    assert.equal(shownBody(message('<a><b/></a>'), maskNothing, 'raw'), '<a><b/></a>');
  });
});

describe('a large body', () => {
  it('is shown whole up to 64 kB', () => {
    assert.equal(SHOWN_BODY_BYTES, 65_536);
    const text = 'x'.repeat(SHOWN_BODY_BYTES);
    assert.equal(shownBody(message(text), maskNothing, 'raw'), text);
  });

  it('is cut there, and how much is left is said', () => {
    const shown = shownBody(message('x'.repeat(SHOWN_BODY_BYTES + 1)), maskNothing, 'raw');
    assert.equal(shown, `${'x'.repeat(SHOWN_BODY_BYTES)}\n… 1 more bytes of 65537 are not shown`);
    const huge = shownBody(message(Buffer.alloc(3_000_000, 'y')), maskNothing, 'pretty');
    assert.equal(huge.replace(MORE, '').length, SHOWN_BODY_BYTES);
    assert.deepEqual(MORE.exec(huge)?.slice(1), ['2934464', '3000000']);
  });

  it('is not cut within a character', () => {
    for (const start of ['', 'a', 'ab', 'abc']) {
      const shown = shownBody(message(start + '😀'.repeat(20_000)), maskNothing, 'raw');
      assert.ok(/^[abc]*(?:😀)+$/u.test(shown.replace(MORE, '')), shown.slice(-80));
    }
  });

  it('in two bytes a character is bounded all the same', () => {
    const body = Buffer.from(`\ufeff${'日本'.repeat(60_000)}`, 'utf16le');
    const shown = shownBody(message(body), maskNothing, 'raw');
    assert.ok(shown.startsWith('日本'));
    assert.ok(Buffer.byteLength(shown.replace(MORE, '')) <= SHOWN_BODY_BYTES);
  });

  it('hides a secret that straddles the cut, at every place', () => {
    const max = 200;
    for (let at = max - TICKET.length - 30; at <= 2 * max + 30; at++) {
      const body = `${'x'.repeat(at)}${TICKET}${'x'.repeat(2 * max)}`;
      const shown = shownBody(message(body), maskSecrets([TICKET]), 'raw', max);
      assert.ok(!shown.includes(TICKET.slice(0, 4)), `at ${at}: ${shown}`);
    }
  });

  const SPELLINGS: readonly ((secret: string) => string)[] = [
    secret => secret,
    secret => Array.from(secret, each => `&#x${(each.codePointAt(0) ?? 0).toString(16)};`).join(''),
    secret => Array.from(secret, each => `%${each.charCodeAt(0).toString(16)}`).join(''),
  ];
  for (const [index, spell] of SPELLINGS.entries()) {
    it(`hides secrets that fill it (spelling ${index + 1})`, () => {
      for (const length of [36, 100, 1000]) {
        const secret = 'Q7z-'.repeat(length / 4);
        const body = `${spell(secret)},`.repeat(200_000 / spell(secret).length + 2);
        const shown = shownBody(message(body), maskSecrets([secret]), 'raw');
        assert.ok(!shown.includes(spell('Q7z-')), `${length} characters: …${shown.slice(-200)}`);
        assert.ok(Buffer.byteLength(shown.replace(MORE, '')) <= SHOWN_BODY_BYTES);
      }
    });
  }

  it('shows a prefix of the masked body, never more than asked for', () => {
    const parts = fc.array(fc.constantFrom('abc', 'ü', '😀', TICKET, '\n', '<a ticket="t">'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(parts, fc.integer({ min: 40, max: 300 }), (pieces, max) => {
        const body = pieces.join('');
        const mask = maskSecrets([TICKET]);
        const shown = shownBody(message(body), mask, 'raw', max);
        if (Buffer.byteLength(body) <= max) {
          assert.equal(shown, mask(body));
        } else {
          const piece = shown.replace(MORE, '');
          assert.ok(mask(body).startsWith(piece), shown);
          assert.ok(Buffer.byteLength(piece) <= max);
          assert.equal(Number(MORE.exec(shown)?.[2]), Buffer.byteLength(body));
        }
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
