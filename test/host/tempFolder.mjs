import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The process that held files open may need a moment to end. */
const removal = { recursive: true, force: true, maxRetries: 5 };

const folders = new Set();
process.on('exit', () => folders.forEach(path => rmSync(path, removal)));

/**
 * Makes a folder that doesn't outlive this process.
 * @param {string} prefix
 * @returns {Promise<{ path: string, remove: () => Promise<void> }>}
 */
export async function tempFolder(prefix) {
  const path = await mkdtemp(join(tmpdir(), prefix));
  folders.add(path);
  const remove = async () => {
    await rm(path, removal);
    folders.delete(path);
  };
  return { path, remove };
}
