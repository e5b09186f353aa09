import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = path.resolve(__dirname, '../../..');
const DIST = path.join(ROOT, 'dist');

/** What a built file is made of: the bytes of it that each source has become. */
interface Built {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
}

const built = JSON.parse(readFileSync(path.join(ROOT, 'out/bytes.json'), 'utf8')) as Readonly<
  Record<string, Built>
>;
const scripts = Object.keys(built).filter(file => /^dist\/\w+\.js$/.test(file));

const packagesOf = (file: string): string[] => [
  ...new Set(
    Object.entries(built[file]?.inputs ?? {}).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? (/^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? []) : [],
    ),
  ),
];

describe('What is built', () => {
  it('is what was measured', () => {
    assert.ok(scripts.length > 5);
    for (const [file, { bytes }] of Object.entries(built)) {
      assert.equal(readFileSync(path.join(ROOT, file)).length, bytes, `${file}: npm run build`);
    }
  });

  it('starts with less than 200 kB, and without any library', () => {
    assert.ok((built['dist/extension.js']?.bytes ?? Infinity) < 200_000);
    assert.deepEqual(packagesOf('dist/extension.js'), []);
    // What the first use loads is our own code as well; each library waits for what needs it.
    assert.deepEqual(packagesOf('dist/app.js'), []);
  });

  it('shows the form with less than 40 kB, compressed', () => {
    const assets = readdirSync(path.join(DIST, 'webview'));
    assert.deepEqual(assets.sort(), ['form.css', 'form.js']);
    const all = assets.map(name => gzipSync(readFileSync(path.join(DIST, 'webview', name))).length);
    const total = all.reduce((sum, bytes) => sum + bytes, 0);
    assert.ok(total < 40_000, `${total} bytes`);
  });

  it('is shipped, but for the command lines, and without source maps', () => {
    const shipped = readFileSync(path.join(ROOT, '.vscodeignore'), 'utf8').split('\n');
    for (const file of scripts) {
      assert.equal(shipped.includes(`!${file}`), !file.endsWith('Cli.js'), file);
    }
    const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      files.filter(file => file.endsWith('.map')),
      [],
    );
  });
});
