import assert from 'node:assert/strict';
import { createClientAsync, type Client } from 'soap';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';

/** The root element of an answer as the client hands it out: attributes under `attributes`, children by name. */
interface Answer {
  readonly attributes: Readonly<Record<string, string>>;
  readonly User?: { readonly attributes: Readonly<Record<string, string>> };
}
type Call = (
  parameters: Readonly<Record<string, string>>,
) => Promise<[Record<string, Record<string, Answer>>]>;

for (const [version, forceSoap12Headers] of [
  ['1.1', false],
  ['1.2', true],
] as const) {
  describe(`sandbox with a stock SOAP ${version} client`, () => {
    let sandbox: Sandbox;
    let client: Client;
    before(async () => {
      sandbox = await startSandbox();
      client = await createClientAsync(`${sandbox.endpoint}?WSDL`, { forceSoap12Headers });
    });
    after(() => sandbox.stop());

    async function call(
      operation: string,
      parameters: Readonly<Record<string, string>> = {},
    ): Promise<Answer> {
      const [result] = await (client[`${operation}Async`] as Call)(parameters);
      const answer = Object.values(result[`${operation}Result`] ?? {})[0];
      assert.ok(answer, `${operation} answered nothing that the client could read.`);
      return answer;
    }
    async function signIn(name: string): Promise<string> {
      return (await call('AuthenticateUser', { UID: name, PWD: name })).attributes['ticket'] ?? '';
    }

    it('finds all operations in the WSDL, at the address of the sandbox', () => {
      const ports = (client.describe() as { Srv: Record<string, Record<string, unknown>> }).Srv;
      assert.deepEqual(Object.keys(ports['SrvSoap'] ?? {}).sort(), [
        'AuthenticateUser',
        'GetUser',
        'LogOut',
        'ServerInfo',
        'UpdateUserEmail',
        'isValidTicket',
      ]);
      assert.deepEqual(Object.keys(ports['SrvSoap12'] ?? {}), Object.keys(ports['SrvSoap'] ?? {}));
    });

    it('speaks its own version of SOAP', async () => {
      await call('ServerInfo');
      const envelope =
        version === '1.2' ? 'http://www.w3.org/2003/05/soap-envelope' : 'http://schemas.xmlsoap.org/';
      assert.ok(client.lastRequest?.includes(envelope));
      assert.ok(String(client.lastResponse).includes(envelope));
    });

    it('signs in, changes an address, reads it back and signs out', async () => {
      const ticket = await signIn('jdoe');
      const email = 'jöhn+"<&>"@example.com';
      const update = { AuthenticationTicket: ticket, UserName: 'JDOE', NewEmailAddress: email };
      assert.deepEqual((await call('UpdateUserEmail', update)).attributes, { success: 'true', error: '' });
      const { User: user } = await call('GetUser', { AuthenticationTicket: ticket, UserName: 'jdoe' });
      assert.equal(user?.attributes['Email'], email);
      assert.equal(
        (await call('isValidTicket', { AuthenticationTicket: ticket })).attributes['username'],
        'jdoe',
      );
      assert.deepEqual((await call('LogOut', { AuthenticationTicket: ticket })).attributes, {
        success: 'true',
      });
      assert.equal(
        await errorOf('LogOut', { AuthenticationTicket: ticket }),
        '[901] Session expired or Invalid ticket',
      );
    });

    it('meets each documented error', async () => {
      const ticket = await signIn('asmith');
      const update = { AuthenticationTicket: ticket, UserName: 'jdoe', NewEmailAddress: 'x@example.com' };
      assert.equal(
        await errorOf('AuthenticateUser', { UID: 'jdoe', PWD: '' }),
        '[900] Authentication failed',
      );
      assert.equal(
        await errorOf('AuthenticateUser', { UID: 'sysadmin', PWD: 'any' }),
        '[902] Ticket generation not allowed',
      );
      assert.equal(await errorOf('UpdateUserEmail', update), 'Access denied');
      assert.equal(await errorOf('UpdateUserEmail', { ...update, UserName: 'ghost' }), 'User not found');
      assert.equal(
        await errorOf('UpdateUserEmail', { ...update, AuthenticationTicket: '' }),
        '[900] Authentication failed',
      );
      assert.equal(
        await errorOf('UpdateUserEmail', { ...update, AuthenticationTicket: 'none' }),
        '[901] Session expired or Invalid ticket',
      );
    });

    async function errorOf(operation: string, parameters: Readonly<Record<string, string>>): Promise<string> {
      const { attributes } = await call(operation, parameters);
      assert.equal(attributes['success'], 'false');
      return attributes['error'] ?? '';
    }

    it('gets a fault that the client recognises', async () => {
      // Spoils the action and the body's element on their way out.
      const postProcess = (xml: string): string => xml.replaceAll('ServerInfo', 'Nope');
      const failing = (
        client as unknown as Record<
          string,
          (parameters: object, options: object, headers: object) => Promise<unknown>
        >
      )['ServerInfoAsync'];
      assert.ok(failing);
      const headers =
        version === '1.2'
          ? { 'Content-Type': 'application/soap+xml; charset=utf-8; action="http://tempuri.org/Nope"' }
          : { SOAPAction: '"http://tempuri.org/Nope"' };
      await assert.rejects(failing.call(client, {}, { postProcess }, headers), (error: Error) => {
        assert.match(
          error.message,
          version === '1.2' ? /action 'http:\/\/tempuri.org\/Nope'/ : /HTTP Header/,
        );
        const { root } = error as Error & {
          root?: { Envelope: { Body: { Fault: Record<string, unknown> } } };
        };
        const fault = root?.Envelope.Body.Fault ?? {};
        if (version === '1.2') {
          assert.deepEqual(fault['Code'], { Value: 'soap:Sender' });
        } else {
          assert.equal(fault['faultcode'], 'soap:Client');
        }
        return true;
      });
    });
  });
}
