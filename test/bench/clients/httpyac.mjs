import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { demand, FORM, formOf } from '../loop.mjs';

/** What sends the requests of `.http` files, as its users run it: its command line, with its start, on one file. */
export function open(endpoint, concurrency) {
  const program = join(
    dirname(createRequire(import.meta.url).resolve('httpyac/package.json')),
    'bin/httpyac.js',
  );
  const folder = mkdtempSync(join(tmpdir(), 'inforouter-bench-'));
  const run = async rows => {
    const requests = Array.from(
      { length: rows },
      (_, n) => `POST ${endpoint}/UpdateUserEmail\nContent-Type: ${FORM}\n\n${formOf(n)}\n`,
    );
    writeFileSync(join(folder, 'bench.http'), requests.join('\n###\n'));
    const args = ['send', 'bench.http', '--all', '--parallel', String(concurrency), '--output', 'none'];
    const child = spawn(process.execPath, [program, ...args], { cwd: folder });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', text => (output += text));
    child.stderr.resume();
    const [code] = await once(child, 'close');
    const sent = Number(/(\d+) requests processed/.exec(output)?.[1]);
    demand(code === 0 && sent === rows, `httpYac ended with ${code}: ${output.slice(-300)}`);
  };
  return { run, close: () => rmSync(folder, { recursive: true }) };
}
