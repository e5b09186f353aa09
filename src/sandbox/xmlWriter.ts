/** An element to write. Attributes are written in the order in which they stand; text stands among the children. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
}

export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly (XmlElement | string)[] = [],
): XmlElement {
  return { name, attributes, children };
}

export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** The whole document on one line, as asmx writes its SOAP envelopes. */
export function writeCompact(root: XmlElement): string {
  return XML_DECLARATION + write(root, () => '');
}

/** The whole document with an element a line and two spaces a level, as asmx answers GET and POST. No text nodes. */
export function writeIndented(root: XmlElement): string {
  return `${XML_DECLARATION}\n${write(root, depth => `\n${'  '.repeat(depth)}`)}`;
}

/** Escapes text for XML content and for HTML, attributes in double quotes among them. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, character => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * .NET's writer puts white space and control characters of an attribute into numeric references, those that XML 1.0
 * cannot carry among them: such an answer is not well-formed, and a client has to live with it.
 */
function escapeAttribute(value: string): string {
  return escapeMarkup(value).replace(/[^ -\uFFFD]/g, character => {
    return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}

function write(node: XmlElement | string, lineBreak: (depth: number) => string, depth = 0): string {
  if (typeof node === 'string') {
    return escapeMarkup(node);
  }
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => ` ${name}="${escapeAttribute(value)}"`,
  );
  const start = `<${node.name}${attributes.join('')}`;
  if (node.children.length === 0) {
    return `${start} />`;
  }
  const children = node.children.map(child => lineBreak(depth + 1) + write(child, lineBreak, depth + 1));
  return `${start}>${children.join('')}${lineBreak(depth)}</${node.name}>`;
}
