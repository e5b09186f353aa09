'use strict';
/**
 * Builds what VS Code loads into `dist/`: the extension, the process of its keychain, the snippet library, the CSV reader,
 * what writes load tests, the command lines of sandbox and contract tests, and the form's assets.
 * `--watch` rebuilds on change.
 */
const { build, context } = require('esbuild');
const { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const watch = process.argv.includes('--watch');
const root = __dirname;

/**
 * The platforms whose keychain binary is shipped: `<process.platform>-<process.arch>`. keytar's loader, which is
 * bundled, looks for `./prebuilds/<platform>/keytar.node` beside the file it runs from, so one package serves all.
 */
const KEYCHAIN_PLATFORMS = [
  'win32-x64',
  'win32-arm64',
  'darwin-x64',
  'darwin-arm64',
  'linux-x64',
  'linux-arm64',
];

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: !watch,
  sourcemap: watch,
  logLevel: watch ? 'info' : 'warning',
  legalComments: 'none',
};

/**
 * Makes `@vscode/l10n` a file beside the others that all of them load, and none has a copy of: the extension gives it the
 * texts of VS Code's language once, for whatever is loaded later too.
 */
const oneTextsForAll = {
  name: 'one-texts-for-all',
  setup(building) {
    building.onResolve({ filter: /^@vscode\/l10n$/ }, ({ kind, path: name }) =>
      kind === 'entry-point' ? undefined : { path: name, namespace: 'texts' },
    );
    building.onResolve({ filter: /./, namespace: 'texts' }, ({ path: name }) => ({
      path: name,
      external: true,
    }));
    building.onLoad({ filter: /./, namespace: 'texts' }, () => ({
      contents: "export { t, config } from './l10n.js';",
    }));
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...common,
    entryPoints: {
      extension: 'src/extension.ts',
      keychain: 'src/adapters/keychainMain.ts',
      sandbox: 'src/sandbox/cli.ts',
      contract: 'src/contractTests/cli.ts',
      snippets: 'src/history/snippets.ts',
      pool: 'src/adapters/pooledHttpClient.ts',
      tables: 'src/batch/tables.ts',
      loadTest: 'src/loadTest/loadTest.ts',
      l10n: '@vscode/l10n',
    },
    outdir: 'dist',
    platform: 'node',
    plugins: [oneTextsForAll],
    // The oldest VS Code that package.json admits (1.100, Electron 34) runs extensions on Node 20.
    target: 'node20',
    format: 'cjs',
    // undici asks for its `fetch` only with a body that is a form or a blob, and no request of ours has one.
    external: ['vscode', '../web/fetch/body.js'],
  },
  {
    ...common,
    entryPoints: { form: 'webview/main.ts' },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    tsconfig: 'webview/tsconfig.json',
  },
];

/** Writes the licences of every package that is part of a bundle: they ask to go where the code goes. */
function writeNotices(inputs) {
  const packages = new Set(
    inputs.flatMap(input => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const notices = [...packages].sort().map(folder => {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    );
    const file = readdirSync(path.join(root, folder)).find(each => /^licen[cs]e/i.test(each));
    const text =
      file === undefined ? `Licence: ${license}` : readFileSync(path.join(root, folder, file), 'utf8');
    return `${name} ${version}\n\n${text.trim()}\n`;
  });
  writeFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

async function main() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  for (const platform of KEYCHAIN_PLATFORMS) {
    cpSync(
      path.join(root, 'node_modules/keytar/prebuilds', platform),
      path.join(root, 'dist/prebuilds', platform),
      {
        recursive: true,
      },
    );
  }
  if (!watch) {
    const results = await Promise.all(bundles.map(bundle => build({ ...bundle, metafile: true })));
    writeNotices(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
    return;
  }
  const contexts = await Promise.all(bundles.map(bundle => context(bundle)));
  await Promise.all(contexts.map(each => each.watch()));
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
