import type { Socket } from 'node:net';
import { SOAP11_ENVELOPE } from '../../../src/api/encode/soap11';
import { SOAP12_ENVELOPE } from '../../../src/api/encode/soap12';
import type { CallErrorKind, Transport } from '../../../src/api/outcome';
import type { SendOptions } from '../../../src/api/ports';

/** One request as a misbehaving server sees it, and where it may answer. */
export interface Situation {
  readonly socket: Socket;
  readonly transport: Transport;
  /** The ticket that the request carried, as the caller gave it. */
  readonly ticket: string;
  /** The origin of this server, and that of another one, which nobody is to visit. */
  readonly here: string;
  readonly elsewhere: string;
}

/** One way in which a server can be broken or hostile, and what has to come of it. */
export interface Misbehaviour {
  readonly name: string;
  /** What it does once a request is complete. */
  readonly act?: (situation: Situation) => void;
  /** What it does with a connection before it has read anything. */
  readonly greet?: (socket: Socket) => void;
  /** The kind of the outcome; more than one only where the network decides. */
  readonly ends: CallErrorKind | 'success' | readonly (CallErrorKind | 'success')[];
  readonly code?: number;
  readonly says?: RegExp;
  readonly remedy?: RegExp;
  /** What is kept from harm. */
  readonly protects: string;
  /** Milliseconds after which it has done its worst; 5 by default. A call on a connection that ends then would be lost. */
  readonly rest?: number;
  /** Other limits than `LIMITS`, where waiting or size is the point. */
  readonly limits?: Partial<Pick<SendOptions, 'timeoutMs' | 'maxResponseBytes'>>;
}

/** Far longer than any case takes that does not wait for the time to be over. */
export const LIMITS: SendOptions = {
  timeoutMs: 20_000,
  maxResponseBytes: 16 * 1024 * 1024,
  allowUntrustedCertificate: false,
};

/** A time that is meant to run out. */
export const SHORT = { timeoutMs: 250 };

type Text = string | Buffer;
type Told<T> = T | ((situation: Situation) => T);
const tell = <T extends Text | readonly string[]>(told: Told<T>, situation: Situation): T =>
  typeof told === 'function' ? told(situation) : told;

/** What happens to the connection after the last byte. */
type Then = 'keep' | 'end' | 'reset';

/** Writes these bytes as they are. */
export function bytes(what: Told<Text>, then: Then = 'keep'): (situation: Situation) => void {
  return situation => {
    const { socket } = situation;
    socket.write(tell(what, situation), () => {
      if (then === 'end') {
        socket.end();
      } else if (then === 'reset') {
        // A moment later, so that what was written has arrived.
        setTimeout(() => socket.resetAndDestroy(), 30);
      }
    });
  };
}

/** A whole HTTP response with the length that belongs to it. */
export function response(body: Text, headers: readonly string[] = [], status = '200 OK'): Buffer {
  const content = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${content.length}`, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n'), 'latin1'), content]);
}

export const XML = 'Content-Type: text/xml; charset=utf-8';
export const TEXT = 'Content-Type: text/plain; charset=utf-8';
export const HTML = 'Content-Type: text/html; charset=utf-8';

/** Answers with this body. */
export function body(
  what: Told<Text>,
  headers: Told<readonly string[]> = [XML],
  status = '200 OK',
): (situation: Situation) => void {
  return bytes(situation => response(tell(what, situation), tell(headers, situation), status));
}

const ENVELOPES: Readonly<Partial<Record<Transport, string>>> = {
  soap11: SOAP11_ENVELOPE,
  soap12: SOAP12_ENVELOPE,
};

export const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';

/** An envelope around the elements of its body, of the version that the request had; SOAP 1.1 where it had none. */
export function inBody(content: string, transport: Transport): string {
  const namespace = ENVELOPES[transport] ?? SOAP11_ENVELOPE;
  return `<soap:Envelope xmlns:soap="${namespace}"><soap:Body>${content}</soap:Body></soap:Envelope>`;
}

/** An answer's element as this transport carries it: bare, or in an envelope. */
export function carried(element: string, transport: Transport): string {
  return ENVELOPES[transport] === undefined
    ? element
    : inBody(`<XResponse xmlns="http://tempuri.org/"><XResult>${element}</XResult></XResponse>`, transport);
}

/** Answers with this element, as the transport carries it. */
export function answer(
  element: Told<string>,
  headers?: Told<readonly string[]>,
  status?: string,
): (situation: Situation) => void {
  const whole = (situation: Situation) =>
    DECLARATION + carried(tell(element, situation), situation.transport);
  return body(whole, headers, status);
}

/** An attribute's value, escaped. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
