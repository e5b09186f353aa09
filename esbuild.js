'use strict';
/**
 * Builds what VS Code loads into `dist/`: what starts with the editor, what is loaded on demand, the process of its
 * keychain, the command lines of sandbox and contract tests, and the form's assets. `--watch` rebuilds on change.
 */
const { build, context } = require('esbuild');
const { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { readFile } = require('node:fs/promises');
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

/**
 * What is loaded with its first use, each in a file of its own: it is large, and few windows need all of it. A module here
 * is asked for by `require()` or `import()`, never by an `import` at the top.
 */
const ON_DEMAND = {
  app: 'src/app.ts',
  xml: 'src/api/xmlLibraries.ts',
  sandbox: 'src/sandbox/server.ts',
  snippets: 'src/history/snippets.ts',
  pool: 'src/adapters/pooledHttpClient.ts',
  tables: 'src/batch/tables.ts',
  loadTest: 'src/loadTest/loadTest.ts',
};

/** @type {import('esbuild').Plugin} */
const onDemand = {
  name: 'on demand',
  setup(build) {
    build.onResolve(
      { filter: /^\.{1,2}\// },
      async ({ path: asked, kind, importer, resolveDir, pluginData }) => {
        const late = kind === 'require-call' || kind === 'dynamic-import';
        if (!late || pluginData === onDemand || !importer.startsWith(path.join(root, 'src'))) {
          return undefined;
        }
        const found = await build.resolve(asked, { kind, importer, resolveDir, pluginData: onDemand });
        const name = Object.keys(ON_DEMAND).find(each => path.join(root, ON_DEMAND[each]) === found.path);
        return name === undefined
          ? { errors: [{ text: `${asked} is not among what esbuild.js knows to be loaded on demand` }] }
          : { path: `./${name}.js`, external: true };
      },
    );
  },
};

/**
 * Takes VS Code's interface as it is. `import *` from a module that is not bundled is a copy of it, with a getter for each
 * of its hundreds of names, and each file that imports it would make one.
 * @type {import('esbuild').Plugin}
 */
const vscodeAsItIs = {
  name: 'vscode as it is',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source.replace(
        "import * as vscode from 'vscode';",
        "import vscode = require('vscode');",
      );
      return { contents, loader: 'ts' };
    });
  },
};

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

/** @type {import('esbuild').Plugin} */
const oneContainer = {
  name: 'one container',
  setup(building) {
    building.onResolve({ filter: /\/di\/di\.js$/ }, () => ({
      path: path.join(root, 'webview/container.ts'),
    }));
  },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  {
    ...common,
    entryPoints: {
      extension: 'src/extension.ts',
      ...ON_DEMAND,
      keychain: 'src/adapters/keychainMain.ts',
      sandboxCli: 'src/sandbox/cli.ts',
      contractCli: 'src/contractTests/cli.ts',
      l10n: '@vscode/l10n',
    },
    outdir: 'dist',
    platform: 'node',
    // The oldest VS Code that package.json admits (1.100, Electron 34) runs extensions on Node 20.
    target: 'node20',
    format: 'cjs',
    // undici asks for its `fetch` only with a body that is a form or a blob, and no request of ours has one.
    external: ['vscode', '../web/fetch/body.js'],
    plugins: [onDemand, oneTextsForAll, vscodeAsItIs],
    // As `require()`, which VS Code knows to answer with its own interface.
    supported: { 'dynamic-import': false },
  },
  {
    ...common,
    entryPoints: { form: 'webview/main.ts' },
    outdir: 'dist/webview',
    platform: 'browser',
    target: 'es2023',
    format: 'iife',
    tsconfig: 'webview/tsconfig.json',
    loader: { '.svg': 'text' },
    plugins: [oneContainer],
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
    // What each byte is for, for the tests and the benchmarks.
    const files = Object.assign({}, ...results.map(({ metafile }) => metafile.outputs));
    mkdirSync(path.join(root, 'out'), { recursive: true });
    writeFileSync(path.join(root, 'out/bytes.json'), JSON.stringify(files));
    return;
  }
  const contexts = await Promise.all(bundles.map(bundle => context(bundle)));
  await Promise.all(contexts.map(each => each.watch()));
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
