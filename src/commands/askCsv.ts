import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ColumnNames, Csv } from '../batch/csv';
import { inert } from '../views/foreignText';
import { openCsv, problemWords } from './batchFiles';
import type { Services } from './command';
import { notify } from '../views/notify';
import { askSteps, choiceStep } from './steps';
import { inWorkspace, nameOf } from './files';

/** A CSV that was chosen and read. */
export interface ChosenCsv {
  readonly file: vscode.Uri;
  readonly csv: Csv;
}

/** The clicked file, or one that the user picks, read once; `undefined` when dismissed, or unreadable and told so. */
export async function askCsv(services: Services, entrance: unknown): Promise<ChosenCsv | undefined> {
  const file = entrance instanceof vscode.Uri ? entrance : await pickFile();
  return file && readChosen(services, file);
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri;
  const defaultUri = open !== undefined && /\.csv$/i.test(open.path) ? open : inWorkspace('');
  const [file] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('CSV of users and their new addresses'),
      openLabel: l10n.t('Choose'),
      filters: { CSV: ['csv', 'txt', 'tsv'] },
      ...(defaultUri && { defaultUri }),
    })) ?? [];
  return file;
}

/** Reads a file, and asks for its columns where they go by other names. */
export async function readChosen(
  services: Services,
  file: vscode.Uri,
  names?: ColumnNames,
): Promise<ChosenCsv | undefined> {
  const csv = await openCsv(services, file, names);
  if (!('message' in csv)) {
    return { file, csv };
  }
  if (names === undefined && csv.header !== undefined && csv.header.length > 1) {
    const mapped = await askColumns(file, csv.header);
    return mapped && readChosen(services, file, mapped);
  }
  notify('error', problemWords(file, csv), [[l10n.t('Open File'), 'vscode.open', file]]);
  return undefined;
}

async function askColumns(file: vscode.Uri, header: readonly string[]): Promise<ColumnNames | undefined> {
  const names = { userName: '', newEmailAddress: '' };
  const column = (placeholder: string, field: keyof ColumnNames, taken: () => string | undefined) =>
    choiceStep({
      placeholder,
      choices: () =>
        header
          .filter(name => name !== '' && name !== taken())
          .map(value => ({ label: inert(value, 200), value })),
      current: () => names[field],
      save: (value: string) => (names[field] = value),
    });
  const answered = await askSteps(l10n.t('Columns of {0}', nameOf(file)), [
    column(
      l10n.t('Which column has the login names? None is called “UserName”'),
      'userName',
      () => undefined,
    ),
    column(
      l10n.t('Which column has the new addresses? None is called “NewEmailAddress”'),
      'newEmailAddress',
      () => names.userName,
    ),
  ]);
  return answered ? names : undefined;
}
