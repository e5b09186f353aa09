import XMLBuilder from 'fast-xml-builder';

/** One test of a suite, or what is to look like one to a build server. Without any of the three ends it passed. */
export interface JUnitCase {
  readonly name: string;
  readonly seconds?: number;
  /** What went wrong: a word that classifies it, a sentence, and as much text as there is about it. */
  readonly failure?: { readonly type: string; readonly message: string; readonly detail?: string };
  /** What kept it from coming to an end. */
  readonly error?: string;
  /** Why it was not run. */
  readonly skipped?: string;
}

export interface JUnitSuite {
  readonly name: string;
  readonly cases: readonly JUnitCase[];
}

/** What the suites belong to: its name stands before the suites' in the class names. */
export interface JUnitReport {
  readonly name: string;
  readonly startedAt: Date;
  readonly suites: readonly JUnitSuite[];
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
  processEntities: true,
});

/**
 * A report as build servers read it (the format of Ant's junitreport, as Jenkins, GitLab and Azure take it), in pieces:
 * there may be a hundred thousand cases. Texts are whatever a server said: what XML cannot carry is replaced.
 */
export function* junitXml({ name, startedAt, suites }: JUnitReport): Generator<string> {
  const timestamp = startedAt.toISOString();
  const all = counts(suites.flatMap(({ cases }) => cases));
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  // The builder writes whole elements, and these are as long as the report.
  yield `${opened('testsuites', { name, ...all })}\n`;
  for (const suite of suites) {
    yield `  ${opened('testsuite', { name: suite.name, timestamp, ...counts(suite.cases) })}\n`;
    for (const each of suite.cases) {
      yield `    ${element(each, `${name}.${suite.name}`)}\n`;
    }
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function counts(cases: readonly JUnitCase[]) {
  const many = (holds: (test: JUnitCase) => boolean) => cases.filter(holds).length;
  return {
    tests: cases.length,
    failures: many(({ failure }) => failure !== undefined),
    errors: many(({ error }) => error !== undefined),
    skipped: many(({ skipped }) => skipped !== undefined),
    time: cases.reduce((sum, { seconds = 0 }) => sum + seconds, 0).toFixed(3),
  };
}

function element({ name, seconds = 0, failure, error, skipped }: JUnitCase, classname: string): string {
  const testcase = {
    ...attributes({ classname, name, time: seconds.toFixed(3) }),
    ...(failure && {
      failure: {
        ...attributes({ type: failure.type, message: failure.message }),
        '#text': carried(failure.detail ?? ''),
      },
    }),
    ...(error !== undefined && { error: attributes({ message: error }) }),
    ...(skipped !== undefined && { skipped: attributes({ message: skipped }) }),
  };
  return builder.build({ testcase });
}

const attributes = (values: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(
    // Line breaks of an attribute would be read as spaces (XML 1.0, section 3.3.3).
    Object.entries(values).map(([name, value]) => [`@${name}`, carried(String(value)).replace(/\s/g, ' ')]),
  );

const opened = (name: string, values: Readonly<Record<string, string | number>>): string =>
  builder.build({ [name]: attributes(values) }).replace(/\/>$/, '>');

/** XML 1.0, section 2.2: no other characters may stand in a document, not even escaped. */
const carried = (text: string): string =>
  text.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\ufffd');
