import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { compileFunction } from 'node:vm';
import * as vscode from 'vscode';
import { call, cleanUp, thisExtension } from '../support';

/** Whether the process in which the keychain's module is loaded runs: a child of this one. */
function keychainRuns(): boolean {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .some(pid => {
      try {
        const isChild = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return isChild === String(process.pid) && command.includes('keychain.js');
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}

/** What of the built extension is loaded, by the names of its files. */
const loadedFiles = (): string[] =>
  Object.keys(createRequire(__filename).cache)
    .filter(file => path.dirname(file) === path.join(thisExtension().extensionPath, 'dist'))
    .map(file => path.basename(file))
    .sort();

// The name of this file makes these tests the first: nothing has been done with the extension before them.
describe('Activation', () => {
  after(cleanUp);

  it('exports nothing: the commands are the interface', async () => {
    const extension = thisExtension();
    assert.equal(await extension.activate(), undefined);
    assert.equal(extension.exports, undefined);
  });

  it('loads nothing but what VS Code has to know', () => {
    assert.deepEqual(loadedFiles(), ['extension.js', 'l10n.js']);
  });

  it('does not start the keychain’s process; the first use does', async function () {
    if (process.platform !== 'linux') {
      console.log('    skipped: the processes are counted in /proc, which only Linux has');
      this.skip();
    }
    assert.equal(keychainRuns(), false);
    await call('addProfile', { name: 'First use', baseUrl: 'http://127.0.0.1:9' });
    assert.equal(keychainRuns(), true);
  });

  it('leaves alone what reads XML until there is an answer, and what few need until it is needed', async () => {
    await call('addProfile', { name: 'Second use', baseUrl: 'http://127.0.0.1:9' });
    assert.deepEqual(loadedFiles(), ['app.js', 'extension.js', 'l10n.js']);
    await call('updateUserEmail', { userName: 'jdoe', newEmailAddress: 'a@example.com', ticket: 'none' });
    assert.deepEqual(loadedFiles(), ['app.js', 'extension.js', 'l10n.js'], 'nobody has answered');
    await call('startSandbox', {});
    assert.deepEqual(loadedFiles(), ['app.js', 'extension.js', 'l10n.js', 'sandbox.js', 'xml.js']);
  });

  it('touches neither disk nor network, starts no process and asks for no secret', async () => {
    const touched: string[] = [];
    const extension = loadWithWitness(touched);
    const context = fakeContext(touched);
    await extension.activate(context);
    // Time for what was begun and not awaited.
    await delay(500);
    assert.deepEqual(touched, []);
    for (const disposable of context.subscriptions) {
      disposable.dispose();
    }
    await extension.deactivate();
  });
});

/** Functions of these modules do I/O, and are noted when they are called. */
const IO: Readonly<Record<string, RegExp>> = {
  'node:fs': /./,
  'node:fs/promises': /./,
  'node:net': /^(connect|createConnection|createServer)$/,
  'node:http': /^(request|get|createServer)$/,
  'node:https': /^(request|get|createServer)$/,
  'node:child_process': /./,
};

/** The built extension, loaded once more, with a witness in the place of what does I/O and of what registers. */
function loadWithWitness(touched: string[]): {
  activate(context: vscode.ExtensionContext): Promise<void>;
  deactivate(): Promise<void>;
} {
  const folder = path.join(thisExtension().extensionPath, 'dist');
  const file = path.join(folder, 'extension.js');
  const load = createRequire(file);
  const witnessed = (name: string): unknown => {
    if (name === 'vscode') {
      return registeringNothing();
    }
    // The texts are 2 kB, and in VS Code's language from the first word on.
    if (name.startsWith('.') && name !== './l10n.js') {
      touched.push(`a file of its own: ${name}`);
    }
    const watched = IO[name];
    return watched === undefined ? load(name) : withWitness(load(name) as object, name, watched, touched);
  };
  const module = { exports: {} };
  const source = readFileSync(file, 'utf8');
  assert.doesNotMatch(source, /\bimport\(/, 'what the bundle imports by itself escapes the witness');
  const names = ['module', 'exports', 'require', '__filename', '__dirname'];
  const body = compileFunction(source, names, { filename: file }) as (...all: unknown[]) => void;
  body(module, module.exports, witnessed, file, folder);
  return module.exports as ReturnType<typeof loadWithWitness>;
}

function withWitness(target: object, name: string, watched: RegExp, touched: string[]): object {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'string' && watched.test(key) && typeof Reflect.get(object, key) === 'function') {
        touched.push(`${name}.${key}`);
      }
      return Reflect.get(object, key) as unknown;
    },
  });
}

/** VS Code's interface, without the registrations that exist already. */
function registeringNothing(): object {
  const registration = () => ({ dispose: () => undefined });
  const window = {
    ...vscode.window,
    registerWebviewViewProvider: registration,
    registerTreeDataProvider: registration,
    createTreeView: registration,
  };
  const commands = { ...vscode.commands, registerCommand: registration };
  const workspace = Object.assign(Object.create(vscode.workspace) as object, {
    registerTextDocumentContentProvider: registration,
  });
  const lm = { ...vscode.lm, registerTool: registration };
  // A second controller of the same name would be refused.
  const createTestController = () =>
    Object.assign(registration(), { items: [], createRunProfile: registration });
  const tests = { createTestController };
  return { ...vscode, window, commands, workspace, lm, tests };
}

function fakeContext(touched: string[]): vscode.ExtensionContext {
  const { extensionPath, extensionUri } = thisExtension();
  const state = { get: () => undefined, update: () => touched.push('state.update') };
  const secret = (name: string) => () => touched.push(`secrets.${name}`);
  const secrets = { get: secret('get'), store: secret('store'), delete: secret('delete') };
  const context = {
    extension: thisExtension(),
    extensionUri,
    globalStorageUri: extensionUri,
    storageUri: extensionUri,
    subscriptions: [],
  };
  return {
    ...context,
    asAbsolutePath: (relative: string) => path.join(extensionPath, relative),
    workspaceState: state,
    globalState: state,
    secrets,
  } as unknown as vscode.ExtensionContext;
}
