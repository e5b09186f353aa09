import type { Encoder } from './index';
import { formEncode } from './form';
import { httpRequest } from './request';

/** HTTP GET. The `?` stands there without parameters too, as in the recording `serverinfo-get-ok`. */
export const encodeGet: Encoder = (endpoint, operation, sent) =>
  httpRequest('GET', endpoint, `${endpoint.pathname}/${operation}?${formEncode(sent)}`);
