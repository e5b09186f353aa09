import { stringify } from 'csv-stringify/sync';
import type { Transport } from '../api/outcome';
import type { LoadTestUpdate } from './loadTest';
import { asSent, PAYLOAD_COLUMNS } from './requestTemplate';

/** A row of RFC 4180. All values are quoted: a line break in one of them ends no row, in whatever way it is written. */
const rows = (records: readonly (readonly string[])[]): string =>
  stringify(
    records.map(record => [...record]),
    { quoted: true, record_delimiter: '\r\n' },
  );

/** How every payload begins. */
export const PAYLOAD_HEADER = rows([PAYLOAD_COLUMNS]);

/** The updates as Artillery reads them; for people, and for our own batch, both values stand there as they are too. */
export function payloadOf(transport: Transport, updates: readonly LoadTestUpdate[]): string {
  const records = updates.map(({ userName, newEmailAddress }) => [
    userName,
    newEmailAddress,
    asSent(transport, userName),
    asSent(transport, newEmailAddress),
  ]);
  return PAYLOAD_HEADER + rows(records);
}
