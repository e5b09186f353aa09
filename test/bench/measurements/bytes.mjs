import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { listFiles, PackageManager } from '@vscode/vsce';
import { rootFolder } from '../../host/layout.mjs';

const kilobytes = bytes => (bytes / 1000).toFixed(1);
/** A package by its name; a source of ours by its room. */
const originOf = input =>
  /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? /^(?:src\/[^/]+|[^/]+)/.exec(input)?.[0];
/** What is less than this part of a file is told in one line. */
const SMALL = 0.02;

/** What each byte of the package is for: the files that are shipped, and of a script what it is made of. */
export async function measure() {
  const built = JSON.parse(readFileSync(join(rootFolder, 'out/bytes.json'), 'utf8'));
  const files = await listFiles({ cwd: rootFolder, packageManager: PackageManager.None });
  const values = files.map(file => {
    const path = join(rootFolder, file);
    const compressed = deflateRawSync(readFileSync(path), { level: 9 }).length;
    const parts = built[file] && partsOf(built[file]);
    return { file, bytes: statSync(path).size, compressed, ...(parts && { parts }) };
  });
  values.sort((a, b) => b.bytes - a.bytes);
  const sum = key => values.reduce((total, each) => total + each[key], 0);
  return {
    title: 'What each byte of the package is for (kB; of a script also what it is made of)',
    columns: ['kB', 'compressed'],
    rows: [
      ...values.flatMap(({ file, bytes, compressed, parts = [] }) => [
        [file, kilobytes(bytes), kilobytes(compressed)],
        ...parts.map(([name, size]) => [`    ${name}`, kilobytes(size), '']),
      ]),
      ['all', kilobytes(sum('bytes')), kilobytes(sum('compressed'))],
    ],
    values,
  };
}

/** @returns {[name: string, bytes: number][]} the largest first */
function partsOf({ bytes, inputs }) {
  const sizes = new Map();
  for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
    const origin = originOf(input);
    sizes.set(origin, (sizes.get(origin) ?? 0) + bytesInOutput);
  }
  const parts = [...sizes].sort(([, a], [, b]) => b - a);
  const large = parts.filter(([, size]) => size >= SMALL * bytes);
  const rest = bytes - large.reduce((total, [, size]) => total + size, 0);
  return rest > 0 && large.length > 0 ? [...large, ['the rest', rest]] : large;
}
