/** undici's pool alone: its main module brings `fetch`, caches and mocks along, in twice the size. */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool } from 'undici';
  const pool: typeof Pool;
  export = pool;
}
