import { createRequire } from 'node:module';
import type * as Pooled from './pooledHttpClient';

/** undici's pool, in a bundle of its own, loaded with the first batch that needs it. */
export function poolBundle(script: string): () => typeof Pooled {
  return () => createRequire(script)(script) as typeof Pooled;
}
