import { TRANSPORT_LABELS } from '../api/outcome';
import type { BatchEntry, JournalRow, JournalRows } from '../batch/ports';
import { inert, shown } from './foreignText';
import { standing } from './batchWords';
import { counted } from './rowNumbers';

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
    count > list.length ? [`… and ${(count - list.length).toLocaleString('en')} more`] : [];
  return [
    `Batch ${inert(name, 200)} at ${inert(profile, 200)}`,
    '',
    `begun       ${startedAt.toLocaleString()}`,
    `server      ${inert(endpoint, 300)}`,
    `by          ${TRANSPORT_LABELS[transport]}${readBefore ? ', addresses read before' : ''}`,
    `rows        ${counted(total, 'row')}: ${standing(entry)}`,
    ...(failures === 0
      ? []
      : ['', `FAILED (${counted(failures, 'row')})`, ...failed, ...more(failures, failed)]),
    '',
    `ROWS (${acknowledged.toLocaleString('en')} of ${total.toLocaleString('en')} were acknowledged)`,
    ...lines,
    ...more(acknowledged, lines),
    '',
  ].join('\n');
}

/** `row 7     failed     jdoe: old@example.com → new@example.com  userNotFound: …`. */
function rowLine({ number, userName, newEmailAddress, outcome }: JournalRow): string {
  const { status, before, kind, message, httpStatus, durationMs } = outcome;
  const cell = (text: string) => inert(text, 200);
  const from = before === undefined ? '' : `${cell(before)} → `;
  const details = [
    kind !== undefined && `${kind}: ${inert(message ?? '', 300)}`,
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    durationMs !== undefined && `${Math.round(durationMs)} ms`,
  ].filter(Boolean);
  return shown(
    `${`row ${number}`.padEnd(11)} ${status.padEnd(10)} ${cell(userName)}: ${from}${cell(newEmailAddress)}  ${details.join(', ')}`,
    1000,
  );
}
