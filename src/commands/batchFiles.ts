import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ColumnNames, Csv, CsvProblem } from '../batch/csv';
import type { BatchSource } from '../batch/batches';
import type { ReportFiles } from '../batch/reports';
import { inert } from '../views/foreignText';
import type { Services } from './command';
import { fileArgument, fileText, nameOf } from './files';

/** What a CSV holds, or why it cannot be read. Rejects, in VS Code's words, where there is no such file. */
export async function openCsv(
  { tables }: Services,
  file: vscode.Uri,
  names?: ColumnNames,
): Promise<Csv | CsvProblem> {
  const { MOST_BYTES, readCsv } = tables();
  const { size } = await vscode.workspace.fs.stat(file);
  // Before it is read: it would come into memory as a whole.
  const bytes = size > MOST_BYTES ? new Uint8Array(MOST_BYTES + 1) : await vscode.workspace.fs.readFile(file);
  return readCsv(bytes, names);
}

/** What is wrong with a file, as a command rejects with it and a notification shows it. */
export const problemWords = (file: vscode.Uri, { message }: CsvProblem): string =>
  inert(l10n.t('“{0}” is no CSV of users. {1}', nameOf(file), message));

/** The rows of a call with an argument. @throws an Error in words for a file that cannot be read. */
export async function sourceOf(
  services: Services,
  file: vscode.Uri,
  names?: ColumnNames,
): Promise<BatchSource> {
  const csv = await openCsv(services, file, names);
  if ('message' in csv) {
    throw new Error(problemWords(file, csv));
  }
  return toSource(file, csv);
}

export const toSource = (file: vscode.Uri, csv: Csv): BatchSource => ({
  uri: file.toString(),
  name: nameOf(file),
  csv,
});

/** Writes reports beside the CSV, through VS Code: the file may lie on another machine. */
export function reportFiles(file: vscode.Uri): ReportFiles {
  const stem = nameOf(file).replace(/\.csv$/i, '');
  return {
    async write(ending, bytes) {
      const report = vscode.Uri.joinPath(file, '..', `${stem}${ending}`);
      await vscode.workspace.fs.writeFile(report, bytes);
      return fileText(report);
    },
  };
}

/** The file that a report's path in a summary names. */
export const reportFile = (reportPath: string): vscode.Uri => fileArgument(reportPath);
