import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';

const ROOT = path.resolve(__dirname, '../../..');
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: unknown;
        readonly 'timeout-minutes'?: number;
        readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
        readonly steps: readonly Step[];
      }
    >
  >;
}

const source = text('.github/workflows/ci.yml');
const workflow = load(source) as Workflow;
const jobs = Object.entries(workflow.jobs);
const steps = jobs.flatMap(([, job]) => job.steps);
const { scripts } = JSON.parse(text('package.json')) as { scripts: Readonly<Record<string, string>> };
/** The tiers that `npm test -- NAME` knows, as they are written there. */
const tiers = [...text('test/run.mjs').matchAll(/\bname: '(\w+)'/g)].map(([, name = '']) => name);

describe('The workflow of GitHub', () => {
  it('runs nothing but npm scripts that are there, besides setting up the machine', () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    assert.ok(commands.length > 5);
    for (const command of commands) {
      if (command === 'npm ci' || /^sudo apt-get (?:update|install --yes )/.test(command)) {
        continue;
      }
      const [, script, named, names = ''] =
        /^(?:xvfb-run --auto-servernum )?npm (?:(test)|run ([\w:]+))(?: -- ([\w ]+))?$/.exec(command) ?? [];
      const name = script ?? named ?? '';
      assert.ok(name in scripts, command);
      for (const tier of names.split(' ').filter(each => each !== '')) {
        assert.ok(tiers.includes(tier), `${command}: no tier is called ${tier}`);
      }
    }
    for (const wanted of ['npm test', 'npm run package']) {
      assert.ok(commands.includes(wanted), wanted);
    }
  });

  it('tries Linux, Windows and macOS, at the oldest VS Code and the newest', () => {
    const { os = [], vscode } = workflow.jobs['desktop']?.strategy?.matrix ?? {};
    for (const system of ['ubuntu', 'windows', 'macos']) {
      assert.ok(
        os.some(each => String(each).startsWith(system)),
        system,
      );
    }
    assert.deepEqual(vscode, ['minimum', 'stable']);
    assert.match(source, /VSCODE_VERSION: \$\{\{ matrix\.vscode \}\}/);
    assert.match(text('test/integration/launch.mjs'), /VSCODE_VERSION === 'minimum'/);
  });

  it('pins each action to a commit and says its full version, may only read, and knows no secret', () => {
    const uses = steps.flatMap(each => each.uses ?? []);
    assert.ok(uses.length > 0);
    for (const action of uses) {
      assert.match(action, /^actions\/[\w-]+@[0-9a-f]{40}$/);
      assert.ok(new RegExp(`${action} # v\\d+\\.\\d+\\.\\d+$`, 'm').test(source), action);
    }
    assert.deepEqual(workflow.permissions, { contents: 'read' });
    assert.ok(jobs.every(([, job]) => job.permissions === undefined));
    for (const step of steps.filter(each => each.uses?.startsWith('actions/checkout@') === true)) {
      assert.equal(step.with?.['persist-credentials'], false);
    }
    assert.doesNotMatch(source, /secrets\.|pull_request_target/);
  });

  it('lets no job run for ever, and no text of a pull request become a command', () => {
    for (const [name, job] of jobs) {
      assert.ok((job['timeout-minutes'] ?? Infinity) <= 60, name);
      assert.ok(
        job.steps.every(({ run = '' }) => !run.includes('${{')),
        name,
      );
    }
  });

  it('is the only one', () => {
    assert.deepEqual(readdirSync(path.join(ROOT, '.github/workflows')), ['ci.yml']);
  });
});
