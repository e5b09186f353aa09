import { SaxesParser } from 'saxes';

/** An element of a SOAP envelope, as .NET's XmlReader reads it. */
export interface ReadElement {
  readonly namespace: string;
  readonly localName: string;
  /** By `localName`, or by `{namespace}localName` for those with a prefix; namespace declarations left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly ReadElement[];
  /** The text directly inside, references resolved, line ends as `\n`. */
  readonly text: string;
}

interface OpenElement extends ReadElement {
  readonly children: OpenElement[];
  text: string;
}

/** Deeper than any message of this protocol; saxes looks up a prefix through every open element. */
const MAX_DEPTH = 200;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

class NotWellFormed extends Error {}
const refuse = (): never => {
  throw new NotWellFormed();
};

/**
 * The document's root element, or `undefined` where the document is not well-formed or declares a document type, which
 * asmx refuses too. Read by saxes and not by fast-xml-parser, which the client reads with and which lets pass what
 * .NET refuses: a server that read with the same library would forgive the client's mistakes.
 */
export function readXml(document: string): ReadElement | undefined {
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  const addText = (text: string) => {
    const parent = open.at(-1);
    if (parent !== undefined) {
      parent.text += text;
    }
  };
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', refuse);
  parser.on('doctype', refuse);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', tag => {
    const element = toElement(tag);
    root ??= element;
    open.at(-1)?.children.push(element);
    if (open.push(element) > MAX_DEPTH) {
      refuse();
    }
  });
  parser.on('closetag', () => open.pop());
  try {
    parser.write(document).close();
    return root;
  } catch (error) {
    if (error instanceof NotWellFormed) {
      return undefined;
    }
    throw error;
  }
}

interface Tag {
  readonly uri: string;
  readonly local: string;
  readonly attributes: Readonly<
    Record<string, { prefix: string; local: string; uri: string; value: string }>
  >;
}

function toElement({ uri, local, attributes }: Tag): OpenElement {
  const named = Object.values(attributes).filter(attribute => attribute.uri !== XMLNS);
  return {
    namespace: uri,
    localName: local,
    attributes: new Map(
      named.map(({ prefix, uri, local, value }) => [prefix === '' ? local : `{${uri}}${local}`, value]),
    ),
    children: [],
    text: '',
  };
}
