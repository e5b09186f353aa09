import * as l10n from '@vscode/l10n';
import type { CallError } from '../api/outcome';
import { fullTitle } from './cases';
import type { CaseResult, ContractSummary } from './result';

const VERDICTS = {
  passed: l10n.t({ message: 'passed', comment: 'How a test ended.' }),
  failed: l10n.t({ message: 'FAILED', comment: 'How a test ended.' }),
  skipped: l10n.t({ message: 'skipped', comment: 'How a test ended.' }),
} as const;
const WIDTH = Math.max(...Object.values(VERDICTS).map(({ length }) => length));

/** A case and how it ended, in one line. */
export function resultLine(id: string, result: CaseResult): string {
  const words =
    result.verdict === 'skipped' ? result.reason : result.verdict === 'failed' ? result.message : undefined;
  const time = result.verdict === 'skipped' ? '' : ` (${Math.round(result.durationMs)} ms)`;
  return `${VERDICTS[result.verdict].padEnd(WIDTH)} ${fullTitle(id)}${time}${words === undefined ? '' : ` – ${words}`}`;
}

/** `41 passed, 0 failed, 4 skipped`. */
export const countWords = ({ passed, failed, skipped }: ContractSummary): string =>
  l10n.t('{0} passed, {1} failed, {2} skipped', passed, failed, skipped);

/** Message and remedy, a sentence each. */
export const errorWords = ({ message, remedy }: CallError): string =>
  [/[.!?…]$/.test(message) ? message : `${message}.`, remedy].filter(Boolean).join(' ');
