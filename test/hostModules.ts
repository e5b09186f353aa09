import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Keyring from './host/keyring.mjs' with { 'resolution-mode': 'import' };
import type * as Pages from './host/pages.mjs' with { 'resolution-mode': 'import' };
import type * as Package from './package.mjs' with { 'resolution-mode': 'import' };
import type * as Workbench from './host/workbench.mjs' with { 'resolution-mode': 'import' };

/** The repository, as seen from the compiler's output. */
export const ROOT = path.resolve(__dirname, '../..');

/** The modules of test/host are not compiled, so they are where they were written and not beside this file. */
const load = (name: string): Promise<unknown> =>
  import(pathToFileURL(path.join(ROOT, 'test/host', name)).href);

export const keyring = () => load('keyring.mjs') as Promise<typeof Keyring>;
export const pages = () => load('pages.mjs') as Promise<typeof Pages>;
export const packaging = () => load('../package.mjs') as Promise<typeof Package>;
export const workbench = () => load('workbench.mjs') as Promise<typeof Workbench>;
