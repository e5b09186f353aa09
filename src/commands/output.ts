import type { Command, Services } from './command';

/** The argument of a command that takes none. */
export type Nothing = Readonly<Record<string, never>>;
export const NOTHING: Nothing = {};

export const showOutput = ({ output }: Services): Command<Nothing, undefined> => plain(() => output.show());

export const clearOutput = ({ output }: Services): Command<Nothing, undefined> => plain(() => output.clear());

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
