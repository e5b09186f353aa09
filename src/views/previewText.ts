import * as l10n from '@vscode/l10n';
import type { Mask } from '../api/redact';
import { TRANSPORT_LABELS } from '../api/outcome';
import { EXPECTATIONS, type Expectation, type Preview } from '../batch/preview';
import type { BatchOptions, Row } from '../batch/summary';
import type { Profile } from '../session/profile';
import { plainText, table } from './markdown';
import { number } from './language';
import { rowNumbers } from './rowNumbers';

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
  change: l10n.t('Another address is stored: it changes'),
  noOp: l10n.t('Nothing changes: the address is stored already'),
  unknownUser: l10n.t('Fails: there is no such user'),
  refused: l10n.t('Fails: GetUser is refused, so there would be no way back'),
  notAsked: l10n.t('Is sent; what is stored is not known, as the server was not asked'),
  unsendable: l10n.t('Fails: the transport cannot carry these characters'),
  done: l10n.t('Done already by the earlier run: not sent again'),
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
    [l10n.t('No @ in the address; sent as it is'), preview.noAddress] as const,
    [l10n.t('No user name; sent as it is'), preview.noName] as const,
  ].filter(([, rows]) => rows.length > 0);
  const { duplicates, changes } = preview;
  const sections = [
    `# ${l10n.t('{0} at {1}', text(name), profile.protected ? l10n.t('{0} (protected)', text(profile.name)) : text(profile.name))}`,
    [
      dryRun
        ? l10n.t('**Preview: nothing has been changed, and nothing will be: this is a dry run.**')
        : l10n.t('**Preview: nothing has been changed.**'),
      scopeWords(
        total,
        resume,
        text(profile.baseUrl, 300),
        TRANSPORT_LABELS[options.transport],
        paceWords(options),
      ),
    ].join(' '),
    table(
      [l10n.t('What is to be expected'), l10n.t('Rows'), l10n.t('Which (the header is row 1)')],
      EXPECTATIONS.filter(each => expected[each].length > 0).map(each => [
        WORDS[each],
        number(expected[each].length),
        list(expected[each]),
      ]),
    ),
    askedWords(preview, text),
    ...(asked === undefined || asked.refusals.size === 0
      ? []
      : [
          `## ${l10n.t('What GetUser was refused with')}`,
          table(
            [l10n.t('Message'), l10n.t('Users')],
            [...asked.refusals].map(([message, count]) => [text(message, 300), number(count)]),
          ),
        ]),
    ...(doubtful.length === 0 && duplicates.length === 0 ? [] : [`## ${l10n.t('Worth a look')}`]),
    ...(doubtful.length === 0
      ? []
      : [
          table(
            [l10n.t('What'), l10n.t('Rows'), l10n.t('Which')],
            doubtful.map(([what, rows]) => [what, number(rows.length), list(rows)]),
          ),
        ]),
    ...(duplicates.length === 0
      ? []
      : [
          duplicates.length === 1
            ? l10n.t(
                '**Duplicates:** 1 user in several rows, which are sent in their order; the last one stays.',
              )
            : l10n.t(
                '**Duplicates:** {0} users in several rows, which are sent in their order; the last one stays.',
                number(duplicates.length),
              ),
          table(
            [l10n.t('User'), l10n.t('Rows')],
            [
              ...duplicates.slice(0, MOST_DUPLICATES).map(rows => [user(rows), list(rows)]),
              ...(duplicates.length > MOST_DUPLICATES
                ? [[moreUsers(duplicates.length - MOST_DUPLICATES), '']]
                : []),
            ],
          ),
        ]),
    ...(changes.length === 0
      ? []
      : [
          changes.length < expected.change.length
            ? `## ${l10n.t('Some of the changes')}`
            : `## ${l10n.t('The changes')}`,
          table(
            [l10n.t('Row'), l10n.t('User'), l10n.t('Stored now'), l10n.t('New address')],
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

const moreUsers = (count: number): string =>
  count === 1 ? l10n.t('and 1 more user') : l10n.t('and {0} more users', number(count));

/** How much of what goes where: `1,234 rows for https://dms.example.com: UpdateUserEmail by HTTP POST, one row after another.` */
function scopeWords(
  total: number,
  resumed: boolean,
  server: string,
  transport: string,
  pace: string,
): string {
  const count = number(total);
  if (resumed) {
    return total === 1
      ? l10n.t('1 row (resumed) for {0}: UpdateUserEmail by {1}, {2}.', server, transport, pace)
      : l10n.t('{0} rows (resumed) for {1}: UpdateUserEmail by {2}, {3}.', count, server, transport, pace);
  }
  return total === 1
    ? l10n.t('1 row for {0}: UpdateUserEmail by {1}, {2}.', server, transport, pace)
    : l10n.t('{0} rows for {1}: UpdateUserEmail by {2}, {3}.', count, server, transport, pace);
}

/** How many at once, and how many a second. */
export const paceWords = ({ concurrency, ratePerSecond }: BatchOptions): string =>
  [
    concurrency === 1 ? l10n.t('one row after another') : l10n.t('{0} rows at once', concurrency),
    ratePerSecond !== undefined && l10n.t('at most {0} a second', number(ratePerSecond)),
  ]
    .filter(Boolean)
    .join(', ');

function askedWords({ asked, expected }: Preview, text: (foreign: string, limit?: number) => string): string {
  if (asked === undefined) {
    return l10n.t(
      'The stored addresses were not read before: no-ops and unknown users are not known, as no server was asked.',
    );
  }
  const { users, of, error } = asked;
  if (users === of) {
    return of === 1
      ? l10n.t('GetUser was asked for 1 user.')
      : l10n.t('GetUser was asked for {0} users.', number(of));
  }
  const rest = expected.notAsked.length;
  return [
    of === 1
      ? l10n.t('**GetUser was asked for {0} of 1 user only.**', number(users))
      : l10n.t('**GetUser was asked for {0} of {1} users only.**', number(users), number(of)),
    error && text(error.message, 300),
    rest === 1
      ? l10n.t('Of the other row it is not known whether the user exists and which address is stored.')
      : l10n.t(
          'Of the other {0} rows it is not known whether the user exists and which address is stored.',
          number(rest),
        ),
  ]
    .filter(Boolean)
    .join(' ');
}
