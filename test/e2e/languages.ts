import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { pages, ROOT, workbench } from '../hostModules';

/** A window of the real workbench in another language. */
export interface ForeignWindow {
  readonly page: Page;
  form(): Promise<Frame>;
  close(): Promise<void>;
}

/**
 * Opens a window whose VS Code speaks a language. No language pack of VS Code's can be had from npm, so one without a text
 * stands in: VS Code's own words stay English, and it takes this extension's from `package.nls.<language>.json` and
 * `l10n/bundle.l10n.<language>.json` by the same ways as with the real one.
 * @param extensionPath this extension, or a copy of it with other texts.
 */
export async function openIn(language: string, extensionPath = ROOT, width = 1280): Promise<ForeignWindow> {
  const { openWorkbench, startServer } = await workbench();
  const { webviewFrame } = await pages();
  const folder = await mkdtemp(path.join(tmpdir(), 'inforouter-language-'));
  const userData = path.join(folder, 'server/data');
  await mkdir(userData, { recursive: true });
  const texts = path.join(folder, 'main.i18n.json');
  await writeFile(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'test',
    label: language,
    extensions: [{ extensionIdentifier: { id: `test.language-pack-${language}` }, version: '1.0.0' }],
    translations: { vscode: texts },
  };
  await writeFile(path.join(userData, 'languagepacks.json'), JSON.stringify({ [language]: pack }));
  const server = await startServer({
    dataDir: path.join(folder, 'server'),
    userDataDir: userData,
    args: ['--locale', language],
  });
  const opened = await openWorkbench({
    server,
    folder,
    extensionPath,
    viewport: { width, height: 1000 },
  });
  return {
    page: opened.page,
    async form() {
      await opened.page.locator('.activitybar a[aria-label^="infoRouter"]').first().click();
      return webviewFrame(opened.page, '[data-testid=welcome]', 60_000);
    },
    async close() {
      await opened.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const bracketed = (text: string): string => `⟦${text}⟧`;

/** A copy of this extension that says everything in brackets, under the name of a language. */
export async function pseudoExtension(
  language: string,
): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'inforouter-pseudo-'));
  // Copies: VS Code tells extensions apart by the real paths of their files.
  for (const name of ['dist', 'media']) {
    await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  }
  await cp(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  await cp(path.join(ROOT, 'package.nls.json'), path.join(folder, 'package.nls.json'));
  await mkdir(path.join(folder, 'l10n'));
  const read = async (file: string) =>
    JSON.parse(await readFile(path.join(ROOT, file), 'utf8')) as Record<string, string | { message: string }>;
  const write = async (file: string, texts: Awaited<ReturnType<typeof read>>) => {
    const pseudo = Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string' ? bracketed(text) : { ...text, message: bracketed(text.message) },
    ]);
    await writeFile(path.join(folder, file), JSON.stringify(Object.fromEntries(pseudo)));
  };
  await write(`package.nls.${language}.json`, await read('package.nls.json'));
  await write(`l10n/bundle.l10n.${language}.json`, await read('l10n/bundle.l10n.json'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * The visible texts of a document that are in no brackets: the text of each element that has some of its own, and what is
 * said of it to a screen reader. Foreign text (`bdi`), text of the wire (`pre`) and what stands in a field are values.
 * A program of the page, as text: the types of this folder are Node's.
 */
const UNBRACKETED = String.raw`(() => {
  const isSaid = text => /\p{L}{2,}/u.test(text) && !text.includes('⟦') && !/^(HTTP (GET|POST)|SOAP 1\.[12])$/.test(text);
  const found = [];
  for (const at of document.querySelectorAll('main *')) {
    if (at.closest('bdi, pre, [hidden]') || at.getClientRects().length === 0) {
      continue;
    }
    for (const name of ['aria-label', 'title', 'placeholder']) {
      const text = at.getAttribute(name) ?? '';
      if (isSaid(text)) {
        found.push(name + ': ' + text);
      }
    }
    const own = [...at.childNodes].some(child => child.nodeType === 3 && /\p{L}{2,}/u.test(child.textContent));
    if (own && isSaid(at.textContent.trim())) {
      found.push(at.textContent);
    }
  }
  return found;
})()`;

export const unbracketed = (frame: Frame): Promise<string[]> => frame.evaluate<string[]>(UNBRACKETED);
