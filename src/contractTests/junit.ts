import { TRANSPORT_LABELS, TRANSPORTS } from '../api/outcome';
import { junitXml, type JUnitCase } from '../reports/junit';
import { CASES, PARITY } from './cases';
import type { CaseResult } from './result';

/**
 * The results as JUnit XML: a suite for each transport, and one for the parity.
 * @param error what ended the run early or is left behind; it stands in a suite of its own, as an error.
 */
export function contractJUnit(
  results: ReadonlyMap<string, CaseResult>,
  startedAt: Date,
  error?: string,
): string {
  const groups = [
    ...TRANSPORTS.map(transport => ({
      name: TRANSPORT_LABELS[transport],
      cases: CASES.filter(each => each.transport === transport),
    })),
    { name: 'Parity', cases: [PARITY] },
  ];
  const suites = groups.map(({ name, cases }) => ({
    name,
    cases: cases.flatMap(({ id, title }) => {
      const result = results.get(id);
      return result === undefined ? [] : caseOf(title, result);
    }),
  }));
  const run = error === undefined ? [] : [{ name: 'Run', cases: [{ name: 'The whole run', error }] }];
  const report = {
    name: 'UpdateUserEmail',
    startedAt,
    suites: [...suites.filter(({ cases }) => cases.length > 0), ...run],
  };
  return [...junitXml(report)].join('');
}

function caseOf(name: string, result: CaseResult): JUnitCase {
  switch (result.verdict) {
    case 'passed':
      return { name, seconds: result.durationMs / 1000 };
    case 'skipped':
      return { name, skipped: result.reason };
    case 'failed': {
      const { message, expected, received } = result;
      const detail = `Expected:\n${expected}\n\nReceived:\n${received}`;
      return { name, seconds: result.durationMs / 1000, failure: { type: 'contract', message, detail } };
    }
  }
}
