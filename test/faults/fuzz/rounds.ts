/** `npm run test:long` tries much more of the same. */
export const LONG = process.env['TEST_LONG'] !== undefined;

/** Mutated responses to try. */
export const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? (LONG ? 100_000 : 2000));

/** A failure prints its seed: `FUZZ_SEED=… npm test -- faults` tries the same again. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_124);

/** Splits of a response that are tried: all, but of pages of more than 4 kB one in sixteen where time is short. */
export const strideOf = (bytes: number): number => (LONG || bytes <= 4096 ? 1 : 16);
