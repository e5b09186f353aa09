import assert from 'node:assert/strict';
import { maskSecrets } from '../../../src/api/redact';
import { decode } from '../../../src/api/decode';
import { normalised } from '../../../src/api/normalised';
import { readXml } from '../../../src/api/xml';
import { recordings } from '../../wire/recordings';

const of = (xml: string): string => {
  const read = readXml(xml);
  assert.ok('root' in read);
  return normalised(read.root);
};

/** The answer of a recorded exchange, as a comparison shows it. */
function recorded(name: string): string | undefined {
  const found = recordings().find(each => each.name === name);
  assert.ok(found);
  const { request, response } = found;
  const exchange = { request, response, startedAt: new Date(0), durationMs: 1 };
  const { answer } = decode(exchange, new URL('http://ir.example.test/srv.asmx'), maskSecrets([]));
  return answer && normalised(answer);
}

describe('a normalised answer', () => {
  it('is the same for every transport of the recorded service', () => {
    const ok = '<response error="" success="true" />';
    for (const name of ['update-get-ok', 'update-post-ok', 'update-soap11-ok', 'update-soap12-ok']) {
      assert.equal(recorded(name), ok, name);
    }
    assert.equal(recorded('update-post-access-denied'), recorded('update-soap12-access-denied'));
    assert.equal(recorded('getuser-get-ok'), recorded('getuser-soap12-ok'));
    assert.equal(recorded('authenticate-post-ok'), recorded('authenticate-soap11-ok'));
    assert.notEqual(recorded('update-soap11-lowercase-ticket-element-900'), ok);
    assert.equal(recorded('unknown-operation-http500'), undefined);
  });

  it('hangs neither on the root’s name, nor on order, namespaces, prefixes, comments or indents', () => {
    const one = of('<root success="true" error=""><User a="1" b="2"><P/>text</User></root>');
    const other = of(
      '<x:response xmlns:x="u" xmlns="" error="" success="true">\n <!-- c -->\n <x:User b="2" x:a="1">\n <P></P>\n text </x:User>\n</x:response>',
    );
    assert.equal(one, other);
    assert.equal(
      one,
      [
        '<response error="" success="true">',
        '  <User a="1" b="2">',
        '    text',
        '    <P />',
        '  </User>',
        '</response>',
      ].join('\n'),
    );
  });

  it('keeps what is a difference: values, case, space within, children and their order', () => {
    const texts = [
      '<r a="x"/>',
      '<r a="X"/>',
      '<r a=" x"/>',
      '<r b="x"/>',
      '<r>x</r>',
      '<r><a/><b/></r>',
      '<r><b/><a/></r>',
      '<r a="&lt;b/&gt;"/>',
      '<r><x>a &amp; b</x></r>',
    ].map(of);
    assert.equal(new Set(texts).size, texts.length);
    for (const text of texts) {
      assert.equal(of(text), text, 'it is XML, and normal already');
    }
  });
});
