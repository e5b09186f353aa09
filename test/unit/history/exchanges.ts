import { randomUUID } from 'node:crypto';
import { encode } from '../../../src/api/encode';
import type { Exchange } from '../../../src/api/exchange';
import type { Call } from '../../../src/api/operations';
import { callError, type Transport } from '../../../src/api/outcome';

export const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
export const PASSWORD = 'pässword & <1>';
export const ENDPOINT = 'http://ir.example.test/srv.asmx';

interface Options {
  readonly transport?: Transport;
  readonly call?: Call;
  readonly answer?: string;
  readonly failed?: boolean;
  /** Milliseconds after the beginning of 2026. */
  readonly at?: number;
  readonly profile?: string;
  readonly endpoint?: string;
}

export const update = (userName: string, newEmailAddress: string, ticket = TICKET): Call => ({
  operation: 'UpdateUserEmail',
  values: { ticket, userName, newEmailAddress },
});

/** An exchange with the request that our encoders make, and an answer that repeats what is secret. */
export function exchangeOf(options: Options = {}): Exchange {
  const { transport = 'post', call = update('jdoe', 'j@example.com'), failed = false, at = 0 } = options;
  const { profile = 'Test', endpoint = ENDPOINT } = options;
  const request = encode(transport, new URL(endpoint), call);
  if ('kind' in request) {
    throw new Error(request.message);
  }
  const values: Readonly<Record<string, string>> = call.values;
  const secrets = [values['ticket'] ?? '', values['password'] ?? ''].filter(secret => secret !== '');
  const answer = options.answer ?? `<root success="${!failed}" error="" echo="${secrets.join(' ')}"/>`;
  const id = randomUUID();
  return {
    id,
    profile,
    operation: call.operation,
    values,
    transport,
    endpoint,
    request: {
      startLine: `${request.method} ${request.target} HTTP/1.1`,
      headers: request.headers,
      body: Buffer.from(request.body),
    },
    response: {
      startLine: 'HTTP/1.1 200 OK',
      status: 200,
      headers: [
        ['Content-Type', 'text/xml; charset=utf-8'],
        ['X-Echo', secrets.join(' ')],
        ['Set-Cookie', 'session=0123456789'],
      ],
      body: Buffer.from(answer),
    },
    outcome: {
      success: !failed,
      ...(failed && { error: callError('sessionExpired', 'Session expired.', 901) }),
      transport,
      httpStatus: 200,
      durationMs: 12.5,
      exchangeId: id,
    },
    secrets,
    startedAt: new Date(Date.UTC(2026, 0, 1) + at),
    durationMs: 12.5,
  };
}
