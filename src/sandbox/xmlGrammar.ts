/**
 * The grammar of XML 1.0 (https://www.w3.org/TR/xml) and its namespaces that the reader needs, as regular expressions
 * over text whose line ends are already `\n`. Astral characters stand as surrogate pairs: without the `u` flag these
 * expressions run in bounded memory over megabytes.
 */

// From U+00C0 on any character may stand in a name: XML 1.0 leaves out a few dozen more, which no client sends.
const NC_NAME = '[A-Za-z_\\u00C0-\\uFFFF][\\w.\\-\\u00B7\\u00C0-\\uFFFF]*';
const QNAME = `(?:${NC_NAME}:)?${NC_NAME}`;
const ATTRIBUTE_WITH_SPACE = `[ \\t\\n]+(?:${QNAME})[ \\t\\n]*=[ \\t\\n]*(?:"[^"<]*"|'[^'<]*')`;

/** The XML declaration, allowed only at the very start. */
export const DECLARATION =
  /^<\?xml[ \t\n]+version[ \t\n]*=[ \t\n]*(["'])1\.\d\1(?:[ \t\n]+encoding[ \t\n]*=[ \t\n]*(["'])[A-Za-z][\w.-]*\2)?(?:[ \t\n]+standalone[ \t\n]*=[ \t\n]*(["'])(?:yes|no)\3)?[ \t\n]*\?>/;

/** The next piece of a document. A DTD is no piece: asmx refuses it too. */
export const TOKEN = new RegExp(
  [
    '(?<text>[^<]+)',
    '<!--(?<comment>[^]*?)-->',
    '<!\\[CDATA\\[(?<cdata>[^]*?)\\]\\]>',
    `<\\?(?<instruction>${NC_NAME})(?:[ \\t\\n][^]*?)?\\?>`,
    `</(?<close>${QNAME})[ \\t\\n]*>`,
    `<(?<open>${QNAME})(?<attributes>(?:${ATTRIBUTE_WITH_SPACE})*)[ \\t\\n]*(?<empty>/?)>`,
  ].join('|'),
  'y',
);

/** One attribute of a start tag: its name, and its value from double or from single quotes. */
export const ATTRIBUTE = new RegExp(`(${QNAME})[ \\t\\n]*=[ \\t\\n]*(?:"([^"]*)"|'([^']*)')`, 'g');

/** A character that XML 1.0 cannot carry, a lone surrogate among them. */
export const NOT_XML = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
