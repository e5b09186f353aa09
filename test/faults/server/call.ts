import { Caller } from '../../../src/api/call';
import type { Exchange } from '../../../src/api/exchange';
import { exchangeText } from '../../../src/api/exchangeText';
import type { CallOutcome, Transport } from '../../../src/api/outcome';
import { maskSecrets } from '../../../src/api/redact';
import { formResult } from '../../../src/views/formModel';
import { CLIENTS, type DisposableClient } from '../../unit/adapters/sending';
import { LIMITS, type Misbehaviour } from './misbehaviour';

/** One call through the real pipeline, and every text in which the user would see it. */
export interface Seen {
  readonly outcome: CallOutcome;
  readonly exchange: Exchange | undefined;
  /** Output channel, form, and what a command resolves to. */
  readonly texts: readonly string[];
  /** Milliseconds from the call to its last text. */
  readonly took: number;
}

/** A client of its own, closed by whoever has it. */
export class RealClient {
  constructor(private readonly http: DisposableClient = CLIENTS[0][1]()) {}

  /** Updates an address as the extension does it. */
  async update(
    url: string,
    transport: Transport,
    ticket: string,
    limits: Misbehaviour['limits'] = {},
  ): Promise<Seen> {
    const start = performance.now();
    const recorded: Exchange[] = [];
    const caller = new Caller(this.http, { record: each => recorded.push(each) }, () => []);
    const { outcome } = await caller.call(
      {
        operation: 'UpdateUserEmail',
        values: { ticket, userName: 'jdoe', newEmailAddress: 'j@example.com' },
      },
      { ...LIMITS, ...limits, profile: 'Hostile', endpoint: new URL(`${url}/srv.asmx`), transport },
    );
    const exchange = recorded[0];
    const mask = maskSecrets(exchange?.secrets ?? []);
    const texts = [
      JSON.stringify(outcome),
      JSON.stringify(formResult('Hostile', outcome, exchange, 'Done.')),
      ...(exchange === undefined
        ? []
        : (['raw', 'pretty'] as const).map(format => exchangeText(exchange, mask, format))),
    ];
    return { outcome, exchange, texts, took: performance.now() - start };
  }

  dispose(): void {
    this.http.dispose();
  }
}
