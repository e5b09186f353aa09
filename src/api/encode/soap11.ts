import { NAMESPACE } from '../operations';
import { envelope } from './envelope';
import type { Encoder } from './index';
import { httpRequest } from './request';

export const SOAP11_ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** SOAP 1.1: the operation is named by the `SOAPAction` header, in quotes. */
export const encodeSoap11: Encoder = (endpoint, operation, sent) =>
  httpRequest(
    'POST',
    endpoint,
    endpoint.pathname,
    [
      ['Content-Type', 'text/xml; charset=utf-8'],
      ['SOAPAction', `"${NAMESPACE}${operation}"`],
    ],
    envelope(SOAP11_ENVELOPE, operation, sent),
  );
