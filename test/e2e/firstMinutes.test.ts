import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { packaging, pages, ROOT } from '../hostModules';
import { axe } from './inspect';
import { ended, openWindow, type Window, profileRow } from './window';

/** What the palette offers for a text, once `awaited` is among it. */
async function offered(page: Page, text: string, awaited: string): Promise<readonly string[]> {
  const { eventually, quickInput } = await pages();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await quickInput(page, '');
  await page.keyboard.type(text);
  const found = await eventually(`“${awaited}” in the palette`, async () => {
    const { items } = await quickInput(page, '');
    return items.includes(awaited) ? items : undefined;
  });
  await page.keyboard.press('Escape');
  return found;
}

/** Runs a command as one does who has no mouse: by typing its title. */
async function command(page: Page, title: string): Promise<void> {
  const { eventually, quickInput } = await pages();
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await quickInput(page, '');
  await page.keyboard.type(title);
  await eventually(`“${title}” in the palette`, async () =>
    (await quickInput(page, '')).items[0] === title ? true : undefined,
  );
  await page.keyboard.press('Enter');
}

/** Presses Tab until the focus is on what `reached` says. */
async function tabTo(page: Page, what: string, reached: () => Promise<boolean>): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await reached()) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  assert.fail(`no Tab led to ${what}`);
}

const focusIsOn = (page: Page, text: string) => async () =>
  (await page.locator(':focus').allTextContents()).some(words => words.trim() === text);
const inForm = (form: Frame, testId: string) => async () =>
  (await form.getByTestId(testId).and(form.locator(':focus-within')).count()) > 0;

/** Every file below a folder, by its path there, with its bytes. */
function filesOf(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(each => each.isFile());
  const files = entries.map(({ parentPath, name }) => path.join(parentPath, name));
  return new Map(files.map(file => [path.relative(folder, file), readFileSync(file)]));
}

/** Where the package has a file of the repository that goes by another name there. */
const RENAMED: Readonly<Record<string, string>> = {
  'README.md': 'readme.md',
  'CHANGELOG.md': 'changelog.md',
  LICENSE: 'LICENSE.txt',
};

/** What is packaged as it is in the repository. */
function shipped(): string[] {
  const here = [...filesOf(path.join(ROOT, 'dist')).keys()].map(name => `dist/${name}`);
  // Command lines, which are run from the repository.
  const bundles = here.filter(name => !['dist/sandboxCli.js', 'dist/contractCli.js'].includes(name));
  const media = [...filesOf(path.join(ROOT, 'media')).keys()].map(name => `media/${name}`);
  const texts = readdirSync(ROOT).filter(name => /^package\.nls(?:\.[a-z-]+)?\.json$/.test(name));
  const l10n = readdirSync(ROOT).includes('l10n') ? readdirSync(path.join(ROOT, 'l10n')) : [];
  return [...bundles, ...media, ...texts, ...l10n.map(name => `l10n/${name}`), 'LICENSE'];
}

describe('The first minutes with the packaged extension, by keyboard alone, in a browser on the real workbench', () => {
  let folder: string;
  let window: Window;
  let form: Frame;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'inforouter-package-'));
    const { packExtension } = await packaging();
    window = await openWindow(
      { 'inforouter.profiles': [{ name: 'Broken', baseUrl: 'ftp://dms' }] },
      { vsix: packExtension(folder) },
    );
  });
  after(async () => {
    await window.close();
    rmSync(folder, { recursive: true });
  });

  it('installs exactly what is to be shipped, as it is here', () => {
    const extensions = path.join(window.folder, 'server/extensions');
    const [name = '', ...more] = readdirSync(extensions).filter(each => each !== 'extensions.json');
    assert.match(name, /^inforouter-api-tester\.inforouter-api-tester-\d/);
    assert.deepEqual(more, []);
    const installed = filesOf(path.join(extensions, name));
    const expected = shipped();
    assert.deepEqual(
      [...installed.keys()].sort(),
      // VS Code writes its metadata into package.json and keeps the package's own manifest.
      [...expected.map(file => RENAMED[file] ?? file), 'package.json', '.vsixmanifest']
        .concat(['readme.md', 'changelog.md'])
        .sort(),
    );
    for (const file of expected) {
      const bytes = installed.get(RENAMED[file] ?? file);
      assert.ok(bytes?.equals(readFileSync(path.join(ROOT, file))), file);
    }
    for (const platform of ['win32', 'darwin', 'linux']) {
      for (const arch of ['x64', 'arm64']) {
        assert.ok(installed.has(`dist/prebuilds/${platform}-${arch}/keytar.node`), `${platform}-${arch}`);
      }
    }
    // No picture and no link of these leads anywhere in an installed extension.
    for (const text of ['readme.md', 'changelog.md']) {
      assert.doesNotMatch(installed.get(text)?.toString() ?? '', /\]\((?!https:|#)/, text);
    }
  });

  const press = (key: string) => window.page.keyboard.press(key);
  const step = (id: string) => window.page.locator(`[data-step-id$="#getStarted#${id}"]`);
  const done = (id: string) => step(id).locator('.codicon-getting-started-step-checked').first();

  it('begins with nothing that has opened by itself, and nothing in the palette that cannot work', async () => {
    const { page } = window;
    assert.equal(await page.locator('.gettingStartedContainer').count(), 0);
    for (const [text, there, hidden] of [
      ['infoRouter: St', 'infoRouter: Start Local Sandbox', /Stop Local Sandbox/],
      ['infoRouter: Si', 'infoRouter: Sign In…', /Sign Out/],
      ['infoRouter: Profile', 'infoRouter: Add Profile…', /(?:Edit|Remove|Select) Profile/],
      ['infoRouter: Show', 'infoRouter: Show Output', /With Secrets/],
    ] as const) {
      const items = await offered(page, text, there);
      assert.doesNotMatch(items.join(' | '), hidden);
    }
  });

  it('leads from the walkthrough to the sandbox', async () => {
    const { page } = window;
    await command(page, 'infoRouter: Get Started');
    await step('sandbox').waitFor();
    assert.equal(await done('sandbox').count(), 0);
    await tabTo(page, 'the button of the first step', focusIsOn(page, 'Start Local Sandbox'));
    await press('Enter');
    await done('sandbox').waitFor();
    assert.equal(await done('addProfile').count(), 0, 'the sandbox is no server of the user’s own');
    assert.equal(await done('signIn').count(), 0);
  });

  /** Not by Ctrl+A, which VS Code takes from the form and carries out a moment later, when the next keys were typed. */
  const selectAll = async () => {
    await press('End');
    await press('Shift+Home');
  };

  it('leads on to the form, and its first update is explained', async () => {
    const { page } = window;
    await tabTo(
      page,
      'the step of the first update',
      async () => (await step('firstUpdate').and(page.locator(':focus')).count()) > 0,
    );
    await press('Enter');
    await tabTo(page, 'the button that opens the form', focusIsOn(page, 'Open the Form'));
    await press('Enter');
    const { webviewFrame } = await pages();
    form = await webviewFrame(page, '[data-testid=send]');
    const script = await form.locator('script[src$="/dist/webview/form.js"]').getAttribute('src');
    assert.ok(script?.includes(`${window.folder}/server/extensions/`), 'the installed one, not the one here');
    await form.getByTestId('profile').and(form.locator('[current-value=Sandbox]')).waitFor();
    await tabTo(page, 'the user name', inForm(form, 'userName'));
    await selectAll();
    await page.keyboard.type('jdoe');
    await press('Tab');
    await page.keyboard.type('first@example.com');
    await press('Control+Enter');
    const { state } = await ended(form);
    assert.equal(state, 'success');
    const spoken = form.getByTestId('result').locator('[role=status]').first();
    assert.match(
      await spoken.innerText(),
      /Email address updated\.\s+The server says that it did it; .*\s+Next step: Load the current address/,
    );
    await done('firstUpdate').waitFor();
  });

  it('explains a failure: the server’s words, what they mean, the next step, and the documentation', async () => {
    const { page } = window;
    await tabTo(page, 'the user name', inForm(form, 'userName'));
    await selectAll();
    await page.keyboard.type('ghost');
    await press('Control+Enter');
    await form.getByTestId('result').and(form.locator('[data-kind=userNotFound]')).waitFor();
    const alert = form.getByTestId('result').locator('[role=alert]');
    assert.match(
      await alert.innerText(),
      /User not found\s+infoRouter has no user of this login name\.\s+Next step: Check the spelling/,
    );
    await tabTo(page, 'the documentation', inForm(form, 'offer-openDocumentation'));
    await press('Enter');
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /https:\/\/support\.inforouter\.com\/api-docs\/UpdateUserEmail$/);
    await press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('keeps the failure in the tooltip of the profile, in the same words', async () => {
    const item = profileRow(window.page, /^Sandbox: /);
    const spoken = await item.getAttribute('aria-label');
    assert.match(
      spoken ?? '',
      /Last call, UpdateUserEmail at .*: User not found\s+infoRouter has no user of this login name\.\s+Check the spelling/,
    );
  });

  it('shows the exchange, which ends the walkthrough on the sandbox', async () => {
    const { page } = window;
    const { readOutputChannel } = await pages();
    await tabTo(page, 'the output', inForm(form, 'showOutput'));
    await press('Enter');
    assert.match(await readOutputChannel(page, 'infoRouter', { until: 'ghost' }), /UserName=ghost/);
    await done('rawExchange').waitFor();
  });

  it('says that the sandbox has stopped and what is wrong with the setting, which a button opens', async () => {
    const { page } = window;
    await command(page, 'infoRouter: Stop Local Sandbox');
    await form.getByTestId('welcome').waitFor({ state: 'visible' });
    const said = form.getByTestId('notices');
    await said.filter({ hasText: /local sandbox has stopped/ }).waitFor();
    assert.equal(await said.getAttribute('role'), 'status');
    assert.match(await said.innerText(), /Entry 1 of “inforouter\.profiles” is not used\./);
    assert.deepEqual(await axe(form), [], 'the welcome');
    await command(page, 'infoRouter: Focus on Update User Email View');
    await tabTo(page, 'the button of the setting', inForm(form, 'notice-openProfileSettings'));
    await press('Enter');
    await page.getByRole('tab', { name: /settings\.json/ }).waitFor();
    const { eventually } = await pages();
    const editor = page.locator('.editor-group-container .view-lines').first();
    await eventually('the entry', async () => (await editor.innerText()).includes('ftp://dms'));
  });
});
