import * as l10n from '@vscode/l10n';
import { NOT_ENABLED } from '../api/knownAnswers';
import { TRANSPORT_LABELS, type CallError, type Transport } from '../api/outcome';
import type { ServiceDescription } from '../api/wsdl';
import type { ComparisonRow } from './compareTransports';
import type { Profile } from './profile';
import type { CurrentAddress } from './answerFacts';

/** Everything that a comparison has found out. */
interface Evidence {
  readonly rows: readonly ComparisonRow[];
  readonly stored: CurrentAddress;
  readonly address: string;
  readonly profile: Profile;
  /** What the WSDL says, why it says nothing, or nothing where it was not asked for. */
  readonly description: ServiceDescription | CallError | undefined;
}

/** What differs between the transports and why, in words. */
export function findingsOf(evidence: Evidence): string[] {
  return [
    ...noNoOp(evidence),
    ...differingAnswers(evidence.rows),
    ...ticketSpelling(evidence),
    ...withoutAnswer(evidence),
    ...unreadDescription(evidence),
  ];
}

/** That the calls may have changed something after all. */
function noNoOp({ stored, address }: Evidence): string[] {
  return stored.address === undefined
    ? [
        l10n.t(
          'GetUser did not tell the stored address (“{0}”), so “{1}” was sent, which may have replaced another one.',
          stored.outcome.error?.message ?? l10n.t('no answer'),
          address,
        ),
      ]
    : [];
}

function differingAnswers(rows: readonly ComparisonRow[]): string[] {
  const groups = answerGroups(rows);
  const [first, ...others] = groups;
  if (first === undefined || others.length === 0) {
    return [];
  }
  const said = groups.map(group => `${labels(group.transports)}: ${verdict(group.row)}`);
  const shown = groups.map(({ row }) => verdict(row));
  const list = said.join(' – ');
  return [
    new Set(shown).size === 1
      ? l10n.t(
          'The answers differ. {0}. They differ in more than success and error; compare the answers below.',
          list,
        )
      : l10n.t('The answers differ. {0}.', list),
  ];
}

/** The rows that gave the same answer, in the order of the rows. */
export function answerGroups(rows: readonly ComparisonRow[]): readonly {
  readonly answer: string;
  readonly row: ComparisonRow;
  readonly transports: readonly Transport[];
}[] {
  const answers = [...new Set(rows.flatMap(({ answer }) => answer ?? []))];
  return answers.map(answer => {
    const group = rows.filter(row => row.answer === answer);
    const [row] = group;
    return { answer, row: row as ComparisonRow, transports: group.map(({ transport }) => transport) };
  });
}

const verdict = ({ error }: ComparisonRow): string =>
  error === undefined ? l10n.t('success') : `“${error.message}”`;

const SOAP: readonly Transport[] = ['soap11', 'soap12'];
const ticketRefused = ({ error }: ComparisonRow): boolean => error?.kind === 'authenticationFailed';

/** SOAP drops an element whose name it does not know, and answers as if there were no ticket. */
function ticketSpelling({ rows, profile, description }: Evidence): string[] {
  const bySoap = rows.filter(row => SOAP.includes(row.transport) && ticketRefused(row));
  const byHttp = rows.filter(row => !SOAP.includes(row.transport) && row.answer !== undefined);
  if (bySoap.length === 0 || byHttp.some(ticketRefused)) {
    return [];
  }
  const sent = profile.soapTicketElement ?? 'AuthenticationTicket';
  const where = labels(bySoap.map(({ transport }) => transport));
  const spelling =
    description !== undefined && 'transports' in description ? description.ticketElement : undefined;
  if (spelling === undefined) {
    return [
      l10n.t(
        '{0} did not take the ticket, sent as “{1}”. SOAP drops an element whose name it does not know; how this server spells it could not be learnt from its WSDL.',
        where,
        sent,
      ),
    ];
  }
  return spelling === sent
    ? [
        l10n.t(
          '{0} did not take the ticket, although the WSDL spells its element “{1}”, as it was sent.',
          where,
          sent,
        ),
      ]
    : [
        l10n.t(
          '{0} did not take the ticket: the WSDL spells its element “{1}”, and “{2}” was sent, which SOAP drops without a word. Set the profile’s soapTicketElement to “{1}”.',
          where,
          spelling,
          sent,
        ),
      ];
}

/** Transports that ended without an answer of infoRouter: which, in what, and whether the server offers them at all. */
function withoutAnswer({ rows, description }: Evidence): string[] {
  const offered =
    description !== undefined && 'transports' in description ? description.transports : undefined;
  return rows
    .filter(({ answer }) => answer === undefined)
    .map(({ transport, error }) => {
      const label = TRANSPORT_LABELS[transport];
      const message = error?.message ?? l10n.t('no answer');
      const unoffered = offered !== undefined && offered.length > 0 && !offered.includes(transport);
      if (error?.kind === 'httpError' && (unoffered || NOT_ENABLED.test(message))) {
        return unoffered
          ? l10n.t(
              '{0} is disabled on the server (its WSDL has no binding for it): {1}',
              label,
              sentence(message),
            )
          : l10n.t('{0} is disabled on the server (so it says itself): {1}', label, sentence(message));
      }
      return unoffered
        ? l10n.t(
            '{0} gave no answer of infoRouter: {1} The WSDL has no binding for it.',
            label,
            sentence(message),
          )
        : l10n.t('{0} gave no answer of infoRouter: {1}', label, sentence(message));
    });
}

/** That the WSDL could have told more. */
function unreadDescription({ description }: Evidence): string[] {
  return description !== undefined && 'kind' in description
    ? [l10n.t('The server’s WSDL could not be read: {0}', sentence(description.message))]
    : [];
}

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

function labels(transports: readonly Transport[]): string {
  const names = transports.map(transport => TRANSPORT_LABELS[transport]);
  return names.length < 2
    ? (names[0] ?? '')
    : l10n.t('{0} and {1}', names.slice(0, -1).join(', '), names.at(-1) ?? '');
}
