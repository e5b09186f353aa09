import type { Command, Services } from './command';

/** The argument of a command that takes none. */
export type Nothing = Readonly<Record<string, never>>;
export const NOTHING: Nothing = {};

export const showOutput = ({ output }: Services): Command<Nothing, undefined> => plain(() => output.show());

export const clearOutput = ({ output }: Services): Command<Nothing, undefined> => plain(() => output.clear());

function plain(run: () => void): Command<Nothing, undefined> {
  return {
    parse: () => NOTHING,
    ask: () => Promise.resolve(NOTHING),
    run() {
      run();
      return Promise.resolve(undefined);
    },
  };
}
