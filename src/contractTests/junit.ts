import { CASES, PARITY } from './cases';
import { TRANSPORT_LABELS } from '../api/outcome';
import type { CaseResult } from './result';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What XML 1.0 cannot carry (section 2.2), a lone surrogate among it, becomes a replacement character. */
const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[&<>"\t\n\r]/g, character => ESCAPES[character] ?? character);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/**
 * The results as JUnit XML, as CI servers read it: a suite for each transport, and one for the parity.
 * @param error what ended the run early or is left behind; it stands in a suite of its own, as an error.
 */
export function junitXml(
  results: ReadonlyMap<string, CaseResult>,
  server: string,
  startedAt: Date,
  error?: string,
): string {
  const suites = new Map<string, { readonly id: string; readonly title: string }[]>();
  for (const { id, title, transport } of CASES) {
    const name = TRANSPORT_LABELS[transport];
    suites.set(name, [...(suites.get(name) ?? []), { id, title }]);
  }
  suites.set('Parity', [PARITY]);
  const written = [...suites].flatMap(([name, cases]) => {
    const ran = cases.flatMap(({ id, title }) => {
      const result = results.get(id);
      return result === undefined ? [] : [{ title, result }];
    });
    return ran.length === 0 ? [] : suiteXml(name, ran, server, startedAt);
  });
  const about = { name: 'infoRouter contract of UpdateUserEmail', timestamp: startedAt.toISOString() };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ ...about, ...totals([...results.values()]), errors: error === undefined ? 0 : 1 })}>`,
    ...written,
    ...(error === undefined ? [] : errorSuite(error)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteXml(
  name: string,
  cases: readonly { readonly title: string; readonly result: CaseResult }[],
  server: string,
  startedAt: Date,
): string[] {
  const counts = totals(cases.map(({ result }) => result));
  return [
    `  <testsuite${attributes({ name, ...counts, errors: 0, timestamp: startedAt.toISOString(), hostname: new URL(server).host })}>`,
    ...cases.flatMap(({ title, result }) => caseXml(name, title, result)),
    '  </testsuite>',
  ];
}

function caseXml(suite: string, name: string, result: CaseResult): string[] {
  const facts = {
    classname: `UpdateUserEmail.${suite.replaceAll('.', '_')}`,
    name,
    time: seconds(timeOf(result)),
  };
  const start = `    <testcase${attributes(facts)}`;
  switch (result.verdict) {
    case 'passed':
      return [`${start} />`];
    case 'skipped':
      return [`${start}>`, `      <skipped${attributes({ message: result.reason })} />`, '    </testcase>'];
    case 'failed': {
      const { message, expected, received } = result;
      const text = xmlText(`Expected:\n${expected}\n\nReceived:\n${received}`).replaceAll('&#10;', '\n');
      return [
        `${start}>`,
        `      <failure${attributes({ message, type: 'contract' })}>${text}</failure>`,
        '    </testcase>',
      ];
    }
  }
}

const errorSuite = (message: string): string[] => [
  `  <testsuite${attributes({ name: 'Run', tests: 1, failures: 0, skipped: 0, errors: 1, time: '0.000' })}>`,
  `    <testcase${attributes({ classname: 'UpdateUserEmail.Run', name: 'The whole run', time: '0.000' })}>`,
  `      <error${attributes({ message })} />`,
  '    </testcase>',
  '  </testsuite>',
];

function totals(results: readonly CaseResult[]) {
  return {
    tests: results.length,
    failures: results.filter(({ verdict }) => verdict === 'failed').length,
    skipped: results.filter(({ verdict }) => verdict === 'skipped').length,
    time: seconds(results.reduce((sum, result) => sum + timeOf(result), 0)),
  };
}

const timeOf = (result: CaseResult): number => (result.verdict === 'skipped' ? 0 : result.durationMs);
