import assert from 'node:assert/strict';
import { Fields } from '../../../src/commands/command';

const fields = new Fields('inforouter.test', {
  text: 'jdoe',
  empty: '',
  flag: false,
  number: 0,
  nothing: null,
  missing: undefined,
});

describe('the fields of a command’s argument', () => {
  it('are read by their type, falsy ones too', () => {
    assert.equal(fields.text('text'), 'jdoe');
    assert.equal(fields.text('empty'), '');
    assert.equal(fields.optionalFlag('flag'), false);
    assert.equal(fields.optionalNumber('number'), 0);
    assert.equal(fields.optionalOneOf('text', ['ann', 'jdoe']), 'jdoe');
  });

  it('may be left out where they are optional', () => {
    for (const name of ['missing', 'unheard of']) {
      assert.equal(fields.optionalText(name), undefined);
      assert.equal(fields.optionalFlag(name), undefined);
      assert.equal(fields.optionalNumber(name), undefined);
      assert.equal(fields.optionalOneOf(name, ['a']), undefined);
    }
  });

  for (const [what, read, message] of [
    ['no text', () => fields.text('missing'), 'inforouter.test: “missing” must be text.'],
    ['another type', () => fields.text('number'), 'inforouter.test: “number” must be text.'],
    ['null', () => fields.optionalText('nothing'), 'inforouter.test: “nothing” must be text.'],
    ['text for a flag', () => fields.optionalFlag('text'), 'inforouter.test: “text” must be true or false.'],
    ['a flag for a number', () => fields.optionalNumber('flag'), 'inforouter.test: “flag” must be a number.'],
    [
      'a word of no list',
      () => fields.optionalOneOf('text', ['a', 'b']),
      'inforouter.test: “text” must be one of a, b.',
    ],
  ] as const) {
    it(`are refused by name on ${what}`, () => assert.throws(read, { name: 'TypeError', message }));
  }
});
