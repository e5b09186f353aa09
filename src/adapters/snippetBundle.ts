import { createRequire } from 'node:module';
import type * as Snippets from '../history/snippets';

/**
 * The snippet library, in a bundle of its own: it is half as large as the whole extension, and most windows never need
 * it. Loaded with the first use.
 */
export function snippetBundle(script: string): () => typeof Snippets {
  return () => createRequire(script)(script) as typeof Snippets;
}
