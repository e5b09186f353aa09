import { NAMESPACE, type Argument, type OperationName } from '../operations';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

/** Escapes text of an element. A bare carriage return would arrive as a line feed (XML 1.0, section 2.11). */
export function escapeText(value: string): string {
  return value.replace(/[&<>\r]/g, character => ESCAPES[character] ?? character);
}

/** The envelope of a call, byte for byte as in the recordings; only the envelope's namespace differs by version. */
export function envelope(
  envelopeNamespace: string,
  operation: OperationName,
  sent: readonly Argument[],
): string {
  const elements = sent.map(({ soap, value }) => `      <tns:${soap}>${escapeText(value)}</tns:${soap}>`);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<soap:Envelope xmlns:soap="${envelopeNamespace}" xmlns:tns="${NAMESPACE}">`,
    '  <soap:Body>',
    `    <tns:${operation}>`,
    elements.join('\n'),
    `    </tns:${operation}>`,
    '  </soap:Body>',
    '</soap:Envelope>',
  ].join('\n');
}
