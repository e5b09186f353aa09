import { NAMESPACE } from '../operations';
import { envelope } from './envelope';
import type { Encoder } from './index';
import { httpRequest } from './request';

export const SOAP12_ENVELOPE = 'http://www.w3.org/2003/05/soap-envelope';

/** SOAP 1.2: the operation is named by the `action` parameter of the content type. */
export const encodeSoap12: Encoder = (endpoint, operation, sent) =>
  httpRequest(
    'POST',
    endpoint,
    endpoint.pathname,
    [['Content-Type', `application/soap+xml; charset=utf-8; action="${NAMESPACE}${operation}"`]],
    envelope(SOAP12_ENVELOPE, operation, sent),
  );
