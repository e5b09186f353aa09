import { createRequire } from 'node:module';
import type * as Snippets from '../history/snippets';
import type * as LoadTests from '../loadTest/loadTest';

/**
 * Code in bundles of its own, loaded with the first use: most windows never need it, and its libraries are large beside
 * the rest of the extension.
 */
export const snippetBundle = (script: string) => () => load(script) as typeof Snippets;
export const loadTestBundle = (script: string) => () => load(script) as typeof LoadTests;

const load = (script: string): unknown => createRequire(script)(script);
