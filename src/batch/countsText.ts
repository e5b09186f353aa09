import * as l10n from '@vscode/l10n';
import type { BatchCounts } from './summary';

/** `812 updated, 3 failed`, without what there is none of. */
export function countsText({ updated, unchanged, failed, notAttempted }: BatchCounts): string {
  const parts = [
    [updated, l10n.t('{0} updated', updated)],
    [unchanged, l10n.t('{0} unchanged', unchanged)],
    [failed, l10n.t('{0} failed', failed)],
    [notAttempted, l10n.t('{0} not attempted', notAttempted)],
  ] as const;
  const words = parts.flatMap(([count, word]) => (count > 0 ? [word] : []));
  return words.length === 0 ? l10n.t('no rows') : words.join(', ');
}
