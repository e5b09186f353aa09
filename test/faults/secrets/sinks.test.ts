import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { DraftFile } from '../../../src/adapters/draftFile';
import { NodeHttpClient } from '../../../src/adapters/httpClient';
import { Caller } from '../../../src/api/call';
import type { Exchange } from '../../../src/api/exchange';
import { exchangeText, exchangeTitle } from '../../../src/api/exchangeText';
import { TRANSPORTS, type CallOutcome, type Transport } from '../../../src/api/outcome';
import { maskSecrets, redact } from '../../../src/api/redact';
import { checkConnection } from '../../../src/session/connectionCheck';
import { harOf } from '../../../src/history/har';
import { withPlaceholders } from '../../../src/history/placeholders';
import { recordOf } from '../../../src/history/record';
import { recordText } from '../../../src/history/recordText';
import { SNIPPET_LANGUAGES, snippetOf } from '../../../src/history/snippets';
import { profileInfo } from '../../../src/session/profileInfo';
import { toProfile } from '../../../src/session/profile';
import { Profiles } from '../../../src/session/profiles';
import { Session } from '../../../src/session/session';
import { TicketVault } from '../../../src/session/ticketVault';
import { CompareTransports } from '../../../src/session/compareTransports';
import { verificationOf } from '../../../src/session/verification';
import { comparisonText } from '../../../src/views/comparisonText';
import { UpdateEmail } from '../../../src/session/updateEmail';
import { formResult, preview } from '../../../src/views/formModel';
import { statusWords } from '../../../src/views/statusWords';
import { startRawServer, type RawServer } from '../../unit/adapters/rawServer';
import { FakeSelection, FakeSettings, FakeStore } from '../../unit/session/fakes';
import { PLACES, type Place } from './places';
import { secrets, SPELLINGS } from './spellings';

const SEED = Number(process.env['INFOROUTER_SEED'] ?? 20_261_124);
const RUNS = Number(process.env['INFOROUTER_RUNS'] ?? 60);

/** A secret that cannot stand in a text by chance: neither our own words nor an indent look like it. */
const unmistakable = secrets(10).filter(secret => new Set(secret).size >= 8);

/** What a hostile server does with a secret that it was sent: where it puts it, and how it spells it. */
interface Echo {
  readonly place: Place;
  readonly spelling: string;
}

const echo = fc.record<Echo>({
  place: fc.constantFrom(...PLACES),
  spelling: fc.constantFrom(...Object.keys(SPELLINGS), 'base64'),
});

const spell = (secret: string, how: string): string =>
  how === 'base64'
    ? Buffer.from(`user:${secret}`).toString('base64')
    : (SPELLINGS[how]?.(secret) ?? assert.fail(how));

describe(`No sink shows a secret that a hostile server echoes (INFOROUTER_SEED=${SEED})`, () => {
  let server: RawServer;
  let answer: Buffer;
  let folder: string;
  const client = new NodeHttpClient();

  before(async () => {
    server = await startRawServer(({ socket }) => void socket.write(answer));
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-secrets-'));
  });
  after(async () => {
    client.dispose();
    await server.close();
    await rm(folder, { recursive: true });
  });

  /** The client as the extension builds it, on that server; only the desktop and the editor are fakes. */
  function openClient(transport: Transport) {
    const profile = toProfile({ name: 'Test', baseUrl: server.url, transport });
    const profiles = new Profiles(new FakeSettings([profile]), new FakeSelection('Test'));
    const keychain = new FakeStore('keychain');
    const vault = new TicketVault(() => [keychain]);
    const exchanges: Exchange[] = [];
    const sink = { record: (exchange: Exchange) => void exchanges.push(exchange) };
    const limits = { timeoutMs: 10_000, maxResponseBytes: 1024 * 1024 };
    const session = new Session(
      profiles,
      vault,
      new Caller(client, sink, () => vault.knownTickets),
      () => limits,
    );
    return { profile, profiles, vault, keychain, exchanges, session, update: new UpdateEmail(session) };
  }

  /** Everything that people, files and other programs get to see of these exchanges and their outcomes. */
  const shown = (exchanges: readonly Exchange[], ...results: readonly unknown[]): string[] => [
    ...exchanges.flatMap(exchange => {
      const mask = maskSecrets(exchange.secrets);
      return [
        exchangeTitle(exchange),
        exchangeText(exchange, mask, 'raw'),
        exchangeText(exchange, mask, 'pretty'),
        ...Object.values(formResult(exchange.profile, exchange.outcome, exchange, 'done')).map(String),
        ...keptAndCopied(exchange),
      ];
    }),
    ...results.flatMap(textsOf),
  ];

  for (const transport of TRANSPORTS) {
    it(`a ticket by ${transport}: outcome, output, form, preview, status, draft`, async () => {
      const property = fc.asyncProperty(unmistakable, echo, async (ticket, { place, spelling }) => {
        answer = place.answer(spell(ticket, spelling), transport);
        const { profile, vault, exchanges, session, update } = openClient(transport);
        await vault.write('Test', { baseUrl: server.url, ticket });
        const request = {
          userName: 'jdoe',
          newEmailAddress: 'j@example.com',
          ticket: { use: 'stored' },
        } as const;
        const outcome = await update.update({ ...request, verify: true });
        const current = await update.current(request);
        const report = await checkConnection(session, vault, profile);
        const drafts = new DraftFile(folder, text => redact(text, vault.knownTickets) !== text);
        const draft = { ...request, transport, ticket: 'other', otherTicket: ticket, verify: true } as const;
        const asked = { userName: 'jdoe', newEmailAddress: 'j@example.com' };
        const compared = await new CompareTransports(session, update).compare(asked);
        const verification = verificationOf(outcome, { ...request, verify: true });
        // What a careless hand does: the ticket pasted into a field for something else.
        drafts.save({ ...draft, userName: ticket });
        await drafts.flush();
        const files = await Promise.all(
          (await readdir(folder)).map(file => readFile(path.join(folder, file), 'utf8')),
        );
        const status = await session.status(profile);
        assertHidden(ticket, [
          ...shown(exchanges, outcome, current, report, preview(draft, profile), statusWords(status)),
          ...shown([], compared, verification, comparisonText(compared, asked, new Date())),
          ...files,
        ]);
      });
      await fc.assert(property, { seed: SEED, numRuns: RUNS });
    });

    it(`a password by ${transport}, and the ticket that it was exchanged for`, async () => {
      const property = fc.asyncProperty(
        unmistakable,
        unmistakable,
        echo,
        async (password, ticket, { place, spelling }) => {
          const echoed = `${spell(password, spelling)} ${spell(ticket, spelling)}`;
          answer = place.answer(echoed, transport, ticket);
          const { profile, keychain, exchanges, session } = openClient(transport);
          const outcome: CallOutcome = await session.signIn(profile, 'jdoe', password);
          const info = await profileInfo(session, profile);
          const words = statusWords(await session.status(profile));
          assertHidden(password, shown(exchanges, outcome, info, words, ...keychain.values.values()));
          if (keychain.values.size > 0) {
            assertHidden(ticket, shown(exchanges, outcome, info, words));
          }
        },
      );
      await fc.assert(property, { seed: SEED, numRuns: RUNS });
    });
  }
});

/** What the history keeps on disk and opens, and what leaves it: programs and archives. */
function keptAndCopied(exchange: Exchange): string[] {
  const record = recordOf(exchange);
  const named = withPlaceholders(record);
  return [
    ...textsOf(record),
    recordText(record, 'raw'),
    recordText(record, 'pretty'),
    ...textsOf(harOf([named], '1.0.0')),
    ...SNIPPET_LANGUAGES.map(language => snippetOf(named, language)),
  ];
}

/** Every text in a result, names of fields included. */
function textsOf(result: unknown): string[] {
  if (typeof result === 'object' && result !== null) {
    return Object.entries(result).flatMap(([name, value]) => [name, ...textsOf(value)]);
  }
  return [String(result)];
}

/** Spells the secret in every way and looks for each: what is looked for does not come from the masking itself. */
function assertHidden(secret: string, texts: readonly string[]): void {
  const needles = Object.entries(SPELLINGS).map(
    ([how, spelt]) => [how, spelt(secret).toLowerCase()] as const,
  );
  const base64 = Buffer.from(`user:${secret}`).toString('base64');
  // Six bits a character: those at the ends belong to what stands beside the secret too.
  const core = base64.slice(8, -6);
  for (const text of texts) {
    const lower = text.toLowerCase();
    for (const [how, needle] of needles) {
      assert.ok(!lower.includes(needle), `${how}: ${text}`);
    }
    assert.ok(!text.includes(core), `base64: ${text}`);
  }
}
