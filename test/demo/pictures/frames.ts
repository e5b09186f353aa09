import type { Locator, Page } from 'playwright-core';
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

export const whole: Frame = () => Promise.resolve(undefined);

/** The side bar down to where the form's text ends. */
export const formOnly: Frame = async page => {
  const box = await part('sidebar')(page);
  for (const frame of page.frames()) {
    const form = frame.locator('#form');
    if (box !== undefined && (await form.count().catch(() => 0)) > 0) {
      const end = await frame.evaluate<number>(
        'document.getElementById("form").getBoundingClientRect().bottom',
      );
      const view = await frame.frameElement().then(element => element.boundingBox());
      const bottom = (view?.y ?? box.y) + end + 12;
      return { ...box, height: Math.min(bottom - box.y, box.height) };
    }
  }
  return box;
};

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
