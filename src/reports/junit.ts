import XMLBuilder from 'fast-xml-builder';

/** One test of a suite, or what is to look like one to a build server. */
export interface JUnitCase {
  readonly name: string;
  readonly seconds: number;
  /** What went wrong: a word that classifies it, and a sentence. */
  readonly failure?: { readonly type: string; readonly message: string; readonly detail?: string };
  /** Why it was not run. */
  readonly skipped?: string;
}

export interface JUnitSuite {
  readonly name: string;
  readonly startedAt: Date;
  readonly seconds: number;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  processEntities: true,
});

/**
 * A report as build servers read it (the format of Ant's junitreport, as Jenkins, GitLab and Azure take it), piece by
 * piece: there may be a hundred thousand cases. Texts are whatever a server said: what XML cannot carry is replaced.
 */
export function* junitXml(suite: JUnitSuite, cases: Iterable<JUnitCase>): Generator<string> {
  const { tests, failures, skipped } = suite;
  const counts = attributes({ tests, failures, errors: 0, skipped, time: suite.seconds.toFixed(3) });
  const named = attributes({ name: suite.name, timestamp: suite.startedAt.toISOString() });
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  // The builder writes whole elements, and these two are as long as the report.
  yield `${opened('testsuites', counts)}\n${opened('testsuite', { ...named, ...counts })}\n`;
  for (const each of cases) {
    yield `${element(each, suite.name)}\n`;
  }
  yield '</testsuite>\n</testsuites>\n';
}

function element({ name, seconds, failure, skipped }: JUnitCase, classname: string): string {
  const testcase = {
    ...attributes({ classname, name, time: seconds.toFixed(3) }),
    ...(failure && {
      failure: {
        ...attributes({ type: failure.type, message: failure.message }),
        '#text': carried(failure.detail ?? ''),
      },
    }),
    ...(skipped !== undefined && { skipped: attributes({ message: skipped }) }),
  };
  return builder.build({ testcase });
}

const attributes = (values: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(
    // Line breaks of an attribute would be read as spaces (XML 1.0, section 3.3.3).
    Object.entries(values).map(([name, value]) => [`@${name}`, carried(String(value)).replace(/\s/g, ' ')]),
  );

const opened = (name: string, values: Record<string, string>): string =>
  builder.build({ [name]: values }).replace(/\/>$/, '>');

/** XML 1.0, section 2.2: no other characters may stand in a document, not even escaped. */
const carried = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- these are the characters that it is about.
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
