import { argumentsOf, NAMESPACE, type Call, type TicketElement } from '../operations';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };

/** Escapes text of an element. A bare carriage return would arrive as a line feed (XML 1.0, section 2.11). */
export function escapeText(value: string): string {
  return value.replace(/[&<>\r]/g, character => ESCAPES[character] ?? character);
}

/** The envelope of a call, byte for byte as in the recordings; only the envelope's namespace differs by version. */
export function envelope(envelopeNamespace: string, call: Call, ticketElement?: TicketElement): string {
  const elements = argumentsOf(call, ticketElement).map(
    ({ soap, value }) => `      <tns:${soap}>${escapeText(value)}</tns:${soap}>`,
  );
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<soap:Envelope xmlns:soap="${envelopeNamespace}" xmlns:tns="${NAMESPACE}">`,
    '  <soap:Body>',
    `    <tns:${call.operation}>`,
    elements.join('\n'),
    `    </tns:${call.operation}>`,
    '  </soap:Body>',
    '</soap:Envelope>',
  ].join('\n');
}
