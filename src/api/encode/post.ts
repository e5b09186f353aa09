import type { Encoder } from './index';
import { formEncode } from './form';
import { httpRequest } from './request';

/** HTTP POST of a form; the content type carries no charset, as in the recordings, and the body is ASCII. */
export const encodePost: Encoder = (endpoint, operation, sent) =>
  httpRequest(
    'POST',
    endpoint,
    `${endpoint.pathname}/${operation}`,
    [['Content-Type', 'application/x-www-form-urlencoded']],
    formEncode(sent),
  );
