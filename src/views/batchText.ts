import * as l10n from '@vscode/l10n';
import { TRANSPORT_LABELS } from '../api/outcome';
import type { BatchEntry, JournalRow, JournalRows } from '../batch/ports';
import { inert, shown } from './foreignText';
import { standing } from './batchWords';
import { instant, number } from './language';
import { countedRows } from './rowNumbers';

/** More than anybody reads; the results beside the CSV have every row. */
const MOST_ROWS = 10_000;

/** A batch as it was kept, for reading: what was done, the failures, then row by row. It is masked already. */
export function batchText(entry: BatchEntry, rows: JournalRows): string {
  const { name, profile, endpoint, transport, readBefore, startedAt, total } = entry;
  const failed: string[] = [];
  const lines: string[] = [];
  let acknowledged = 0;
  let failures = 0;
  for (let at = 0; at < total; at++) {
    const row = rows.row(at);
    if (row === undefined) {
      continue;
    }
    acknowledged += 1;
    failures += row.outcome.status === 'failed' ? 1 : 0;
    if (row.outcome.status === 'failed' && failed.length < MOST_ROWS / 10) {
      failed.push(rowLine(row));
    }
    if (lines.length < MOST_ROWS) {
      lines.push(rowLine(row));
    }
  }
  const more = (count: number, list: readonly string[]) =>
    count > list.length ? [l10n.t('… and {0} more', number(count - list.length))] : [];
  const transportText = TRANSPORT_LABELS[transport];
  const facts = [
    [l10n.t({ message: 'begun', comment: 'A label before a date.' }), instant(startedAt)],
    [l10n.t({ message: 'server', comment: 'A label before an address.' }), inert(endpoint, 300)],
    [
      l10n.t({ message: 'by', comment: 'A label before the transport, such as HTTP POST.' }),
      readBefore ? l10n.t('{0}, addresses read before', transportText) : transportText,
    ],
    [
      l10n.t({ message: 'rows', comment: 'A label before a number of rows.' }),
      `${countedRows(total)}: ${standing(entry)}`,
    ],
  ] as const;
  const width = Math.max(10, ...facts.map(([label]) => label.length));
  return [
    l10n.t('Batch {0} at {1}', inert(name, 200), inert(profile, 200)),
    '',
    ...facts.map(([label, text]) => `${label.padEnd(width)}  ${text}`),
    ...(failures === 0
      ? []
      : ['', l10n.t('FAILED ({0})', countedRows(failures)), ...failed, ...more(failures, failed)]),
    '',
    l10n.t('ROWS ({0} of {1} were acknowledged)', number(acknowledged), number(total)),
    ...lines,
    ...more(acknowledged, lines),
    '',
  ].join('\n');
}

/** `row 7     failed     jdoe: old@example.com → new@example.com  userNotFound: …`. */
function rowLine({ number: at, userName, newEmailAddress, outcome }: JournalRow): string {
  const { status, before, kind, message, httpStatus, durationMs } = outcome;
  const cell = (text: string) => inert(text, 200);
  const from = before === undefined ? '' : `${cell(before)} → `;
  const details = [
    kind !== undefined && `${kind}: ${inert(message ?? '', 300)}`,
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    durationMs !== undefined && `${Math.round(durationMs)} ms`,
  ].filter(Boolean);
  return shown(
    `${l10n.t('row {0}', at).padEnd(11)} ${status.padEnd(10)} ${cell(userName)}: ${from}${cell(newEmailAddress)}  ${details.join(', ')}`,
    1000,
  );
}
