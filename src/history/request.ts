import { header } from '../api/exchange';
import type { ExchangeRecord } from './record';

/** Method, whole address and content type of a kept request. A proxy's requests name the server in the start line. */
export function requestOf({ request, endpoint }: ExchangeRecord): {
  readonly method: string;
  readonly url: string;
  readonly contentType: string | undefined;
} {
  const [method = '', target = ''] = request.startLine.split(' ');
  const url = target.startsWith('/') ? new URL(endpoint).origin + target : target;
  return { method, url, contentType: header(request, 'Content-Type') };
}
