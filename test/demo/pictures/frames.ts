import type { Locator, Page } from 'playwright-core';
import { pages } from '../../hostModules';
import type { Box, Frame } from './camera';

const inside = async (locator: Locator): Promise<Box | undefined> =>
  (await locator.boundingBox({ timeout: 2000 }).catch(() => null)) ?? undefined;

/** A part of the workbench, at most so high. */
export const part =
  (name: 'sidebar' | 'editor' | 'panel', highest = Infinity): Frame =>
  async page => {
    const box = await inside(page.locator(`[id="workbench.parts.${name}"]`));
    return box && { ...box, height: Math.min(box.height, highest) };
  };

/** Below the title bar, the whole width. */
export const band =
  (height: number): Frame =>
  page =>
    Promise.resolve({ x: 0, y: 0, width: page.viewportSize()?.width ?? 0, height });

/** This extension's walkthrough, which the keys that choose a theme leave. */
export const walkthrough: Frame = async page => {
  const { runCommand } = await pages();
  await runCommand(page, 'infoRouter: Get Started');
  await page.locator('[data-step-id$="#getStarted#sandbox"]').waitFor();
  await page.waitForTimeout(1000);
  return part('editor', 700)(page);
};

export const whole: Frame = () => Promise.resolve(undefined);

/** The side bar down to where the form's text ends. */
export const formOnly: Frame = page => formFrom(page);

/** The form from its Send button down to its end. */
export const resultOnly: Frame = page => formFrom(page, '[data-testid=send]');

async function formFrom(page: Page, first?: string): Promise<Box | undefined> {
  const box = await part('sidebar')(page);
  for (const frame of page.frames()) {
    const form = frame.locator('#form');
    if (box !== undefined && (await form.count().catch(() => 0)) > 0) {
      const end = await frame.evaluate<number>(
        'document.getElementById("form").getBoundingClientRect().bottom',
      );
      const view = await frame.frameElement().then(element => element.boundingBox());
      const bottom = (view?.y ?? box.y) + end + 12;
      const start = first === undefined ? null : await frame.locator(first).boundingBox();
      const top = start === null ? box.y : start.y - 12;
      return { ...box, y: top, height: Math.min(bottom - top, box.y + box.height - top) };
    }
  }
  return box;
}

/** A pane of the side bar from its title to its last row. */
export const tree =
  (title: string): Frame =>
  async (page: Page) => {
    const pane = page.locator('.pane', { has: page.getByRole('button', { name: `${title} Section` }) });
    const box = await inside(pane.first());
    const rows = await pane.first().locator('.monaco-list-row').all();
    const boxes = await Promise.all(rows.map(row => row.boundingBox()));
    const bottom = Math.max(0, ...boxes.map(row => (row === null ? 0 : row.y + row.height)));
    return box && { ...box, height: Math.min(box.height, bottom > box.y ? bottom - box.y + 8 : box.height) };
  };
