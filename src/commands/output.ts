import type { Command, Services } from './command';
import { plain, type Nothing } from './plain';

export const showOutput = ({ output }: Services): Command<Nothing, undefined> => plain(() => output.show());

export const clearOutput = ({ output }: Services): Command<Nothing, undefined> => plain(() => output.clear());
