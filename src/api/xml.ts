import * as l10n from '@vscode/l10n';
import type { XMLParser } from 'fast-xml-parser';
import type * as Libraries from './xmlLibraries';

/** An element of a document, its name and those of its attributes as written, with entities decoded. */
export interface XmlElement {
  /** Without the namespace prefix. */
  readonly name: string;
  /** The namespace prefix as written, empty where there is none. */
  readonly prefix: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children. */
  readonly text: string;
}

/** Whether an attribute declares a namespace. */
export const isNamespace = (attribute: string): boolean => /^xmlns(?::|$)/.test(attribute);

/** A node as fast-xml-parser gives it with `preserveOrder`: one key for the name, `:@` for the attributes. */
type ParsedNode = Readonly<Record<string, unknown>>;
const ATTRIBUTES = ':@';
const TEXT = '#text';
const PREFIX = '@';

/** Deeper than any answer; saxes looks up a prefix through every open element, so depth must have a bound. */
const MAX_DEPTH = 100;
/**
 * Characters, and elements with their attributes, of a document that is read: far beyond any answer. The two readers take
 * about a quarter of a second for a megabyte and a second for 100,000 attributes, and all other extensions wait meanwhile.
 */
const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_NODES = 120_000;

let loaded: typeof Libraries | undefined;
/** What reads and writes XML. Not by `import`: what has no document to read does without them. */
export const xmlLibraries = (): typeof Libraries =>
  (loaded ??= require('./xmlLibraries') as typeof Libraries);

const OPTIONS: ConstructorParameters<typeof XMLParser>[0] = {
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
  // Numeric references such as `&#252;` are decoded only with this set. `true` would mean the names of HTML as well, whose
  // table fast-xml-parser merges anew for each document, in twenty times the time of reading a short answer; none of
  // them gets here, since the check for well-formedness refuses them. Its types know only `true`, its code (5.12.1) any table.
  htmlEntities: {} as unknown as true,
};
let parser: XMLParser | undefined;

/**
 * Why the text is not one well-formed document without a DTD and of a size that can be read, or `undefined` where it is
 * one. fast-xml-parser does not check: its parser takes a truncated document, and its validator takes two roots, text
 * after the root and a bare `&` in an attribute.
 */
export function notWellFormed(text: string): string | undefined {
  if (text.length > MAX_LENGTH) {
    return l10n.t('longer than {0} characters', MAX_LENGTH);
  }
  let problem: string | undefined;
  // Thrown out of saxes, so that a hostile document is given up at its first fault and not after its last byte.
  const refuse = (why: string): never => {
    problem ??= why;
    throw new Error(why);
  };
  const checker = new (xmlLibraries().SaxesParser)({ xmlns: true });
  let depth = 0;
  let nodes = 0;
  const count = () => {
    if (++nodes > MAX_NODES) {
      refuse(l10n.t('more than {0} elements and attributes', MAX_NODES));
    }
  };
  checker.on('error', error => refuse(error.message));
  checker.on('attribute', count);
  checker.on('opentag', () => {
    count();
    if (++depth > MAX_DEPTH) {
      refuse(l10n.t('nested deeper than {0} elements', MAX_DEPTH));
    }
  });
  checker.on('closetag', () => depth--);
  checker.on('doctype', () => refuse(l10n.t('it declares a document type')));
  try {
    // In pieces: saxes reports a document type at its end only, but a fault within it at once.
    for (let start = 0; start < text.length; start += 65_536) {
      checker.write(text.slice(start, start + 65_536));
    }
    checker.close();
  } catch (error) {
    problem ??= String(error);
  }
  return problem;
}

/**
 * Comments and processing instructions of a well-formed document; CDATA is matched so that nothing within it is taken for
 * one. fast-xml-parser takes a quote in a processing instruction for the beginning of an attribute's value, and could be
 * led past the true root to an element in a comment. So it is given neither.
 */
const ASIDES = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|(<!\[CDATA\[[\s\S]*?\]\]>)/g;

type ReadXml = { readonly root: XmlElement } | { readonly problem: string };

/**
 * The last short document that was read: most answers to a batch are the same to the last character, and so is what is
 * read from them. None that may hold a ticket is kept here.
 */
let lately: { readonly text: string; readonly read: ReadXml } | undefined;
const MOST_REMEMBERED = 1024;

/** Reads one well-formed document, or says why there is none: no XML, cut short, two roots, a DTD, too large. */
export function readXml(text: string): ReadXml {
  if (lately?.text === text) {
    return lately.read;
  }
  const read = readAnew(text);
  if (text.length <= MOST_REMEMBERED && !/ticket/i.test(text)) {
    lately = { text, read };
  }
  return read;
}

function readAnew(text: string): ReadXml {
  const problem = notWellFormed(text);
  if (problem !== undefined) {
    return { problem };
  }
  try {
    parser ??= new (xmlLibraries().XMLParser)(OPTIONS);
    const nodes = parser.parse(text.replace(ASIDES, '$1')) as readonly ParsedNode[];
    const root = nodes.map(toElement).find(element => element !== undefined);
    return root === undefined ? { problem: l10n.t('no element') } : { root };
  } catch (error) {
    // fast-xml-parser has limits of its own, on the number of entities for one.
    return { problem: String(error) };
  }
}

function toElement(node: ParsedNode): XmlElement | undefined {
  const tag = Object.keys(node).find(key => key !== ATTRIBUTES);
  if (tag === undefined || tag === TEXT) {
    return undefined;
  }
  const content = node[tag] as readonly ParsedNode[];
  // fast-xml-parser 5.12.1 transforms the name of an element without content twice: it may begin with two of our marks.
  const [, prefix = '', name = ''] = /^@+(?:([^:]*):)?(.*)$/s.exec(tag) ?? [];
  return {
    name,
    prefix,
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
