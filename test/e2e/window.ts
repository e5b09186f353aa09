import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import type { Transport } from '../../src/api/outcome';
import { pages, ROOT, workbench } from '../hostModules';
import { watchPage } from './violations';

/** A real workbench with this extension, in a browser profile of its own, and what a user does there. */
export interface Window {
  readonly page: Page;
  /** The folder that holds everything the editor and the browser write. */
  readonly folder: string;
  /** The server's process, the parent of the extension hosts. */
  readonly serverPid: number;
  /** The form's document; it is another one each time the view is shown anew. */
  form(): Promise<Frame>;
  /** Closes the browser and reopens it on the same profile; `kill` ends server and extension host by SIGKILL before. */
  reopen(kill?: boolean): Promise<void>;
  /** Loads the page anew: a browser's window gets a new extension host in the place of one that was killed. */
  reload(): Promise<void>;
  /** Opens another folder or `.code-workspace` file in its place, on the same server. */
  reopenOn(workspace: string): Promise<void>;
  /** Rejects when any frame has broken a content security policy, or the form's script has failed. */
  close(): Promise<void>;
}

export interface WindowOptions {
  /** A folder or `.code-workspace` file to open; without it a folder of its own. */
  readonly workspace?: string;
  /** Ask for trust in folders, as a user's editor does. */
  readonly workspaceTrust?: boolean;
  /** The user's keybindings, as `keybindings.json` has them. */
  readonly keybindings?: readonly object[];
  /** Extensions that are loaded beside this one, by their paths. */
  readonly extensions?: readonly string[];
  /** What the extension hosts find in their environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** A packaged extension to install, instead of the one under development. */
  readonly vsix?: string;
}

/** Opens a window; `settings` are the user's. */
export async function openWindow(
  settings: Readonly<Record<string, unknown>> = {},
  options: WindowOptions = {},
): Promise<Window> {
  const { installExtension, openWorkbench, restored, startServer } = await workbench();
  const folder = await mkdtemp(path.join(tmpdir(), 'inforouter-e2e-'));
  const dataDir = path.join(folder, 'server');
  const browserProfileDir = path.join(folder, 'browser');
  const { env = {}, workspaceTrust = false, extensions = [], keybindings = [] } = options;
  const start = async (port = 0) => {
    const started = await startServer({ dataDir, port, settings, env, workspaceTrust });
    // Among the built-in ones, because a window in the browser takes one extension under development only.
    for (const extension of extensions) {
      await symlink(extension, path.join(dataDir, 'builtin', path.basename(extension)));
    }
    return started;
  };
  if (options.vsix !== undefined) {
    await installExtension(dataDir, options.vsix);
  }
  let server = await start();
  await writeFile(path.join(server.userDataDir, 'User/keybindings.json'), JSON.stringify(keybindings));
  const { port } = server;
  const violations: string[] = [];
  let workspace = options.workspace ?? folder;
  const open = () =>
    openWorkbench({
      server,
      browserProfileDir,
      folder: workspace,
      ...(options.vsix === undefined && { extensionPath: ROOT }),
      prepare: page => {
        watchPage(page, violation => violations.push(violation));
        return Promise.resolve();
      },
    });
  let opened = await open();
  return {
    get page() {
      return opened.page;
    },
    folder,
    get serverPid() {
      return server.pid ?? 0;
    },
    form: () => showForm(opened.page),
    async reopen(kill = false) {
      if (kill) {
        // The whole group: the server and the extension hosts that it started.
        process.kill(-(server.pid ?? 0), 'SIGKILL');
        await server.exited;
      }
      await opened.close();
      if (kill) {
        server = await start(port);
      }
      opened = await open();
    },
    async reload() {
      await opened.page.reload();
      await restored(opened.page, server);
    },
    async reopenOn(another) {
      await opened.close();
      workspace = another;
      opened = await open();
    },
    async close() {
      await opened.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      assert.deepEqual(violations, [], 'what the browser reported');
    },
  };
}

export async function showForm(page: Page): Promise<Frame> {
  const { runCommand, webviewFrame } = await pages();
  const shown = await webviewFrame(page, '[data-testid=send]', 100).catch(() => undefined);
  if (shown !== undefined) {
    return shown;
  }
  await runCommand(page, 'infoRouter: Focus on Update User Email View');
  return webviewFrame(page, '[data-testid=send]');
}

/** A profile's row in its tree; the history has one of the same name. */
export const profileRow = (page: Page, name: RegExp): Locator =>
  page.getByRole('tree', { name: 'Profiles' }).getByRole('treeitem', { name });

/**
 * Chooses from the context menu of something. VS Code's menus take no mouse button in their first 100 ms
 * (`runOnceToEnableMouseUp` of its menu items), since that would be the one that opened them: a click that came too early
 * leaves the menu open, and is done again.
 */
export async function chooseFromMenu(page: Page, of: Locator, title: string): Promise<void> {
  const { eventually } = await pages();
  await of.click({ button: 'right' });
  const item = page.getByRole('menuitem', { name: title });
  await item.waitFor();
  await eventually(`“${title}” to be taken from the menu`, async () => {
    await item.click({ timeout: 1000 }).catch(() => undefined);
    return item.waitFor({ state: 'detached', timeout: 1000 }).then(
      () => true,
      () => undefined,
    );
  });
}

/** What stands in a text field of the form. */
export const valueOf = (form: Frame, field: string): Promise<string> =>
  form.getByTestId(field).locator('input').inputValue();

/** Types into a text field of the form, as a user does: over what stands there. */
export const typeInto = (form: Frame, field: string, text: string): Promise<void> =>
  form.getByTestId(field).locator('input').fill(text);

/** Chooses an option of a drop-down list by its value. */
export async function choose(form: Frame, list: string, value: string): Promise<void> {
  const host = form.getByTestId(list);
  await host.click();
  await host.locator(`vscode-option[value="${value}"]`).click();
}

/** Signs in to the selected profile by the palette; the sandbox's passwords are its users' names. */
export async function signIn(page: Page, userName: string, password = userName): Promise<void> {
  const { answer, notification, runCommand } = await pages();
  await runCommand(page, 'infoRouter: Sign In…');
  await answer(page, 'User name at', userName);
  await answer(page, `Password of ${userName}`, password);
  await notification(page, `Signed in as ${userName}.`);
}

/** What a form holds that was left in the middle of a word. */
const DRAFT = { userName: 'Jürgen “J” Müller', newEmailAddress: 'half.typed@exam', transport: 'soap12' };

export async function typeDraft({ page }: Window, form: Frame): Promise<void> {
  await typeInto(form, 'userName', DRAFT.userName);
  await typeInto(form, 'newEmailAddress', DRAFT.newEmailAddress);
  await choose(form, 'transport', DRAFT.transport);
  // As long as a person takes to reach for the mouse; the draft is on disk by then.
  await page.waitForTimeout(1000);
}

/** Rejects unless the form holds the draft, whole. */
export async function demandDraft(window: Window): Promise<void> {
  const { eventually } = await pages();
  const form = await window.form();
  await eventually('the draft in the form', async () => (await valueOf(form, 'newEmailAddress')) !== '');
  assert.equal(await valueOf(form, 'userName'), DRAFT.userName);
  assert.equal(await valueOf(form, 'newEmailAddress'), DRAFT.newEmailAddress);
  assert.equal(await form.getByTestId('transport').getAttribute('current-value'), DRAFT.transport);
}

/** Presses Send and waits for how it ends. */
export async function send(form: Frame): Promise<{ state: string; kind: string; text: string }> {
  await form.getByTestId('send').click();
  return ended(form);
}

export async function ended(form: Frame): Promise<{ state: string; kind: string; text: string }> {
  const { eventually } = await pages();
  const result = form.getByTestId('result');
  const state = await eventually('a result in the form', async () => {
    const now = await result.getAttribute('data-state');
    return now === 'success' || now === 'failure' ? now : undefined;
  });
  return { state, kind: (await result.getAttribute('data-kind')) ?? '', text: await result.innerText() };
}

/** The line that an exchange of each transport begins with, below its heading. */
export const START_LINES: { readonly [T in Transport]: RegExp } = {
  get: /^GET \/srv\.asmx\/UpdateUserEmail\?authenticationTicket=•{8}&UserName=\S+&NewEmailAddress=\S+ HTTP\/1\.1$/m,
  post: /^POST \/srv\.asmx\/UpdateUserEmail HTTP\/1\.1$/m,
  soap11: /^POST \/srv\.asmx HTTP\/1\.1\n(?:.+\n)*SOAPAction: "http:\/\/tempuri\.org\/UpdateUserEmail"$/m,
  soap12:
    /^POST \/srv\.asmx HTTP\/1\.1\n(?:.+\n)*Content-Type: application\/soap\+xml; charset=utf-8; action="http:\/\/tempuri\.org\/UpdateUserEmail"$/m,
};

/**
 * Takes a file in VS Code's own file dialog, which a window in the browser uses for files of its server: the one that it
 * proposes, or one that is there. The dialog looks into the folder before it knows what is typed.
 */
export async function fileDialog(page: Page, file: string): Promise<void> {
  const { eventually } = await pages();
  const dialog = page.locator('.quick-input-widget:visible');
  const input = dialog.locator('.quick-input-box input');
  const offered = dialog.locator('.monaco-list-row', { hasText: path.basename(file) });
  let shown = '';
  await eventually(`${file} in the dialog`, async () => {
    shown = await input.inputValue();
    if (shown.startsWith('/') && shown !== file) {
      await input.fill(file);
      return undefined;
    }
    return shown === file && (!existsSync(file) || (await offered.count()) > 0);
  }).catch((error: unknown) => {
    throw new Error(`${String(error)} It shows “${shown}”.`);
  });
  await page.keyboard.press('Enter');
}
