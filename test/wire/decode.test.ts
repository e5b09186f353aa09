import assert from 'node:assert/strict';
import { decode } from '../../src/api/decode';
import { explain } from '../../src/api/explain';
import { KNOWN_ANSWERS } from '../../src/api/knownAnswers';
import type { CallErrorKind } from '../../src/api/outcome';
import { maskNothing } from '../../src/api/redact';
import { recordings, type Recording } from './recordings';

interface Expected {
  readonly kind?: CallErrorKind;
  readonly code?: number;
  readonly message?: string | RegExp;
  readonly attributes?: Readonly<Record<string, string>>;
}

const SUCCESS: Expected = {};
const NO_TICKET: Expected = {
  kind: 'authenticationFailed',
  code: 900,
  message: '[900] Authentication failed',
};
const EXPIRED: Expected = {
  kind: 'sessionExpired',
  code: 901,
  message: '[901] Session expired or Invalid ticket',
};
const NOT_FOUND: Expected = { kind: 'userNotFound', message: 'User not found' };
const DENIED: Expected = { kind: 'accessDenied', message: 'Access denied' };
const SIGNED_IN: Expected = {
  attributes: {
    ticket: '11111111-4f89-11d3-9a0c-0305e82c3301',
    username: 'jdoe',
    email: 'john.doe@example.com',
    expireOn: '2030-01-01T00:00:00Z',
  },
};
const ADMIN: Expected = { attributes: { username: 'admin', expireOn: '2030-01-01T00:00:00Z' } };
const SERVER: Expected = {
  attributes: { VersionNumber: '8.7.0.0', ServerName: 'IRSERVER01', UTC_Offset: '-5' },
};

/** What each recorded response says. */
const EXPECTED: Readonly<Record<string, Expected>> = {
  'authenticate-post-900': NO_TICKET,
  'authenticate-post-902': { kind: 'apiError', code: 902, message: '[902] Ticket generation not allowed' },
  'authenticate-post-ok': SIGNED_IN,
  'authenticate-soap11-ok': SIGNED_IN,
  'getuser-get-ok': SUCCESS,
  'getuser-post-user-not-found': NOT_FOUND,
  'getuser-soap12-ok': SUCCESS,
  'isvalidticket-get-ok': ADMIN,
  'isvalidticket-post-901': EXPIRED,
  'isvalidticket-soap11-ok': ADMIN,
  'logout-post-again-901': EXPIRED,
  'logout-post-ok': SUCCESS,
  'not-found-http404': { kind: 'httpError', message: 'HTTP 404 Not Found: Error 404' },
  'serverinfo-get-ok': SERVER,
  'serverinfo-soap11-ok': SERVER,
  'soap11-malformed-http400': { kind: 'httpError', message: 'The server answered HTTP 400 Bad Request.' },
  'soap11-unknown-action-fault': {
    kind: 'soapFault',
    message:
      /^System\.Web\.Services\.Protocols\.SoapException: Server did not recognize the value of HTTP Header/,
  },
  'unknown-operation-http500': { kind: 'httpError', message: /Web Service method name is not valid/ },
  'update-get-empty-ticket-900': NO_TICKET,
  'update-get-ok': SUCCESS,
  'update-get-ok-ticket-name-any-case': SUCCESS,
  'update-get-unknown-ticket-901': EXPIRED,
  'update-post-access-denied': DENIED,
  'update-post-markup-rejected-http500': {
    kind: 'httpError',
    message: /potentially dangerous Request\.Form value/,
  },
  'update-post-missing-parameter-http500': { kind: 'httpError', message: /Missing parameter/ },
  'update-post-ok': SUCCESS,
  'update-post-user-not-found': NOT_FOUND,
  'update-soap11-lowercase-ticket-element-900': NO_TICKET,
  'update-soap11-no-soapaction-ok': SUCCESS,
  'update-soap11-ok': SUCCESS,
  'update-soap11-unknown-ticket-901': EXPIRED,
  'update-soap12-access-denied': DENIED,
  'update-soap12-ok': SUCCESS,
  wsdl: { kind: 'notAnInfoRouterResponse' },
};

const decodeBody = ({ response }: Recording, body: Uint8Array) =>
  decode(
    {
      request: { startLine: '', headers: [], body: new Uint8Array() },
      response: { ...response, body },
      startedAt: new Date(0),
      durationMs: 0,
    },
    new URL('http://dms.example.com/srv.asmx'),
    maskNothing,
  );

describe('The decoder against the recorded responses', () => {
  for (const recording of recordings()) {
    const { name, response } = recording;
    it(`${name}: means what it says`, () => {
      const expected = EXPECTED[name];
      assert.ok(expected, `no rule for ${name}`);
      const { answer, error } = decodeBody(recording, response.body);
      assert.equal(error?.kind, expected.kind);
      assert.equal(error?.code, expected.code);
      if (expected.message instanceof RegExp) {
        assert.match(error?.message ?? '', expected.message);
      } else if (expected.message !== undefined) {
        assert.equal(error?.message, expected.message);
      }
      assert.equal(error === undefined || error.remedy !== undefined, true, 'every failure has a remedy');
      for (const [attribute, value] of Object.entries(expected.attributes ?? {})) {
        assert.equal(answer?.attributes.get(attribute), value);
      }
    });
  }

  for (const [name, known] of Object.entries({
    'update-post-missing-parameter-http500': 'asmx-missing-parameter',
    'unknown-operation-http500': 'asmx-unknown-operation',
    'update-post-markup-rejected-http500': 'asmx-dangerous-value',
    'soap11-unknown-action-fault': 'asmx-unknown-action',
    'not-found-http404': 'aspnet-not-found',
  })) {
    it(`${name}: is explained as ${known}`, () => {
      const recording = recordings().find(each => each.name === name);
      const row = KNOWN_ANSWERS.find(each => each.name === known);
      assert.ok(recording && row);
      const { error } = decodeBody(recording, recording.response.body);
      assert.ok(error);
      assert.deepEqual(explain({ error }), { meaning: row.meaning, remedy: row.remedy });
    });
  }

  it('gives the user’s address from GetUser, by every transport recorded', () => {
    for (const recording of recordings().filter(({ name }) => /^getuser-.*-ok$/.test(name))) {
      const { answer } = decodeBody(recording, recording.response.body);
      assert.equal(answer?.children[0]?.name, 'User');
      assert.equal(answer.children[0].attributes.get('Email'), 'john.doe@example.com');
    }
  });
});
