import * as l10n from '@vscode/l10n';
import { countsText } from '../batch/countsText';
import type { BatchSummary } from '../batch/summary';
import { wantsSignIn } from '../session/refusedUpdate';
import { BatchAgain } from '../views/batchEntrance';
import type { BatchCall } from './batchCall';
import { reportFile } from './batchFiles';
import { errorText, notify, SHOW_OUTPUT, type Button } from '../views/notify';
import { nameOf } from './files';

/** Says what a batch came to, and offers what helps on: the reports, and the rest of the rows. */
export function notifyBatch(summary: BatchSummary, batch: BatchCall): void {
  const { error, failed, notAttempted, reportPath, rollbackPath } = summary;
  const open = (label: string, path: string | undefined): Button[] =>
    path === undefined ? [] : [[label, 'vscode.open', reportFile(path)]];
  const buttons = [
    // Where no row is left but there is an error, the reports are: they are written again.
    ...(notAttempted > 0 || (error && error.kind !== 'cancelled') ? resumeButton(summary, batch) : []),
    ...open(l10n.t('Open Results'), reportPath),
    ...open(l10n.t('Open Rollback CSV'), rollbackPath),
    ...(failed > 0 || reportPath === undefined ? [SHOW_OUTPUT] : []),
  ];
  const words = `${nameOf(batch.file)}: ${countsText(summary)}.`;
  if (error === undefined) {
    notify(failed > 0 ? 'warning' : 'information', words, buttons);
  } else if (error.kind === 'cancelled') {
    notify('warning', `${words} ${error.message}`, buttons);
  } else {
    notify('error', `${words} ${errorText(error)}`, buttons);
  }
}

/** Goes on with the rest; by the user's word alone, as with everything that is sent again. */
function resumeButton(
  { error, durationMs, reportPath }: BatchSummary,
  { file, source, profile, batchId, transport, concurrency, ratePerSecond, readBefore, resume }: BatchCall,
): Button[] {
  // A person's call has them all.
  if (source === undefined || profile === undefined || batchId === undefined || transport === undefined) {
    return [];
  }
  const signIn = wantsSignIn(error?.kind, { use: 'stored' });
  const begun = durationMs > 0 || reportPath !== undefined;
  const options = { transport, concurrency, ratePerSecond, readBefore };
  // Not the rows: a notification may stay for days.
  const { names, sha256 } = source.csv;
  const again = new BatchAgain(file, { names, sha256 }, profile, batchId, options, signIn, resume || begun);
  return [
    [signIn ? l10n.t('Sign In and Resume…') : l10n.t('Resume'), 'inforouter.updateUserEmailsFromCsv', again],
  ];
}
