import { spelled } from './faults';
import { answerTo, OPERATIONS, type Arguments, type Operation, type World } from './operations';
import { contentType, percentDecoded, type SandboxRequest } from './request';
import type { Reply } from './reply';
import { emptyReply, envelopeReply, faultReply, SOAP11, SOAP12, type SoapVersion } from './soapVersion';
import { element } from './xmlWriter';
import { readXml, type ReadElement } from './xmlReader';

/** The namespace of the service: of its body elements and the stem of its actions. */
export const SERVICE_NAMESPACE = 'http://tempuri.org/';

const XML_NIL = '{http://www.w3.org/2001/XMLSchema-instance}nil';

/**
 * Answers a POST to `/srv.asmx`, deciding in the order of asmx: an operation is found by the action, or without one by
 * the body's element, before the media type and then the whole envelope are looked at. So an unknown SOAPAction is a
 * fault even over a broken envelope, while a known one over a broken envelope is an empty 400.
 */
export function answerSoap(request: SandboxRequest, world: World): Reply {
  const media = contentType(request);
  const soapAction = headerText(request.headers['soapaction']);
  // Before the envelope is read, only the headers tell which version to answer in.
  const assumed = soapAction === undefined || media.type === SOAP12.mediaType ? SOAP12 : SOAP11;
  const document = readXml(decode(request.body, media.parameters.get('charset')));

  const operation =
    assumed === SOAP11
      ? byAction(soapAction ?? '', () => faultReply(SOAP11, 'client', UNKNOWN_ACTION))
      : byAction(media.parameters.get('action') ?? '', action => byBodyElement(document, action));
  if ('status' in operation) {
    return operation;
  }

  if (media.type !== SOAP11.mediaType && media.type !== SOAP12.mediaType) {
    return emptyReply(assumed, 415);
  }
  if (!document) {
    return emptyReply(assumed, 400);
  }
  const version = versionOf(document);
  if (!version) {
    return versionMismatch(document);
  }
  if (version === SOAP11 && media.type !== SOAP11.mediaType) {
    return emptyReply(SOAP11, 415);
  }
  const body = bodyOf(document);
  if (!body) {
    return faultReply(version, 'client', `Server was unable to read request. ---> ${NO_ENVELOPE}`);
  }
  const given = readArguments(operation, body, world);
  return given ? call(operation, given, version, world) : emptyReply(version, 400);
}

function call(operation: Operation, given: Arguments, version: SoapVersion, world: World): Reply {
  const answer = answerTo(operation, given, world);
  const error = answer.attributes['error'];
  const unqualified = element(answer.name, { ...answer.attributes, xmlns: '' }, answer.children);
  const content = element(`${operation.name}Response`, { xmlns: SERVICE_NAMESPACE }, [
    element(`${operation.name}Result`, {}, [unqualified]),
  ]);
  return { ...envelopeReply(version, content), operation: operation.name, ...(error ? { error } : {}) };
}

// As recorded: the server leaves the placeholders of this text unfilled.
const UNKNOWN_ACTION = 'Server did not recognize the value of HTTP Header {0}: {1}.';
const NO_ENVELOPE = 'System.InvalidOperationException: Missing required soap:Envelope or soap:Body element.';

/** A header that a client sent twice counts as one of both values, as everywhere in HTTP. */
function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

function byAction<Otherwise>(
  action: string,
  otherwise: (action: string) => Otherwise,
): Operation | Otherwise {
  const plain = percentDecoded(action.replace(/^"(.*)"$/, '$1'));
  return OPERATIONS.find(({ name }) => plain === SERVICE_NAMESPACE + name) ?? otherwise(plain);
}

function byBodyElement(document: ReadElement | undefined, action: string): Operation | Reply {
  const unable = 'Server was unable to process request. --->';
  if (!document) {
    return faultReply(
      SOAP12,
      'server',
      `${unable} System.Xml.XmlException: The document is not well-formed.`,
    );
  }
  const version = versionOf(document);
  if (!version) {
    return versionMismatch(document);
  }
  const body = bodyOf(document);
  if (!body) {
    return faultReply(version, 'server', `${unable} ${NO_ENVELOPE}`);
  }
  const called = body.children[0];
  const operation = OPERATIONS.find(({ name }) => called && isServiceElement(called, name));
  if (operation) {
    return operation;
  }
  return faultReply(
    version,
    'client',
    action === ''
      ? 'Unable to handle request without a valid action parameter. Please supply a valid soap action.'
      : `Unable to handle request. The action '${action}' was not recognized.`,
  );
}

function versionOf(document: ReadElement): SoapVersion | undefined {
  return [SOAP11, SOAP12].find(({ namespace }) => namespace === document.namespace);
}

function versionMismatch({ namespace }: ReadElement): Reply {
  const text = `Possible SOAP version mismatch: Envelope namespace ${namespace} was unexpected. Expecting ${SOAP11.namespace}.`;
  return faultReply(SOAP11, 'versionMismatch', text);
}

function bodyOf(document: ReadElement): ReadElement | undefined {
  if (document.localName !== 'Envelope') {
    return undefined;
  }
  return document.children.find(
    ({ localName, namespace }) => localName === 'Body' && namespace === document.namespace,
  );
}

function isServiceElement(candidate: ReadElement, localName: string): boolean {
  return candidate.localName === localName && candidate.namespace === SERVICE_NAMESPACE;
}

/**
 * The arguments in the operation's element. .NET's serializer drops every element that it does not know, by its exact
 * name and namespace, without a word: the argument is then absent. An argument that holds elements is `undefined`.
 */
function readArguments(operation: Operation, body: ReadElement, world: World): Arguments | undefined {
  const wrapper = body.children.find(child => isServiceElement(child, operation.name));
  const given: Record<string, string> = {};
  for (const parameter of operation.parameters) {
    const name = spelled(world.faults().fault, parameter);
    const argument = wrapper?.children.find(child => isServiceElement(child, name));
    if (!argument || /^(?:true|1)$/.test(argument.attributes.get(XML_NIL) ?? '')) {
      continue;
    }
    if (argument.children.length > 0) {
      return undefined;
    }
    given[parameter] = argument.text;
  }
  return given;
}

/** The body's text: by its byte order mark, the charset of the Content-Type, the XML declaration, or as UTF-8. */
function decode(body: Buffer, charset: string | undefined): string {
  const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(
    body.subarray(0, 200).toString('latin1'),
  )?.[1];
  const mark = [Buffer.from([0xfe, 0xff]), Buffer.from([0xff, 0xfe])].findIndex(bom =>
    bom.equals(body.subarray(0, 2)),
  );
  const marked = ['utf-16be', 'utf-16le'][mark];
  for (const label of [marked, charset, declared]) {
    try {
      if (label !== undefined) {
        return new TextDecoder(label).decode(body);
      }
    } catch {
      // A charset that nobody knows says nothing; the next one may.
    }
  }
  return body.toString('utf8');
}
