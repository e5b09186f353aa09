import { parseArgs } from 'node:util';
import { startRawServer } from '../../unit/adapters/rawServer';
import { CATALOGUE } from './catalogue';
import { startHostileServer } from './hostileServer';

const HELP = `A server on 127.0.0.1 that misbehaves, to see in the editor what comes of it.

Options:
  --case NAME   what it does with every request
  --port N      the port to listen on; any free one by default
  --list        the names, what each call ends in, and what is protected`;

/** Runs the case until Ctrl+C. Sets the exit code to 2 where the command line cannot be followed. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { case: { type: 'string' }, port: { type: 'string', default: '0' }, list: { type: 'boolean' } },
  });
  if (values.list) {
    for (const [part, cases] of Object.entries(CATALOGUE)) {
      console.log(`\n${part}`);
      for (const { name, ends, protects } of cases) {
        console.log(`  ${name.padEnd(44)} ${[ends].flat().join(' or ').padEnd(24)} ${protects}`);
      }
    }
    return;
  }
  const chosen = Object.values(CATALOGUE)
    .flat()
    .find(({ name }) => name === values.case);
  if (chosen === undefined) {
    console.error(values.case === undefined ? HELP : `No case is called ${values.case}; --list names them.`);
    process.exitCode = 2;
    return;
  }
  const elsewhere = await startRawServer(({ socket, bytes }) => {
    console.log(`Somebody went where the server points:\n${bytes.toString()}`);
    socket.destroy();
  });
  const server = await startHostileServer(chosen, { elsewhere: elsewhere.url, port: Number(values.port) });
  console.log(
    `${server.url}: ${chosen.name}, ends in ${[chosen.ends].flat().join(' or ')}. Ctrl+C stops it.`,
  );
  console.log('Add a profile with this address, and send an update with any ticket.');
  process.once('SIGINT', () => void Promise.all([server.close(), elsewhere.close()]));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
