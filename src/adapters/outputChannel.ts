import * as vscode from 'vscode';
import type { Exchange } from '../api/exchange';
import { exchangeText, timeOfDay } from '../api/exchangeText';
import { maskSecrets } from '../api/redact';
import type { WireSink } from '../api/ports';
import { outputFormat } from './settings';

/** The language of an exchange (media/exchange.tmLanguage.json). */
export const EXCHANGE_LANGUAGE = 'inforouter-exchange';

/**
 * The output channel `infoRouter`. It is a file in VS Code's log folder, so nothing reaches it unmasked. It is created
 * with its first text: creating it costs time that the start of the editor should not spend.
 */
export class OutputChannel implements WireSink, vscode.Disposable {
  private channel: vscode.OutputChannel | undefined;

  record(exchange: Exchange): void {
    this.open().append(exchangeText(exchange, maskSecrets(exchange.secrets), outputFormat()));
  }

  /** A line that is no exchange; it holds no secret. */
  note(line: string): void {
    this.open().appendLine(`### ${timeOfDay(new Date())} ${line}\n`);
  }

  show(): void {
    this.open().show(true);
  }

  clear(): void {
    this.channel?.clear();
  }

  dispose(): void {
    this.channel?.dispose();
  }

  private open(): vscode.OutputChannel {
    return (this.channel ??= vscode.window.createOutputChannel('infoRouter', EXCHANGE_LANGUAGE));
  }
}
