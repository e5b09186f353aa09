import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** What one run of mocha adds to the file that `TEST_COUNTS` names: a line of JSON. */
interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Mocha's own report, and the counts for `npm test`, which adds up several runs in several processes. */
class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const counts: TestCounts = { passed: passes, failed: failures, skipped: pending };
      const file = process.env['TEST_COUNTS'];
      if (file !== undefined) {
        appendFileSync(file, `${JSON.stringify(counts)}\n`);
      }
    });
  }
}

export = CountingReporter;
