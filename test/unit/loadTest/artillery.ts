import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { load } from 'js-yaml';
import type { LoadTestFiles } from '../../../src/loadTest/loadTest';

/** What of a test these tests go by. */
export interface Script {
  readonly config: Readonly<Record<string, unknown>> & {
    readonly target: string;
    readonly phases: readonly { readonly duration: number; readonly arrivalCount: number }[];
    readonly payload: { readonly path: string; readonly fields: readonly string[]; readonly cast: boolean };
  };
  readonly scenarios: readonly { readonly flow: readonly Readonly<Record<string, Request>>[] }[];
}
interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly followRedirect: boolean;
  readonly match: { readonly regexp: string; readonly group: number; readonly value: string };
}

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const scriptOf = ({ script }: LoadTestFiles): Script => load(script) as Script;

export function requestOf(script: Script): readonly [method: string, request: Request] {
  const [entry] = Object.entries(script.scenarios[0]?.flow[0] ?? {});
  assert.ok(entry);
  return entry;
}

/** The requests that Artillery makes of a test, by its rules: one for each row of the payload. */
export function requestsOf(files: LoadTestFiles, environment: Readonly<Record<string, string>>): Sent[] {
  const script = scriptOf(files);
  const { fields, cast } = script.config.payload;
  const rows = parse(files.payload, { cast, skip_empty_lines: true, from_line: 2 });
  const [method, request] = requestOf(script);
  return rows.map(row => {
    const variables: Record<string, string> = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [`$processEnvironment.${name}`, value]),
    );
    fields.forEach((field, at) => (variables[field] = row[at] ?? 'undefined'));
    return {
      method: method.toUpperCase(),
      url: script.config.target + filled(filled(request.url, variables), variables),
      headers: request.headers,
      body: filled(request.body ?? '', variables),
    };
  });
}

/**
 * Fills templates as `renderVariables` of Artillery 2.0 does: again and again while there is one, so those of a value as
 * well, and with a replacement in which `$&` is a pattern.
 */
function filled(text: string, variables: Readonly<Record<string, string>>): string {
  let result = text;
  for (let rounds = 0; rounds < 20; rounds += 1) {
    const [template] = /{{{?[\s$\w.[\]'"-]+}}}?/.exec(result) ?? [];
    if (template === undefined) {
      return result;
    }
    result = result.replace(template, String(variables[template.replace(/[{}]/g, '').trim()]));
  }
  return result;
}
