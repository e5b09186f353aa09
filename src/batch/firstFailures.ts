import * as l10n from '@vscode/l10n';
import type { Exchange } from '../api/exchange';
import type { WireSink } from '../api/ports';
import type { JournalRow } from './ports';

/** Takes a line on a batch, and its first failures. */
export interface BatchLog extends WireSink {
  note(line: string): void;
}

/** So many failures of a batch are written (contract). */
const MOST_WRITTEN = 20;

/** Writes the first failures of a batch and no other exchange: ten thousand of them nobody could read. */
export class FirstFailures implements WireSink {
  private left = MOST_WRITTEN;
  private readonly written = new Set<string>();

  constructor(private readonly log: BatchLog) {}

  record(exchange: Exchange): void {
    if (!exchange.outcome.success && this.left > 0) {
      this.left -= 1;
      this.written.add(exchange.id);
      this.log.record(exchange);
    }
  }

  /** A row that failed though no exchange did: nothing was sent, or the answer to GetUser left no way back. */
  row({ number, userName, outcome }: JournalRow, exchangeId: string): void {
    if (this.left > 0 && !this.written.has(exchangeId)) {
      this.left -= 1;
      this.log.note(l10n.t('Row {0}: {1}', number, oneLine(`${userName}: ${outcome.message ?? ''}`)));
    }
  }
}

/** Others wrote it: a line of the log stays one, and short. */
const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').slice(0, 1000);
