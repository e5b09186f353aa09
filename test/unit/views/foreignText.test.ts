import assert from 'node:assert/strict';
import { clip, inert, shown } from '../../../src/views/foreignText';

describe('foreign text beside our own', () => {
  it('is cut at a whole character, and says so', () => {
    assert.deepEqual(clip('abc', 3), ['abc', 0]);
    assert.deepEqual(clip('ab😀', 3), ['ab', 2]);
    assert.equal(shown('x'.repeat(1_000_000), 10), `${'x'.repeat(10)}…`);
  });

  it('turns nothing round, and keeps what belongs to a script or to an emoji', () => {
    assert.equal(shown('a\u202Eb\u2066c\u2069d\u200Fe\u061Cf', 100), 'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf');
    assert.equal(shown('שלום مرحبا 👩‍👩‍👧', 100), 'שלום مرحبا 👩‍👩‍👧');
  });

  it('is one line of inert words for VS Code', () => {
    assert.equal(inert('one\r\n two\u2028three\u0000\u001B[m'), 'one two three\uFFFD\uFFFD[m');
    for (const text of [
      '[a](command:b)',
      '[a](https://b)',
      '$(bug)',
      '$(sync~spin)',
      '[[a](b)](command:c)',
      '$$(bug)',
    ]) {
      const made = inert(text);
      assert.doesNotMatch(made, /\]\(|\$\(/, text);
      assert.equal(made.replaceAll('\u200B', ''), text, 'nothing is lost that can be seen');
    }
  });

  it('is left alone where there is nothing to mend', () => {
    for (const text of ['', 'Access denied.', '[901] Session expired', 'a (b) [c] $d', 'O’Brien “x”']) {
      assert.equal(inert(text), text);
    }
  });
});
