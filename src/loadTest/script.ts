import { Document, isMap, isScalar, Scalar } from 'yaml';
import { TRANSPORT_LABELS } from '../api/outcome';
import type { LoadTest } from './loadTest';
import { PAYLOAD_COLUMNS, requestTemplate, TICKET_VARIABLE } from './requestTemplate';

/**
 * Finds the success in an answer: an attribute `success` of an element, with `true` in any case, in quotes of either
 * kind. It reads the tag from its beginning, so that a message which quotes `success="true"` is not taken for it.
 */
const SUCCESS = [
  String.raw`<[^\s<>"'=!?/]+`,
  String.raw`(?:\s+[^\s<>"'=/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*?`,
  String.raw`\s+(success)\s*=\s*(?:"[Tt][Rr][Uu][Ee]"|'[Tt][Rr][Uu][Ee]')`,
].join('');

/** The Artillery test, as YAML. Nothing in it is secret. */
export function scriptOf(test: LoadTest): string {
  const { method, body, ...request } = requestTemplate(test.transport, test.endpoint, test.ticketElement);
  const document = new Document({
    config: {
      target: test.endpoint.origin,
      phases: [phaseOf(test)],
      payload: {
        path: test.payloadName,
        fields: PAYLOAD_COLUMNS,
        order: 'sequence',
        skipHeader: true,
        cast: false,
      },
      http: { timeout: test.timeoutSeconds },
      ...(test.allowUntrustedCertificate && { tls: { rejectUnauthorized: false } }),
      plugins: { ensure: {} },
      ensure: { conditions: [{ expression: 'vusers.failed == 0' }] },
    },
    scenarios: [
      {
        name: 'UpdateUserEmail',
        flow: [
          {
            [method]: {
              name: 'UpdateUserEmail',
              ...request,
              ...(body !== '' && { body }),
              followRedirect: false,
              match: { regexp: SUCCESS, group: 1, value: 'success' },
            },
          },
        ],
      },
    ],
  });
  const call = ['scenarios', 0, 'flow', 0, method];
  document.commentBefore = introduction(test);
  comment(document, ['config', 'target'], ' Another server: artillery run --target https://…');
  comment(document, ['config', 'phases'], ' Each virtual user sends one update.');
  comment(
    document,
    ['config', 'payload'],
    [
      ' A row for each virtual user, in order. Artillery encodes nothing, so the last two columns hold both values as they',
      ` stand in the request (${TRANSPORT_LABELS[test.transport]}). “cast” would make numbers of user names like 007.`,
    ].join('\n'),
  );
  comment(document, ['config', 'ensure'], ' With a failure among them Artillery exits with 1.');
  comment(
    document,
    [...call, 'match'],
    ' success="true", in any case and in either quotes. Everything else is a failure, at HTTP 200 too.',
  );
  style(document, [...call, 'match', 'regexp'], Scalar.QUOTE_SINGLE);
  if (body.includes('\n')) {
    style(document, [...call, 'body'], Scalar.BLOCK_LITERAL);
  }
  return document.toString({
    lineWidth: 0,
    // Whatever stands in a name, it is a text.
    defaultStringType: Scalar.QUOTE_DOUBLE,
    defaultKeyType: Scalar.PLAIN,
  });
}

/** As many virtual users as there are updates, or as come in the time. */
function phaseOf({ updates, arrivalRate, durationSeconds }: LoadTest) {
  const duration = Math.max(1, Math.ceil(durationSeconds ?? updates.length / arrivalRate));
  const arrivalCount =
    durationSeconds === undefined ? updates.length : Math.max(1, Math.floor(arrivalRate * durationSeconds));
  return { name: 'updates', duration, arrivalCount };
}

function comment(document: Document, path: readonly (string | number)[], text: string): void {
  const map = document.getIn(path.slice(0, -1), true);
  const pair = isMap(map)
    ? map.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
    : undefined;
  if (!isScalar(pair?.key)) {
    throw new Error(`There is no ${path.join('.')}.`);
  }
  pair.key.commentBefore = text;
}

function style(document: Document, path: readonly (string | number)[], type: Scalar.Type): void {
  const text = document.getIn(path, true);
  if (isScalar(text)) {
    text.type = type;
  }
}

function introduction({ profile, endpoint, updates, transport, ...test }: LoadTest): string {
  const name = `"${oneLine(test.scriptName)}"`;
  const users = updates.length === 1 ? '1 user' : `${updates.length} users`;
  return `
 Artillery (https://www.artillery.io) test of infoRouter's UpdateUserEmail by ${TRANSPORT_LABELS[transport]}.

 IT CHANGES THE EMAIL ADDRESSES of ${users} at ${endpoint.href} (${oneLine(profile)}).
 Run it against a server that is there for it.

 The ticket stands in no file: put it into the environment of whatever runs the test.
   export ${TICKET_VARIABLE}=…          (PowerShell: $env:${TICKET_VARIABLE} = '…')

 On this machine:
   npx artillery run ${name}

 On many machines, of your own account at AWS, which have to reach the server. Each of them sends all the updates.
 With Fargate the ticket is a secret of the account's Parameter Store, by this name:
   aws ssm put-parameter --type SecureString --name /artilleryio/${TICKET_VARIABLE} --value "$${TICKET_VARIABLE}"
   npx artillery run-fargate --count 4 --secret ${TICKET_VARIABLE} ${name}
 With Lambda it is a line ${TICKET_VARIABLE}=… of a file that Artillery puts into a bucket of the account; delete both:
   npx artillery run-lambda --count 4 --env-file ticket.env ${name}`.slice(1);
}

/** A comment ends with its line, and YAML takes no control characters. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\ufffe\uffff]/gu, ' ');
