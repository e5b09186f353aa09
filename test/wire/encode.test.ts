import assert from 'node:assert/strict';
import { encode } from '../../src/api/encode';
import type { HttpRequest } from '../../src/api/encode/request';
import type { Call, TicketElement } from '../../src/api/operations';
import type { Transport } from '../../src/api/outcome';
import { header, recordings } from './recordings';

const ADMIN = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const JDOE = '11111111-4f89-11d3-9a0c-0305e82c3301';
const LOGGED_OUT = '22222222-4f89-11d3-9a0c-0305e82c3301';
const UNKNOWN = '00000000-0000-0000-0000-000000000000';

const update = (ticket: string, userName = 'jdoe', newEmailAddress = 'john.doe@example.com'): Call => ({
  operation: 'UpdateUserEmail',
  values: { ticket, userName, newEmailAddress },
});
const authenticate = (userName: string, password: string): Call => ({
  operation: 'AuthenticateUser',
  values: { userName, password },
});
const getUser = (userName: string): Call => ({ operation: 'GetUser', values: { ticket: ADMIN, userName } });
const isValidTicket = (ticket: string): Call => ({ operation: 'isValidTicket', values: { ticket } });
const logOut = (ticket: string): Call => ({ operation: 'LogOut', values: { ticket } });
const serverInfo: Call = { operation: 'ServerInfo', values: {} };

/** The call that each recorded request makes. */
const CALLS: Readonly<Record<string, readonly [Transport, Call, TicketElement?]>> = {
  'authenticate-post-900': ['post', authenticate('jdoe', 'wrong')],
  'authenticate-post-902': ['post', authenticate('sysadmin', 'pw')],
  'authenticate-post-ok': ['post', authenticate('jdoe', 'pw')],
  'authenticate-soap11-ok': ['soap11', authenticate('jdoe', 'pw')],
  'getuser-get-ok': ['get', getUser('jdoe')],
  'getuser-post-user-not-found': ['post', getUser('ghost')],
  'getuser-soap12-ok': ['soap12', getUser('jdoe')],
  'isvalidticket-get-ok': ['get', isValidTicket(ADMIN)],
  'isvalidticket-post-901': ['post', isValidTicket(UNKNOWN)],
  'isvalidticket-soap11-ok': ['soap11', isValidTicket(ADMIN)],
  'logout-post-again-901': ['post', logOut(LOGGED_OUT)],
  'logout-post-ok': ['post', logOut(LOGGED_OUT)],
  'serverinfo-get-ok': ['get', serverInfo],
  'serverinfo-soap11-ok': ['soap11', serverInfo],
  'update-get-empty-ticket-900': ['get', update('')],
  'update-get-ok': ['get', update(ADMIN)],
  'update-get-unknown-ticket-901': ['get', update(UNKNOWN)],
  'update-post-access-denied': ['post', update(JDOE, 'asmith', 'x@example.com')],
  'update-post-markup-rejected-http500': ['post', update(ADMIN, 'jdoe', '<x>@example.com')],
  'update-post-ok': ['post', update(ADMIN)],
  'update-post-user-not-found': ['post', update(ADMIN, 'ghost', 'g@example.com')],
  'update-soap11-lowercase-ticket-element-900': ['soap11', update(ADMIN), 'authenticationTicket'],
  'update-soap11-ok': ['soap11', update(ADMIN)],
  'update-soap11-unknown-ticket-901': ['soap11', update(UNKNOWN)],
  'update-soap12-access-denied': ['soap12', update(JDOE, 'asmith', 'x@example.com')],
  'update-soap12-ok': ['soap12', update(ADMIN)],
};

/** Recorded requests that this client never makes, and why. */
const NEVER_SENT: Readonly<Record<string, string>> = {
  'not-found-http404': 'another page',
  'soap11-malformed-http400': 'a broken envelope',
  'soap11-unknown-action-fault': 'an operation that does not exist',
  'unknown-operation-http500': 'an operation that does not exist',
  'update-get-ok-ticket-name-any-case': 'parameter names in another case',
  'update-post-missing-parameter-http500': 'a parameter is missing',
  'update-soap11-no-soapaction-ok': 'SOAPAction is missing',
  wsdl: 'the description is not an operation',
};

const endpoint = new URL('http://ir.example.test/srv.asmx');

describe('The encoders against the recorded requests', () => {
  for (const { name, request } of recordings()) {
    const call = CALLS[name];
    if (call === undefined) {
      it(`${name}: is known not to be sent`, () => assert.ok(NEVER_SENT[name], `no rule for ${name}`));
      continue;
    }
    it(`${name}: request line, Content-Type, SOAPAction and body are the recorded ones`, () => {
      const encoded = encode(call[0], endpoint, call[1], call[2]);
      assert.ok(!('kind' in encoded));
      assert.equal(`${encoded.method} ${encoded.target} HTTP/1.1`, request.startLine);
      for (const each of ['Host', 'Content-Type', 'SOAPAction', 'Content-Length']) {
        assert.equal(headerOf(encoded, each), header(request, each), each);
      }
      assert.equal(encoded.body, request.body.toString('utf8'));
    });
  }
});

const headerOf = ({ headers }: HttpRequest, wanted: string) => headers.find(([name]) => name === wanted)?.[1];
