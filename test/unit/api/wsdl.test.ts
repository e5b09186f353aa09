import assert from 'node:assert/strict';
import { maskSecrets } from '../../../src/api/redact';
import { TRANSPORTS } from '../../../src/api/outcome';
import { decodeWsdl, readWsdl } from '../../../src/api/wsdl';
import { FAULTS } from '../../../src/sandbox/faults';
import { wsdl } from '../../../src/sandbox/wsdl';
import { recordings } from '../../wire/recordings';

const recorded = recordings().find(({ name }) => name === 'wsdl');
const text = recorded?.response.body.toString('utf8') ?? '';

describe('a WSDL', () => {
  it('as recorded spells the ticket with a capital, and has a binding for each transport', () => {
    const description = readWsdl(text);
    assert.equal(description?.ticketElement, 'AuthenticationTicket');
    assert.deepEqual([...description.transports].sort(), [...TRANSPORTS].sort());
  });

  it('is read by namespaces, whatever their prefixes', () => {
    const renamed = text
      .replaceAll('soap12:', 'twelve:')
      .replaceAll('soap:', 's1:')
      .replaceAll('http:b', 'web:b')
      .replaceAll('wsdl:', '')
      .replace('xmlns:soap12=', 'xmlns:twelve=')
      .replace('xmlns:soap=', 'xmlns:s1=')
      .replace('xmlns:http=', 'xmlns:web=')
      .replaceAll('http:operation', 'web:operation')
      .replaceAll('http:urlEncoded', 'web:urlEncoded')
      .replaceAll('http:address', 'web:address')
      .replace('xmlns:wsdl=', 'xmlns=');
    assert.notEqual(renamed, text);
    assert.deepEqual(readWsdl(renamed), readWsdl(text));
  });

  it('spells the ticket of UpdateUserEmail, and not that of another operation', () => {
    const other = text.replace('name="AuthenticationTicket"', 'name="authenticationTicket"');
    assert.notEqual(other, text);
    assert.equal(readWsdl(other)?.ticketElement, 'AuthenticationTicket');
    const all = text.replaceAll('name="AuthenticationTicket"', 'name="authenticationTicket"');
    assert.equal(readWsdl(all)?.ticketElement, 'authenticationTicket');
    const neither = text.replaceAll('name="AuthenticationTicket"', 'name="ticket"');
    assert.equal(readWsdl(neither)?.ticketElement, undefined);
  });

  for (const fault of FAULTS) {
    it(`of the sandbox says what it takes (${fault})`, () => {
      const missing = fault === 'getDisabled' ? 'get' : fault === 'postDisabled' ? 'post' : undefined;
      const description = readWsdl(wsdl('http://127.0.0.1/srv.asmx', fault));
      assert.deepEqual(
        [...(description?.transports ?? [])].sort(),
        TRANSPORTS.filter(transport => transport !== missing).sort(),
      );
      assert.equal(
        description?.ticketElement,
        fault === 'lowerCaseTicketElement' ? 'authenticationTicket' : 'AuthenticationTicket',
      );
    });
  }

  it('is nothing else: no page, no answer, nothing cut short, no DTD', () => {
    for (const other of [
      '',
      '<html></html>',
      '<response success="true" />',
      text.slice(0, -20),
      text.replace('<wsdl:definitions', '<!DOCTYPE a><wsdl:definitions'),
    ]) {
      assert.equal(readWsdl(other), undefined, other.slice(0, 60));
    }
  });

  it('that does not come is a failure with a kind', () => {
    const request = { startLine: 'GET /srv.asmx?WSDL HTTP/1.1', headers: [], body: Buffer.alloc(0) };
    const came = (status: number, body: string) => ({
      request,
      response: { startLine: `HTTP/1.1 ${status}`, status, headers: [], body: Buffer.from(body) },
      startedAt: new Date(0),
      durationMs: 1,
    });
    const decoded = (exchange: Parameters<typeof decodeWsdl>[0]) =>
      decodeWsdl(exchange, new URL('http://ir/srv.asmx'), maskSecrets([])).error?.kind;
    assert.equal(decoded(came(200, text)), undefined);
    assert.equal(decoded(came(404, 'gone')), 'httpError');
    assert.equal(decoded(came(302, text)), 'httpError', 'what stands in a redirect is not believed');
    assert.equal(decoded(came(200, '<html></html>')), 'notAnInfoRouterResponse');
    assert.equal(decoded(came(200, '<response success="true" />')), 'notAnInfoRouterResponse');
    const failure = { kind: 'timeout', message: 'No answer.' } as const;
    assert.equal(decoded({ request, failure, startedAt: new Date(0), durationMs: 1 }), 'timeout');
  });
});
