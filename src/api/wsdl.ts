import * as l10n from '@vscode/l10n';
import { decode } from './decode';
import { bodyText, type HttpExchange } from './exchange';
import { isTicketElement, type TicketElement } from './operations';
import { callError, type CallError, type Transport } from './outcome';
import type { Mask } from './redact';
import { readXml, type XmlElement } from './xml';

/** What a WSDL says of UpdateUserEmail (https://www.w3.org/TR/wsdl). */
export interface ServiceDescription {
  /** How the ticket's element is spelt in SOAP; absent where the description has none of the known spellings. */
  readonly ticketElement?: TicketElement;
  /** The transports that have a binding with the operation in it: asmx leaves out what its web.config does not enable. */
  readonly transports: readonly Transport[];
}

const OPERATION = 'UpdateUserEmail';
const SOAP11_BINDING = 'http://schemas.xmlsoap.org/wsdl/soap/';
const SOAP12_BINDING = 'http://schemas.xmlsoap.org/wsdl/soap12/';
const HTTP_BINDING = 'http://schemas.xmlsoap.org/wsdl/http/';

/** Judges what came for `?WSDL`: the description, or as an error why there is none. */
export function decodeWsdl(
  exchange: HttpExchange,
  sentTo: URL,
  mask: Mask,
): { readonly description?: ServiceDescription; readonly error?: CallError } {
  const { response, failure } = exchange;
  const complete =
    failure === undefined && response !== undefined && response.status >= 200 && response.status < 300;
  const description = complete ? readWsdl(bodyText(response)) : undefined;
  if (description !== undefined) {
    return { description };
  }
  const refusal = callError('notAnInfoRouterResponse', l10n.t('What the server gives for ?WSDL is no WSDL.'));
  return { error: complete ? refusal : (decode(exchange, sentTo, mask).error ?? refusal) };
}

/** Reads a WSDL; `undefined` for anything else. */
export function readWsdl(text: string): ServiceDescription | undefined {
  const read = readXml(text);
  if (!('root' in read) || read.root.name !== 'definitions') {
    return undefined;
  }
  const { root } = read;
  const ticketElement = requestElements(root)
    .map(element => element.attributes.get('name'))
    .find(isTicketElement);
  const found = named(root, 'binding')
    .filter(binding => named(binding, 'operation').some(isOperation))
    .flatMap(binding => transportOf(binding, root) ?? []);
  return { ...(ticketElement && { ticketElement }), transports: [...new Set(found)] };
}

const named = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter(child => child.name === name);
const isOperation = ({ attributes }: XmlElement): boolean => attributes.get('name') === OPERATION;

/** The elements of the operation's request: those below the schema's element of its name. */
function requestElements(root: XmlElement): readonly XmlElement[] {
  const schemas = named(root, 'types').flatMap(types => named(types, 'schema'));
  return schemas
    .flatMap(schema => named(schema, 'element'))
    .filter(isOperation)
    .flatMap(element => named(element, 'complexType'))
    .flatMap(type => named(type, 'sequence'))
    .flatMap(sequence => named(sequence, 'element'));
}

/** What a binding is for: its `binding` child belongs to SOAP 1.1, SOAP 1.2 or HTTP by its namespace. */
function transportOf(binding: XmlElement, root: XmlElement): Transport | undefined {
  const detail = named(binding, 'binding')[0];
  switch (detail && namespaceOf([detail, binding, root])) {
    case SOAP11_BINDING:
      return 'soap11';
    case SOAP12_BINDING:
      return 'soap12';
    case HTTP_BINDING:
      return HTTP_VERBS[detail?.attributes.get('verb')?.toUpperCase() ?? ''];
    default:
      return undefined;
  }
}

const HTTP_VERBS: Readonly<Record<string, Transport>> = { GET: 'get', POST: 'post' };

/** The namespace of the first element, whose prefix it or one of those around it declares. */
function namespaceOf(elements: readonly [XmlElement, ...XmlElement[]]): string | undefined {
  const { prefix } = elements[0];
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  return elements.map(({ attributes }) => attributes.get(declaration)).find(uri => uri !== undefined);
}
