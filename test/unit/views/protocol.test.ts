import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TRANSPORTS } from '../../../src/api/outcome';
import { VERDICTS } from '../../../src/session/verdict';
import {
  FORM_ACTIONS,
  PREVIEW_FIELDS,
  parseToForm,
  parseToHost,
  TICKET_CHOICES,
} from '../../../src/views/protocol';

const text = fc.string({ unit: 'binary', maxLength: 20 });
const draft = fc.record({
  userName: text,
  newEmailAddress: text,
  transport: fc.constantFrom(...TRANSPORTS),
  ticket: fc.constantFrom(...TICKET_CHOICES),
  otherTicket: text,
  verify: fc.boolean(),
});
const profile = fc.record({
  name: text,
  baseUrl: text,
  protected: fc.boolean(),
  untrusted: fc.boolean(),
  status: text,
});
const notice = fc.record({ text, actions: fc.array(fc.constantFrom(...FORM_ACTIONS), { maxLength: 3 }) });
const result = fc.record(
  {
    success: fc.boolean(),
    kind: fc.constantFrom('sessionExpired', 'network', 'apiError', 'notSignedIn'),
    code: fc.integer(),
    headline: text,
    meaning: text,
    remedy: text,
    facts: text,
    responseBody: text,
    exchangeId: text,
    verification: fc.record(
      { verdict: fc.constantFrom(...VERDICTS), words: text, before: text, after: text },
      { requiredKeys: ['verdict', 'words'] },
    ),
    offers: fc.array(fc.constantFrom(...FORM_ACTIONS)),
  },
  {
    requiredKeys: [
      'success',
      'headline',
      'meaning',
      'remedy',
      'facts',
      'responseBody',
      'exchangeId',
      'offers',
    ],
  },
);
const type = <T extends string>(name: T) => fc.constant(name);

const toHost = {
  ready: fc.record({ type: type('ready') }),
  selectProfile: fc.record({ type: type('selectProfile'), name: text }),
  draft: fc.record({ type: type('draft'), draft }),
  send: fc.record({ type: type('send'), profile: fc.string(), draft }),
  loadCurrent: fc.record({ type: type('loadCurrent'), profile: fc.string(), draft }),
  cancel: fc.record({ type: type('cancel') }),
  action: fc.record({ type: type('action'), action: fc.constantFrom(...FORM_ACTIONS) }),
  offer: fc.record({ type: type('offer'), action: fc.constantFrom(...FORM_ACTIONS) }),
};
const toForm = {
  form: fc.record({
    type: type('form'),
    profiles: fc.array(profile, { maxLength: 4 }),
    selected: fc.option(text, { nil: undefined }),
    draft,
    notices: fc.array(notice, { maxLength: 3 }),
  }),
  preview: fc.record({
    type: type('preview'),
    text,
    problem: fc.option(text, { nil: undefined }),
    field: fc.option(fc.constantFrom(...PREVIEW_FIELDS), { nil: undefined }),
  }),
  running: fc.record({ type: type('running'), what: fc.constantFrom('send', 'loadCurrent') }),
  result: fc.record({ type: type('result'), result, again: fc.boolean() }),
  currentAddress: fc.record({ type: type('currentAddress'), profile: text, userName: text, address: text }),
  idle: fc.record({ type: type('idle') }),
};

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/** A message as it arrives: the webview's channel carries JSON. */
const sent = (message: unknown): Json => JSON.parse(JSON.stringify(message)) as Json;

/** The place of every value within a message. */
function places(value: Json, path: Path = []): Path[] {
  const inside =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, each]) => places(each, [...path, key]))
      : [];
  return path.length === 0 ? inside : [path, ...inside];
}

/** The message with another value in one place. */
function changed(value: Json, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) {
    return replacement;
  }
  const copy: Record<string | number, unknown> = Array.isArray(value)
    ? ([...value] as unknown as Record<number, unknown>)
    : { ...(value as Record<string, unknown>) };
  copy[key] = changed(copy[key] as Json, rest, replacement);
  return copy;
}

/** The fields that may be absent. */
const OPTIONAL = ['selected', 'problem', 'field', 'kind', 'code', 'verification', 'before', 'after'];

for (const [name, parse, messages] of [
  ['parseToHost', parseToHost, toHost],
  ['parseToForm', parseToForm, toForm],
] as const) {
  describe(name, () => {
    for (const [kind, arbitrary] of Object.entries(messages) as [string, fc.Arbitrary<{ type: string }>][]) {
      it(`takes every “${kind}” as it was sent`, () => {
        fc.assert(
          fc.property(arbitrary, message => {
            const parsed = parse(sent(message));
            assert.deepEqual(sent(parsed), sent(message));
          }),
          { seed: 4, numRuns: 200 },
        );
      });

      it(`refuses a “${kind}” in which any one value is missing or of another kind`, () => {
        // No field of any message holds an empty object or a function.
        const wrong = fc.constantFrom<unknown>({}, null, Symbol('wrong'), () => undefined, undefined);
        fc.assert(
          fc.property(arbitrary, wrong, fc.nat(), (message, replacement, at) => {
            const whole = sent(message);
            const all = places(whole);
            const place = all[at % all.length] ?? [];
            const optional = OPTIONAL.includes(String(place.at(-1))) && replacement === undefined;
            const parsed = parse(changed(whole, place, replacement));
            assert.equal(parsed === undefined, !optional, `${JSON.stringify(whole)} at ${place.join('.')}`);
          }),
          { seed: 5, numRuns: 300 },
        );
      });

      it(`refuses a “${kind}” whose words are none of its own`, () => {
        fc.assert(
          fc.property(arbitrary, fc.nat(), (message, at) => {
            const whole = sent(message);
            const words = places(whole).filter(place =>
              ['type', 'transport', 'ticket', 'action', 'what', 'kind', 'verdict'].includes(
                String(place.at(-1)),
              ),
            );
            const place = words[at % words.length] ?? [];
            for (const word of ['', 'SEND', 'toString', '__proto__', 'constructor', 7]) {
              assert.equal(parse(changed(whole, place, word)), undefined);
            }
          }),
          { seed: 6, numRuns: 50 },
        );
      });
    }

    it('never throws, and refuses what is no message', () => {
      fc.assert(
        fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), value => {
          assert.equal(parse(value), undefined);
        }),
        { seed: 7, numRuns: 500 },
      );
    });
  });
}

it('a message for the one side is none for the other', () => {
  fc.assert(
    fc.property(fc.oneof(...Object.values(toHost)), fc.oneof(...Object.values(toForm)), (host, form) => {
      assert.equal(parseToForm(host), undefined);
      assert.equal(parseToHost(form), undefined);
    }),
    { seed: 8, numRuns: 200 },
  );
});
