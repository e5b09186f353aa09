#!/usr/bin/env node
/**
 * Draws media/icon.png from media/infoRouter.svg: `node test/demo/icon.mjs`, whenever that picture changes. A package's
 * icon has to be a bitmap of at least 128 × 128 pixels: vsce refuses SVG.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensure } from '../host/ensure.mjs';
import { rootFolder } from '../host/layout.mjs';

await ensure('modules', 'browser');
const { launchBrowser } = await import('../host/workbench.mjs');
const { galleryBanner } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8'));
const drawing = readFileSync(join(rootFolder, 'media/infoRouter.svg'), 'utf8');
const side = 256;
const { context, close } = await launchBrowser({ viewport: { width: side, height: side } });
try {
  const [page] = context.pages();
  await page.setContent(`
    <style>
      body { margin: 0; background: transparent; }
      div { box-sizing: border-box; width: ${side}px; height: ${side}px; padding: 36px; border-radius: 52px;
        color: white; background: ${galleryBanner.color}; }
      svg { width: 100%; height: 100%; }
    </style>
    <div>${drawing}</div>`);
  await page.screenshot({ path: join(rootFolder, 'media/icon.png'), omitBackground: true });
} finally {
  await close();
}
