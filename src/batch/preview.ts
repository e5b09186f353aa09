import * as l10n from '@vscode/l10n';
import { encode } from '../api/encode';
import type { CallError, CallErrorKind, Transport } from '../api/outcome';
import { currentAddress } from '../session/answerFacts';
import { addressHint, userNameHint } from '../session/hints';
import { Pace } from './pace';
import type { BatchServer } from './ports';
import type { BatchOptions, Row } from './summary';

/** What is to be expected of a row, as far as that can be known before anything is changed. */
export const EXPECTATIONS = [
  /** Another address is stored: the update changes it. */
  'change',
  /** The address is stored, or a row above stores it. */
  'noOp',
  'unknownUser',
  /** GetUser was refused for another reason. */
  'refused',
  /** No server was asked. */
  'notAsked',
  /** The transport cannot carry the row's values: nothing is sent. */
  'unsendable',
  /** Acknowledged in the run that is to be resumed: it is not sent again. */
  'done',
] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** Rows are listed in their order in the file. */
export interface Preview {
  readonly total: number;
  /** Each row stands in one of these. */
  readonly expected: { readonly [E in Expectation]: readonly Row[] };
  /** Rows that look wrong and are sent as they are. */
  readonly noAddress: readonly Row[];
  readonly noName: readonly Row[];
  /** The rows of each user who has several; infoRouter compares login names without regard to case. */
  readonly duplicates: readonly (readonly Row[])[];
  /** Some changes with the address that they replace. */
  readonly changes: readonly Change[];
  /** Absent where GetUser was not to be asked. */
  readonly asked?: Asked;
}

export interface Change {
  readonly row: Row;
  readonly before: string;
}

/** What came of asking GetUser. */
export interface Asked {
  readonly users: number;
  readonly of: number;
  /** Why not all were asked. */
  readonly error?: CallError;
  /** What GetUser was refused with, and of how many users; secrets are masked. */
  readonly refusals: ReadonlyMap<string, number>;
}

export interface PreviewRequest {
  readonly rows: readonly Row[];
  readonly options: BatchOptions;
  /** Whom `readBefore` asks. */
  readonly server: BatchServer;
  /** Whether the run that is to be resumed has acknowledged the row at that index. */
  readonly done?: ((index: number) => boolean) | undefined;
}

const MOST_CHANGES = 20;
const MOST_REFUSALS = 10;

/**
 * Looks through the rows before anything is changed. With `readBefore` GetUser is asked once for each user, at the chosen
 * concurrency and rate, until the signal or an answer that says that no other will do better ends it. Never rejects.
 */
export async function previewOf(
  { rows, options, server, done = () => false }: PreviewRequest,
  signal?: AbortSignal,
  report: (asked: number, of: number) => void = () => undefined,
): Promise<Preview> {
  const users = usersOf(rows);
  const judged = rows.map((row, at): Expectation => {
    return done(at) ? 'done' : isSendable(row, options.transport) ? 'notAsked' : 'unsendable';
  });
  const changes: Change[] = [];
  const judge = (indexes: readonly number[], { address, error }: Found) => {
    let stored = address;
    for (const at of indexes) {
      const row = rows[at];
      if (row === undefined || judged[at] !== 'notAsked') {
        continue;
      }
      if (stored === undefined) {
        judged[at] = error === 'userNotFound' ? 'unknownUser' : 'refused';
      } else if (stored === row.newEmailAddress) {
        judged[at] = 'noOp';
      } else {
        judged[at] = 'change';
        if (changes.length < MOST_CHANGES) {
          changes.push({ row, before: stored });
        }
        stored = row.newEmailAddress;
      }
    }
  };
  const open = users.filter(indexes => indexes.some(at => judged[at] === 'notAsked'));
  const userOf = (indexes: readonly number[]) => rows[indexes[0] ?? 0]?.userName ?? '';
  const asked = options.readBefore
    ? await askEach(open, userOf, judge, { options, server, signal, report })
    : undefined;
  const expected = Object.fromEntries(EXPECTATIONS.map(each => [each, [] as Row[]]));
  rows.forEach((row, at) => expected[judged[at] ?? 'notAsked']?.push(row));
  return {
    total: rows.length,
    expected: expected as Record<Expectation, Row[]>,
    noAddress: rows.filter(({ newEmailAddress }) => addressHint(newEmailAddress) !== undefined),
    noName: rows.filter(({ userName }) => userNameHint(userName) !== undefined),
    duplicates: users
      .filter(({ length }) => length > 1)
      .map(indexes => indexes.flatMap(at => rows[at] ?? [])),
    changes: changes.sort((a, b) => a.row.number - b.row.number),
    ...(asked && { asked }),
  };
}

/** The address of a user, or the kind of failure that keeps it. */
interface Found {
  readonly address?: string;
  readonly error?: CallErrorKind;
}

interface Asking {
  readonly options: BatchOptions;
  readonly server: BatchServer;
  readonly signal: AbortSignal | undefined;
  readonly report: (asked: number, of: number) => void;
}

/** Failures that are about one user; any other would be the same for the next. */
const OF_ONE_USER: readonly CallErrorKind[] = [
  'userNotFound',
  'accessDenied',
  'systemError',
  'apiError',
  'invalidInput',
];

async function askEach<User>(
  users: readonly User[],
  nameOf: (user: User) => string,
  found: (user: User, address: Found) => void,
  { options, server, signal, report }: Asking,
): Promise<Asked> {
  const { transport, concurrency, ratePerSecond } = options;
  const refusals = new Map<string, number>();
  const ticket = await server.ticket(signal);
  if (typeof ticket !== 'string') {
    return { users: 0, of: users.length, error: ticket, refusals };
  }
  let error: CallError | undefined;
  let asked = 0;
  let next = 0;
  const send = server.sender(transport, signal);
  const pace = new Pace(ratePerSecond);
  const askOthers = async (): Promise<void> => {
    while (next < users.length && error === undefined && signal?.aborted !== true) {
      const user = users[next++] as User;
      await pace.wait(signal);
      const call = { operation: 'GetUser', values: { ticket, userName: nameOf(user) } } as const;
      const { outcome, address } = currentAddress(await send(call));
      const failure = outcome.error;
      if (failure !== undefined && !OF_ONE_USER.includes(failure.kind)) {
        error ??= failure;
        return;
      }
      asked += 1;
      if (failure !== undefined && failure.kind !== 'userNotFound') {
        const words = refusals.size < MOST_REFUSALS || refusals.has(failure.message) ? failure.message : '…';
        refusals.set(words, (refusals.get(words) ?? 0) + 1);
      }
      found(user, { ...(address !== undefined && { address }), ...(failure && { error: failure.kind }) });
      report(asked, users.length);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, askOthers));
  error ??= signal?.aborted === true ? CANCELLED : undefined;
  return { users: asked, of: users.length, refusals, ...(asked < users.length && error && { error }) };
}

const CANCELLED: CallError = { kind: 'cancelled', message: l10n.t('Asking was cancelled.') };

/** The indexes of each user's rows, users in the order of their first rows. */
function usersOf(rows: readonly Row[]): readonly (readonly number[])[] {
  const users = new Map<string, number[]>();
  rows.forEach(({ userName }, at) => {
    const key = userName.toLowerCase();
    const indexes = users.get(key);
    if (indexes === undefined) {
      users.set(key, [at]);
    } else {
      indexes.push(at);
    }
  });
  return [...users.values()];
}

/** Any address serves: what a transport can carry does not depend on it. */
const NOWHERE = new URL('http://localhost/srv.asmx');
/** What every transport carries; only a value with other characters is worth encoding for the question. */
const HARMLESS = /^[\u0020-\ud7ff]*$/;

function isSendable({ userName, newEmailAddress }: Row, transport: Transport): boolean {
  if (HARMLESS.test(userName) && HARMLESS.test(newEmailAddress)) {
    return true;
  }
  const call = { operation: 'UpdateUserEmail', values: { ticket: '', userName, newEmailAddress } } as const;
  return !('kind' in encode(transport, NOWHERE, call));
}
