import { STATUS_CODES } from 'node:http';
import { header } from '../api/exchange';
import type { ExchangeRecord, KeptMessage, KeptResponse } from './record';
import { requestOf } from './request';

/**
 * The exchanges as an HTTP archive, version 1.2 (http://www.softwareishard.com/blog/har-12-spec/), which browsers'
 * developer tools, proxies and API clients open. Times of connecting, sending and waiting were not measured apart, so the
 * whole stands as `wait`. Fields that begin with an underscore are this extension's own.
 */
export function harOf(records: readonly ExchangeRecord[], version: string): object {
  return {
    log: {
      version: '1.2',
      creator: { name: 'infoRouter API Tester', version },
      // The format wants them in the order in which they began.
      entries: records.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime()).map(entryOf),
    },
  };
}

function entryOf(record: ExchangeRecord): object {
  const { outcome, request, response } = record;
  const { method, url, contentType } = requestOf(record);
  return {
    startedDateTime: record.startedAt.toISOString(),
    time: outcome.durationMs,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: headersOf(request),
      queryString: queryOf(url),
      ...(request.bytes > 0 && {
        postData: { mimeType: contentType ?? '', params: [], text: request.body, ...cut(request) },
      }),
      headersSize: -1,
      bodySize: request.bytes,
    },
    response: response === undefined ? noResponse() : responseOf(response),
    cache: {},
    timings: { send: 0, wait: outcome.durationMs, receive: 0 },
    comment: outcome.error === undefined ? 'success' : `${outcome.error.kind}: ${outcome.error.message}`,
    _profile: record.profile,
    _operation: record.operation,
    _transport: record.transport,
    _exchangeId: record.id,
  };
}

function responseOf(response: KeptResponse): object {
  const reason = response.startLine.split(' ').slice(2).join(' ');
  return {
    status: response.status,
    statusText: reason === '' ? (STATUS_CODES[response.status] ?? '') : reason,
    httpVersion: response.startLine.split(' ')[0] ?? 'HTTP/1.1',
    cookies: [],
    headers: headersOf(response),
    content: {
      size: response.bytes,
      mimeType: header(response, 'Content-Type') ?? '',
      text: response.body,
      ...cut(response),
    },
    redirectURL: header(response, 'Location') ?? '',
    headersSize: -1,
    bodySize: response.bytes,
  };
}

/** Status 0 is what browsers write where none came. */
const noResponse = (): object => ({
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: '' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
});

const headersOf = ({ headers }: KeptMessage): object[] => headers.map(([name, value]) => ({ name, value }));

const queryOf = (url: string): object[] =>
  [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));

const cut = ({ left }: KeptMessage): object =>
  left === 0 ? {} : { comment: `${left} bytes at the end are left out` };
