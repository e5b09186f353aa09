import * as l10n from '@vscode/l10n';
import { SOAP11_ENVELOPE } from './encode/soap11';
import { SOAP12_ENVELOPE } from './encode/soap12';
import { bodyText, header, type HttpExchange, type Response } from './exchange';
import { statusText } from './exchangeText';
import { firstLine, httpError, titleOf, type Quote } from './httpErrors';
import { knownAnswer, SEARCHED_LENGTH } from './knownAnswers';
import { callError, type CallError, type CallErrorKind } from './outcome';
import { errorByProxy } from './proxy';
import { maskedStart, type Mask } from './redact';
import { isNamespace, readXml, type XmlElement } from './xml';

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
 * @param sentTo where the request went, since a redirect may be relative to it.
 * @param mask masks what is quoted before it is cut: half a secret would escape.
 */
export function decode({ response, failure, proxy }: HttpExchange, sentTo: URL, mask: Mask): Decoded {
  if (failure !== undefined && failure.kind !== 'tooLarge') {
    const { kind, message, remedy } = failure;
    return { error: { ...callError(kind, message), ...(remedy !== undefined && { remedy }) } };
  }
  if (response === undefined) {
    return { error: callError('network', l10n.t('The connection ended without a response.')) };
  }
  const text = bodyText(response);
  const read = failure === undefined ? readXml(text) : { problem: failure.message };
  const content = 'root' in read ? soapContent(read.root) : [];
  const inSoap = 'root' in read && content[0] !== read.root;
  const fault = inSoap ? content.find(({ name }) => name === 'Fault') : undefined;
  const quote = quoting(mask, QUOTE_LENGTH);
  if (fault !== undefined) {
    const words = faultText(fault);
    const message =
      quote(firstLine(maskedStart(words, mask, SEARCHED_LENGTH))) ||
      l10n.t('The server answered with a SOAP fault that gives no reason.');
    return { error: recognised(callError('soapFault', message), words) };
  }
  const answer = findAnswer(content, inSoap);
  const success = answer?.attributes.get('success')?.toLowerCase();
  if (answer !== undefined && success === 'true') {
    return { answer };
  }
  if (answer !== undefined && success === 'false') {
    return { answer, error: apiFailure(answer.attributes.get('error') ?? '', mask) };
  }
  // Masked before anything is taken out of it: a line, or a title without its double spaces, may hold a part of a secret.
  const shown = maskedStart(text, mask, SEARCHED_LENGTH);
  if (response.status < 200 || response.status > 299) {
    const error = httpError(response, shown, sentTo, quote);
    return { error: proxy === undefined ? error : errorByProxy(response, proxy, error) };
  }
  const message = failure?.message ?? foreignAnswerText(response, shown, read, quote);
  const error = callError('notAnInfoRouterResponse', message);
  return { error: isPage(text) ? recognised(error, text) : error };
}

/** The failure with the remedy of what its text is known for. */
function recognised(error: CallError, text: string): CallError {
  const remedy = knownAnswer(text)?.remedy;
  return remedy === undefined ? error : { ...error, remedy };
}

const quoting =
  (mask: Mask, length: number): Quote =>
  text => {
    const masked = maskedStart(text, mask, length + 1);
    return masked.length > length ? `${masked.slice(0, length)}…` : masked;
  };

/** The elements of the SOAP body; a document that is no envelope is its own content. */
function soapContent(document: XmlElement): readonly XmlElement[] {
  if (document.name !== 'Envelope') {
    return [document];
  }
  const ofSoap = ([name, uri]: readonly [string, string]) =>
    isNamespace(name) && (uri === SOAP11_ENVELOPE || uri === SOAP12_ENVELOPE);
  if (![...document.attributes].some(ofSoap)) {
    return [document];
  }
  return document.children.filter(child => child.name === 'Body').flatMap(({ children }) => children);
}

/**
 * The element that carries `success`. Its name differs by operation and server version, so it is found by its place:
 * the root itself, or in SOAP the one element inside `…Result` inside `…Response`. Where there are several, none of them
 * is the answer.
 */
function findAnswer(content: readonly XmlElement[], inSoap: boolean): XmlElement | undefined {
  return inSoap ? only(only(only(content)?.children)?.children) : only(content);
}

const only = (elements: readonly XmlElement[] = []): XmlElement | undefined =>
  elements.length === 1 ? elements[0] : undefined;

/** SOAP 1.1 has `faultstring`, SOAP 1.2 has `Reason/Text`. Beyond its first line stands the stack trace of asmx. */
function faultText(fault: XmlElement): string {
  const texts = fault.children.flatMap(child =>
    child.name === 'faultstring'
      ? [child.text]
      : child.name === 'Reason'
        ? child.children.map(each => each.text)
        : [],
  );
  return texts.join(' ');
}

/** The documented messages that carry no code, and the kind that each begins. */
const KIND_BY_MESSAGE: readonly (readonly [start: string, kind: CallErrorKind])[] = [
  ['user not found', 'userNotFound'],
  ['access denied', 'accessDenied'],
  ['systemerror:', 'systemError'],
];

function apiFailure(message: string, mask: Mask): CallError {
  const text = message.trim();
  const digits = /^\[(\d{1,9})\]/.exec(text)?.[1];
  const code = digits === undefined ? undefined : Number(digits);
  const start = text.slice(0, 20).toLowerCase();
  const kind =
    code === 900
      ? 'authenticationFailed'
      : code === 901
        ? 'sessionExpired'
        : (KIND_BY_MESSAGE.find(([prefix]) => start.startsWith(prefix))?.[1] ?? 'apiError');
  const words = quoting(mask, MESSAGE_LENGTH)(text);
  return callError(kind, words || l10n.t('The server refused the call and gave no reason.'), code);
}

const isPage = (text: string): boolean => /<!doctype html|<html[\s>]/i.test(text.slice(0, SEARCHED_LENGTH));

function foreignAnswerText(
  response: Response,
  text: string,
  read: { readonly root: XmlElement } | { readonly problem: string },
  quote: Quote,
): string {
  const encoding = header(response, 'Content-Encoding');
  if (response.body.length === 0) {
    return l10n.t('The server answered {0} with an empty body.', quote(statusText({ response })));
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    return l10n.t('The answer is compressed ({0}) although that was not asked for.', quote(encoding));
  }
  if (isPage(text)) {
    const title = titleOf(text);
    return title === undefined
      ? l10n.t('The answer is an HTML page: a login or error page, or another site.')
      : l10n.t('The answer is the HTML page “{0}”: a login or error page, or another site.', quote(title));
  }
  const beginning = quote(firstLine(text));
  return 'root' in read
    ? l10n.t(
        'The answer has no “success” of true or false where infoRouter’s has it; it begins: {0}',
        beginning,
      )
    : l10n.t(
        'The answer is not one complete XML document ({0}); it begins: {1}',
        quote(read.problem),
        beginning,
      );
}
