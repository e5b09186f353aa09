import assert from 'node:assert/strict';
import { messageText } from '../../../src/api/exchangeText';
import { callError, TRANSPORTS } from '../../../src/api/outcome';
import { MASK, maskSecrets } from '../../../src/api/redact';
import type { Draft } from '../../../src/session/draft';
import { toProfile } from '../../../src/session/profile';
import { draftForProfile, formResult, freshDraft, preview, ticketToSend } from '../../../src/views/formModel';
import { parseToForm } from '../../../src/views/protocol';
import { openWorld, type World } from '../session/world';

const profile = toProfile({
  name: 'Test',
  baseUrl: 'http://dms/infoRouter',
  userName: 'jdoe',
  transport: 'soap11',
});
const other = toProfile({ name: 'Other', baseUrl: 'http://other', userName: 'ann' });
const draft: Draft = {
  userName: 'jdoe & sons',
  newEmailAddress: 'ü+😀@example.com',
  transport: 'post',
  ticket: 'stored',
  otherTicket: '',
  verify: false,
};

describe('the form’s draft', () => {
  it('is prefilled from the profile', () => {
    assert.deepEqual(freshDraft(profile), {
      userName: 'jdoe',
      newEmailAddress: '',
      transport: 'soap11',
      ticket: 'stored',
      otherTicket: '',
      verify: false,
    });
    assert.deepEqual([freshDraft(undefined).userName, freshDraft(undefined).transport], ['', 'post']);
  });

  it('changes what was prefilled with the profile, and keeps what was typed', () => {
    const fresh = { ...freshDraft(profile), newEmailAddress: 'typed@example.com' };
    assert.deepEqual(draftForProfile(fresh, profile, other), {
      ...fresh,
      userName: 'ann',
      transport: 'post',
    });
    const typed = { ...fresh, userName: 'typed' };
    assert.equal(draftForProfile(typed, profile, other).userName, 'typed');
    assert.equal(draftForProfile(fresh, profile, undefined).userName, '');
    assert.equal(draftForProfile(fresh, profile, undefined).transport, 'soap11');
    assert.equal(draftForProfile({ ...fresh, userName: '' }, undefined, profile).userName, 'jdoe');
  });

  it('takes a ticket that was typed for a call to one server to no other', () => {
    const typed: Draft = { ...draft, ticket: 'other', otherTicket: 'a secret' };
    for (const now of [other, undefined]) {
      const { ticket, otherTicket } = draftForProfile(typed, profile, now);
      assert.deepEqual([ticket, otherTicket], ['stored', '']);
    }
  });

  it('chooses the ticket to send', () => {
    assert.deepEqual(ticketToSend({ ...draft, otherTicket: 'unused' }), { use: 'stored' });
    assert.deepEqual(ticketToSend({ ...draft, ticket: 'none' }), { use: 'none' });
    assert.deepEqual(ticketToSend({ ...draft, ticket: 'other', otherTicket: 't' }), {
      use: 'given',
      ticket: 't',
    });
  });
});

describe('the form’s preview', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await world.session.signIn(world.profile, 'admin', 'admin');
  });
  after(() => world.close());

  for (const transport of TRANSPORTS) {
    for (const [ticket, otherTicket] of [
      ['stored', ''],
      ['none', ''],
      ['other', 'a ticket of "another" length & more'],
      ['other', 'abc'],
    ] as const) {
      it(`by ${transport} with the ticket ${ticket} ${otherTicket} is what is sent, secrets masked`, async () => {
        const typed: Draft = { ...draft, transport, ticket, otherTicket };
        const { text, problem } = preview(typed, world.profile);
        assert.equal(problem, undefined);
        const { userName, newEmailAddress } = typed;
        const outcome = await world.updateEmail.update({
          userName,
          newEmailAddress,
          transport,
          ticket: ticketToSend(typed),
        });
        const exchange = world.exchanges.at(-1);
        assert.ok(exchange && exchange.id === outcome.exchangeId);
        assert.equal(text, messageText(exchange.request, maskSecrets(exchange.secrets), 'raw'));
        assert.equal(text.includes(MASK), ticket !== 'none');
        assert.ok(otherTicket === '' || !text.includes(otherTicket));
        assert.ok(!text.includes('00000000'), 'the stand-in of the stored ticket is masked as well');
      });
    }
  }

  it('says in words what the transport cannot carry', () => {
    const { text, problem, field } = preview({ ...draft, transport: 'soap11', userName: 'a\u0001' }, profile);
    assert.deepEqual([text, field], ['', 'userName']);
    assert.match(problem ?? '', /user name holds the character U\+0001/);
  });

  it('is empty without a profile', () => {
    assert.deepEqual(preview(draft, undefined), { text: '', problem: undefined, field: undefined });
  });

  it('shows the path of the profile’s server', () => {
    assert.match(
      preview(draft, profile).text,
      /^POST \/infoRouter\/srv\.asmx\/UpdateUserEmail HTTP\/1\.1\nHost: dms\n/,
    );
  });
});

describe('the form’s result', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
    await world.session.signIn(world.profile, 'jdoe', 'jdoe');
  });
  afterEach(() => world.close());

  const send = async (userName: string, ticket = ticketToSend(draft)) => {
    const outcome = await world.updateEmail.update({ userName, newEmailAddress: 'x@y', ticket });
    return formResult(
      'Test',
      outcome,
      world.exchanges.find(({ id }) => id === outcome.exchangeId),
      'Done.',
    );
  };

  it('says that it worked, with status, time, transport and profile', async () => {
    const result = await send('jdoe');
    assert.deepEqual([result.success, result.headline, result.kind], [true, 'Done.', undefined]);
    assert.match(result.meaning, /what it stores now was not asked/);
    assert.match(result.remedy, /^Load the current address/);
    assert.match(result.facts, /^HTTP 200 OK · [\d.]+ ms · HTTP POST · .*\d+:\d\d.* · Test$/);
    assert.match(result.responseBody, /success="true"/);
    assert.equal(result.exchangeId, world.exchanges.at(-1)?.id);
  });

  it('says why it failed, what to do, and the code', async () => {
    const result = await send('jdoe', { use: 'given', ticket: 'unknown' });
    assert.deepEqual([result.success, result.kind, result.code], [false, 'sessionExpired', 901]);
    assert.match(result.headline, /\[901\]/);
    assert.match(result.remedy, /^Sign in again/);
    assert.match(result.meaning, /no longer valid/);
    assert.deepEqual(result.offers, ['signIn', 'openDocumentation']);
  });

  it('offers to edit the profile that got no answer of infoRouter, but never the sandbox’s', async () => {
    world.sandbox.setFault('http500');
    assert.deepEqual((await send('jdoe')).offers, ['editProfile', 'checkConnection', 'openDocumentation']);
    const exchange = world.exchanges.at(-1);
    assert.ok(exchange);
    const { offers } = formResult('Sandbox', exchange.outcome, exchange, '');
    assert.deepEqual(offers, ['checkConnection', 'openDocumentation']);
  });

  it('says that nothing was sent, or that nothing came back', async () => {
    const error = callError('notSignedIn', 'No ticket.');
    const unsent = formResult(
      'Test',
      { success: false, error, transport: 'get', durationMs: 0, exchangeId: '' },
      undefined,
      '',
    );
    assert.deepEqual(
      [unsent.facts, unsent.responseBody, unsent.headline],
      ['Nothing was sent · Test', '', 'No ticket.'],
    );
    world.sandbox.setFault('connectionReset');
    const reset = await send('jdoe');
    assert.match(reset.facts, /^[\d.]+ ms · HTTP POST/);
    assert.equal(reset.responseBody, '');
  });

  it('masks what the response echoes, bounds it, and is a message that the form takes', async () => {
    await send('jdoe');
    const [signIn] = world.exchanges;
    assert.ok(signIn?.response);
    const body = Buffer.from(`${Buffer.from(signIn.response.body).toString()}${' '.repeat(70_000)}`);
    const exchange = { ...signIn, response: { ...signIn.response, body } };
    const result = formResult('Test', signIn.outcome, exchange, 'Done.');
    assert.ok(!result.responseBody.includes(world.kept()?.['ticket'] ?? ''));
    assert.match(result.responseBody, /more bytes of \d+ are not shown$/);
    const message = { type: 'result', result, again: false };
    assert.deepEqual(parseToForm(message), message);
  });
});
