import type { Mask } from '../api/redact';
import { TRANSPORT_LABELS } from '../api/outcome';
import { EXPECTATIONS, type Expectation, type Preview } from '../batch/preview';
import type { BatchOptions, Row } from '../batch/summary';
import type { Profile } from '../session/profile';
import { plainText, table } from './markdown';
import { counted, rowNumbers } from './rowNumbers';

/** What the preview is of. */
export interface PreviewFacts {
  /** The file's name. */
  readonly name: string;
  readonly profile: Pick<Profile, 'name' | 'baseUrl' | 'protected'>;
  readonly options: BatchOptions;
  readonly dryRun: boolean;
  readonly resume: boolean;
}

const WORDS: { readonly [E in Expectation]: string } = {
  change: 'Another address is stored: it changes',
  noOp: 'Nothing changes: the address is stored already',
  unknownUser: 'Fails: there is no such user',
  refused: 'Fails: GetUser is refused, so there would be no way back',
  notAsked: 'Is sent; what is stored is not known, as the server was not asked',
  unsendable: 'Fails: the transport cannot carry these characters',
  done: 'Done already by the earlier run: not sent again',
};

const MOST_DUPLICATES = 50;

/**
 * What is to be expected of a batch, as Markdown, at most a few screens long. Whatever stands in the CSV or was said by
 * the server stays text, and secrets are masked.
 */
export function previewText(preview: Preview, facts: PreviewFacts, mask: Mask): string {
  const text = (foreign: string, limit = 200) => plainText(mask(foreign), limit);
  const { name, profile, options, dryRun, resume } = facts;
  const { total, expected, asked } = preview;
  const list = (rows: readonly Row[]) => rowNumbers(rows.map(({ number }) => number));
  const user = ([first]: readonly Row[]) => text(first?.userName ?? '', 100);
  const doubtful = [
    ['No @ in the address; sent as it is', preview.noAddress] as const,
    ['No user name; sent as it is', preview.noName] as const,
  ].filter(([, rows]) => rows.length > 0);
  const { duplicates, changes } = preview;
  const sections = [
    `# ${text(name)} at ${text(profile.name)}${profile.protected ? ' (protected)' : ''}`,
    `**Preview: nothing has been changed${dryRun ? ', and nothing will be: this is a dry run' : ''}.** ${counted(total, 'row')}${resume ? ' (resumed)' : ''} for ${text(profile.baseUrl, 300)}: UpdateUserEmail by ${TRANSPORT_LABELS[options.transport]}, ${paceWords(options)}.`,
    table(
      ['What is to be expected', 'Rows', 'Which (the header is row 1)'],
      EXPECTATIONS.filter(each => expected[each].length > 0).map(each => [
        WORDS[each],
        expected[each].length.toLocaleString('en'),
        list(expected[each]),
      ]),
    ),
    askedWords(preview, text),
    ...(asked === undefined || asked.refusals.size === 0
      ? []
      : [
          '## What GetUser was refused with',
          table(
            ['Message', 'Users'],
            [...asked.refusals].map(([message, count]) => [text(message, 300), count.toLocaleString('en')]),
          ),
        ]),
    ...(doubtful.length === 0 && duplicates.length === 0 ? [] : ['## Worth a look']),
    ...(doubtful.length === 0
      ? []
      : [
          table(
            ['What', 'Rows', 'Which'],
            doubtful.map(([what, rows]) => [what, rows.length.toLocaleString('en'), list(rows)]),
          ),
        ]),
    ...(duplicates.length === 0
      ? []
      : [
          `**Duplicates:** ${counted(duplicates.length, 'user')} in several rows, which are sent in their order; the last one stays.`,
          table(
            ['User', 'Rows'],
            [
              ...duplicates.slice(0, MOST_DUPLICATES).map(rows => [user(rows), list(rows)]),
              ...(duplicates.length > MOST_DUPLICATES
                ? [[`and ${counted(duplicates.length - MOST_DUPLICATES, 'more user')}`, '']]
                : []),
            ],
          ),
        ]),
    ...(changes.length === 0
      ? []
      : [
          changes.length < expected.change.length ? '## Some of the changes' : '## The changes',
          table(
            ['Row', 'User', 'Stored now', 'New address'],
            changes.map(({ row, before }) => [
              String(row.number),
              text(row.userName),
              text(before),
              text(row.newEmailAddress),
            ]),
          ),
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** How many at once, and how many a second. */
export const paceWords = ({ concurrency, ratePerSecond }: BatchOptions): string =>
  [
    concurrency === 1 ? 'one row after another' : `${concurrency} rows at once`,
    ratePerSecond !== undefined && `at most ${ratePerSecond.toLocaleString('en')} a second`,
  ]
    .filter(Boolean)
    .join(', ');

function askedWords({ asked, expected }: Preview, text: (foreign: string, limit?: number) => string): string {
  if (asked === undefined) {
    return 'The stored addresses were not read before: no-ops and unknown users are not known, as no server was asked.';
  }
  const { users, of, error } = asked;
  if (users === of) {
    return `GetUser was asked for ${counted(of, 'user')}.`;
  }
  const why = error === undefined ? '' : ` ${text(error.message, 300)}`;
  const rest = expected.notAsked.length;
  return `**GetUser was asked for ${users.toLocaleString('en')} of ${counted(of, 'user')} only.**${why} Of the other ${counted(rest, 'row')} it is not known whether the user exists and which address is stored.`;
}
