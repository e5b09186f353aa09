import { parseArgs } from 'node:util';
import { isTransport, TRANSPORTS, type Transport } from '../api/outcome';
import { baseUrlProblem } from '../session/profile';

export const HELP = `Tries the documented contract of UpdateUserEmail on a server.

  npm run contract -- --url URL --user NAME

Only the user NAME is written: a throwaway user. The address is read first and put back at the end.

Options:
  --url URL          the server's address, such as https://dms.example.com/infoRouter
  --user NAME        login name of the throwaway user
  --junit FILE       also write the results as JUnit XML
  --transport NAME   test this one alone: ${TRANSPORTS.join(', ')}; may be given several times
  --help             this text

Environment:
  INFOROUTER_TICKET            the ticket of an administrator, or of the throwaway user; required
  INFOROUTER_ORDINARY_TICKET   the ticket of a second user who is no administrator, for "Access denied"

Exit code: 0 all passed, 1 some failed or the address is not back, 2 could not run.`;

export interface Settings {
  readonly url: string;
  readonly user: string;
  readonly junit?: string;
  readonly transports: readonly Transport[];
  readonly ticket: string;
  readonly ordinaryTicket?: string;
}

/** A command line that cannot be followed; the message says why in one line. */
export class UsageError extends Error {}

/** What the arguments and the environment ask for. Throws a UsageError for anything else. */
export function readArguments(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings | 'help' {
  const { help, url, user, junit, transport } = parse(args);
  if (help) {
    return 'help';
  }
  if (url === undefined || user === undefined || user.trim() === '') {
    throw new UsageError(`--${url === undefined ? 'url' : 'user'} is missing; --help says what it takes.`);
  }
  const problem = baseUrlProblem(url);
  if (problem !== undefined) {
    throw new UsageError(`--url: ${problem}`);
  }
  const unknown = transport.find(name => !isTransport(name));
  if (unknown !== undefined) {
    throw new UsageError(`--transport takes ${TRANSPORTS.join(', ')}; "${unknown}" is none of them.`);
  }
  const ticket = environment['INFOROUTER_TICKET'] ?? '';
  if (ticket === '') {
    throw new UsageError(
      'INFOROUTER_TICKET is not set: a ticket is given by the environment and in no argument.',
    );
  }
  const ordinaryTicket = environment['INFOROUTER_ORDINARY_TICKET'] ?? '';
  const transports = TRANSPORTS.filter(each => transport.length === 0 || transport.includes(each));
  return {
    url,
    user,
    transports,
    ticket,
    ...(junit !== undefined && { junit }),
    ...(ordinaryTicket !== '' && { ordinaryTicket }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        user: { type: 'string' },
        junit: { type: 'string' },
        transport: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Node explains some mistakes over several lines; the first one names the option.
    throw new UsageError((error as Error).message.split('\n')[0], { cause: error });
  }
}
