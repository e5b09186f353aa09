import type { Sandbox } from '../../../src/sandbox/server';
import { pages } from '../../hostModules';
import type { Window } from '../../e2e/window';
import type { Camera } from './camera';
import { part, tree } from './frames';

/** All that is not the form, in the window in which the form was. */
export async function takeOthers(window: Window, sandbox: Sandbox, camera: Camera): Promise<void> {
  void sandbox;
  const { runCommand } = await pages();
  await runCommand(window.page, 'infoRouter: Focus on Profiles View');
  await camera.take('profiles', tree('Profiles'), { name: 'profiles', theme: 'dark' });
  await runCommand(window.page, 'infoRouter: Focus on History View');
  await camera.take('history', tree('History'), { name: 'history', theme: 'dark' });
  await runCommand(window.page, 'infoRouter: Show Output');
  await camera.take('output', part('panel'), { name: 'output', theme: 'dark' });
}
