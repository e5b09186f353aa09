import assert from 'node:assert/strict';
import { decode } from '../../../src/api/decode';
import { encode } from '../../../src/api/encode';
import { TRANSPORTS, type Transport } from '../../../src/api/outcome';
import { maskNothing } from '../../../src/api/redact';
import { readXml, type XmlElement } from '../../../src/api/xml';
import { readCsv } from '../../../src/batch/csv';
import { isPayload, writeLoadTest, type LoadTest, type LoadTestFiles } from '../../../src/loadTest/loadTest';
import { FOR_SOAP, HOSTILE } from '../../loadTest/hostileValues';
import { recordings } from '../../wire/recordings';
import { requestOf, requestsOf, scriptOf } from './artillery';

const TICKET = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const ENDPOINT = new URL('https://dms.example.com/info%20Router/srv.asmx');

const testOf = (fields: Partial<LoadTest> = {}): LoadTest => ({
  profile: 'Test',
  endpoint: ENDPOINT,
  transport: 'post',
  allowUntrustedCertificate: false,
  timeoutSeconds: 30,
  updates: [{ userName: 'jdoe', newEmailAddress: 'john.doe@example.com' }],
  arrivalRate: 5,
  scriptName: 'users.yml',
  payloadName: 'users.csv',
  ...fields,
});

function written(fields: Partial<LoadTest> = {}): LoadTestFiles {
  const files = writeLoadTest(testOf(fields));
  assert.ok(!('kind' in files), 'message' in files ? files.message : '');
  return files;
}

function refused(fields: Partial<LoadTest>): string {
  const files = writeLoadTest(testOf(fields));
  assert.ok('kind' in files && files.kind === 'invalidInput');
  return files.message;
}

/** Every value once as the user's name and once as the address. */
const updatesOf = (transport: Transport) => {
  const values = transport.startsWith('soap')
    ? [...HOSTILE, ...FOR_SOAP]
    : [...HOSTILE, ...FOR_SOAP, '\0\x1b'];
  return values.map((userName, at) => ({
    userName,
    newEmailAddress: values[(at + 1) % values.length] ?? '',
  }));
};

/** Names and texts of a document, in order. */
const contentOf = ({ name, attributes, children, text }: XmlElement): unknown => ({
  name,
  attributes,
  text: children.length === 0 ? text : '',
  children: children.map(contentOf),
});

describe('writeLoadTest', () => {
  for (const transport of TRANSPORTS) {
    it(`writes by ${transport} the requests that our encoder writes, whatever stands in the values`, () => {
      const updates = updatesOf(transport);
      const ticketElement = 'authenticationTicket';
      const files = written({ transport, ticketElement, updates });
      const sent = requestsOf(files, { INFOROUTER_TICKET: TICKET, HOME: 'must not be sent' });
      assert.equal(sent.length, updates.length);
      updates.forEach((update, at) => {
        const call = { operation: 'UpdateUserEmail', values: { ticket: TICKET, ...update } } as const;
        const wanted = encode(transport, ENDPOINT, call, ticketElement);
        const request = sent[at];
        assert.ok(!('kind' in wanted) && request !== undefined);
        assert.equal(request.method, wanted.method);
        assert.equal(request.url, wanted.url.href);
        const ofTheSender = ['Host', 'Content-Length', 'Connection'];
        assert.deepEqual(
          Object.entries(request.headers),
          wanted.headers.filter(([name]) => !ofTheSender.includes(name)),
        );
        if (!/[${}]/.test(wanted.body)) {
          assert.equal(request.body, wanted.body);
          return;
        }
        // Three characters are references in XML; whoever reads it finds the same.
        const [here, there] = [request.body, wanted.body].map(readXml);
        assert.ok(here && there && 'root' in here && 'root' in there, request.body);
        assert.deepEqual(contentOf(here.root), contentOf(there.root));
        assert.equal(
          request.body.replace(/&#(36|123|125);/g, (_, code) => String.fromCharCode(Number(code))),
          wanted.body,
        );
      });
    });
  }

  it('sends each update once by itself, in order, and follows no redirect', () => {
    const updates = updatesOf('post');
    const { config, scenarios } = scriptOf(written({ updates, arrivalRate: 4 }));
    assert.deepEqual(config, {
      target: 'https://dms.example.com',
      phases: [{ name: 'updates', duration: 4, arrivalCount: updates.length }],
      payload: {
        path: 'users.csv',
        fields: ['UserName', 'NewEmailAddress', 'UserNameAsSent', 'NewEmailAddressAsSent'],
        order: 'sequence',
        skipHeader: true,
        cast: false,
      },
      http: { timeout: 30 },
      plugins: { ensure: {} },
      ensure: { conditions: [{ expression: 'vusers.failed == 0' }] },
    });
    assert.equal(scenarios.length, 1);
    assert.equal(requestOf(scriptOf(written()))[1].followRedirect, false);
  });

  it('goes on for as long as it is told to', () => {
    const phase = (fields: Partial<LoadTest>) => scriptOf(written(fields)).config.phases[0];
    assert.deepEqual(phase({ arrivalRate: 50, durationSeconds: 20 }), {
      name: 'updates',
      duration: 20,
      arrivalCount: 1000,
    });
    assert.deepEqual(phase({ arrivalRate: 0.1, durationSeconds: 0.5 }), {
      name: 'updates',
      duration: 1,
      arrivalCount: 1,
    });
  });

  it('verifies certificates unless the profile says otherwise', () => {
    assert.equal(scriptOf(written()).config['tls'], undefined);
    const { tls } = scriptOf(written({ allowUntrustedCertificate: true })).config;
    assert.deepEqual(tls, { rejectUnauthorized: false });
  });

  it('takes for a success what the recorded service says in such words, and nothing else', () => {
    for (const transport of TRANSPORTS) {
      const [, { match }] = requestOf(scriptOf(written({ transport })));
      const verdicts = recordings().map(({ name, request, response }) => {
        const found = new RegExp(match.regexp).exec(response.body.toString())?.[match.group];
        const { error } = decode(
          { request, response, startedAt: new Date(), durationMs: 1 },
          ENDPOINT,
          maskNothing,
        );
        return { name, here: found === match.value, there: error === undefined };
      });
      assert.ok(verdicts.some(({ here }) => here) && verdicts.some(({ here }) => !here));
      for (const { name, here, there } of verdicts) {
        assert.equal(here, there, name);
      }
    }
  });

  for (const [answer, success] of [
    ['<response success="true" error="" />', true],
    ["<response error='' success = 'TRUE'/>", true],
    ['<a:response\n  xmlns:a="urn:x"\n  success="True">', true],
    ['<response success="false" error="Session expired or Invalid ticket"/>', false],
    ['<response success="false" error=\'there is no user success="true"\'/>', false],
    ['<response success="false" error="x success=\'true\' y"/>', false],
    ['<response success="false" error="&lt;response success=&quot;true&quot;/>"/>', false],
    ['<response notsuccess="true"/>', false],
    ['<response success="truely"/>', false],
    ['The answer was success="true"', false],
    ['', false],
  ] as const) {
    it(`takes ${answer === '' ? 'nothing' : answer} for ${success ? 'a success' : 'a failure'}`, () => {
      const [, { match }] = requestOf(scriptOf(written()));
      const found = new RegExp(match.regexp).exec(answer)?.[match.group] ?? '';
      assert.equal(found === match.value, success);
    });
  }

  it('says in its first lines how it is run, and that it changes users; the ticket comes from the environment', () => {
    for (const transport of TRANSPORTS) {
      const { script, payload } = written({ transport });
      const [introduction = ''] = script.split(/^config:/m);
      assert.ok(introduction.split('\n').every(line => line === '' || line.startsWith('#')));
      for (const words of [
        'artillery run "users.yml"',
        'run-fargate',
        'run-lambda',
        'IT CHANGES',
        ENDPOINT.href,
      ]) {
        assert.ok(introduction.includes(words), words);
      }
      assert.ok(script.includes('{{ $processEnvironment.INFOROUTER_TICKET }}'));
      assert.ok(!payload.includes('INFOROUTER_TICKET'));
    }
  });

  it('lets no name end its comment or its text', () => {
    const name = 'a\n"b": c\r\u0085\u2028#{} - !x &y *z \u0000\ud800';
    const files = written({
      profile: name,
      scriptName: `${name}.yml`,
      payloadName: `${name}.csv`.toWellFormed(),
    });
    const plain = scriptOf(written());
    const { config, scenarios } = scriptOf(files);
    assert.deepEqual(scenarios, plain.scenarios);
    assert.equal(config.payload.path, `${name}.csv`.toWellFormed());
  });

  it('writes a payload that the batch reads too, and that is known again', async () => {
    const updates = updatesOf('soap11');
    const bytes = Buffer.from(written({ transport: 'soap11', updates }).payload);
    const csv = await readCsv(bytes);
    assert.ok('rows' in csv, 'message' in csv ? csv.message : '');
    assert.deepEqual(
      csv.rows.map(({ userName, newEmailAddress }) => ({ userName, newEmailAddress })),
      updates,
    );
    assert.ok(isPayload(bytes));
    assert.ok(!isPayload(Buffer.from('UserName,NewEmailAddress\r\njdoe,j@example.com\r\n')));
  });

  it('refuses what cannot be sent, and says which row it is', () => {
    const update = (newEmailAddress: string, number?: number) => [
      { userName: 'jdoe', newEmailAddress, ...(number !== undefined && { number }) },
    ];
    assert.match(refused({ updates: update('\ud800', 7) }), /^Row 7: .*surrogate/);
    assert.match(refused({ transport: 'soap12', updates: update('\0') }), /^The new email address.*U\+0000/);
    assert.match(refused({ updates: [] }), /nothing to send/);
    assert.match(refused({ arrivalRate: 0 }), /above 0/);
    assert.match(refused({ arrivalRate: Infinity }), /above 0/);
    assert.match(refused({ durationSeconds: -1 }), /above 0/);
    assert.match(refused({ payloadName: '{{ x }}.csv' }), /another name/);
  });
});
