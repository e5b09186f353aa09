import { isNamespace, type XmlElement } from './xml';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string =>
  text.replace(/[&<>"]/g, character => ESCAPES[character] ?? character);

/**
 * An answer’s element as text by which two answers can be compared, however they travelled: out of its envelope, attributes
 * in alphabetical order, without namespaces, without the space around texts, a line for each element. The root is called
 * `response` whatever its name, which differs between versions of the server.
 */
export function normalised(answer: XmlElement): string {
  return lines({ ...answer, name: 'response' }, '').join('\n');
}

function lines({ name, attributes, children, text }: XmlElement, indent: string): readonly string[] {
  const shown = [...attributes]
    .filter(([attribute]) => !isNamespace(attribute))
    .map(([attribute, value]) => ` ${attribute.replace(/^[^:]*:/, '')}="${escape(value)}"`)
    .sort();
  const start = `${indent}<${name}${shown.join('')}`;
  const words = escape(text.trim());
  if (children.length === 0) {
    return [words === '' ? `${start} />` : `${start}>${words}</${name}>`];
  }
  const inner = children.flatMap(child => lines(child, `${indent}  `));
  return [`${start}>`, ...(words === '' ? [] : [`${indent}  ${words}`]), ...inner, `${indent}</${name}>`];
}
