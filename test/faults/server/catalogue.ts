import { CONNECTIONS } from './connections';
import { DOCUMENTS } from './documents';
import { ECHOES } from './echoes';
import { ENCODINGS } from './encodings';
import type { Misbehaviour } from './misbehaviour';
import { STATUSES } from './statuses';

/** Everything that the hostile server can do, by the part of an answer that it concerns. */
export const CATALOGUE: Readonly<Record<string, readonly Misbehaviour[]>> = {
  documents: DOCUMENTS,
  encodings: ENCODINGS,
  statuses: STATUSES,
  connections: CONNECTIONS,
  echoes: ECHOES,
};
