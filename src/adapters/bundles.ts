import { createRequire } from 'node:module';
import type * as Snippets from '../history/snippets';
import type * as LoadTests from '../loadTest/loadTest';

/**
 * Code in bundles of its own, loaded with the first use: most windows never need it, and its libraries are large beside
 * the rest of the extension.
 */
export const snippetBundle = (script: string): (() => typeof Snippets) => loading<typeof Snippets>(script);
export const loadTestBundle = (script: string): (() => typeof LoadTests) => loading<typeof LoadTests>(script);

const loading =
  <Module>(script: string) =>
  () =>
    createRequire(script)(script) as Module;
