import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import CountingReporter from '../countingReporter';

/**
 * What the extension host calls: runs every test file of the suite that `INFOROUTER_SUITE` names, a folder below test/,
 * found by their names so that none can be forgotten. Rejects when a test fails, which is the exit code of the host.
 */
export async function run(): Promise<void> {
  const suite = path.join(__dirname, '..', process.env['INFOROUTER_SUITE'] ?? 'integration/commands');
  const mocha = new Mocha({ timeout: 30_000, color: false, reporter: CountingReporter });
  for (const file of readdirSync(suite).filter(name => name.endsWith('.test.js'))) {
    mocha.addFile(path.join(suite, file));
  }
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) {
    throw new Error(`${failures} of the tests in the extension host failed.`);
  }
}
