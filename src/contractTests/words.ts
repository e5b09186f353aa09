import type { CallError } from '../api/outcome';
import { fullTitle } from './cases';
import type { CaseResult, ContractSummary } from './result';

const VERDICTS = { passed: 'passed ', failed: 'FAILED ', skipped: 'skipped' } as const;

/** A case and how it ended, in one line. */
export function resultLine(id: string, result: CaseResult): string {
  const words =
    result.verdict === 'skipped' ? result.reason : result.verdict === 'failed' ? result.message : undefined;
  const time = result.verdict === 'skipped' ? '' : ` (${Math.round(result.durationMs)} ms)`;
  return `${VERDICTS[result.verdict]} ${fullTitle(id)}${time}${words === undefined ? '' : ` – ${words}`}`;
}

/** `41 passed, 0 failed, 4 skipped`. */
export const countWords = ({ passed, failed, skipped }: ContractSummary): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** Message and remedy, a sentence each. */
export const errorWords = ({ message, remedy }: CallError): string =>
  [/[.!?…]$/.test(message) ? message : `${message}.`, remedy].filter(Boolean).join(' ');
