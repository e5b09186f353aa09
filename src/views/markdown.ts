import * as l10n from '@vscode/l10n';
import { inert } from './foreignText';

/** Foreign text in one line with nothing of Markdown alive in it: every ASCII punctuation may stand behind a backslash. */
export const plainText = (foreign: string, limit = 1000): string =>
  inert(foreign, limit).replace(/[!-/:-@[-`{-~]/g, '\\$&') || l10n.t('(empty)');

/** A table; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
