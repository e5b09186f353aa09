import { TRACE, type Reply } from './reply';
import { element, writeCompact, type XmlElement } from './xmlWriter';

/** The three kinds of fault here: the client's mistake, the server's, and an envelope of no known version. */
export type FaultKind = 'client' | 'server' | 'versionMismatch';

/** What tells SOAP 1.1 from SOAP 1.2 on the wire. */
export interface SoapVersion {
  readonly namespace: string;
  readonly mediaType: string;
  readonly faultCodes: Readonly<Record<FaultKind, string>>;
  readonly fault: (code: string, text: string) => XmlElement;
}

/** https://www.w3.org/TR/2000/NOTE-SOAP-20000508 */
export const SOAP11: SoapVersion = {
  namespace: 'http://schemas.xmlsoap.org/soap/envelope/',
  mediaType: 'text/xml',
  faultCodes: { client: 'soap:Client', server: 'soap:Server', versionMismatch: 'soap:VersionMismatch' },
  fault: (code, text) =>
    element('soap:Fault', {}, [
      element('faultcode', {}, [code]),
      element('faultstring', {}, [text]),
      element('detail'),
    ]),
};

/** https://www.w3.org/TR/soap12-part1 */
export const SOAP12: SoapVersion = {
  namespace: 'http://www.w3.org/2003/05/soap-envelope',
  mediaType: 'application/soap+xml',
  faultCodes: { client: 'soap:Sender', server: 'soap:Receiver', versionMismatch: 'soap:VersionMismatch' },
  fault: (code, text) =>
    element('soap:Fault', {}, [
      element('soap:Code', {}, [element('soap:Value', {}, [code])]),
      element('soap:Reason', {}, [element('soap:Text', { 'xml:lang': 'en' }, [text])]),
      element('soap:Detail'),
    ]),
};

/** An answer of HTTP 200 with the element in its envelope. */
export function envelopeReply(version: SoapVersion, content: XmlElement): Reply {
  return {
    status: 200,
    ...typed(version),
    body: envelope(version, content),
    cacheControl: 'private, max-age=0',
  };
}

/** A fault, always with HTTP 500. */
export function faultReply(version: SoapVersion, kind: FaultKind, message: string): Reply {
  const text = `System.Web.Services.Protocols.SoapException: ${message}\n${TRACE}`;
  const fault = version.fault(version.faultCodes[kind], text);
  return { status: 500, ...typed(version), body: envelope(version, fault), cacheControl: 'private' };
}

/** asmx answers XML that is not well-formed (400) and a wrong Content-Type (415) without a body. */
export function emptyReply(version: SoapVersion, status: 400 | 415): Reply {
  return { status, ...typed(version), body: '', cacheControl: 'private' };
}

function typed(version: SoapVersion): { contentType: string } {
  return { contentType: `${version.mediaType}; charset=utf-8` };
}

function envelope(version: SoapVersion, content: XmlElement): string {
  const namespaces = {
    'xmlns:soap': version.namespace,
    'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
    'xmlns:xsd': 'http://www.w3.org/2001/XMLSchema',
  };
  return writeCompact(element('soap:Envelope', namespaces, [element('soap:Body', {}, [content])]));
}
