import * as vscode from 'vscode';
import { inert } from '../views/foreignText';

/** Tells a person who waits which step begins, in words, and how much of 100 was done since the last. */
export type Report = (step: string, increment?: number) => void;

/** Runs something while a notification says so, which can cancel it. */
export async function withProgress<Result>(
  title: string,
  run: (signal: AbortSignal, report: Report) => Promise<Result>,
): Promise<Result> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: inert(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const aborting = new AbortController();
    const listening = token.onCancellationRequested(() => aborting.abort());
    try {
      return await run(aborting.signal, (step, increment) =>
        progress.report({ message: inert(step), ...(increment !== undefined && { increment }) }),
      );
    } finally {
      listening.dispose();
    }
  });
}
