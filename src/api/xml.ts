import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';

/** An element of a document, its name and those of its attributes as written, with entities decoded. */
export interface XmlElement {
  /** Without the namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children. */
  readonly text: string;
}

/** A node as fast-xml-parser gives it with `preserveOrder`: one key for the name, `:@` for the attributes. */
type ParsedNode = Readonly<Record<string, unknown>>;
const ATTRIBUTES = ':@';
const TEXT = '#text';
const PREFIX = '@';

/** Deeper than any answer; saxes looks up a prefix through every open element, so depth must have a bound. */
const MAX_DEPTH = 100;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  // The prefixes keep names such as `__proto__`, which fast-xml-parser refuses, from being names of properties.
  attributeNamePrefix: PREFIX,
  transformTagName: name => `${PREFIX}${name}`,
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Numeric references such as `&#252;` are decoded only with this set; named ones of HTML never get here, since the
  // check for well-formedness refuses them.
  htmlEntities: true,
});

/**
 * Why the text is not one well-formed document without a DTD, or `undefined` where it is. fast-xml-parser does not
 * check: its parser takes a truncated document, and its validator takes two roots, text after the root and a bare
 * `&` in an attribute.
 */
export function notWellFormed(text: string): string | undefined {
  let problem: string | undefined;
  const checker = new SaxesParser({ xmlns: true });
  checker.on('error', error => (problem ??= error.message));
  let depth = 0;
  checker.on('opentag', () => {
    if (++depth > MAX_DEPTH) {
      throw new Error('It is nested too deep.');
    }
  });
  checker.on('closetag', () => depth--);
  checker.on('doctype', () => (problem ??= 'It declares a document type, which is refused.'));
  try {
    // In pieces, so that a hostile document is given up at its first fault and not after its last byte.
    for (let start = 0; start < text.length && problem === undefined; start += 65_536) {
      checker.write(text.slice(start, start + 65_536));
    }
    checker.close();
  } catch (error) {
    problem ??= String(error);
  }
  return problem;
}

/** Reads one well-formed document. Anything else gives `undefined`: no XML, cut short, two roots, a DTD. */
export function readXml(text: string): XmlElement | undefined {
  if (notWellFormed(text) !== undefined) {
    return undefined;
  }
  try {
    const nodes = parser.parse(text) as readonly ParsedNode[];
    return nodes.map(toElement).find(element => element !== undefined);
  } catch {
    // fast-xml-parser has limits of its own, on the number of entities for one.
    return undefined;
  }
}

function toElement(node: ParsedNode): XmlElement | undefined {
  const tag = Object.keys(node).find(key => key !== ATTRIBUTES);
  if (tag === undefined || tag === TEXT) {
    return undefined;
  }
  const content = node[tag] as readonly ParsedNode[];
  return {
    // fast-xml-parser 5.12.1 transforms the name of an element without content twice, so it may begin with two marks.
    name: tag.replace(/^@+(?:[^:]*:)?/, ''),
    attributes: new Map(
      Object.entries((node[ATTRIBUTES] ?? {}) as Record<string, string>).map(([name, value]) => [
        name.slice(PREFIX.length),
        value,
      ]),
    ),
    children: content.map(toElement).filter(element => element !== undefined),
    text: content.map(child => (child[TEXT] as string | undefined) ?? '').join(''),
  };
}
