import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const WEBVIEW = path.resolve(__dirname, '../../../../webview');
const files = readdirSync(WEBVIEW).filter(name => /\.(?:css|ts)$/.test(name));
const read = (name: string) => readFileSync(path.join(WEBVIEW, name), 'utf8');

/** A colour that no theme has chosen: as hex, as a function, or by its name. */
const COLOUR =
  /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color(?:-mix)?)\(|:[^;{}]*\b(?:white|black|red|green|blue|yellow|orange|gr[ae]y|silver|maroon|purple|teal|navy)\b[^;{}]*;/i;
/** Emoji and signs in the place of codicons; punctuation and arrows in sentences are no icons. */
const SIGN = /[\u2600-\u27bf\u{1f000}-\u{1faff}]/u;

describe('The looks of the form', () => {
  it('knows a colour when it sees one', () => {
    for (const colour of ['color: #fff;', 'background: rgb(0 0 0);', 'border: 1px solid red;']) {
      assert.match(colour, COLOUR);
    }
    assert.doesNotMatch('color: var(--vscode-charts-red, transparent);', /#|rgb/);
  });

  it('has no colour but those of the theme', () => {
    const rules = read('form.css')
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/--vscode-[\w-]+/g, '--theme');
    assert.doesNotMatch(rules, COLOUR);
    const variables = [...read('form.css').matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
    assert.ok(variables.length > 20);
    assert.deepEqual(
      variables.filter(name => name !== '--radius' && name?.startsWith('--vscode-') !== true),
      [],
    );
  });

  it('has codicons where it has icons', () => {
    for (const name of files) {
      assert.doesNotMatch(read(name), SIGN, name);
    }
    const drawings = [...read('icons.ts').matchAll(/from '([^']+\.svg)'/g)].map(([, from]) => from);
    assert.ok(drawings.length > 0);
    assert.ok(drawings.every(from => from?.startsWith('@vscode/codicons/src/icons/')));
  });

  it('moves nothing where the user wants less motion', () => {
    const css = read('form.css');
    const animated = [...css.matchAll(/([^{}]+)\{[^{}]*animation: turn/g)].map(([, of]) =>
      of?.split('*/').at(-1)?.trim(),
    );
    assert.deepEqual(animated, ['.icon.loading']);
    assert.doesNotMatch(css, /transition/);
    assert.match(css, /@media \(prefers-reduced-motion: reduce\) \{\s+\.icon\.loading \{\s+animation: none;/);
    assert.match(css, /\.vscode-reduce-motion \.icon\.loading \{\s+animation: none;/);
  });
});
