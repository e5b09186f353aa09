import * as l10n from '@vscode/l10n';
import { argumentsOf, type Argument, type Call, type OperationName, type TicketElement } from '../operations';
import { callError, TRANSPORT_LABELS, type CallError, type Transport } from '../outcome';
import { escapeText } from './envelope';
import { percentEncode } from './form';
import { encodeGet } from './get';
import { encodePost } from './post';
import type { HttpRequest } from './request';
import { encodeSoap11 } from './soap11';
import { encodeSoap12 } from './soap12';

/** Turns an operation and what is sent with it into the request that carries it to `endpoint`, the address of `srv.asmx`. */
export type Encoder = (endpoint: URL, operation: OperationName, sent: readonly Argument[]) => HttpRequest;

const ENCODERS: { readonly [T in Transport]: Encoder } = {
  get: encodeGet,
  post: encodePost,
  soap11: encodeSoap11,
  soap12: encodeSoap12,
};

/** A single value as it stands in a request of the transport. */
export const encodeValue: { readonly [T in Transport]: (value: string) => string } = {
  get: percentEncode,
  post: percentEncode,
  soap11: escapeText,
  soap12: escapeText,
};

/** Everything outside the `Char` production of XML 1.0 (section 2.2). */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Encodes a call, or says as `invalidInput` which value the transport cannot carry. Values that merely look wrong are
 * sent as they are: this tool tests an API.
 * @param ticketElement how the server spells the ticket in SOAP; GET and POST have no use for it.
 */
export function encode(
  transport: Transport,
  endpoint: URL,
  call: Call,
  ticketElement?: TicketElement,
): HttpRequest | CallError {
  const sent = argumentsOf(call, ticketElement);
  for (const { label, value } of sent) {
    if (!value.isWellFormed()) {
      return callError(
        'invalidInput',
        l10n.t('The {0} holds half of a surrogate pair, which no encoding can carry.', label),
      );
    }
    const offender = transport === 'soap11' || transport === 'soap12' ? NOT_XML.exec(value)?.[0] : undefined;
    if (offender !== undefined) {
      const codePoint = (offender.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return callError(
        'invalidInput',
        l10n.t(
          'The {0} holds the character U+{1}, which XML 1.0 cannot carry, so {2} cannot send it; GET and POST can.',
          label,
          codePoint,
          TRANSPORT_LABELS[transport],
        ),
      );
    }
  }
  return ENCODERS[transport](endpoint, call.operation, sent);
}
