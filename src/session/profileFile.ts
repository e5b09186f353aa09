import * as l10n from '@vscode/l10n';
import { baseUrlProblem, nameProblem, readProfile, type Profile } from './profile';

/** What a file of exported profiles says of itself. A later version may mean something else by the same words. */
const FORMAT = 'inforouter-profiles';
const VERSION = 1;

/** Bytes and entries that no honest file comes near. */
export const MOST_FILE_BYTES = 1024 * 1024;
const MOST_PROFILES = 1000;
/** A message must stay readable, however much is wrong with a file. */
const MOST_PROBLEMS = 5;

/** The profiles as a JSON document. It can hold no secret: of a profile it has the fields that settings have. */
export function writeProfileFile(profiles: readonly Profile[]): string {
  const entries = profiles.map(({ name, baseUrl, transport, userName, ...flags }) => ({
    name,
    baseUrl,
    transport,
    ...(userName !== undefined && { userName }),
    protected: flags.protected,
    allowUntrustedCertificate: flags.allowUntrustedCertificate,
    ...(flags.soapTicketElement !== undefined && { soapTicketElement: flags.soapTicketElement }),
  }));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, profiles: entries }, null, 2)}\n`;
}

/**
 * Reads such a document. Fields that are not a profile's are dropped, a ticket or password among them.
 * @throws an Error that names entries and fields where anything is wrong: a file is taken as a whole or not at all.
 */
export function readProfileFile(text: string): Profile[] {
  let document: unknown;
  try {
    // Editors of Windows put a byte order mark there.
    document = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own message quotes the file, which may hold anything.
    throw new Error(l10n.t('The file is not JSON.'));
  }
  const { format, version, profiles } = (
    typeof document === 'object' && document !== null ? document : {}
  ) as Record<string, unknown>;
  if (format !== FORMAT) {
    throw new Error(l10n.t('The file holds no infoRouter profiles: its “format” is not “{0}”.', FORMAT));
  }
  if (version !== VERSION) {
    throw new Error(
      l10n.t('The file’s “version” is not {0}: another version of this extension wrote it.', VERSION),
    );
  }
  if (!Array.isArray(profiles) || profiles.length > MOST_PROFILES) {
    throw new Error(l10n.t('The file’s “profiles” is not a list of at most {0} entries.', MOST_PROFILES));
  }
  const taken: string[] = [];
  const problems: string[] = [];
  const read = profiles.flatMap((entry: unknown, at) => {
    const profile = readProfile(entry, taken);
    if (typeof profile === 'string') {
      problems.push(`${entryName(entry, at)}: ${fieldOf(entry, taken, profile)}${profile}`);
      return [];
    }
    taken.push(profile.name);
    return [profile];
  });
  if (problems.length > 0) {
    const more = problems.length - MOST_PROBLEMS;
    throw new Error(
      [
        l10n.t('Nothing was imported.'),
        ...problems.slice(0, MOST_PROBLEMS),
        ...(more > 0
          ? [
              more === 1
                ? l10n.t('And 1 more entry is wrong.')
                : l10n.t('And {0} more entries are wrong.', more),
            ]
          : []),
      ].join(' '),
    );
  }
  return read;
}

function entryName(entry: unknown, at: number): string {
  const { name } = (typeof entry === 'object' && entry !== null ? entry : {}) as { name?: unknown };
  return typeof name === 'string' && name !== ''
    ? l10n.t('Entry {0} (“{1}”)', at + 1, name.slice(0, 100))
    : l10n.t('Entry {0}', at + 1);
}

/** The field that a problem is about, where its sentence, which serves an input box too, does not name it. */
function fieldOf(entry: unknown, taken: readonly string[], problem: string): string {
  const { name, baseUrl } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<
    string,
    unknown
  >;
  if (typeof name === 'string' && nameProblem(name, taken) === problem) {
    return '“name”: ';
  }
  return typeof baseUrl === 'string' && baseUrlProblem(baseUrl) === problem ? '“baseUrl”: ' : '';
}
