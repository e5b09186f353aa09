import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { EDITOR_LANGUAGE } from './editorLanguage';
import { FORM_WORDS } from './formWords';

/** Where the form's built assets lie, and the only folder that its webview may read. */
export const formAssets = (extensionUri: vscode.Uri): vscode.Uri =>
  vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

/**
 * The hash of a style element without content: the toolkit's FAST asks by one whether the browser knows
 * `:focus-visible`, and styles itself by adopted style sheets otherwise.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/**
 * The page of the form: an empty frame, since everything in it is built by the script. It may load that one script and
 * that one style sheet, and nothing else from anywhere.
 */
export function formHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const asset = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(formAssets(extensionUri), name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src ${webview.cspSource} ${EMPTY_STYLE}; script-src 'nonce-${nonce}'`;
  // Data and no script, so the policy lets it stand; nothing in it can end the element.
  const words = JSON.stringify(FORM_WORDS).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="${EDITOR_LANGUAGE}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${FORM_WORDS.title}</title>
<link rel="stylesheet" href="${asset('form.css')}">
</head>
<body>
<main id="form"></main>
<script type="application/json" id="words">${words}</script>
<script nonce="${nonce}" src="${asset('form.js')}"></script>
</body>
</html>`;
}
