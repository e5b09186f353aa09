import * as l10n from '@vscode/l10n';
import { callError, type CallError } from '../api/outcome';
import { endpointOf, type Profile } from '../session/profile';
import type { ColumnNames, Csv } from './csv';
import type { BatchEntry, JournalRows } from './ports';
import { Statuses } from './statuses';

/** Where the rows of a run stand, as its journal says; of a new one none was attempted. */
export function statusesOf(total: number, rows: JournalRows | undefined): Statuses {
  const statuses = new Statuses(total);
  for (let index = 0; rows !== undefined && index < total; index++) {
    const status = rows.row(index)?.outcome.status;
    if (status !== undefined) {
      statuses.set(index, status);
    }
  }
  return statuses;
}

/** Why an earlier run cannot be gone on with. */
export function resumeProblem(
  earlier: BatchEntry | undefined,
  profile: Profile,
  { names }: Csv,
): CallError | undefined {
  if (earlier === undefined) {
    const message = l10n.t('There is no earlier run of this CSV, with this content, to go on with.');
    return callError('invalidInput', message);
  }
  if (!sameColumns(names, earlier.columns)) {
    const { userName, newEmailAddress } = earlier.columns;
    const message = l10n.t(
      'The run that was begun takes “{0}” for the user name and “{1}” for the address.',
      userName,
      newEmailAddress,
    );
    return callError('invalidInput', message);
  }
  const elsewhere = endpointOf(profile.baseUrl).href !== earlier.endpoint;
  const message = l10n.t(
    'The run that was begun goes to {0}, and “{1}” is another server.',
    earlier.endpoint,
    profile.name,
  );
  return elsewhere ? callError('invalidInput', message) : undefined;
}

const sameColumns = (a: ColumnNames, b: ColumnNames): boolean =>
  a.userName.toLowerCase() === b.userName.toLowerCase() &&
  a.newEmailAddress.toLowerCase() === b.newEmailAddress.toLowerCase();
