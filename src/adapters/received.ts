import * as l10n from '@vscode/l10n';
import type { ExchangeFailure, Headers } from '../api/exchange';

const EMPTY = Buffer.alloc(0);

/** The body of a response as it comes, up to the size cap. */
export class ReceivedBody {
  /**
   * The first chunk as it came, which most often is the whole; then one buffer that grows: as an object each, chunks of a
   * byte would take a hundred times the memory of the body.
   */
  private buffer: Buffer = EMPTY;
  private growing = false;
  private size = 0;

  constructor(private readonly maxBytes: number) {}

  /** Keeps a chunk up to the cap, and says whether the whole of it was kept. */
  keep(chunk: Buffer): boolean {
    const size = Math.min(this.size + chunk.length, this.maxBytes);
    const room = size - this.size;
    if (this.size === 0) {
      this.buffer = room === chunk.length ? chunk : chunk.subarray(0, room);
    } else {
      if (!this.growing || size > this.buffer.length) {
        const larger = Buffer.alloc(Math.min(this.maxBytes, Math.max(size, 2 * this.buffer.length)));
        this.buffer.copy(larger);
        this.buffer = larger;
        this.growing = true;
      }
      chunk.copy(this.buffer, this.size, 0, room);
    }
    this.size = size;
    return room === chunk.length;
  }

  bytes(): Buffer {
    const { buffer, size } = this;
    return Buffer.from(size === buffer.length ? buffer : buffer.subarray(0, size));
  }
}

/** Names and values in turn, as Node and undici have them, as pairs. */
export function headerPairs(raw: readonly (string | Buffer)[]): Headers {
  const pairs: [name: string, value: string][] = [];
  for (let at = 0; at < raw.length; at += 2) {
    pairs.push([latin1(raw[at]), latin1(raw[at + 1])]);
  }
  return pairs;
}

const latin1 = (text: string | Buffer = ''): string =>
  typeof text === 'string' ? text : text.toString('latin1');

export const CANCELLED: ExchangeFailure = { kind: 'cancelled', message: l10n.t('The call was cancelled.') };

export const timedOut = (timeoutMs: number): ExchangeFailure => ({
  kind: 'timeout',
  message: l10n.t('No complete response within {0} seconds.', timeoutMs / 1000),
});

export const tooLarge = (maxBytes: number): ExchangeFailure => ({
  kind: 'tooLarge',
  message: l10n.t(
    'The response is larger than {0} MB (“inforouter.request.maxResponseMegabytes”).',
    maxBytes / 1024 / 1024,
  ),
});

/** Milliseconds since then, to a tenth. */
export const elapsed = (start: number): number => Math.round((performance.now() - start) * 10) / 10;
