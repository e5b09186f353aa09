import {
  answer,
  body,
  carried,
  DECLARATION,
  HTML,
  inBody,
  TEXT,
  XML,
  type Misbehaviour,
} from './misbehaviour';

const FOREIGN = 'notAnInfoRouterResponse';
const NO_LIE = 'no success that the server did not report';
const NO_STALL = 'the editor from a document that is expensive to read';
const NO_FILE = 'files and other servers from being read for a document';
const TRUE = '<r success="true" error=""/>';
const FALSE = '<r success="false" error="no"/>';

const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join('');

/** Ten entities, each ten of the one before: a thousand million characters. */
const LAUGHS = many(9, level => `<!ENTITY e${level + 1} "${`&e${level};`.repeat(10)}">`);

/** Bodies that are no answer, or look like another one than they are. */
export const DOCUMENTS: readonly Misbehaviour[] = [
  { name: 'empty', act: body('', [XML]), ends: FOREIGN, says: /empty body/, protects: NO_LIE },
  { name: 'white-space', act: body(' \r\n\t', [XML]), ends: FOREIGN, protects: NO_LIE },
  {
    name: 'html',
    act: body('<!DOCTYPE html><html><head><title> Welcome\n to X</title></head></html>', [HTML]),
    ends: FOREIGN,
    says: /HTML page “Welcome to X”/,
    protects: NO_LIE,
  },
  {
    name: 'html-says-success',
    act: body('<html success="true"><body success="true"><br></body></html>', [HTML]),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'json',
    act: body('{"success":true}', ['Content-Type: application/json']),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'text',
    act: body('success="true"', [TEXT]),
    ends: FOREIGN,
    says: /begins: success/,
    protects: NO_LIE,
  },
  { name: 'cut-in-a-tag', act: body('<r success="true" error=""'), ends: FOREIGN, protects: NO_LIE },
  { name: 'cut-before-the-end-tag', act: body('<r success="true">'), ends: FOREIGN, protects: NO_LIE },
  { name: 'two-roots', act: body(TRUE + TRUE), ends: FOREIGN, protects: NO_LIE },
  { name: 'text-after-the-root', act: body(`${TRUE}x`), ends: FOREIGN, protects: NO_LIE },
  { name: 'no-success', act: answer('<r error=""/>'), ends: FOREIGN, says: /no “success”/, protects: NO_LIE },
  { name: 'success-maybe', act: answer('<r success="maybe"/>'), ends: FOREIGN, protects: NO_LIE },
  { name: 'success-empty', act: answer('<r success=""/>'), ends: FOREIGN, protects: NO_LIE },
  { name: 'success-one', act: answer('<r success="1"/>'), ends: FOREIGN, protects: NO_LIE },
  { name: 'success-with-a-space', act: answer('<r success="true "/>'), ends: FOREIGN, protects: NO_LIE },
  { name: 'success-of-a-child', act: answer(`<r>${TRUE}</r>`), ends: FOREIGN, protects: NO_LIE },
  {
    name: 'success-in-another-namespace',
    act: answer('<r xmlns:x="urn:x" x:success="true"/>'),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'success-twice',
    act: answer('<r success="false" success="true"/>'),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'success-in-a-comment',
    act: answer(`<!-- ${TRUE} -->${FALSE}`),
    ends: 'apiError',
    protects: NO_LIE,
  },
  {
    name: 'success-behind-a-quote-in-an-instruction',
    act: body(`<?x "?>${FALSE}<!-- "?>${TRUE} -->`),
    ends: 'apiError',
    protects: NO_LIE,
  },
  {
    name: 'success-in-cdata',
    act: answer(`<r><![CDATA[</r>${TRUE}]]></r>`),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'success-within-a-value',
    act: answer(`<r a=' success="true" ' success="false"/>`),
    ends: 'apiError',
    protects: NO_LIE,
  },
  { name: 'unquoted', act: answer('<r success=true/>'), ends: FOREIGN, protects: NO_LIE },
  {
    name: 'undefined-entity',
    act: answer('<r success="true" error="&nbsp;"/>'),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'control-character',
    act: answer('<r success="true" error="\u0000"/>'),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  { name: 'unbound-prefix', act: answer('<x:r success="true"/>'), ends: FOREIGN, protects: NO_LIE },
  {
    name: 'two-results',
    act: body(({ transport }) => carried(TRUE + FALSE, transport === 'soap12' ? transport : 'soap11')),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'success-beside-a-fault',
    act: body(({ transport }) =>
      inBody(`<a><b>${TRUE}</b></a><soap:Fault><faultstring>no</faultstring></soap:Fault>`, transport),
    ),
    ends: 'soapFault',
    says: /^no$/,
    protects: NO_LIE,
  },
  {
    name: 'success-in-the-soap-header',
    act: body(({ transport }) =>
      inBody('', transport).replace(
        '<soap:Body>',
        `<soap:Header><a><b>${TRUE}</b></a></soap:Header><soap:Body>`,
      ),
    ),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  // Unusual, and right all the same.
  ...Object.entries({
    'comments-and-instructions': `<!-- a --><?b "?><!-- ' -->${TRUE}<?c '?><!-- d -->`,
    prefixes: '<x:r xmlns:x="urn:x" xmlns:y="urn:y" y:success="false" success="true"/>',
    'single-quotes': `<r success='true' error='"'/>`,
    'capital-letters': '<r success="TRUE"/>',
    'character-references': '<r success="&#116;r&#x75;e"/>',
    'white-space-everywhere': '<r\n\tsuccess\r\n=\n"true"\n></r\n>',
    'names-of-object-properties':
      '<r success="true" __proto__="x" constructor="y" hasOwnProperty="z"><__proto__ polluted="1"/><constructor/></r>',
    'a-style-sheet-elsewhere': `<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>${TRUE}`,
    'an-error-text-beside-success': '<r success="true" error="[900] no"/>',
  }).map(([name, text]): Misbehaviour => ({
    name,
    act: body(text),
    ends: 'success',
    protects: 'an answer that is merely unusual from being refused',
  })),
  // What a document type could do.
  {
    name: 'entity-expansion',
    act: body(
      `${DECLARATION}<!DOCTYPE r [<!ENTITY e0 "ha">${LAUGHS}]><r success="true" error="&e9;">&e9;</r>`,
    ),
    ends: FOREIGN,
    says: /document type/,
    protects: NO_STALL,
  },
  {
    name: 'entity-of-a-megabyte-a-thousand-times',
    act: body(
      `<!DOCTYPE r [<!ENTITY e "${'x'.repeat(1_000_000)}">]><r success="true">${'&e;'.repeat(1000)}</r>`,
    ),
    ends: FOREIGN,
    protects: NO_STALL,
  },
  {
    name: 'entity-that-says-true',
    act: body('<!DOCTYPE r [<!ENTITY x "true">]><r success="&x;"/>'),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'attribute-default-that-says-true',
    act: body('<!DOCTYPE r [<!ATTLIST r success CDATA "true">]><r/>'),
    ends: FOREIGN,
    protects: NO_LIE,
  },
  {
    name: 'external-entity-of-a-file',
    act: body('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r success="true" error="">&x;</r>'),
    ends: FOREIGN,
    protects: NO_FILE,
  },
  {
    name: 'external-entity-of-a-server',
    act: body(
      ({ elsewhere }) => `<!DOCTYPE r [<!ENTITY x SYSTEM "${elsewhere}/x">]><r success="true">&x;</r>`,
    ),
    ends: FOREIGN,
    protects: NO_FILE,
  },
  {
    name: 'external-document-type',
    act: body(({ elsewhere }) => `<!DOCTYPE r SYSTEM "${elsewhere}/x.dtd">${TRUE}`),
    ends: FOREIGN,
    protects: NO_FILE,
  },
  // What is long or deep.
  {
    name: 'nested-200000-deep',
    act: body(() => '<a>'.repeat(200_000) + '</a>'.repeat(200_000)),
    ends: FOREIGN,
    says: /nested deeper/,
    protects: NO_STALL,
  },
  {
    name: 'attributes-100000',
    act: answer(() => `<r success="true"${many(100_000, index => ` a${index}="x"`)}/>`),
    ends: 'success',
    protects: NO_STALL,
  },
  {
    name: 'attributes-150000',
    act: answer(() => `<r success="true"${many(150_000, index => ` a${index}="x"`)}/>`),
    ends: FOREIGN,
    protects: NO_STALL,
  },
  {
    name: 'one-attribute-200000-times',
    act: answer(() => `<r success="true"${' a="x"'.repeat(200_000)}/>`),
    ends: FOREIGN,
    says: /more than \d+ elements and attributes/,
    protects: NO_STALL,
  },
  {
    name: 'elements-500000',
    act: answer(() => `<r success="true">${'<a/>'.repeat(500_000)}</r>`),
    ends: FOREIGN,
    protects: NO_STALL,
  },
  {
    name: 'namespaces-150000',
    act: answer(() => `<r success="true"${many(150_000, index => ` xmlns:a${index}="u"`)}/>`),
    ends: FOREIGN,
    protects: NO_STALL,
  },
  {
    name: 'text-of-15-megabytes',
    act: answer(() => `<r success="true">${'x'.repeat(15_000_000)}</r>`),
    ends: FOREIGN,
    says: /longer than \d+ characters/,
    protects: NO_STALL,
  },
  {
    name: 'markup-without-end-15-megabytes',
    act: body(() => '<'.repeat(15_000_000)),
    ends: FOREIGN,
    protects: NO_STALL,
  },
];
