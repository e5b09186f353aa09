import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../../host/ensure.mjs';
import { rootFolder } from '../../host/layout.mjs';
import { eventually, runCommand, webviewFrame } from '../../host/pages.mjs';
import { tempFolder } from '../../host/tempFolder.mjs';
import { openWorkbench, startServer } from '../../host/workbench.mjs';
import { median } from '../processes.mjs';

const extensions = join(dirname(fileURLToPath(import.meta.url)), '../start');
const STARTS = 8;
const UPDATE = {
  profile: 'Bench',
  userName: 'jdoe',
  newEmailAddress: 'jdoe@example.com',
  ticket: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
};

/**
 * The start in a real VS Code beside an extension that does nothing: what its activation takes by VS Code's own figures,
 * when a form has painted after it was asked for, and the first call. Each window has a new extension host, and does one of
 * the two in it that the other would have warmed.
 *
 * VS Code begins to load all extensions that wait for its start at once, in the order of their folders' names, and counts
 * for each the time in which those before it are loaded. So each of the two has windows of its own, in a folder of the
 * same name.
 */
export async function measure(endpoint) {
  await ensure('host', 'browser');
  const seen = { ours: [], empty: [], ourForm: [], emptyForm: [], firstCall: [], secondCall: [] };
  await inWindows(endpoint, rootFolder, async (page, ask, start) => {
    seen.ours.push(await activation(page, 'infoRouter API Tester'));
    if (start % 2 === 0) {
      seen.ourForm.push(await firstPaint(page, ask, 'inforouter.updateEmail.focus', '[data-testid=send]'));
    } else {
      seen.firstCall.push(await call(ask));
      seen.secondCall.push(await call(ask));
    }
  });
  await inWindows(endpoint, join(extensions, 'empty'), async (page, ask) => {
    seen.empty.push(await activation(page, 'Empty Extension'));
    seen.emptyForm.push(await firstPaint(page, ask, 'inforouterEmpty.form.focus', '[data-testid=empty]'));
  });
  return table(Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)])));
}

/** Opens windows that have this extension beside those of VS Code itself, each of a server and in a browser of its own. */
async function inWindows(endpoint, extension, look) {
  const profile = { name: UPDATE.profile, baseUrl: endpoint.replace('/srv.asmx', ''), transport: 'post' };
  for (let start = 0; start < STARTS; start++) {
    const { path: folder, remove } = await tempFolder('bench-');
    const port = await freePort();
    const server = await startServer({
      dataDir: folder,
      settings: { 'inforouter.profiles': [profile] },
      env: { BENCH_PROBE_PORT: String(port) },
    });
    const links = { extension, probe: join(extensions, 'probe') };
    for (const [name, path] of Object.entries(links)) {
      await symlink(path, join(server.dataDir, 'builtin', name));
    }
    // As high as it takes for a list of all extensions to show each of them.
    const window = await openWorkbench({ server, folder, viewport: { width: 1280, height: 2400 } });
    try {
      await look(window.page, command => askProbe(port, command), start);
    } finally {
      await window.close();
      await server.stop();
      await remove();
    }
  }
}

/** Has the probe run a command, in the extension host: when it began and ended there, and what it resolved to. */
async function askProbe(port, command) {
  const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: JSON.stringify(command) });
  const { error, ...rest } = await response.json();
  if (error !== undefined) {
    throw new Error(error);
  }
  return rest;
}

/** What VS Code shows of an extension: loading its code and calling `activate`, in milliseconds. */
async function activation(page, name) {
  await runCommand(page, 'Developer: Show Running Extensions');
  const shown = page.locator('.runtime-extensions-editor .extension').filter({ hasText: name });
  const time = await eventually('the running extensions', async () => {
    const [text = ''] = await shown.locator('.activation-time').allTextContents();
    return Number(/([\d.]+)ms/.exec(text)?.[1]);
  });
  await runCommand(page, 'View: Close All Editors');
  return time;
}

/** From the command that asks for a form to the first paint of its document, in milliseconds. */
async function firstPaint(page, ask, command, selector) {
  const { began } = await ask([command]);
  const frame = await webviewFrame(page, selector);
  return eventually('the first paint', async () => {
    const painted = await frame.evaluate(() => {
      const [paint] = performance.getEntriesByName('first-contentful-paint');
      return paint && performance.timeOrigin + paint.startTime;
    });
    return painted && painted - began;
  });
}

/** A whole command, in milliseconds. */
async function call(ask) {
  const { began, ended, value } = await ask(['inforouter.updateUserEmail', UPDATE]);
  if (value?.success !== true) {
    throw new Error(`The call failed: ${JSON.stringify(value)}`);
  }
  return ended - began;
}

async function freePort() {
  const listening = createServer().listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address();
  await new Promise(done => listening.close(done));
  return port;
}

function table(values) {
  const { ours, empty, ourForm, emptyForm, firstCall, secondCall } = values;
  const row = (name, mine, beside) => [name, mine.toFixed(1), beside.toFixed(1), (mine / beside).toFixed(2)];
  return {
    title: `The start (medians of ${STARTS} windows, or of the half)`,
    columns: ['ms', 'beside', 'ratio'],
    rows: [
      row('activation, beside that of an empty extension', ours, empty),
      row('form, from the command to its first paint, beside a form without a script', ourForm, emptyForm),
      row('first call after the start, beside the second', firstCall, secondCall),
    ],
    values,
  };
}
