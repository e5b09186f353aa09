#!/usr/bin/env node
/**
 * `npm run bench`: speed beside peers. Each file in measurements/ is one table; all of them are printed, and written to
 * `out/bench.json`. Names of files run those alone: `npm run bench -- singleCall`. docs/benchmarks.md has figures.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNodeModules } from '../host/ensure.mjs';
import { rootFolder } from '../host/layout.mjs';
import { matchesLockfile, npm } from '../host/npm.mjs';
import { startServer } from './processes.mjs';

const benchFolder = dirname(fileURLToPath(import.meta.url));

/** What is measured is what is shipped: bundled and minified in the same way. */
async function build() {
  if (spawnSync(process.execPath, [join(rootFolder, 'esbuild.js')], { stdio: 'inherit' }).status !== 0) {
    throw new Error('The build failed.');
  }
  const esbuild = await import('esbuild');
  await esbuild.build({
    absWorkingDir: rootFolder,
    entryPoints: { batch: 'test/bench/clients/batch.ts', wsdl: 'src/sandbox/wsdl.ts' },
    outdir: 'out/bench',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
}

function machine() {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return `Node ${process.version}, ${os.platform()} ${os.arch()}, ${cpus.length} × ${cpus[0]?.model.trim()}, ${memory} GB; load before ${os.loadavg()[0].toFixed(1)}`;
}

function print({ title, columns, rows }) {
  const lines = [['', ...columns], ...rows];
  const widths = lines[0].map((_, at) => Math.max(...lines.map(line => line[at].length)));
  const text = lines.map(line =>
    line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  '),
  );
  console.log(`\n${title}\n${text.join('\n')}`);
}

await ensureNodeModules();
if (!matchesLockfile(benchFolder)) {
  await npm('the clients to compare with', benchFolder, ['ci', '--ignore-scripts']);
}
await build();
const all = readdirSync(join(benchFolder, 'measurements')).map(file => file.replace(/\.mjs$/, ''));
const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !all.includes(name));
if (unknown.length > 0) {
  console.error(`Nothing measures ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  process.exit(2);
}
const report = { date: new Date().toISOString(), machine: machine(), measurements: {} };
console.log(report.machine);
const server = await startServer();
for (const name of all.filter(each => chosen.length === 0 || chosen.includes(each))) {
  const { measure } = await import(`./measurements/${name}.mjs`);
  const measured = await measure(server.endpoint);
  print(measured);
  report.measurements[name] = measured;
}
server.close();
writeFileSync(join(rootFolder, 'out/bench.json'), `${JSON.stringify(report, null, 2)}\n`);
