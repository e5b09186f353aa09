import type { Socket } from 'node:net';
import { bytes, response, SHORT, TEXT, XML, type Misbehaviour } from './misbehaviour';

const NO_HANG = 'the call from waiting longer than its timeout';
const NAMED = 'the user from guessing what happened on the network';
const MEMORY = 'memory: what is kept ends at the size cap';
const TRUE = '<r success="true"/>';
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n';

/** Writes a piece every few milliseconds for as long as somebody listens. */
function drip(first: string, piece: string): (situation: { socket: Socket }) => void {
  return ({ socket }) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(piece), 5);
    socket.once('close', () => clearInterval(timer));
  };
}

/** Writes as much as is taken, up to so many bytes, from one block of memory. */
function pour(first: string, total: number, block: Buffer): (situation: { socket: Socket }) => void {
  return ({ socket }) => {
    let left = total;
    const more = (): void => {
      let taken = true;
      while (taken && left > 0 && !socket.destroyed) {
        taken = socket.write(block.subarray(0, Math.min(left, block.length)));
        left -= block.length;
      }
    };
    socket.on('drain', more);
    socket.write(first);
    more();
  };
}
const MEGABYTE = 1024 * 1024;
const BLOCK = Buffer.alloc(65_536, 'x');
const CHUNKS = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
const BYTES_AS_CHUNKS = Buffer.from('1\r\nx\r\n'.repeat(10_000));
const TOO_LARGE = {
  ends: 'notAnInfoRouterResponse',
  says: /larger than [\d.]+ MB/,
  protects: MEMORY,
} as const;
const network = (name: string, act: Misbehaviour['act'], says: RegExp): Misbehaviour => ({
  name,
  ...(act && { act }),
  ends: 'network',
  says,
  protects: NAMED,
});
const CLOSED = /closed the connection/;

const ENDS: readonly Misbehaviour[] = [
  { name: 'closes-at-once', greet: socket => socket.end(), ends: 'network', protects: NAMED },
  { name: 'resets-at-once', greet: socket => socket.resetAndDestroy(), ends: 'network', protects: NAMED },
  network('closes-after-the-request', bytes('', 'end'), CLOSED),
  network('resets-after-the-request', bytes('', 'reset'), CLOSED),
  network('closes-within-the-headers', bytes(HEAD, 'end'), CLOSED),
  network('resets-within-the-headers', bytes(HEAD, 'reset'), CLOSED),
  network('closes-within-the-body', bytes(`${HEAD}Content-Length: 99\r\n\r\n${TRUE}`, 'end'), CLOSED),
  network('resets-within-the-body', bytes(`${HEAD}Content-Length: 99\r\n\r\n${TRUE}`, 'reset'), CLOSED),
  network('resets-a-body-without-length', bytes(`${HEAD}\r\n${TRUE}`, 'reset'), CLOSED),
  network(
    'closes-before-the-last-chunk',
    bytes(`${HEAD}Transfer-Encoding: chunked\r\n\r\n13\r\n${TRUE}\r\n`, 'end'),
    CLOSED,
  ),
  {
    name: 'answers-and-resets',
    act: bytes(response(TRUE), 'reset'),
    ends: 'success',
    protects: NAMED,
    rest: 80,
  },
  { name: 'answers-and-closes', act: bytes(`${HEAD}\r\n${TRUE}`, 'end'), ends: 'success', protects: NAMED },
  {
    name: 'answers-before-the-request',
    greet: socket => socket.write(response(TRUE)),
    ends: ['success', 'network'],
    protects: NAMED,
  },
  {
    name: 'refuses-before-the-request-and-closes',
    greet: socket => socket.end(response('Go away.', [TEXT, 'Connection: close'], '503 Service Unavailable')),
    ends: ['httpError', 'network'],
    protects: NAMED,
  },
];

const LENGTHS: readonly Misbehaviour[] = [
  {
    name: 'length-too-large-and-silence',
    act: bytes(`${HEAD}Content-Length: 99\r\n\r\n${TRUE}`),
    ends: 'timeout',
    limits: SHORT,
    protects: NO_HANG,
  },
  {
    name: 'length-beyond-numbers',
    act: bytes(`${HEAD}Content-Length: 99999999999999999999999\r\n\r\n${TRUE}`),
    ends: ['timeout', 'network'],
    limits: SHORT,
    protects: NO_HANG,
  },
  {
    name: 'length-too-small',
    act: bytes(`${HEAD}Content-Length: 10\r\n\r\n${TRUE}`),
    ends: ['notAnInfoRouterResponse', 'network'],
    protects: 'no success of half an answer',
  },
  {
    name: 'more-than-the-length',
    act: bytes(`${HEAD}Content-Length: ${TRUE.length}\r\n\r\n${TRUE}<r success="false"/>`),
    ends: ['success', 'network'],
    protects: 'the next call from what is left over',
  },
  {
    name: 'two-answers',
    act: bytes(Buffer.concat([response('<r success="false" error="first"/>', [XML]), response(TRUE, [XML])])),
    ends: ['apiError', 'network'],
    protects: 'the next call from an answer to another',
  },
  network('two-lengths', bytes(`${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`), /not HTTP/),
  network('length-that-is-none', bytes(`${HEAD}Content-Length: many\r\n\r\n${TRUE}`), /not HTTP/),
  network('length-negative', bytes(`${HEAD}Content-Length: -1\r\n\r\n${TRUE}`), /not HTTP/),
  network(
    'length-and-chunks',
    bytes(`${HEAD}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    /not HTTP/,
  ),
  network(
    'chunk-size-that-is-none',
    bytes(`${HEAD}Transfer-Encoding: chunked\r\n\r\nxyz\r\n${TRUE}`),
    /not HTTP/,
  ),
  network(
    'chunk-size-beyond-numbers',
    bytes(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(40)}\r\n${TRUE}`),
    /not HTTP/,
  ),
];

const SLOW: readonly Misbehaviour[] = [
  ['silence', () => undefined],
  ['silence-after-the-headers', bytes(`${HEAD}\r\n`)],
  ['drip-of-a-body', drip(`${HEAD}\r\n`, 'x')],
  ['drip-of-a-body-that-is-complete', drip(`${HEAD}\r\n${TRUE}`, ' ')],
  ['drip-of-chunks', drip(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n')],
  ['drip-of-headers', drip(HEAD, 'X: y\r\n')],
  ['drip-of-a-status-line', drip('HTTP/1.1 200 ', 'O')],
  ['drip-of-interim-answers', drip('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')],
].map(([name, act]): Misbehaviour => ({
  name: name as string,
  act: act as NonNullable<Misbehaviour['act']>,
  ends: 'timeout',
  says: /within 0\.25 seconds/,
  limits: SHORT,
  protects: NO_HANG,
}));

const GARBAGE: readonly Misbehaviour[] = (
  [
    ['ssh', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['html-without-a-head', '<html><body>hello</body></html>'],
    ['xml-without-a-head', TRUE],
    ['tls-alert', Buffer.from([0x15, 3, 1, 0, 2, 2, 0x28])],
    ['http-2', Buffer.from([0, 0, 0x12, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0x64])],
    ['shoutcast', 'ICY 200 OK\r\n\r\n'],
    ['random-bytes', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 167 + 89) % 256))],
    ['zeros', Buffer.alloc(100_000)],
    ['status-that-is-none', 'HTTP/1.1 OK 200\r\n\r\n'],
    ['header-without-a-colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
    ['header-with-a-zero', 'HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n'],
    ['headers-without-end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['headers-by-the-thousand', `HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(20_000)}\r\n`],
  ] as const
).map(([name, what]) =>
  network(`garbage-${name}`, bytes(what, 'end'), /^What the server sent is not HTTP\. \(HPE_/),
);

const ODD: readonly Misbehaviour[] = [
  {
    name: 'switches-protocols',
    act: bytes('HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n'),
    ends: 'network',
    protects: NAMED,
  },
  {
    name: 'interim-answers',
    act: bytes(Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000)), response(TRUE)])),
    ends: 'success',
    protects: NAMED,
  },
  {
    name: 'http-1.0',
    act: bytes(`HTTP/1.0 200 OK\r\n\r\n${TRUE}`, 'end'),
    ends: 'success',
    protects: 'an answer that is merely unusual from being refused',
  },
  {
    name: 'pours-64-megabytes',
    act: pour(`${HEAD}Content-Length: ${64 * MEGABYTE}\r\n\r\n`, 64 * MEGABYTE, BLOCK),
    ...TOO_LARGE,
  },
  { name: 'pours-without-a-length', act: pour(`${HEAD}\r\n`, Infinity, BLOCK), ...TOO_LARGE },
  {
    name: 'pours-chunks',
    act: pour(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, Infinity, CHUNKS),
    ...TOO_LARGE,
  },
  {
    name: 'pours-chunks-of-a-byte',
    act: pour(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`, Infinity, BYTES_AS_CHUNKS),
    ...TOO_LARGE,
    limits: { maxResponseBytes: MEGABYTE / 4 },
  },
  {
    name: 'pours-an-error-page',
    act: pour(`HTTP/1.1 500 Sorry\r\nContent-Type: text/plain\r\n\r\n`, Infinity, BLOCK),
    ends: 'httpError',
    protects: MEMORY,
  },
];

/** What goes wrong below the documents: ends, lengths, waits, and what is no HTTP. */
export const CONNECTIONS: readonly Misbehaviour[] = [...ENDS, ...LENGTHS, ...SLOW, ...GARBAGE, ...ODD];
