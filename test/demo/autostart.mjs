import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Adds the extension that starts the sandbox to a server before its first window opens. It goes among the built-in
 * ones, because a window in the browser takes one extension under development only.
 * @param {{ dataDir: string }} server
 */
export async function addAutostart({ dataDir }) {
  await symlink(fileURLToPath(new URL('autostart', import.meta.url)), join(dataDir, 'builtin', 'autostart'));
}
