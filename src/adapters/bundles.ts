import { createRequire } from 'node:module';
import type * as Tables from '../batch/tables';
import type * as Snippets from '../history/snippets';
import type * as LoadTests from '../loadTest/loadTest';
import type * as Pool from './pooledHttpClient';

/** What is in a bundle of its own, by its name there: it is large, and most windows never need it. */
interface Bundles {
  readonly snippets: typeof Snippets;
  readonly tables: typeof Tables;
  readonly loadTest: typeof LoadTests;
  readonly pool: typeof Pool;
}

/** Loads a bundle with its first use. */
export const bundle =
  <Name extends keyof Bundles>(folder: string, name: Name): (() => Bundles[Name]) =>
  () => {
    const script = `${folder}/${name}.js`;
    return createRequire(script)(script) as Bundles[Name];
  };
