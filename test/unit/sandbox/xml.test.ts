import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readXml, type ReadElement } from '../../../src/sandbox/xmlReader';
import { element, writeCompact, writeIndented, type XmlElement } from '../../../src/sandbox/xmlWriter';

function read(document: string): ReadElement {
  return readXml(document) ?? assert.fail(`Not well-formed: ${document}`);
}

describe('sandbox: reading XML', () => {
  const WELL_FORMED = [
    '<a/>',
    '\uFEFF<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<a></a>\r\n',
    "<?xml version='1.0'?><!-- c --><?style x?><a/><!-- > --><?style?>",
    '<a b="1" c=\'"\'\n/>',
    '<a b=">"></a\t>',
    '<a>&lt;&gt;&amp;&quot;&apos;&#9;&#x10FFFF;</a>',
    '<a><![CDATA[<&]]]]><![CDATA[>]]></a>',
    '<p:a xmlns:p="u" p:b="1" b="2"/>',
    '<a xmlns="u"><b xmlns=""/></a>',
    '<a xml:lang="en"/>',
    '<é-1.2_·/>',
  ];
  for (const document of WELL_FORMED) {
    it(`takes ${JSON.stringify(document)}`, () => void read(document));
  }

  const BROKEN = [
    ['nothing', ''],
    ['white space', ' \n'],
    ['text', 'hello'],
    ['an XML declaration alone', '<?xml version="1.0"?>'],
    ['space before the declaration', ' <?xml version="1.0"?><a/>'],
    ['a declaration in the middle', '<a><?xml version="1.0"?></a>'],
    ['a declaration without version', '<?xml encoding="utf-8"?><a/>'],
    ['two roots', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['text before the root', 'x<a/>'],
    ['CDATA after the root', '<a/><![CDATA[ ]]>'],
    ['a reference after the root', '<a/>&#32;'],
    ['an open element', '<a><b></b>'],
    ['a wrong end tag', '<a></b>'],
    ['crossed tags', '<a><b></a></b>'],
    ['an end tag too many', '<a/></a>'],
    ['the same name by another prefix', '<p:a xmlns:p="u" xmlns:q="u"></q:a>'],
    ['a cut tag', '<a'],
    ['a cut end tag', '<a></a'],
    ['a repeated attribute', '<a b="1" b="2"/>'],
    ['an attribute repeated by namespace', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
    ['an attribute without value', '<a b/>'],
    ['an attribute without quotes', '<a b=1/>'],
    ['attributes without space', '<a b="1"c="2"/>'],
    ['a bracket in an attribute', '<a b="<"/>'],
    ['a bare ampersand', '<a>&</a>'],
    ['an ampersand in an attribute', '<a b="x & y"/>'],
    ['an undefined entity', '<a>&nbsp;</a>'],
    ['an inherited property as entity', '<a>&constructor;</a>'],
    ['an entity without semicolon', '<a>&amp</a>'],
    ['a reference to NUL', '<a>&#0;</a>'],
    ['a reference to a surrogate', '<a>&#xD83D;&#xDE00;</a>'],
    ['a reference beyond Unicode', '<a>&#x110000;</a>'],
    ['an empty reference', '<a>&#;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['a lone surrogate', '<a>\uD83D</a>'],
    ['a noncharacter', '<a>\uFFFE</a>'],
    ['the end of CDATA in text', '<a>]]></a>'],
    ['open CDATA', '<a><![CDATA[x</a>'],
    ['a double hyphen in a comment', '<a><!-- -- --></a>'],
    ['a comment that ends in three hyphens', '<a><!-- ---></a>'],
    ['an undeclared prefix', '<p:a/>'],
    ['an undeclared prefix of an attribute', '<a p:b="1"/>'],
    ['a prefix of an inherited property', '<constructor:a/>'],
    ['a prefix used before its scope', '<a><p:b/><c xmlns:p="u"/></a>'],
    ['an undeclared default for a prefix', '<p:a xmlns:p=""/>'],
    ['two colons', '<a:b:c xmlns:a="u"/>'],
    ['a digit as name', '<1/>'],
    ['a DTD', '<!DOCTYPE a><a/>'],
    ['nested deeper than 200', '<a>'.repeat(201) + '</a>'.repeat(201)],
  ] as const;
  for (const [name, document] of BROKEN) {
    it(`refuses ${name}`, () => assert.equal(readXml(document), undefined));
  }

  it('resolves namespaces, references and line ends', () => {
    const root = read(
      '<p:a xmlns:p="u" xmlns="d" p:x="1" y="&#10;\n&lt;"><b>1\r\n2\r3&amp;amp;</b><c xmlns="">ü😀</c></p:a>',
    );
    assert.deepEqual([root.namespace, root.localName], ['u', 'a']);
    assert.deepEqual(
      [...root.attributes],
      [
        ['{u}x', '1'],
        ['y', '\n <'],
      ],
    );
    assert.deepEqual(
      root.children.map(({ namespace, localName, text }) => [namespace, localName, text]),
      [
        ['d', 'b', '1\n2\n3&amp;'],
        ['', 'c', 'ü😀'],
      ],
    );
  });

  it('reads back whatever the writer wrote', () => {
    const character = fc
      .integer({ min: 0x20, max: 0x10ffff })
      .filter(code => !(code >= 0xd800 && code <= 0xdfff) && (code & 0xfffe) !== 0xfffe);
    const text = fc
      .array(
        fc.oneof(
          fc.constantFrom('<', '>', '&', '"', "'", '\t', '\n', '\r', ']'),
          character.map(code => String.fromCodePoint(code)),
        ),
      )
      .map(parts => parts.join(''));
    const name = fc.stringMatching(/^[a-z_é][a-z0-9.\-é]{0,5}$/);
    const above = (child: fc.Arbitrary<XmlElement>): fc.Arbitrary<XmlElement> =>
      fc
        .tuple(name, fc.dictionary(name, text), fc.array(child, { maxLength: 3 }))
        .map(([own, given, children]) => element(own, given, children));
    const leaf = name.map(own => element(own));
    const tree = above(above(above(leaf)));
    fc.assert(
      fc.property(tree, written => {
        for (const document of [writeCompact(written), writeIndented(written)]) {
          assert.deepEqual(shapeOf(read(document)), shapeOf(written));
        }
      }),
    );
  });

  function shapeOf(node: ReadElement | XmlElement): unknown {
    if ('localName' in node) {
      return [node.localName, [...node.attributes], node.children.map(shapeOf)];
    }
    return [
      node.name,
      Object.entries(node.attributes),
      node.children.map(child => (typeof child === 'string' ? child : shapeOf(child))),
    ];
  }
});

describe('sandbox: writing XML', () => {
  it('escapes as .NET does', () => {
    const node = element('a', { b: '<>&"\'\t\r\n\u0001ü' }, ['<>&"\'ü']);
    assert.equal(
      writeCompact(node),
      '<?xml version="1.0" encoding="utf-8"?><a b="&lt;&gt;&amp;&quot;\'&#x9;&#xD;&#xA;&#x1;ü">&lt;&gt;&amp;&quot;\'ü</a>',
    );
  });
});
