import { ATTRIBUTE, DECLARATION, NOT_XML, TOKEN } from './xmlGrammar';

/**
 * A strict reader of XML 1.0 with namespaces, without DTDs, as .NET's XmlReader reads a SOAP envelope. It is our own
 * for two reasons. fast-xml-parser and its validator let pass what .NET refuses: two roots, text after the root,
 * undefined entities, control characters, a DTD. And the client reads with fast-xml-parser: a server that read with
 * the same library would forgive the client's mistakes.
 */
export interface ReadElement {
  readonly namespace: string;
  readonly localName: string;
  /** By `localName`, or by `{namespace}localName` for those with a prefix; namespace declarations left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly ReadElement[];
  /** The text directly inside, references resolved, line ends as `\n`. */
  readonly text: string;
}

/** Deeper than any message of this protocol; a bound on the work that a hostile document can cause. */
const MAX_DEPTH = 200;

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

type Scope = Readonly<Record<string, string>>;
interface OpenElement extends ReadElement {
  readonly qName: string;
  readonly scope: Scope;
  readonly children: ReadElement[];
  text: string;
}

class NotWellFormed extends Error {}

/** The document's root element, or `undefined` where the document is not well-formed. */
export function readXml(document: string): ReadElement | undefined {
  try {
    return readDocument(document);
  } catch (error) {
    if (error instanceof NotWellFormed) return undefined;
    throw error;
  }
}

function readDocument(document: string): ReadElement {
  const text = document.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  check(!NOT_XML.test(text));
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  TOKEN.lastIndex = DECLARATION.exec(text)?.[0].length ?? 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.groups;
    check(token !== undefined);
    const parent = open.at(-1);
    if (token['open'] !== undefined) {
      check(open.length < MAX_DEPTH && (parent !== undefined || root === undefined));
      const child = openElement(token['open'], token['attributes'] ?? '', parent?.scope ?? {});
      root ??= child;
      parent?.children.push(child);
      if (!token['empty']) open.push(child);
    } else if (token['close'] !== undefined) {
      check(open.pop()?.qName === token['close']);
    } else if (token['comment'] !== undefined) {
      check(!/--|-$/.test(token['comment']));
    } else if (token['instruction'] !== undefined) {
      check(token['instruction'].toLowerCase() !== 'xml');
    } else if (parent) {
      check(token['text']?.includes(']]>') !== true);
      parent.text += token['cdata'] ?? resolve(token['text'] ?? '');
    } else {
      check(/^[ \t\n]+$/.test(token['text'] ?? ''));
    }
  }
  check(root !== undefined && open.length === 0);
  return root;
}

function openElement(qName: string, attributeText: string, outer: Scope): OpenElement {
  const raw = new Map<string, string>();
  for (const [, name = '', double, single] of attributeText.matchAll(ATTRIBUTE)) {
    check(!raw.has(name));
    raw.set(name, resolve((double ?? single ?? '').replace(/[\t\n]/g, ' ')));
  }
  const declared = [...raw].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  check(
    declared.every(([name, uri]) => name === 'xmlns' || (uri !== '' && !/^xmlns:(?:xml|xmlns)$/.test(name))),
  );
  const scope: Scope =
    declared.length === 0
      ? outer
      : {
          ...outer,
          ...Object.fromEntries(declared.map(([name, uri]) => [name.slice('xmlns:'.length), uri])),
        };
  const attributes = new Map<string, string>();
  for (const [name, value] of raw) {
    if (declared.some(([declaration]) => declaration === name)) continue;
    const key = name.includes(':') ? `{${namespaceOf(name, scope)}}${localPart(name)}` : name;
    check(!attributes.has(key));
    attributes.set(key, value);
  }
  return {
    qName,
    scope,
    namespace: namespaceOf(qName, scope),
    localName: localPart(qName),
    attributes,
    children: [],
    text: '',
  };
}

function localPart(qName: string): string {
  return qName.slice(qName.indexOf(':') + 1);
}

function namespaceOf(qName: string, scope: Scope): string {
  const prefix = qName.includes(':') ? qName.slice(0, qName.indexOf(':')) : '';
  if (prefix === 'xml') return 'http://www.w3.org/XML/1998/namespace';
  const uri = Object.hasOwn(scope, prefix) ? scope[prefix] : prefix === '' ? '' : undefined;
  check(uri !== undefined);
  return uri;
}

function resolve(text: string): string {
  return text.replace(/&([^;]*);?/g, (reference, name: string) => {
    check(reference.endsWith(';'));
    if (Object.hasOwn(NAMED, name)) return NAMED[name] ?? '';
    const digits = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
    const codePoint = digits?.[1] ? parseInt(digits[1], 16) : parseInt(digits?.[2] ?? '', 10);
    check(codePoint <= 0x10ffff);
    const character = String.fromCodePoint(codePoint);
    check(!NOT_XML.test(character));
    return character;
  });
}

function check(condition: boolean): asserts condition {
  if (!condition) throw new NotWellFormed();
}
