import * as l10n from '@vscode/l10n';
import { TRANSPORT_LABELS } from '../api/outcome';
import type { ComparisonReport, ComparisonRequest, ComparisonRow } from '../session/compareTransports';
import { answerGroups } from '../session/parityFindings';
import { shown } from './foreignText';
import { plainText as text, table } from './markdown';
import { instant } from './language';

/** Of an answer that is longer, the exchange in the output channel has the rest. */
const SHOWN_CHARACTERS = 20_000;

/**
 * A comparison as Markdown: a verdict, a row for each transport, the findings, and each answer that differs. Whatever a
 * server, a user or a setting has said in it stays text: nothing of it becomes a link, a picture or a heading.
 */
export function comparisonText(
  { comparison, address }: ComparisonReport,
  { profile = '', userName }: ComparisonRequest,
  when: Date,
): string {
  const { rows, agree, findings, error } = comparison;
  const groups = answerGroups(rows);
  const letterOf = (row: ComparisonRow) => {
    const at = groups.findIndex(({ answer }) => answer === row.answer);
    return at < 0 ? '–' : letter(at);
  };
  const verdict = error
    ? `**${l10n.t('Not finished.')}** ${text(error.message)}`
    : agree
      ? `**${l10n.t('All four transports agree.')}**`
      : `**${l10n.t('The transports do not agree.')}**`;
  return [
    `# ${l10n.t('{0} at {1}', text(userName), text(profile))}`,
    verdict,
    l10n.t(
      'UpdateUserEmail with {0}, by one transport after another, {1}.',
      text(address ?? ''),
      text(instant(when)),
    ),
    table(
      [l10n.t('Transport'), l10n.t('Result'), 'HTTP', l10n.t('Time'), l10n.t('Answer')],
      rows.map(row => [
        TRANSPORT_LABELS[row.transport],
        row.error === undefined ? l10n.t('✓ success') : `✕ ${text(row.error.message, 300)}`,
        String(row.httpStatus ?? '–'),
        row.exchangeId === '' ? l10n.t('not sent') : `${row.durationMs} ms`,
        letterOf(row),
      ]),
    ),
    ...(findings.length === 0
      ? []
      : [`## ${l10n.t('Findings')}`, findings.map(finding => `- ${text(finding, 3000)}`).join('\n')]),
    ...(groups.length === 0 ? [] : [`## ${l10n.t('Answers, normalised')}`]),
    ...groups.flatMap(({ answer, transports }, at) => [
      `**${letter(at)}** ${transports.map(transport => TRANSPORT_LABELS[transport]).join(', ')}`,
      fenced(shown(answer, SHOWN_CHARACTERS)),
    ]),
    '',
  ].join('\n\n');
}

const letter = (at: number): string => String.fromCharCode('A'.charCodeAt(0) + at);

/** A block of code whose fence is longer than any in it. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}xml\n${code}\n${fence}`;
}
