import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pages, workbench } from '../../hostModules';
import { FORM_STATES, signInForStates, startStateSandbox, stateProfiles } from '../../e2e/formStates';
import { setSideBarWidth } from '../../e2e/inspect';
import { openWindow, type Window } from '../../e2e/window';
import { Camera, THEMES, type DocumentPicture } from './camera';
import { takeOthers } from './others';
import { formOnly, part, resultOnly, walkthrough, whole } from './frames';

/** High enough for a form with a long answer in it, and as wide as a laptop. */
const VIEWPORT = { width: 1280, height: 1500 };
const SIDE_BAR = 340;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const chosen = THEMES.filter(theme => args.includes(theme));
  const sandbox = await startStateSandbox();
  const workspace = await mkdtemp(path.join(tmpdir(), 'inforouter-pictures-'));
  const csv = path.join(workspace, 'users.csv');
  await writeFile(csv, CSV);
  const settings = { 'editor.minimap.enabled': false, 'workbench.startupEditor': 'none' };
  const window = await openWindow(settings, { workspace });
  try {
    const { page } = window;
    await page.setViewportSize(VIEWPORT);
    const camera = new Camera(page, chosen.length > 0 ? chosen : THEMES, args.includes('--docs'));
    const { runCommand } = await pages();
    await runCommand(page, 'infoRouter: Focus on Update User Email View');
    await setSideBarWidth(page, SIDE_BAR);
    await camera.take('welcome', part('sidebar'));
    await camera.take('walkthrough', walkthrough, { name: 'walkthrough', theme: 'dark' });
    await runCommand(page, 'View: Close All Editors');

    const { addSettings } = await workbench();
    await addSettings(path.join(window.folder, 'server/data'), {
      'inforouter.profiles': stateProfiles(sandbox),
    });
    await window.reload();
    await signInForStates(window);
    const form = await window.form();
    await fold(window, true, 'Profiles', 'History');
    for (const state of FORM_STATES) {
      await state.reach(form, sandbox);
      await camera.take(`form-${state.name}`, formOnly, state.name === 'ready' ? FORM : undefined);
      const document = RESULTS[state.name];
      if (document !== undefined) {
        await camera.take(`${document.name}-only`, resultOnly, document);
      }
      await state.leave?.(form, sandbox);
    }
    await takeOthers(window, sandbox, camera, csv);
    await fold(window, false, 'Profiles', 'History');
    await camera.take('window', whole);
    await fold(window, true, 'Profiles', 'History');
    await page.setViewportSize({ width: 1120, height: 900 });
    const again = await window.form();
    await FORM_STATES.find(({ name }) => name === 'success')?.reach(again, sandbox);
    await runCommand(page, 'infoRouter: Show Output');
    await runCommand(page, 'View: Toggle Maximized Panel');
    await camera.take('output-beside', whole);
  } finally {
    await window.close().catch((error: unknown) => console.error(error));
    await sandbox.stop();
    await rm(workspace, { recursive: true, force: true });
  }
}

/** Which states of the form stand in the documentation, by what name. */
const RESULTS: { readonly [state: string]: DocumentPicture } = {
  verified: { name: 'result', theme: 'dark' },
  sessionExpired: { name: 'failure', theme: 'dark' },
};
const FORM: DocumentPicture = { name: 'form', theme: 'dark' };

const CSV = `UserName,NewEmailAddress
jdoe,john.doe@corp.example.com
asmith,anna.smith@corp.example.com
müller,juergen.mueller@corp.example.com
admin,admin@example.com
ghost,nobody@corp.example.com
o'brien,sile.obrien.corp.example.com
ASMITH,a.smith@corp.example.com
`;

/** Folds views away, so that the form has the whole side bar, or opens them again. */
async function fold({ page }: Window, folded: boolean, ...titles: readonly string[]): Promise<void> {
  for (const title of titles) {
    const header = page.getByRole('button', { name: `${title} Section` });
    if ((await header.getAttribute('aria-expanded')) === String(folded)) {
      await header.click({ position: { x: 60, y: 8 } });
    }
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
