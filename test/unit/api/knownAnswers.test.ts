import assert from 'node:assert/strict';
import { decode } from '../../../src/api/decode';
import { explain } from '../../../src/api/explain';
import { HTTP_EXPLANATIONS } from '../../../src/api/httpErrors';
import { KNOWN_ANSWERS, knownAnswer, SEARCHED_LENGTH } from '../../../src/api/knownAnswers';
import { MEANINGS } from '../../../src/api/meanings';
import { callError } from '../../../src/api/outcome';
import { PROXY_EXPLANATIONS } from '../../../src/api/proxy';
import { maskNothing } from '../../../src/api/redact';
import { FOREIGN_ANSWERS, type ForeignAnswer } from './foreignAnswers';

type Given = Pick<ForeignAnswer, 'status' | 'reason' | 'type' | 'body'> & { readonly location?: string };

/** How a call ends that is answered like this. */
function errorOf({ status, reason, type = 'text/html; charset=utf-8', body, location }: Given) {
  const headers = [['Content-Type', type] as const, ...(location ? [['Location', location] as const] : [])];
  const { error } = decode(
    {
      request: { startLine: '', headers: [], body: new Uint8Array() },
      response: { startLine: `HTTP/1.1 ${status} ${reason}`, status, headers, body: Buffer.from(body) },
      startedAt: new Date(0),
      durationMs: 0,
    },
    new URL('http://dms.example.com/infoRouter/srv.asmx'),
    maskNothing,
  );
  assert.ok(error);
  return error;
}

describe('What answers in infoRouter’s place', () => {
  for (const answer of FOREIGN_ANSWERS) {
    it(`is recognised as ${answer.name}: HTTP ${answer.status}, ${/[\w. -]+/.exec(answer.body.slice(answer.body.indexOf('<title>') + 7))?.[0] ?? ''}`, () => {
      const row = KNOWN_ANSWERS.find(({ name }) => name === answer.name);
      assert.ok(row);
      const error = errorOf(answer);
      assert.equal(error.remedy, row.remedy, knownAnswer(answer.body)?.name);
      assert.deepEqual(explain({ error }), { meaning: row.meaning, remedy: row.remedy });
      assert.ok(error.message.length <= 300, error.message);
    });
  }

  it('has an answer here for each row', () => {
    const tried = new Set(FOREIGN_ANSWERS.map(({ name }) => name));
    assert.deepEqual(
      KNOWN_ANSWERS.map(({ name }) => name).filter(name => !tried.has(name)),
      [],
    );
  });

  it('is searched in bounded time: no row repeats anything without a bound', () => {
    for (const { name, marks } of KNOWN_ANSWERS) {
      assert.doesNotMatch(marks.source.replace(/\\./g, ''), /[*+]|\{\d+,\}/, name);
      assert.ok(!marks.global && !marks.sticky, `${name}: a search must not begin where the last one ended`);
    }
    assert.equal(knownAnswer(`${' '.repeat(SEARCHED_LENGTH)}Missing parameter: x`), undefined);
  });

  const plain = { status: 302, reason: 'Found', body: '' };
  for (const [location, words] of [
    ['/infoRouter/login.aspx?ReturnUrl=%2finfoRouter%2fsrv.asmx', /forms authentication/],
    ['https://sts.example.com/adfs/ls/?wa=wsignin1.0&wtrealm=urn%3ainforouter', /single sign-on/],
    ['https://idp.example.com/sso?SAMLRequest=fZFP', /single sign-on/],
    ['https://idp.example.com/authorize?client_id=1&response_type=code', /single sign-on/],
    ['https://login.microsoftonline.com/common/oauth2/v2.0/authorize', /single sign-on/],
    ['https://dms.example.com/infoRouter/srv.asmx', /by https only/],
    ['https://elsewhere.example.com/', /another server/],
  ] as const) {
    it(`is explained where it redirects to ${location}`, () => {
      const error = errorOf({ ...plain, location });
      assert.match(explain({ error }).meaning, words);
      assert.match(error.message, /redirects to .* this was not followed\.$/);
    });
  }

  for (const status of [403, 404, 405, 407, 413, 414, 415, 429, 502, 503, 504, 511, 520, 526]) {
    it(`is explained by its status ${status} where nothing else is known`, () => {
      const error = errorOf({ status, reason: 'X', body: '' });
      assert.notEqual(explain({ error }).meaning, MEANINGS.httpError);
    });
  }

  it('is taken by its kind where nothing is known of it', () => {
    const { remedy, kind } = errorOf({ status: 500, reason: 'X', body: 'Whatever.' });
    assert.equal(remedy, callError(kind, '').remedy);
  });

  it('is not looked for in a document that is no page', () => {
    const { kind, remedy } = errorOf({
      status: 200,
      reason: 'OK',
      type: 'text/xml',
      body: '<response Company="Zscaler"/>',
    });
    assert.equal(kind, 'notAnInfoRouterResponse');
    assert.equal(remedy, callError(kind, '').remedy);
  });

  it('is known again by its remedy: none means two things', () => {
    const meanings = new Map<string, string>();
    for (const { remedy, meaning } of [...KNOWN_ANSWERS, ...HTTP_EXPLANATIONS, ...PROXY_EXPLANATIONS]) {
      assert.match(meaning, /^(?:[A-Z]|infoRouter).*\.$/);
      assert.match(remedy, /^[A-Z].*\.$/);
      assert.equal(meanings.get(remedy) ?? meaning, meaning, remedy);
      meanings.set(remedy, meaning);
    }
  });
});
