import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { shown } from '../../../src/views/foreignText';
import { ended, openWindow, typeInto, valueOf, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';
import { AGENT, listenForAgents, type Agent, type Agents } from './agent';
import { asName, HOSTILE, inXml, startHostileServer, type HostileServer } from './hostile';

const nameOf = (what: string) => asName(HOSTILE[what] ?? '') || what;

describe('Hostile text in the form, in a browser on the real workbench', () => {
  let server: HostileServer;
  let agents: Agents;
  let agent: Agent;
  let window: Window;

  before(async () => {
    server = await startHostileServer();
    agents = await listenForAgents();
    const profiles = Object.entries(HOSTILE).map(([what, text]) => ({
      name: nameOf(what),
      // A query and a fragment are refused.
      baseUrl: `${server.url}/${text.replace(/[?#]/g, '')}`,
      userName: text,
    }));
    const settings = { 'inforouter.profiles': profiles, 'inforouter.request.timeoutSeconds': 600 };
    window = await openWindow(settings, { extensions: [AGENT], env: agents.env });
    agent = await agents.next();
    await agent.call('selectProfile', { profile: nameOf('markup') });
  });
  after(async () => {
    // Says, too, whether a policy was violated or a script has failed.
    await window.close();
    agents.close();
    await server.close();
  });

  for (const [what, text] of Object.entries(HOSTILE)) {
    it(`${what}: stays text, whoever says it`, async () => {
      const { eventually } = await pages();
      const profile = nameOf(what);
      Object.assign(server, { says: text, by: 'answer' });
      // The user name of the answer goes into the keychain, and from there beside the profile.
      const signIn = await agent.call('signIn', { profile, userName: 'jdoe', password: 'secret' });
      assert.equal(signIn.success, true, signIn.error?.message);
      await agent.call('selectProfile', { profile });
      const form = await window.form();
      await form.getByTestId('baseUrl').filter({ hasText: server.url }).waitFor();
      await form.getByTestId('profileStatus').filter({ hasText: 'signed in as' }).waitFor();
      // A field has one line.
      const inField = text.replace(/[\r\n]/g, '');
      const value = async (field: string) => (await valueOf(form, field)).toWellFormed();
      await eventually(
        'the prefilled name',
        async () => (await value('userName')) === inField.toWellFormed(),
      );
      // Chromium takes seconds for each layout of a field that holds a million characters; one such field is there.
      await typeInto(form, 'newEmailAddress', text.slice(0, 100_000));
      await whole(form);

      // Half a character is the one thing here that no transport can carry.
      const sendable = inField.isWellFormed();
      for (const by of ['answer', 'status'] as const) {
        server.by = by;
        await press(form);
        const { kind, text: said } = await ended(form);
        const kinds = by === 'answer' ? ['apiError'] : ['httpError', 'network'];
        assert.ok((sendable ? kinds : ['invalidInput']).includes(kind), said.slice(0, 500));
        if (kind === 'apiError') {
          const headline = await form.getByTestId('headline').locator('bdi').textContent();
          assert.equal(headline, shown(inXml(text).trim(), 2000));
        }
        await whole(form);
      }

      server.by = 'answer';
      await typeInto(form, 'newEmailAddress', '');
      // By its own click handler: Chromium takes seconds to find what lies under a mouse over a million characters.
      await form.getByTestId('loadCurrent').dispatchEvent('click');
      if (sendable) {
        const stored = inXml(inField);
        await eventually('the stored address', async () => (await value('newEmailAddress')) === stored);
        await whole(form);

        server.by = 'silence';
        await press(form);
        await form.getByTestId('cancel').filter({ visible: true }).waitFor();
        await form.getByTestId('cancel').dispatchEvent('click');
        assert.equal((await ended(form)).kind, 'cancelled');
      }
    });
  }

  it('turns none of the words around it, though it closes the isolate that holds it', async () => {
    const { eventually } = await pages();
    const form = await window.form();
    const turned = HOSTILE['turned directions'] ?? '';
    const profile = nameOf('turned directions');
    Object.assign(server, { says: turned, by: 'answer' });
    await agent.call('signIn', { profile, userName: 'jdoe', password: 'secret' });
    await agent.call('selectProfile', { profile });
    await form.getByTestId('profileStatus').filter({ hasText: 'signed in as abc' }).waitFor();
    server.says = 'stored@example.com';
    assert.deepEqual(await order(form, 'profileStatus', 'OS keychain'), 'left to right');
    await typeInto(form, 'userName', turned);
    await typeInto(form, 'newEmailAddress', 'typed@example.com');
    await form.getByTestId('loadCurrent').click();
    await eventually(
      'the address',
      async () => (await valueOf(form, 'newEmailAddress')) === 'stored@example.com',
    );
    assert.deepEqual(await order(form, 'loaded', 'Loaded the stored'), 'left to right');
    assert.deepEqual(await order(form, 'loaded', 'Put Back'), 'left to right');
  });
});

const press = (form: Frame) => form.getByTestId('newEmailAddress').locator('input').press('Control+Enter');

/** Nothing was executed, nothing foreign was built, and nothing is wider than a side bar. */
async function whole(form: Frame): Promise<void> {
  const seen = await form.evaluate(`({
    canary: window.canary ?? 'not executed',
    foreign: [...document.querySelectorAll('main :is(img, svg:not(.icon), script, iframe, a, style)')].map(each => each.outerHTML),
    overflow: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
    narrow: innerWidth <= 300,
  })`);
  assert.deepEqual(seen, { canary: 'not executed', foreign: [], overflow: 0, narrow: true });
}

/** In which direction the words stand on the screen: where the first of their letters is, and where the last. */
function order(form: Frame, testId: string, words: string): Promise<string> {
  return form.evaluate(`(() => {
    const texts = document.createTreeWalker(document.querySelector('[data-testid=${testId}]'), NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const at = node.data.indexOf('${words}');
      if (at >= 0) {
        const place = offset => {
          const range = document.createRange();
          range.setStart(node, offset);
          range.setEnd(node, offset + 1);
          return range.getBoundingClientRect();
        };
        const first = place(at);
        // The next letter of the same line: the words may be broken.
        const second = place(at + 1);
        return first.left < second.left ? 'left to right' : 'turned: ' + node.data;
      }
    }
    return 'not there';
  })()`);
}
