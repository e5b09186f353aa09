import type { Command } from './command';

/** The argument of a command that takes none. */
export type Nothing = Readonly<Record<string, never>>;
export const NOTHING: Nothing = {};

/** A command that only does something. */
export function plain(run: () => void | Promise<void>): Command<Nothing, undefined> {
  return {
    parse: () => NOTHING,
    ask: () => Promise.resolve(NOTHING),
    async run() {
      await run();
      return undefined;
    },
  };
}
