import assert from 'node:assert/strict';
import { callError, TRANSPORTS } from '../../../src/api/outcome';
import type { ComparisonReport } from '../../../src/session/compareTransports';
import { comparisonText } from '../../../src/views/comparisonText';

const row = (transport: (typeof TRANSPORTS)[number], answer?: string) => ({
  transport,
  success: answer !== undefined,
  ...(answer === undefined
    ? { error: callError('httpError', 'HTTP 500: | not *this* way [a](command:x) <img src=x> `y`') }
    : { answer }),
  httpStatus: 200,
  durationMs: 12,
  exchangeId: 'e',
});
const report = (answers: readonly (string | undefined)[], findings: string[] = []): ComparisonReport => ({
  comparison: {
    rows: TRANSPORTS.map((transport, at) => row(transport, answers[at])),
    agree: new Set(answers).size === 1,
    findings,
  },
  address: 'j@example.com',
});
const text = (found: ComparisonReport, userName = 'jdoe') =>
  comparisonText(found, { profile: 'Test', userName }, new Date(0));

describe('a comparison as a document', () => {
  it('has a row for each transport, and one answer where all gave the same', () => {
    const lines = text(report(['<a />', '<a />', '<a />', '<a />'])).split('\n');
    assert.ok(lines.includes('**All four transports agree.**'));
    assert.ok(lines.includes('| SOAP 1.1 | ✓ success | 200 | 12 ms | A |'));
    assert.ok(lines.includes('**A** HTTP GET, HTTP POST, SOAP 1.1, SOAP 1.2'));
    assert.ok(!lines.includes('## Findings'));
  });

  it('tells answers apart by letters, and lists findings', () => {
    const lines = text(report(['<a />', undefined, '<b />', '<a />'], ['One is off.'])).split('\n');
    assert.ok(lines.includes('**The transports do not agree.**'));
    assert.deepEqual(
      lines.filter(line => /^\| (HTTP|SOAP)/.test(line)).map(line => line.slice(-4)),
      ['A |', '– |', 'B |', 'A |'].map(end => ` ${end}`),
    );
    assert.ok(lines.includes('- One is off\\.'));
  });

  it('lets nothing foreign come alive: no table cell, link, picture, heading, fence or turned text', () => {
    const hostile = '# a | b\n[x](command:y) ![z](http://e) <b>\u202E ```';
    const document = text(
      report(['```\n# not a heading', undefined, undefined, undefined], [hostile]),
      hostile,
    );
    const outside = document.replace(/^````xml\n[^]*?\n````$/m, '');
    assert.notEqual(outside, document, 'the fence is longer than the one in the answer');
    assert.doesNotMatch(outside, /(?<!\\)[[\]<>`]/);
    assert.doesNotMatch(document, /\u202E/);
    for (const line of outside.split('\n').filter(each => /^\| (HTTP|SOAP)/.test(each))) {
      assert.equal(line.match(/(?<!\\)\|/g)?.length, 6, line);
    }
    assert.equal(outside.match(/^#/gm)?.length, 3);
  });

  it('says of one that did not finish why, and what was not sent', () => {
    const { comparison } = report(['<a />', '<a />', '<a />', '<a />']);
    const [first] = comparison.rows;
    assert.ok(first);
    const rows = [first, { ...first, exchangeId: '' }];
    const error = callError('cancelled', 'It was cancelled.');
    const document = text({ comparison: { rows, agree: false, findings: [], error } });
    assert.match(document, /\*\*Not finished\.\*\* It was cancelled/);
    assert.match(document, /not sent/);
  });
});
