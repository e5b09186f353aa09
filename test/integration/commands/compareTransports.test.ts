import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import { addProfile, call, cleanUp, startInfoRouter, storedProfiles, type InfoRouter } from '../support';

describe('compareTransports', () => {
  let server: InfoRouter;
  let profile: string;
  beforeEach(async () => {
    server = await startInfoRouter();
    profile = await addProfile(server.baseUrl, { user: 'admin' });
  });
  afterEach(cleanUp);

  const updates = () => server.log.filter(({ operation }) => operation === 'UpdateUserEmail').length;

  it('resolves to a row for each transport, that they agree, and no finding', async () => {
    const { rows, ...rest } = await call('compareTransports', { profile, userName: 'jdoe' });
    assert.deepEqual(rest, { agree: true, findings: [] });
    assert.equal(updates(), 4);
    for (const [at, row] of rows.entries()) {
      const { durationMs, exchangeId, ...facts } = row;
      assert.ok(durationMs >= 0 && exchangeId !== '');
      assert.deepEqual(facts, {
        success: true,
        transport: TRANSPORTS[at],
        httpStatus: 200,
        answer: '<response error="" success="true" />',
      });
    }
    const check = { profile, userName: 'jdoe', newEmailAddress: 'jdoe@example.com', verify: true };
    assert.equal((await call('updateUserEmail', check)).before, 'jdoe@example.com', 'it was a no-op');
  });

  it('says what differs, and the spelling that it finds cures the profile', async () => {
    server.setFault('lowerCaseTicketElement');
    const found = await call('compareTransports', { profile, userName: 'jdoe' });
    assert.equal(found.agree, false);
    assert.match(found.findings.join('\n'), /the WSDL spells its element “authenticationTicket”/);
    await call('editProfile', { profile, soapTicketElement: 'authenticationTicket' });
    assert.equal(
      (storedProfiles()[0] as { soapTicketElement?: string }).soapTicketElement,
      'authenticationTicket',
    );
    assert.equal((await call('compareTransports', { profile, userName: 'jdoe' })).agree, true);
    await call('editProfile', { profile, protected: true });
    const confirmed = await call('compareTransports', { profile, userName: 'jdoe', confirmed: true });
    assert.equal(confirmed.agree, true, 'another edit has kept the spelling');
  });

  it('names a disabled protocol', async () => {
    server.setFault('getDisabled');
    const { findings, rows } = await call('compareTransports', { profile, userName: 'jdoe' });
    assert.deepEqual(
      rows.map(({ success }) => success),
      [false, true, true, true],
    );
    assert.match(findings.join('\n'), /^HTTP GET is disabled on the server/);
  });

  it('sends no update where it must not or cannot: protected, unknown, signed out, no address', async () => {
    const refused = async (argument: object, kind: string) => {
      const { rows, agree, findings, error } = await call('compareTransports', {
        profile,
        userName: 'jdoe',
        ...argument,
      });
      assert.deepEqual([rows, agree, findings, error?.kind], [[], false, [], kind]);
      assert.ok(error?.remedy);
      assert.equal(updates(), 0);
    };
    await refused({ profile: 'nobody’s' }, 'invalidInput');
    await refused({ userName: 'ghost' }, 'userNotFound');
    const stranger = await addProfile(server.baseUrl);
    await refused({ profile: stranger, newEmailAddress: 'x@y' }, 'notSignedIn');
    await call('editProfile', { profile, protected: true });
    await refused({}, 'invalidInput');
    await refused({ confirmed: false }, 'invalidInput');
  });
});
