import assert from 'node:assert/strict';
import { decode as judge } from '../../../src/api/decode';
import type { ExchangeFailure, HttpExchange, Message, Response } from '../../../src/api/exchange';
import { exchangeText } from '../../../src/api/exchangeText';
import { proxySecrets, tunnelRefused } from '../../../src/api/proxy';
import { maskNothing } from '../../../src/api/redact';

const PROXY = '127.0.0.1:3128';
const REQUEST: Message = { startLine: 'POST /srv.asmx HTTP/1.1', headers: [], body: Buffer.alloc(0) };
const answered = (status: number, body = ''): Response => ({
  startLine: `HTTP/1.1 ${status} Words`,
  status,
  headers: [],
  body: Buffer.from(body),
});
const exchange = (response: Response, more: Partial<HttpExchange> = {}): HttpExchange => ({
  request: REQUEST,
  response,
  startedAt: new Date(0),
  durationMs: 1,
  proxy: PROXY,
  ...more,
});

const decode = (of: HttpExchange) => judge(of, new URL('http://dms.example.com/srv.asmx'), maskNothing);

describe('an answer that came by way of a proxy', () => {
  it('is the proxy’s where it asks for a password', () => {
    const error = decode(exchange(answered(407))).error;
    assert.equal(error?.kind, 'httpError');
    assert.match(error.message, /^The proxy 127\.0\.0\.1:3128 lets nothing through/);
    assert.match(error.remedy ?? '', /user:password@host:port/);
  });

  for (const status of [403, 502, 503, 504]) {
    it(`may be the proxy’s where it is ${status}`, () => {
      assert.match(
        decode(exchange(answered(status))).error?.message ?? '',
        /proxy 127\.0\.0\.1:3128, which may/,
      );
    });
  }

  it('is the server’s otherwise', () => {
    const { proxy, ...direct } = exchange(answered(500));
    assert.ok(proxy);
    assert.deepEqual(decode(exchange(answered(500))), decode(direct));
    assert.equal(
      decode(exchange(answered(407, '<r success="true"/>'))).error,
      undefined,
      'success comes first',
    );
  });

  it('is believed in nothing where the proxy refused the tunnel', () => {
    const response = answered(403, '<r success="true" ticket="x"/>');
    const decoded = decode(exchange(response, { failure: tunnelRefused(response, PROXY) }));
    assert.deepEqual([decoded.answer, decoded.error?.kind], [undefined, 'httpError']);
    assert.match(decoded.error?.remedy ?? '', /Ask whoever runs the proxy/);
  });

  it('leaves the remedy of a kind to a failure that has none of its own', () => {
    const failure: ExchangeFailure = { kind: 'network', message: 'Words.' };
    assert.match(decode(exchange(answered(200), { failure })).error?.remedy ?? '', /your network and proxy/);
  });
});

describe('what authenticates the user to a proxy', () => {
  const sent = (value: string) => proxySecrets({ ...REQUEST, headers: [['proxy-authorization', value]] });
  it('is a secret, and the password in it', () => {
    const credentials = Buffer.from('jane:a:b').toString('base64');
    assert.deepEqual(sent(`Basic ${credentials}`), [credentials, 'a:b']);
    assert.deepEqual(sent('Negotiate abcdef'), ['abcdef']);
    assert.deepEqual([sent('Basic'), proxySecrets(REQUEST)], [[], []]);
  });
});

describe('the last line of an exchange', () => {
  it('names the proxy, and says where TLS was not verified', () => {
    const text = exchangeText(
      {
        ...exchange(answered(200), { tlsNotVerified: true }),
        id: '1',
        profile: 'Test',
        operation: 'ServerInfo',
        values: {},
        endpoint: 'http://dms/srv.asmx',
        transport: 'get',
        outcome: { success: true, transport: 'get', durationMs: 1, exchangeId: '1' },
        secrets: [],
      },
      maskNothing,
      'raw',
    );
    assert.match(
      text,
      /\n✓ HTTP 200 Words · 1 ms · by the proxy 127\.0\.0\.1:3128 · TLS not verified · success\n/,
    );
  });
});
