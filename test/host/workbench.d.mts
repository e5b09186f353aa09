import type { BrowserContext, Page } from 'playwright-core';
import type { Server } from './server.mjs';

export { addSettings, installExtension, startServer } from './server.mjs';
export type { Server, ServerOptions } from './server.mjs';

export type Theme = 'light' | 'dark' | 'hc-black' | 'hc-light';
export const themes: Readonly<Record<Theme, string>>;

export interface BrowserOptions {
  /** A profile that survives; without it a temporary one, removed on close. */
  browserProfileDir?: string;
  viewport?: { width: number; height: number };
  /** 2 gives screenshots twice as sharp. */
  deviceScaleFactor?: number;
}

export interface Browser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

export interface WorkbenchOptions extends BrowserOptions {
  server: Server;
  /** Opens a further window of a running browser; its options are ignored then. */
  browser?: Pick<Browser, 'context'>;
  /** The absolute path of a folder or of a `.code-workspace` file; without it an empty window. */
  folder?: string | undefined;
  /** Absolute paths of extensions under development. */
  extensionPath?: string | string[];
  extensionTestsPath?: string;
  /** More pairs for the page's payload. */
  payload?: [string, string][];
  theme?: Theme;
  /** User settings, merged into those of the server. */
  settings?: Record<string, unknown>;
  /** Runs on the page before the workbench loads. */
  prepare?: (page: Page) => Promise<void>;
  waitTillRestored?: boolean;
}

export interface Workbench {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Closes the browser, or the window only when the browser was given. */
  readonly close: () => Promise<void>;
}

export function launchBrowser(options?: BrowserOptions): Promise<Browser>;
export function openWorkbench(options: WorkbenchOptions): Promise<Workbench>;
/** The address of a window: what to open in a browser. */
export function workbenchUrl(options: WorkbenchOptions): string;
export function restored(page: Page, server: { driver: boolean }): Promise<void>;
