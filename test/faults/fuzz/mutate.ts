import fc from 'fast-check';

/** What a hostile or broken server would put where it hurts. */
const TOKENS = [
  ...[
    '<',
    '>',
    '/>',
    '</',
    '"',
    "'",
    '&',
    ';',
    '=',
    ' ',
    '\r\n',
    '\0',
    '\uFEFF',
    '\uFFFD',
    '😀',
    '%',
    '{',
    '[',
  ],
  ...[
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?x "',
    '<?x "?>',
    "<?x '?>",
    '?>',
    '<!DOCTYPE r>',
    '<!DOCTYPE r [',
    ']>',
  ],
  ...[
    '&lt;',
    '&quot;',
    '&#116;',
    '&#x0;',
    '&#xD800;',
    '&nbsp;',
    '&e;',
    'xmlns=""',
    'xmlns:a="u"',
    'a:',
    '__proto__',
  ],
  ...[' success="true"', " success='true'", ' success="false"', ' success="maybe"', '<r success="true"/>'],
  ...[
    '<!-- "?><r success="true"/> -->',
    '<soap:Fault/>',
    '<Fault/>',
    '<soap:Body>',
    '</soap:Body>',
    '<a>',
    '</a>',
  ],
  ...['HTTP/1.1 200 OK\r\n', '\r\n\r\n', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n'],
  ...[
    'Content-Encoding: gzip\r\n',
    'Content-Type: text/xml; charset=utf-16\r\n',
    'encoding="utf-16"',
    'charset=x',
  ],
].map(token => Buffer.from(token));

type Edit = (bytes: Buffer, others: readonly Buffer[]) => Buffer;

const splice = (bytes: Buffer, at: number, length: number, insert: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + length)]);

/** A place within bytes of any length, as a fraction. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

/** The beginning of a tag near a place, or the end: there an insertion is most likely to leave a document whole. */
function boundary(bytes: Buffer, at: number): number {
  const places = [0, bytes.length];
  for (let index = bytes.indexOf('<'); index >= 0; index = bytes.indexOf('<', index + 1)) {
    places.push(index);
  }
  places.sort((a, b) => a - b);
  return places[Math.min(places.length - 1, Math.floor(at * places.length))] ?? 0;
}

/** What begins before one tag and ends before another. */
const PAIRS = [
  ['<?x "?>', '<!-- "?><r success="true"/> -->'],
  ["<?x '?>", `<!-- '?><r success="true"/> -->`],
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<a>', '</a>'],
  ['<r success="true">', '</r>'],
  ['<?x ', '?>'],
  [`<a b='`, `'/>`],
].map(pair => pair.map(token => Buffer.from(token)));
const small = fc.integer({ min: 0, max: 40 });

const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 255 })).map(
    ([at, byte]): Edit =>
      bytes =>
        splice(bytes, Math.floor(at * bytes.length), 1, Buffer.from([byte])),
  ),
  fc.tuple(place, small).map(
    ([at, length]): Edit =>
      bytes =>
        splice(bytes, Math.floor(at * bytes.length), length, Buffer.alloc(0)),
  ),
  {
    weight: 4,
    arbitrary: fc.tuple(place, small, fc.constantFrom(...TOKENS)).map(
      ([at, length, token]): Edit =>
        bytes =>
          splice(bytes, Math.floor(at * bytes.length), length > 20 ? length - 20 : 0, token),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(place, fc.constantFrom(...TOKENS)).map(
      ([at, token]): Edit =>
        bytes =>
          splice(bytes, boundary(bytes, at), 0, token),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(place, place, fc.constantFrom(...PAIRS))
      .map(([one, other, [first = Buffer.alloc(0), second = first]]): Edit => bytes => {
        const [start, end] = [boundary(bytes, Math.min(one, other)), boundary(bytes, Math.max(one, other))];
        return splice(splice(bytes, end, 0, second), start, 0, first);
      }),
  },
  // A piece of the answer once more, somewhere else.
  fc.tuple(place, place, fc.integer({ min: 1, max: 200 })).map(([from, to, length]): Edit => bytes => {
    const start = Math.floor(from * bytes.length);
    return splice(bytes, Math.floor(to * bytes.length), 0, bytes.subarray(start, start + length));
  }),
  // The beginning of this answer and the end of another.
  fc.tuple(place, place, place).map(([which, cut, from]): Edit => (bytes, others) => {
    const other = others[Math.min(others.length - 1, Math.floor(which * others.length))] ?? bytes;
    return Buffer.concat([
      bytes.subarray(0, Math.floor(cut * bytes.length)),
      other.subarray(Math.floor(from * other.length)),
    ]);
  }),
  place.map(
    (at): Edit =>
      bytes =>
        bytes.subarray(0, Math.floor(at * bytes.length)),
  ),
  // The same text in another encoding than it says.
  fc.constant<Edit>(bytes => Buffer.from(bytes.toString('latin1'), 'utf16le')),
);

/** A few edits, one after the other: which recording they start from, and what comes out. */
export interface Mutation {
  readonly recording: number;
  readonly edits: readonly Edit[];
}

export const mutations = (recordings: number): fc.Arbitrary<Mutation> =>
  fc.record({
    recording: fc.integer({ min: 0, max: recordings - 1 }),
    // One edit is the most treacherous: most of the answer is still there.
    edits: fc.oneof(
      edit.map(each => [each]),
      fc.array(edit, { minLength: 2, maxLength: 5 }),
    ),
  });

export function mutated({ recording, edits }: Mutation, originals: readonly Buffer[]): Buffer {
  return edits.reduce<Buffer>(
    (bytes, each) => each(bytes, originals),
    originals[recording] ?? Buffer.alloc(0),
  );
}
