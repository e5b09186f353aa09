#!/usr/bin/env node
/**
 * `npm test`: brings the machine to where the tests can run, runs every tier, and ends with the line
 * `N passed, N failed`. Names of tiers as arguments run those alone: `npm test -- lint unit`. `--long` runs the long tests
 * in place of the others (`npm run test:long`).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure, ensureNodeModules } from './host/ensure.mjs';
import { runWithKeyring } from './host/keyring.mjs';
import { rootFolder } from './host/layout.mjs';

const script = (path, ...args) => [join(rootFolder, path), ...args];
const module = (path, ...args) => script(`node_modules/${path}`, ...args);
const mocha = (...args) => {
  const options = ['--enable-source-maps', '--no-color', '--reporter', 'out/test/countingReporter.js'];
  return module('mocha/bin/mocha.js', ...options, ...args);
};
// Files of tests that share nothing but the machine run two at a time, each in a process of its own.
const atOnce = ['--parallel', '--jobs', '2'];
const hostile = folders =>
  mocha(...atOnce, '--expose-gc', '--timeout', '120000', `out/test/faults/${folders}/**/*.test.js`);
const inHost = suite => script('test/integration/launch.mjs', suite);
const inBrowser = (...files) =>
  mocha('--timeout', '240000', ...files.map(file => `out/test/${file}.test.js`));
const browser = ['host', 'browser', 'keyring'];
// A desktop VS Code that the environment names takes the place of the headless one (test/integration/launch.mjs).
const desktop = Boolean(process.env.VSCODE_EXECUTABLE || process.env.VSCODE_VERSION);
const host = desktop ? [] : ['host', 'browser'];
const keychain = desktop ? [] : [...host, 'keyring'];

/**
 * In the order in which they run. A tier that `counts` runs tests and counts each; another is one check. `needs` is
 * what has to be installed first; `keyring` runs the tier with an unlocked OS keychain of its own. A `long` tier runs with
 * `--long` alone, and tells its tests so by the environment variable `TEST_LONG`. One that is `meanwhile` runs beside the
 * other checks before it, and what it says is shown at its place; tests run alone, since others would disturb them.
 */
const tiers = [
  { name: 'format', run: module('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.') },
  { name: 'compile', run: module('typescript/bin/tsc', '-p', '.') },
  { name: 'webview', run: module('typescript/bin/tsc', '-p', 'webview') },
  { name: 'lint', run: module('eslint/bin/eslint.js', '--max-warnings=0', '.'), meanwhile: true },
  { name: 'build', run: script('esbuild.js') },
  {
    name: 'unit',
    run: mocha(...atOnce, '--timeout', '20000', 'out/test/{unit,wire}/**/*.test.js'),
    counts: true,
    needs: ['openssl'],
  },
  { name: 'faults', run: hostile('{server,fuzz,secrets,batch}'), counts: true },
  { name: 'fuzz', run: hostile('fuzz'), counts: true, long: true },
  { name: 'batch', run: hostile('batch'), counts: true, long: true },
  {
    name: 'artillery',
    run: mocha('--timeout', '240000', 'out/test/loadTest/**/*.test.js'),
    counts: true,
    long: true,
    needs: ['artillery'],
  },
  // keytar's binary loads only where libsecret is, which comes with the keyring.
  { name: 'commands', run: inHost('integration/commands'), counts: true, needs: keychain },
  { name: 'load', run: inHost('faults/load'), counts: true, long: true, needs: keychain },
  { name: 'network', run: inHost('faults/network'), counts: true, needs: [...host, 'openssl'] },
  { name: 'keychain', run: inHost('integration/keychain'), counts: true, needs: keychain, keyring: true },
  {
    name: 'brokenKeychain',
    run: inHost('faults/keychain'),
    counts: true,
    long: true,
    needs: keychain,
    keyring: true,
  },
  { name: 'e2e', run: inBrowser('e2e/*'), counts: true, needs: browser, keyring: true },
  {
    name: 'workbench',
    run: inBrowser('e2e/long/*', 'e2e/everyone', 'faults/workbench/**/*'),
    counts: true,
    long: true,
    needs: browser,
    keyring: true,
  },
];

/** Runs a tier in this folder and resolves to its exit code, with what is to be shown of it still. */
function execute({ run, keyring, long, meanwhile }, counts) {
  const env = { ...counts, ...(long && { TEST_LONG: 'yes' }) };
  if (keyring) {
    return runWithKeyring(process.execPath, run, { cwd: rootFolder, env }).then(code => ({ code, said: '' }));
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, run, {
      cwd: rootFolder,
      env: { ...process.env, ...env },
      stdio: ['ignore', meanwhile ? 'pipe' : 'inherit', meanwhile ? 'pipe' : 'inherit'],
    });
    const said = [];
    child.stdout?.on('data', chunk => said.push(chunk));
    child.stderr?.on('data', chunk => said.push(chunk));
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, said: Buffer.concat(said) }));
  });
}

/** How many tests of a tier passed, failed and were skipped; a tier that dies, or runs no test, counts as a failure. */
async function runTier(tier, countsFile) {
  try {
    if (tier.needs) {
      await installed;
    }
    await ensure('modules', ...(tier.needs ?? []));
    const { code, said } = await execute(tier, { TEST_COUNTS: countsFile });
    if (!tier.counts) {
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, said };
    }
    const counts = JSON.parse(readFileSync(countsFile, 'utf8'));
    const none = counts.passed + counts.failed === 0;
    return { ...counts, failed: counts.failed === 0 && (code !== 0 || none) ? 1 : counts.failed };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const long = process.argv.includes('--long');
const chosen = process.argv.slice(2).filter(argument => argument !== '--long');
// The long tests run what these write, as the others do, but without all the checks before them.
const PREPARES = ['compile', 'build'];
const runs = tier =>
  chosen.length > 0
    ? chosen.includes(tier.name)
    : long
      ? tier.long || PREPARES.includes(tier.name)
      : !tier.long;
const unknown = chosen.filter(name => !tiers.some(tier => tier.name === name));
if (unknown.length > 0) {
  console.error(
    `No tier is called ${unknown.join(', ')}; there are ${tiers.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}
await ensureNodeModules();
const wanted = tiers.filter(runs);
// What later tiers need is installed while the first ones run. A failure is told by the first tier that needs it.
const installed = ensure(...new Set(wanted.flatMap(({ needs = [] }) => needs))).catch(() => undefined);
const folder = mkdtempSync(join(tmpdir(), 'inforouter-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };
const times = [];
const begin = tier => runTier(tier, join(folder, `${tier.name}.json`));
const begun = new Map(wanted.filter(({ meanwhile }) => meanwhile).map(tier => [tier, begin(tier)]));
for (const tier of wanted) {
  console.log(`\n## ${tier.name}`);
  const start = performance.now();
  const counts = await (begun.get(tier) ?? begin(tier));
  process.stdout.write(counts.said ?? '');
  times.push(
    `${tier.name} ${((performance.now() - start) / 1000).toFixed(1)} s${counts.failed > 0 ? ' FAILED' : ''}`,
  );
  for (const key of Object.keys(total)) {
    total[key] += counts[key];
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${times.join(' · ')}`);
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
