import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MASK, redact } from '../../../src/api/redact';
import { secrets, SPELLINGS } from '../../faults/secrets/spellings';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';

describe('redact', () => {
  for (const [how, spell] of Object.entries(SPELLINGS)) {
    it(`hides any secret, ${how}, and nothing else`, () => {
      fc.assert(
        fc.property(secrets(), secret => {
          assert.equal(redact(`<<before:${spell(secret)}:after>>`, [secret]), `<<before:${MASK}:after>>`);
        }),
        { seed: 20_261_124, numRuns: 300 },
      );
    });
  }

  it('hides any secret in base64, wherever it begins', () => {
    fc.assert(
      fc.property(
        secrets(),
        fc.string({ maxLength: 5 }),
        fc.string({ maxLength: 5 }),
        (secret, before, after) => {
          fc.pre(Buffer.byteLength(secret) >= 6);
          const text = Buffer.from(`${before}${secret}${after}`).toString('base64');
          const shown = redact(`Basic ${text}`, [secret]);
          assert.notEqual(shown, `Basic ${text}`);
          const decoded = Buffer.from(shown.slice('Basic '.length), 'base64').toString();
          assert.ok(!decoded.includes(secret));
        },
      ),
      { seed: 20_261_124, numRuns: 300 },
    );
  });

  it('hides any secret in the base64 of addresses', () => {
    fc.assert(
      fc.property(secrets(), secret => {
        fc.pre(Buffer.byteLength(secret) >= 6);
        const text = Buffer.from(`user:${secret}`).toString('base64url');
        assert.ok(
          !Buffer.from(redact(text, [secret]), 'base64url')
            .toString()
            .includes(secret),
        );
      }),
      { seed: 20_261_124, numRuns: 300 },
    );
  });

  it('hides a secret that a server has trimmed, and one in ISO-8859-1', () => {
    assert.equal(redact('<secret>', [' secret\n']), `<${MASK}>`);
    assert.equal(redact('x=p%E4ssw%F6rd&y', ['pässwörd']), `x=${MASK}&y`);
  });

  it('hides the longer of two secrets whole', () => {
    assert.equal(redact('abcdefgh', ['abcd', 'abcdefgh']), MASK);
  });

  it('hides a ticket in another case of its letters, and without its hyphens', () => {
    assert.equal(redact(TICKET.toUpperCase(), [TICKET]), MASK);
    assert.equal(redact(`<${TICKET.replaceAll('-', '')}>`, [TICKET]), `<${MASK}>`);
    // Another secret's hyphens are a part of it.
    assert.equal(redact('abcd', ['ab-cd']), 'abcd');
  });

  it('hides a secret in a text that was read in another encoding than its own, and by names of HTML', () => {
    const secret = 'Äpfel-Überall';
    for (const text of ['\ufffdpfel-\ufffdberall', '?pfel-?berall', '&Auml;pfel-&amp;Uuml;berall']) {
      assert.equal(redact(text, [secret]), MASK);
    }
  });

  const places: Readonly<Record<string, readonly [string, string]>> = {
    'a query': [
      `/srv.asmx/X?authenticationTicket=${TICKET}&UserName=a HTTP/1.1`,
      `/srv.asmx/X?authenticationTicket=${MASK}&UserName=a HTTP/1.1`,
    ],
    'a query in another case': [`?AUTHENTICATIONTICKET=x`, `?AUTHENTICATIONTICKET=${MASK}`],
    'a form body': ['UID=jdoe&PWD=a', `UID=jdoe&PWD=${MASK}`],
    'an envelope': ['<tns:PWD>a</tns:PWD>', `<tns:PWD>${MASK}</tns:PWD>`],
    'an answer': [
      `<root success="true" ticket="${TICKET}" userid="42"/>`,
      `<root success="true" ticket="${MASK}" userid="42"/>`,
    ],
    'an answer cut short': [`<root success="true" ticket="3f25`, `<root success="true" ticket="${MASK}`],
    'single quotes': ["<root ticket='x'/>", `<root ticket='${MASK}'/>`],
    'a value that ASP.NET rejects, cut': [
      '(PWD=&quot;S3cr3t&lt;b0ndVill...&quot;).',
      `(PWD=&quot;${MASK}&quot;).`,
    ],
    'the same as plain text': ['(PWD="a<b...").', `(PWD="${MASK}").`],
    'an envelope within markup': [
      '&lt;tns:PWD&gt;a&lt;/tns:PWD&gt;',
      `&lt;tns:PWD&gt;${MASK}&lt;/tns:PWD&gt;`,
    ],
    'a link in a page': ['<a href="?UID=jdoe&amp;PWD=a">', `<a href="?UID=jdoe&amp;PWD=${MASK}">`],
    'a CDATA section': ['<PWD><![CDATA[a<b]]></PWD>', `<PWD><![CDATA[${MASK}]]></PWD>`],
    JSON: ['{"ticket" : "a\\"b", "x": 1}', `{"ticket" : "${MASK}", "x": 1}`],
    'JSON within JSON': ['{"d":"{\\"ticket\\":\\"ab\\"}"}', `{"d":"{\\"ticket\\":\\"${MASK}\\"}"}`],
    'XML within JSON': ['{"d":"<root ticket=\\"ab\\" />"}', `{"d":"<root ticket=\\"${MASK}\\" />"}`],
    'an attribute without a space before it': [
      '<root success="true"ticket="ab"/>',
      `<root success="true"ticket="${MASK}"/>`,
    ],
    'a cookie': [`Set-Cookie: a=b\nX: y`, `Set-Cookie: ${MASK}\nX: y`],
    'a proxy’s password': ['Proxy-Authorization: Basic abc', `Proxy-Authorization: Basic ${MASK}`],
  };
  for (const [where, [text, shown]] of Object.entries(places)) {
    it(`hides what stands in ${where} without knowing it`, () => assert.equal(redact(text, []), shown));
  }

  it('hides a secret of any length, and never fails on one', () => {
    for (const secret of ['aB3-'.repeat(1000), '\u00fc😀'.repeat(3000), 'x'.repeat(1_000_000)]) {
      const shown = redact(`a ${secret.slice(0, 15_000)} ${encodeURIComponent(secret.slice(0, 6000))} b`, [
        secret.slice(0, 6000),
      ]);
      assert.ok(!shown.includes(secret.slice(0, 1000)), shown.slice(0, 100));
      assert.doesNotThrow(() => redact('text', [secret]));
    }
  });

  it('leaves an empty ticket to be seen as empty', () => {
    const text = '?authenticationTicket=&UserName=a <tns:AuthenticationTicket></tns:AuthenticationTicket>';
    assert.equal(redact(text, []), text);
  });

  it('is not slowed down by a hostile text', () => {
    const started = performance.now();
    for (const hostile of [
      'a',
      '<',
      '%',
      '&#',
      'ticket="',
      '<ticket ',
      '<PWD>',
      '"PWD":"',
      '=',
      ' ',
      '3f2504e0-',
    ]) {
      redact(hostile.repeat(131_072 / hostile.length), [TICKET]);
    }
    // Far from any honest figure: what it rules out is a pattern that tries again from every character.
    assert.ok(performance.now() - started < 10_000);
  });
});
