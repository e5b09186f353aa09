import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

/** keytar's attributes in the Secret Service, by which any other program finds an entry. */
const attributes = (account: string) => ['service', 'vscode-inforouter', 'account', account];

/** The entry of the OS keychain as another program sees it; `undefined` where there is none. */
export async function lookUp(account: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('secret-tool', ['lookup', ...attributes(account)]);
    return stdout;
  } catch (error) {
    // No such entry: exit code 1 and not a word. Anything else is a keychain that does not work.
    if (
      (error as { code?: unknown; stderr?: string }).code === 1 &&
      (error as { stderr?: string }).stderr === ''
    ) {
      return undefined;
    }
    throw error;
  }
}

/**
 * libsecret finds an entry by its schema too, which keytar names and secret-tool leaves out. Of an entry without one
 * keytar finds about one in ten (gnome-keyring 42.1, measured), so a program that writes for keytar has to name it.
 */
const KEYTAR_SCHEMA = ['xdg:schema', 'org.freedesktop.Secret.Generic'];

/** Writes an entry as another program does. */
export async function store(account: string, value: string): Promise<void> {
  const written = [...attributes(account), ...KEYTAR_SCHEMA];
  const child = spawn('secret-tool', ['store', '--label', 'written by a test', ...written]);
  child.stdin.end(value);
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) {
    throw new Error(`secret-tool store ended with ${code}.`);
  }
}

/** Deletes an entry as another program does. */
export async function clear(account: string): Promise<void> {
  await promisify(execFile)('secret-tool', ['clear', ...attributes(account)]);
}
