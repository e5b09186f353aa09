import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../../..');
const text = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

interface Locked {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
}
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Scripts that npm or VS Code would run on the machine of somebody who only installs. */
const ON_INSTALL = /^(?:pre|post)?(?:install|uninstall)$|^(?:pre|post)?prepare$|^vscode:/;

describe('the supply chain', () => {
  for (const folder of ['.', 'test/host', 'test/loadTest', 'test/bench']) {
    const { packages } = JSON.parse(text(`${folder}/package-lock.json`)) as {
      packages: Record<string, Locked>;
    };
    const manifest = JSON.parse(text(`${folder}/package.json`)) as Manifest;

    it(`has a checksum for every package of ${folder}, and takes none from anywhere but a registry`, () => {
      const locked = Object.entries(packages).filter(([name]) => name !== '');
      assert.ok(locked.length > 10);
      for (const [name, { integrity, resolved = 'https:' }] of locked) {
        assert.match(integrity ?? '', /^sha512-/, name);
        assert.match(resolved, /^https:/, name);
      }
    });

    it(`asks for exact versions in ${folder}`, () => {
      const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
      assert.ok(wanted.length > 0);
      for (const [name, version] of wanted) {
        assert.match(version, /^(?:npm:@?[\w./-]+@)?\d+\.\d+\.\d+$/, name);
      }
    });
  }

  it('runs no install script', () => {
    assert.match(text('.npmrc'), /^ignore-scripts=true$/m);
    const { scripts = {} } = JSON.parse(text('package.json')) as Manifest;
    assert.deepEqual(
      Object.keys(scripts).filter(name => ON_INSTALL.test(name)),
      [],
    );
  });

  it('ships neither node_modules nor anything that is not bundled', () => {
    const shipped = text('.vscodeignore')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    assert.equal(shipped[0], '**', 'what is not named stays out');
    assert.ok(!shipped.some(line => line.includes('node_modules')));
  });

  it('has no dependency at run time but the keychain', () => {
    const { dependencies = {} } = JSON.parse(text('package.json')) as Manifest;
    assert.deepEqual(Object.keys(dependencies), ['keytar']);
  });
});
