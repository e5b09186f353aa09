import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { shown } from '../../../src/views/foreignText';
import { ended, openWindow, typeInto, valueOf, type Window } from '../../e2e/window';
import { pages } from '../../hostModules';
import { AGENT, listenForAgents, type Agent, type Agents } from './agent';
import { asName, HOSTILE, startHostileServer, type HostileServer } from './hostile';

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
      // The user name of the answer goes into the keychain, and from there beside the profile; one that is no XML does not.
      const signIn = () => agent.call('signIn', { profile, userName: 'jdoe', password: 'secret' });
      if (!(await signIn()).success) {
        server.says = 'jdoe';
        assert.equal((await signIn()).success, true);
        server.says = text;
      }
      await agent.call('selectProfile', { profile });
      const form = await window.form();
      const status = form.getByTestId('profileStatus');
      const about = form.getByTestId('baseUrl').filter({ hasText: server.url });
      await eventually(
        'the profile',
        async () => (await about.count()) > 0 && /\S/.test(await status.innerText()),
      );
      // A field has one line, and what goes to the extension host loses half a character.
      const oneLine = (of: string) => of.replace(/[\r\n]/g, '').toWellFormed();
      const value = async (field: string) => (await valueOf(form, field)).toWellFormed();
      await eventually('the prefilled name', async () => (await value('userName')) === oneLine(text));
      await typeInto(form, 'newEmailAddress', text);
      await whole(form);

      for (const by of ['answer', 'status'] as const) {
        server.by = by;
        await press(form);
        const { state, kind, text: said } = await ended(form);
        assert.equal(state, 'failure');
        assert.notEqual(kind, 'cancelled');
        if (kind === 'apiError') {
          const headline = await form.getByTestId('headline').locator('bdi').textContent();
          // A reader of XML gives one line feed for each line end (XML 1.0, section 2.11).
          const read = text.replaceAll('\r\n', '\n').trim();
          assert.equal(headline, shown(read, 2000), said.slice(0, 500));
        }
        await whole(form);
      }

      server.by = 'answer';
      await typeInto(form, 'newEmailAddress', '');
      // By its own click handler: Chromium takes seconds to find what lies under a mouse over a million characters.
      await form.getByTestId('loadCurrent').dispatchEvent('click');
      await form.getByTestId('cancel').filter({ visible: false }).waitFor({ state: 'attached' });
      const loaded = await eventually('an answer', async () => {
        const address = await value('newEmailAddress');
        return address === '' && (await form.getByTestId('result').getAttribute('data-state')) !== 'failure'
          ? undefined
          : [address];
      });
      assert.ok(['', oneLine(text)].includes(loaded[0] ?? ''), 'the whole address or none');
      await whole(form);

      server.by = 'silence';
      if (!text.isWellFormed()) {
        const before = server.requests.length;
        await press(form);
        assert.deepEqual([(await ended(form)).kind, server.requests.length], ['invalidInput', before]);
        return;
      }
      await press(form);
      await form.getByTestId('cancel').filter({ visible: true }).waitFor();
      await form.getByTestId('cancel').dispatchEvent('click');
      assert.equal((await ended(form)).kind, 'cancelled');
    });
  }

  it('turns none of the words around it, though it closes the isolate that holds it', async () => {
    const { eventually } = await pages();
    const form = await window.form();
    const turned = HOSTILE['turned directions'] ?? '';
    Object.assign(server, { says: 'stored@example.com', by: 'answer' });
    await agent.call('selectProfile', { profile: nameOf('turned directions') });
    await form.getByTestId('profileStatus').filter({ hasText: 'OS keychain' }).waitFor();
    assert.deepEqual(await order(form, 'profileStatus', 'OS keychain'), 'left to right');
    await typeInto(form, 'userName', turned);
    await typeInto(form, 'newEmailAddress', 'typed@example.com');
    await form.getByTestId('loadCurrent').click();
    await eventually(
      'the address',
      async () => (await valueOf(form, 'newEmailAddress')) === 'stored@example.com',
    );
    assert.deepEqual(await order(form, 'loaded', 'Loaded the stored'), 'left to right');
    assert.deepEqual(await order(form, 'loaded', 'Put back'), 'left to right');
  });
});

const press = (form: Frame) => form.getByTestId('newEmailAddress').locator('input').press('Control+Enter');

/** Nothing was executed, nothing foreign was built, and nothing is wider than a side bar. */
async function whole(form: Frame): Promise<void> {
  const seen = await form.evaluate(`({
    canary: window.canary ?? 'not executed',
    foreign: [...document.querySelectorAll('main :is(img, svg, script, iframe, a, style)')].map(each => each.outerHTML),
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
