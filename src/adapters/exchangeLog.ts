import type { Exchange } from '../api/exchange';
import type { WireSink } from '../api/ports';

/** How many exchanges, and how many bytes of their bodies, are kept for “Show Exchange With Secrets”. */
const MOST_EXCHANGES = 100;
const MOST_BYTES = 32 * 1024 * 1024;

/** The latest exchanges with their secrets, in memory and nowhere else. */
export class ExchangeLog implements WireSink {
  private exchanges: Exchange[] = [];

  record(exchange: Exchange): void {
    this.exchanges.push(exchange);
    let bytes = 0;
    const fits = this.exchanges.findLastIndex(each => (bytes += sizeOf(each)) > MOST_BYTES);
    // The newest always stays: it is the one that the user asks for.
    const first = Math.max(
      0,
      this.exchanges.length - MOST_EXCHANGES,
      Math.min(fits + 1, this.exchanges.length - 1),
    );
    this.exchanges = this.exchanges.slice(first);
  }

  find(id: string): Exchange | undefined {
    return this.exchanges.find(exchange => exchange.id === id);
  }

  /** The newest first. */
  list(): Exchange[] {
    return this.exchanges.toReversed();
  }
}

const sizeOf = ({ request, response }: Exchange): number =>
  request.body.length + (response?.body.length ?? 0);
