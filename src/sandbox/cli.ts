import { parseArgs } from 'node:util';
import { MAX_LATENCY_MS, type SandboxFault } from './faults';
import { describeEntry } from './requestLog';
import { startSandbox, type Sandbox } from './server';
import { DEFAULT_USERS } from './users';

const HELP = `A local infoRouter on 127.0.0.1: the web service /srv.asmx by GET, POST, SOAP 1.1 and SOAP 1.2.

Options:
  --port N         the port to listen on; any free one by default
  --latency MS     milliseconds that every answer to a call waits
  --fault NAME     http500            every call is answered with HTTP 500
                   expired-tickets    every ticket counts as expired
                   connection-reset   the connection is reset once a request has been read
                   get-disabled       GET is not enabled, nor announced in the WSDL
                   post-disabled      POST is not enabled, nor announced in the WSDL
                   lower-case-ticket  SOAP and the WSDL spell the ticket authenticationTicket
                   none               no fault (the default)
  --help           this text`;

const FAULT_NAMES: Readonly<Record<string, SandboxFault>> = {
  none: 'none',
  http500: 'http500',
  'expired-tickets': 'expiredTickets',
  'connection-reset': 'connectionReset',
  'get-disabled': 'getDisabled',
  'post-disabled': 'postDisabled',
  'lower-case-ticket': 'lowerCaseTicketElement',
};

interface Settings {
  readonly port: number;
  readonly latencyMs: number;
  readonly fault: SandboxFault;
}

/** A command line that cannot be followed; the message says why in one line. */
export class UsageError extends Error {}

/** What the arguments ask for. Throws a UsageError for anything else. */
export function readArguments(args: readonly string[]): Settings | 'help' {
  const { help, port, latency, fault } = parse(args);
  if (help) {
    return 'help';
  }
  const chosen = Object.hasOwn(FAULT_NAMES, fault) ? FAULT_NAMES[fault] : undefined;
  if (chosen === undefined) {
    throw new UsageError(`--fault takes ${Object.keys(FAULT_NAMES).join(', ')}; "${fault}" is none of them.`);
  }
  return {
    port: wholeNumber('--port', port, 65_535),
    latencyMs: wholeNumber('--latency', latency, MAX_LATENCY_MS),
    fault: chosen,
  };
}

function parse(args: readonly string[]): { help: boolean; port: string; latency: string; fault: string } {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        latency: { type: 'string', default: '0' },
        fault: { type: 'string', default: 'none' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    // Node explains some mistakes over several lines; the first one names the option.
    throw new UsageError((error as Error).message.split('\n')[0], { cause: error });
  }
}

function wholeNumber(option: string, text: string, highest: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= highest) {
    return Number(text);
  }
  throw new UsageError(`${option} takes a whole number from 0 to ${highest}; "${text}" is none.`);
}

/** Runs the sandbox until Ctrl+C. Sets the exit code: 1 where the port cannot be had, 2 for wrong arguments. */
async function main(): Promise<void> {
  try {
    const settings = readArguments(process.argv.slice(2));
    if (settings === 'help') {
      console.log(HELP);
      return;
    }
    announce(await start(settings));
  } catch (error) {
    console.error(`sandbox: ${(error as Error).message}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function start({ port, latencyMs, fault }: Settings): Promise<Sandbox> {
  const sandbox = await startSandbox({
    port,
    onRequest: entry => console.log(`${new Date().toLocaleTimeString('en-GB')} ${describeEntry(entry)}`),
    onError: error => console.error(error),
  });
  sandbox.setFault(fault);
  sandbox.setLatency(latencyMs);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.stop());
  }
  return sandbox;
}

function announce({ endpoint, baseUrl, faults }: Sandbox): void {
  console.log(`infoRouter sandbox: ${endpoint}`);
  console.log(`Users: ${DEFAULT_USERS.map(({ userName }) => userName).join(', ')} (passwords: ${baseUrl}/)`);
  if (faults.fault !== 'none') {
    console.log(`Fault: ${faults.fault}`);
  }
  if (faults.latencyMs > 0) {
    console.log(`Latency: ${faults.latencyMs} ms`);
  }
  console.log('Ctrl+C stops it.');
}

if (require.main === module) {
  void main();
}
