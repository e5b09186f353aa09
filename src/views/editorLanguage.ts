import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { useLanguage } from './language';

/*
 * Gives our texts the language of VS Code. Imported by the extension before anything else: texts that stand in constants
 * are looked up when their file is loaded. There is one `@vscode/l10n` for all of dist/ (esbuild.js), so that files which
 * are loaded later have the same texts.
 */
const { bundle } = vscode.l10n;

/** VS Code's language where it is one of ours, otherwise English. */
export const EDITOR_LANGUAGE = bundle === undefined ? 'en' : vscode.env.language;

if (bundle !== undefined) {
  l10n.config({ contents: bundle });
}
useLanguage(EDITOR_LANGUAGE);
