import assert from 'node:assert/strict';
import { TRANSPORTS } from '../../../src/api/outcome';
import { addProfile, call, cleanUp, failure, startInfoRouter, type InfoRouter } from '../support';

const newEmailAddress = 'new+address@example.com';

for (const transport of TRANSPORTS) {
  describe(`updateUserEmail by ${transport}`, () => {
    let server: InfoRouter;
    let admin: string;
    let jdoe: string;
    before(async () => {
      server = await startInfoRouter();
      admin = await addProfile(server.baseUrl, { user: 'admin' });
      jdoe = await addProfile(server.baseUrl, { user: 'jdoe', transport });
    });
    after(cleanUp);

    it('updates the address and says how', async () => {
      const outcome = await call('updateUserEmail', {
        profile: admin,
        userName: 'asmith',
        newEmailAddress,
        transport,
      });
      const { durationMs, exchangeId, ...rest } = outcome;
      assert.deepEqual(rest, { success: true, transport, httpStatus: 200 });
      assert.ok(durationMs > 0 && durationMs < 10_000);
      assert.match(exchangeId, /^\S+$/);
      const { method, operation, page } = server.log.at(-1) ?? {};
      assert.equal(operation, 'UpdateUserEmail');
      assert.equal(method, transport === 'get' ? 'GET' : 'POST');
      assert.equal(page, transport.startsWith('soap') ? '/srv.asmx' : '/srv.asmx/UpdateUserEmail');
    });

    it('takes the profile’s transport where none is given', async () => {
      const outcome = await call('updateUserEmail', { profile: jdoe, userName: 'jdoe', newEmailAddress });
      assert.deepEqual([outcome.success, outcome.transport], [true, transport]);
    });

    it('tells the address before and after with verify, whatever characters are in it', async () => {
      const previous = `before ${transport}`;
      await call('updateUserEmail', { profile: admin, userName: 'müller', newEmailAddress: previous });
      const address = `"<ünï> & co" +%20;=@exämple.com 😀 שלום`;
      // ASP.NET refuses markup in a form value; in SOAP it is text like any other.
      const wanted = transport.startsWith('soap') ? address : address.replace(/[<>]/g, '');
      const request = {
        profile: admin,
        userName: 'müller',
        newEmailAddress: wanted,
        transport,
        verify: true,
      };
      const { success, before, after, verified, error } = await call('updateUserEmail', request);
      assert.deepEqual(
        { success, before, after, verified, error },
        {
          success: true,
          before: previous,
          after: wanted,
          verified: true,
          error: undefined,
        },
      );
    });

    it('tells with verify that a failed update changed nothing', async () => {
      const { before: stored } = await call('updateUserEmail', {
        profile: jdoe,
        userName: 'asmith',
        newEmailAddress,
        verify: true,
      });
      const outcome = await call('updateUserEmail', {
        profile: jdoe,
        userName: 'asmith',
        newEmailAddress: 'other',
        verify: true,
      });
      failure(outcome, 'accessDenied');
      assert.deepEqual([outcome.before, outcome.after, outcome.verified], [stored, stored, false]);
    });

    it('reaches [900] without a ticket and [901] with a foreign one, and keeps neither', async () => {
      const request = { profile: admin, userName: 'asmith', newEmailAddress, transport };
      assert.equal(
        failure(await call('updateUserEmail', { ...request, ticket: 'none' }), 'authenticationFailed').code,
        900,
      );
      const foreign = await call('updateUserEmail', { ...request, ticket: 'no such ticket' });
      const { code, remedy } = failure(foreign, 'sessionExpired');
      assert.equal(code, 901);
      assert.ok(remedy);
      assert.equal(foreign.httpStatus, 200);
      assert.equal((await call('updateUserEmail', { ...request, ticket: 'stored' })).success, true);
    });

    it('fails with userNotFound, and sends an empty name like any other', async () => {
      for (const userName of ['nobody', '']) {
        const outcome = await call('updateUserEmail', {
          profile: admin,
          userName,
          newEmailAddress,
          transport,
        });
        assert.match(failure(outcome, 'userNotFound').message, /User not found/);
        assert.notEqual(outcome.exchangeId, '');
      }
    });

    it('fails with accessDenied for another user’s address, and sends an address without @', async () => {
      failure(
        await call('updateUserEmail', { profile: jdoe, userName: 'asmith', newEmailAddress, transport }),
        'accessDenied',
      );
      const own = { profile: jdoe, userName: 'JDOE', newEmailAddress: 'no address', transport };
      assert.equal((await call('updateUserEmail', own)).success, true);
    });
  });
}
