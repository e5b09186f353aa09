import { SOAP11_ENVELOPE } from './encode/soap11';
import { SOAP12_ENVELOPE } from './encode/soap12';
import { bodyText, header, type HttpExchange, type Response } from './exchange';
import { callError, type CallError, type CallErrorKind } from './outcome';
import { errorByProxy } from './proxy';
import { readXml, type XmlElement } from './xml';

/** What an answer says: the element that carries `success`, and why it is a failure where it is one. */
export interface Decoded {
  readonly answer?: XmlElement;
  /** Absent on success. */
  readonly error?: CallError;
}

/** How much of a foreign answer is quoted in a message. */
const QUOTE_LENGTH = 200;
/** How much of infoRouter's own message is passed on; the raw response has the rest. */
const MESSAGE_LENGTH = 2000;

/**
 * Judges any exchange, and never throws. The order is the public contract's: SOAP fault; one well-formed document whose
 * answer element has `success`, whatever the HTTP status; an HTTP status that is not 2xx; anything else.
 */
export function decode({ response, failure, proxy }: HttpExchange): Decoded {
  if (failure !== undefined && failure.kind !== 'tooLarge') {
    const { kind, message, remedy } = failure;
    return { error: { ...callError(kind, message), ...(remedy !== undefined && { remedy }) } };
  }
  if (response === undefined) {
    return { error: callError('network', 'The connection ended without a response.') };
  }
  const text = bodyText(response);
  const document = failure === undefined ? readXml(text) : undefined;
  const content = document && soapContent(document);
  if (content?.name === 'Fault') {
    return { error: callError('soapFault', faultText(content)) };
  }
  const answer = content && findAnswer(content, content !== document);
  const success = answer?.attributes.get('success')?.toLowerCase();
  if (answer !== undefined && success === 'true') {
    return { answer };
  }
  if (answer !== undefined && success === 'false') {
    return { answer, error: apiFailure(answer.attributes.get('error') ?? '') };
  }
  if (response.status < 200 || response.status > 299) {
    const words = httpErrorText(response, text);
    return {
      error: proxy === undefined ? callError('httpError', words) : errorByProxy(response, proxy, words),
    };
  }
  return {
    error: callError('notAnInfoRouterResponse', failure?.message ?? foreignAnswerText(response, text)),
  };
}

/** What the SOAP body holds; a document that is no envelope is its own content. */
function soapContent(document: XmlElement): XmlElement | undefined {
  if (document.name !== 'Envelope') {
    return document;
  }
  const namespaces = [...document.attributes]
    .filter(([name]) => /^xmlns(:|$)/.test(name))
    .map(([, uri]) => uri);
  if (!namespaces.some(uri => uri === SOAP11_ENVELOPE || uri === SOAP12_ENVELOPE)) {
    return document;
  }
  return document.children.find(child => child.name === 'Body')?.children[0];
}

/**
 * The element that carries `success`. Its name differs by operation and server version, so it is found by its place:
 * the root itself, or in SOAP the one element inside `…Result` inside `…Response`.
 */
function findAnswer(content: XmlElement, inSoap: boolean): XmlElement | undefined {
  return inSoap ? content.children[0]?.children[0] : content;
}

/** SOAP 1.1 has `faultstring`, SOAP 1.2 has `Reason/Text`. The first line: asmx appends its stack trace. */
function faultText(fault: XmlElement): string {
  const texts = fault.children.flatMap(child =>
    child.name === 'faultstring'
      ? [child.text]
      : child.name === 'Reason'
        ? child.children.map(each => each.text)
        : [],
  );
  return firstLine(texts.join(' ')) || 'The server answered with a SOAP fault that gives no reason.';
}

/** The documented messages that carry no code, and the kind that each begins. */
const KIND_BY_MESSAGE: readonly (readonly [start: string, kind: CallErrorKind])[] = [
  ['user not found', 'userNotFound'],
  ['access denied', 'accessDenied'],
  ['systemerror:', 'systemError'],
];

function apiFailure(message: string): CallError {
  const trimmed = message.trim();
  const text = trimmed.length > MESSAGE_LENGTH ? `${trimmed.slice(0, MESSAGE_LENGTH)}…` : trimmed;
  const digits = /^\[(\d{1,9})\]/.exec(text)?.[1];
  const code = digits === undefined ? undefined : Number(digits);
  const start = text.toLowerCase();
  const kind =
    code === 900
      ? 'authenticationFailed'
      : code === 901
        ? 'sessionExpired'
        : (KIND_BY_MESSAGE.find(([prefix]) => start.startsWith(prefix))?.[1] ?? 'apiError');
  return callError(kind, text || 'The server refused the call and gave no reason.', code);
}

function httpErrorText(response: Response, text: string): string {
  const type = header(response, 'Content-Type') ?? '';
  // asmx explains itself in one line of plain text; an HTML page or XML says nothing in its first line.
  const words = /^text\/plain/i.test(type) ? firstLine(text) : '';
  return words ? `${statusText(response)}: ${words}` : `The server answered ${statusText(response)}.`;
}

function foreignAnswerText(response: Response, text: string): string {
  const encoding = header(response, 'Content-Encoding');
  if (response.body.length === 0) {
    return `The server answered ${statusText(response)} with an empty body.`;
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return `The answer is compressed (${encoding}) although that was not asked for.`;
  }
  if (/<!doctype html|<html[\s>]/i.test(text)) {
    return 'The answer is an HTML page: a login or error page, or another site.';
  }
  return `The answer is not one complete XML document with a “success” attribute; it begins: ${firstLine(text)}`;
}

const statusText = (response: Response): string =>
  response.startLine.replace(/^HTTP\/\S+\s*/, 'HTTP ').trim();

function firstLine(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH)}…` : line;
}
