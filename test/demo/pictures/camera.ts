import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { pages, ROOT } from '../../hostModules';

/** In the order in which they are taken: the last is what the next picture begins with. */
export const THEMES = ['light', 'hc-light', 'hc-black', 'dark'] as const;
export type PictureTheme = (typeof THEMES)[number];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a picture shows; the window as it is without one. */
export type Frame = (page: Page) => Promise<Box | undefined>;

/** A picture of the documentation: its name in docs/images, and the theme that it is taken in. */
export interface DocumentPicture {
  readonly name: string;
  readonly theme: PictureTheme;
}

const OUT = path.join(ROOT, 'out/pictures');
const IMAGES = path.join(ROOT, 'docs/images');

/** Takes each picture in each theme, and some of them for the documentation too. */
export class Camera {
  constructor(
    private readonly page: Page,
    private readonly themes: readonly PictureTheme[],
    private readonly forDocuments: boolean,
  ) {}

  /** What goes away when another theme is chosen is taken as it is, in the last of the themes. */
  async takeOnce(name: string, frame: Frame, document: DocumentPicture): Promise<void> {
    const { screenshot } = await pages();
    const theme = this.themes.at(-1);
    const clip = await frame(this.page);
    await screenshot(this.page, path.join(OUT, `${name}-${theme ?? ''}.png`), clip);
    if (this.forDocuments && document.theme === theme) {
      await screenshot(this.page, path.join(IMAGES, `${document.name}.png`), clip);
    }
    console.log(name);
  }

  async take(name: string, frame: Frame, document?: DocumentPicture): Promise<void> {
    const { chooseTheme, screenshot } = await pages();
    await mkdir(OUT, { recursive: true });
    for (const theme of this.themes) {
      await chooseTheme(this.page, theme);
      // The pointer would leave a hover behind, and the colours of a webview come a moment after the workbench's.
      await this.page.mouse.move(640, 2);
      await this.page.waitForTimeout(500);
      const clip = await frame(this.page);
      await screenshot(this.page, path.join(OUT, `${name}-${theme}.png`), clip);
      if (this.forDocuments && document?.theme === theme) {
        await screenshot(this.page, path.join(IMAGES, `${document.name}.png`), clip);
      }
    }
    console.log(name);
  }
}
