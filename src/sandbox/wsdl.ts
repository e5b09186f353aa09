import { enables, spelled, type SandboxFault } from './faults';
import { OPERATIONS, type Operation } from './operations';
import { SERVICE_NAMESPACE } from './soapBinding';
import { element, writeIndented, type XmlElement } from './xmlWriter';

const NAMESPACES = {
  'xmlns:soapenc': 'http://schemas.xmlsoap.org/soap/encoding/',
  'xmlns:soap12': 'http://schemas.xmlsoap.org/wsdl/soap12/',
  'xmlns:http': 'http://schemas.xmlsoap.org/wsdl/http/',
  'xmlns:tns': SERVICE_NAMESPACE,
  'xmlns:mime': 'http://schemas.xmlsoap.org/wsdl/mime/',
  'xmlns:tm': 'http://microsoft.com/wsdl/mime/textMatching/',
  'xmlns:s': 'http://www.w3.org/2001/XMLSchema',
  'xmlns:soap': 'http://schemas.xmlsoap.org/wsdl/soap/',
  targetNamespace: SERVICE_NAMESPACE,
  'xmlns:wsdl': 'http://schemas.xmlsoap.org/wsdl/',
};

type Verb = 'Get' | 'Post';

/**
 * The description of the service (https://www.w3.org/TR/wsdl): its operations by SOAP 1.1, SOAP 1.2, GET and POST. Like
 * asmx it describes what is enabled, as it is spelled.
 */
export function wsdl(address: string, fault: SandboxFault = 'none'): string {
  const verbs = (['Get', 'Post'] as const).filter(verb => enables(fault, verb));
  const operations = OPERATIONS.map(operation => ({
    ...operation,
    parameters: operation.parameters.map(parameter => spelled(fault, parameter)),
  }));
  return writeIndented(
    element('wsdl:definitions', NAMESPACES, [
      element('wsdl:types', {}, [
        element(
          's:schema',
          { elementFormDefault: 'qualified', targetNamespace: SERVICE_NAMESPACE },
          operations.flatMap(schemaElements),
        ),
      ]),
      ...operations.flatMap(soapMessages),
      ...verbs.flatMap(verb => operations.flatMap(operation => httpMessages(operation, verb))),
      ...['Soap', ...verbs.map(verb => `Http${verb}`)].map(portType),
      soapBinding('SrvSoap', 'soap'),
      soapBinding('SrvSoap12', 'soap12'),
      ...verbs.map(verb => httpBinding(verb, HTTP_INPUT[verb]())),
      element('wsdl:service', { name: 'Srv' }, [
        port('SrvSoap', 'soap', address),
        port('SrvSoap12', 'soap12', address),
        ...verbs.map(verb => port(`SrvHttp${verb}`, 'http', address)),
      ]),
    ]),
  );
}

const HTTP_INPUT: { readonly [V in Verb]: () => XmlElement[] } = {
  Get: () => [element('http:urlEncoded')],
  Post: () => [element('mime:content', { type: 'application/x-www-form-urlencoded' })],
};

const OPTIONAL = { minOccurs: '0', maxOccurs: '1' };

function schemaElements({ name, parameters }: Operation): XmlElement[] {
  const given = parameters.map(parameter =>
    element('s:element', { ...OPTIONAL, name: parameter, type: 's:string' }),
  );
  const anything = element('s:complexType', { mixed: 'true' }, [
    element('s:sequence', {}, [element('s:any')]),
  ]);
  return [
    schemaElement(name, given),
    schemaElement(`${name}Response`, [
      element('s:element', { ...OPTIONAL, name: `${name}Result` }, [anything]),
    ]),
  ];
}

function schemaElement(name: string, content: XmlElement[]): XmlElement {
  const sequence = content.length === 0 ? [] : [element('s:sequence', {}, content)];
  return element('s:element', { name }, [element('s:complexType', {}, sequence)]);
}

function soapMessages({ name }: Operation): XmlElement[] {
  const message = (direction: string, type: string): XmlElement =>
    element('wsdl:message', { name: `${name}Soap${direction}` }, [
      element('wsdl:part', { name: 'parameters', element: `tns:${type}` }),
    ]);
  return [message('In', name), message('Out', `${name}Response`)];
}

function httpMessages({ name, parameters }: Operation, verb: Verb): XmlElement[] {
  const parts = parameters.map(parameter => element('wsdl:part', { name: parameter, type: 's:string' }));
  return [
    element('wsdl:message', { name: `${name}Http${verb}In` }, parts),
    element('wsdl:message', { name: `${name}Http${verb}Out` }, [element('wsdl:part', { name: 'Body' })]),
  ];
}

function portType(kind: string): XmlElement {
  const operations = OPERATIONS.map(({ name }) =>
    element('wsdl:operation', { name }, [
      element('wsdl:input', { message: `tns:${name}${kind}In` }),
      element('wsdl:output', { message: `tns:${name}${kind}Out` }),
    ]),
  );
  return element('wsdl:portType', { name: `Srv${kind}` }, operations);
}

function soapBinding(name: string, prefix: string): XmlElement {
  const body = element(`${prefix}:body`, { use: 'literal' });
  return element('wsdl:binding', { name, type: 'tns:SrvSoap' }, [
    element(`${prefix}:binding`, { transport: 'http://schemas.xmlsoap.org/soap/http' }),
    ...OPERATIONS.map(operation =>
      bindingOperation(
        operation,
        element(`${prefix}:operation`, { soapAction: SERVICE_NAMESPACE + operation.name, style: 'document' }),
        [body],
        [body],
      ),
    ),
  ]);
}

function httpBinding(verb: Verb, input: XmlElement[]): XmlElement {
  const name = `SrvHttp${verb}`;
  return element('wsdl:binding', { name, type: `tns:${name}` }, [
    element('http:binding', { verb: verb.toUpperCase() }),
    ...OPERATIONS.map(operation =>
      bindingOperation(operation, element('http:operation', { location: `/${operation.name}` }), input, [
        element('mime:content', { part: 'Body', type: 'text/xml' }),
      ]),
    ),
  ]);
}

function bindingOperation(
  { name }: Operation,
  detail: XmlElement,
  input: XmlElement[],
  output: XmlElement[],
): XmlElement {
  return element('wsdl:operation', { name }, [
    detail,
    element('wsdl:input', {}, input),
    element('wsdl:output', {}, output),
  ]);
}

function port(binding: string, prefix: string, location: string): XmlElement {
  return element('wsdl:port', { name: binding, binding: `tns:${binding}` }, [
    element(`${prefix}:address`, { location }),
  ]);
}
