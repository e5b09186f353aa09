import type { Exchange } from '../../../src/api/exchange';

const message = (startLine: string, bytes: number) => ({
  startLine,
  headers: [],
  body: Buffer.alloc(bytes, 'x'),
});

/** A successful exchange whose request and response have bodies of so many bytes. */
export function exchangeOf(id: string, requestBytes = 0, responseBytes = 0): Exchange {
  return {
    id,
    profile: 'Test',
    operation: 'GetUser',
    values: {},
    endpoint: 'http://dms/srv.asmx',
    transport: 'post',
    request: message('POST /srv.asmx/GetUser HTTP/1.1', requestBytes),
    response: { ...message('HTTP/1.1 200 OK', responseBytes), status: 200 },
    outcome: { success: true, transport: 'post', durationMs: 1, exchangeId: id },
    secrets: [],
    startedAt: new Date(0),
    durationMs: 1,
  };
}
