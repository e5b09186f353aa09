import { writeFileSync } from 'node:fs';
import { NodeHttpClient } from '../adapters/httpClient';
import { MemoryStore } from '../adapters/ticketStores';
import { Caller } from '../api/call';
import { TRANSPORTS } from '../api/outcome';
import { maskSecrets } from '../api/redact';
import { CompareTransports } from '../session/compareTransports';
import { GLANCE } from '../session/ports';
import { toProfile, type Profile } from '../session/profile';
import { Profiles } from '../session/profiles';
import { Session } from '../session/session';
import { TicketVault } from '../session/ticketVault';
import { UpdateEmail } from '../session/updateEmail';
import { HELP, readArguments, type Settings } from './arguments';
import { CASE_IDS, PARITY } from './cases';
import { ContractTests } from './contractTests';
import { contractJUnit } from './junit';
import type { CaseResult, ContractSummary } from './result';
import { countWords, errorWords, resultLine } from './words';

/** As the settings of the editor have it by default. */
const LIMITS = { timeoutMs: 30_000, maxResponseBytes: 16 * 1024 * 1024 };

/** Runs the contract tests once. Sets the exit code: 0 all passed, 1 some failed or left behind, 2 could not run. */
async function main(): Promise<void> {
  try {
    const settings = readArguments(process.argv.slice(2), process.env);
    if (settings === 'help') {
      console.log(HELP);
      return;
    }
    process.exitCode = await run(settings);
  } catch (error) {
    console.error(`contract: ${(error as Error).message}`);
    process.exitCode = 2;
  }
}

async function run(settings: Settings): Promise<0 | 1 | 2> {
  const { url, user, junit, ticket, ordinaryTicket, transports } = settings;
  // Whatever a server says of itself stays one line of plain text, without a secret.
  const mask = maskSecrets([ticket, ordinaryTicket ?? '']);
  const plain = (text: string) => mask(text).replace(/\p{Cc}+/gu, ' ');
  const startedAt = new Date();
  // By what GetUser is asked. POST before GET, which writes the ticket into the logs of the server.
  const transport = transports.find(each => each !== 'get') ?? 'get';
  const profile = toProfile({ name: new URL(url).host, baseUrl: url, transport });
  const client = new NodeHttpClient();
  const tests = await testsFor(profile, client, ticket);
  const results = new Map<string, CaseResult>();
  const cancelling = cancelledBySignal();
  console.log(plain(`The contract of UpdateUserEmail at ${profile.baseUrl}, with the user ${user}`));
  const summary = await tests.run(
    {
      profile: profile.name,
      userName: user,
      cases: CASE_IDS.filter(id =>
        id === PARITY.id
          ? transports.length === TRANSPORTS.length
          : transports.some(transport => id.startsWith(`${transport}/`)),
      ),
      ...(ordinaryTicket !== undefined && { ordinaryTicket }),
    },
    {
      ended(id, result) {
        results.set(id, result);
        console.log(plain(resultLine(id, result)));
        if (result.verdict === 'failed') {
          console.log(indented('expected', mask(result.expected)));
          console.log(indented('received', mask(result.received)));
        }
      },
      told: text => console.log(plain(text)),
    },
    cancelling,
  );
  client.dispose();
  const { error } = summary;
  if (error !== undefined) {
    console.error(plain(`contract: ${errorWords(error)}`));
  }
  console.log(countWords(summary));
  if (junit !== undefined) {
    writeFileSync(junit, contractJUnit(results, startedAt, error && plain(errorWords(error))));
    console.log(`Written: ${junit}`);
  }
  return exitCode(summary);
}

/** 2 where nothing failed, and yet the run did not come to its end. */
function exitCode({ failed, error, addressToPutBack }: ContractSummary): 0 | 1 | 2 {
  return failed > 0 || addressToPutBack !== undefined ? 1 : error === undefined ? 0 : 2;
}

/** The client as the editor builds it, with one profile and everything in memory. */
async function testsFor(profile: Profile, client: NodeHttpClient, ticket: string): Promise<ContractTests> {
  const read = () => [profile];
  const change = () => Promise.reject(new Error('There are no settings to change.'));
  const profiles = new Profiles({ read, change }, { get: () => profile.name, set: () => Promise.resolve() });
  const store = new MemoryStore();
  const vault = new TicketVault(() => [store]);
  await vault.write(profile.name, { baseUrl: profile.baseUrl, ticket }, GLANCE);
  const secrets = (): string[] => [...vault.knownTickets, ...tests.secrets];
  const caller = new Caller(client, { record: () => undefined }, secrets);
  const session = new Session(profiles, vault, caller, () => LIMITS);
  const updateEmail = new UpdateEmail(session);
  const tests: ContractTests = new ContractTests(
    session,
    updateEmail,
    new CompareTransports(session, updateEmail),
  );
  return tests;
}

/** Ctrl+C cancels the run, which puts the address back; a second one ends the process on the spot. */
function cancelledBySignal(): AbortSignal {
  const cancelling = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => cancelling.abort());
  }
  return cancelling.signal;
}

const indented = (label: string, text: string): string =>
  `        ${label}: ${text.replace(/[^\P{Cc}\n]/gu, ' ').replaceAll('\n', '\n                  ')}`;

if (require.main === module) {
  void main();
}
