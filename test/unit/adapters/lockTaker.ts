/** A process that takes what locks it can of those in its arguments, at the moment in the first, and holds them. */
import { ProcessLock } from '../../../src/adapters/processLock';

const [moment = '', ...folders] = process.argv.slice(2);
while (Date.now() < Number(moment)) {
  // Timers would wake the processes one after another.
}
process.send?.(folders.filter(folder => ProcessLock.take(folder) !== undefined));
setInterval(() => undefined, 1000);
