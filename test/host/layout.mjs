import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This folder: a package of its own, so that contributors with a desktop VS Code install nothing of it. */
export const hostFolder = dirname(fileURLToPath(import.meta.url));
/** The repository. */
export const rootFolder = dirname(dirname(hostFolder));
/** The real Artillery, a package of its own too: only the long tests install it. */
export const loadTestFolder = join(rootFolder, 'test/loadTest');
/** The VS Code server and web workbench inside code-server. */
export const vscodeFolder = join(hostFolder, 'node_modules/code-server/lib/vscode');
/** The Node that the VS Code server asks for, headers included; the repository itself runs on Node 20 and later. */
export const nodeFolder = join(hostFolder, `node_modules/node-linux-${process.arch}`);

/**
 * The server's command line, without options.
 * @returns {[string, string]} Node 24 and the server's script
 * @throws {Error} when the host isn't installed
 */
export function serverCommand() {
  const node = join(nodeFolder, 'bin/node');
  const script = join(vscodeFolder, 'out/server-main.js');
  if (!existsSync(node) || !existsSync(script)) {
    throw new Error('The VS Code host is missing: run "node test/host/ensure.mjs host".');
  }
  return [node, script];
}
