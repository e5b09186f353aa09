#!/usr/bin/env node
/** `node test/demo/languages.mjs`: takes pictures of the form in German, French and Turkish, to out/pictures. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensure, ensureNodeModules } from '../host/ensure.mjs';
import { rootFolder } from '../host/layout.mjs';

await ensureNodeModules();
await ensure('modules', 'host', 'browser');
const { openIn } = await import(pathToFileURL(join(rootFolder, 'out/test/e2e/languages.js')).href);
const folder = join(rootFolder, 'out/pictures');
mkdirSync(folder, { recursive: true });
for (const language of process.argv.length > 2 ? process.argv.slice(2) : ['de', 'fr', 'tr']) {
  const window = await openIn(language);
  const take = name => window.page.screenshot({ path: join(folder, `form-${language}-${name}.png`) });
  try {
    const form = await window.form();
    const start = form.locator('[data-testid=startSandbox], [data-testid$=startSandbox]').first();
    await start.waitFor();
    await take('welcome');
    await start.click();
    await form.getByTestId('send').waitFor();
    await form.getByTestId('verify').click();
    await form.getByTestId('userName').locator('input').fill('jdoe');
    await form.getByTestId('newEmailAddress').locator('input').fill('new@example.com');
    await take('form');
    await form.getByTestId('send').click();
    await form.locator('[data-testid=result][data-state=success]').waitFor();
    await take('success');
    await form.getByTestId('userName').locator('input').fill('nobody');
    await form.getByTestId('send').click();
    await form.locator('[data-testid=result][data-state=failure]').waitFor();
    await take('failure');
  } finally {
    await window.close();
  }
}
