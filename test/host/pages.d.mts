import type { Frame, Page } from 'playwright-core';
import type { Theme } from './workbench.mjs';

export interface QuickInput {
  /** With the step count, if there is one. */
  title: string;
  /** The prompt, or the validation message in its place. */
  message: string;
  placeholder: string;
  value: string;
  password: boolean;
  /** The labels in sight. */
  items: string[];
}

export interface Notification {
  severity: string;
  message: string;
  source: string;
  buttons: string[];
}

export function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs?: number,
): Promise<T>;
export function runCommand(page: Page, title: string): Promise<void>;
export function quickInput(page: Page, step: string): Promise<QuickInput>;
export function answer(page: Page, step: string, text: string): Promise<void>;
export function typeAnswer(page: Page, step: string, text: string): Promise<void>;
export function pick(page: Page, step: string, label: string): Promise<void>;
export function webviewFrame(page: Page, selector: string, timeoutMs?: number): Promise<Frame>;
export function notifications(page: Page): Promise<Notification[]>;
export function notification(page: Page, text: string, timeoutMs?: number): Promise<Notification>;
export function pressNotification(page: Page, text: string, button: string): Promise<void>;
export function readOutputChannel(
  page: Page,
  name: string,
  options?: { until?: string | RegExp; timeoutMs?: number },
): Promise<string>;
export function chooseTheme(page: Page, theme: Theme): Promise<void>;
export function screenshot(
  page: Page,
  path: string,
  clip?: { x: number; y: number; width: number; height: number },
): Promise<void>;
