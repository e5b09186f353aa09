import * as l10n from '@vscode/l10n';
import { TRANSPORT_LABELS } from '../api/outcome';
import type { Comparison, ComparisonRow } from '../session/compareTransports';
import type { CaseResult } from './result';

/** What a comparison of the transports means for the contract: the same no-op is answered alike by all. */
export function parityResult({ rows, agree, findings, error }: Comparison): CaseResult {
  if (error !== undefined) {
    return { verdict: 'skipped', reason: error.message };
  }
  const durationMs = rows.reduce((sum, row) => sum + row.durationMs, 0);
  const first = rows.find(({ answer }) => answer !== undefined)?.answer;
  const other = rows.find(({ answer }) => answer !== first);
  const exchangeId = (other ?? rows[0])?.exchangeId;
  const facts = { durationMs, ...(exchangeId !== undefined && { exchangeId }) };
  if (agree) {
    return { verdict: 'passed', ...facts };
  }
  const text = (answerOf: (row: ComparisonRow) => string) =>
    rows.map(row => `${TRANSPORT_LABELS[row.transport]}\n${answerOf(row)}`).join('\n\n');
  return {
    verdict: 'failed',
    ...facts,
    message: findings.join(' '),
    expected: text(() => first ?? l10n.t('an answer of infoRouter')),
    received: text(({ answer, error: failure }) => answer ?? failure?.message ?? l10n.t('no answer')),
  };
}
