import { once } from 'node:events';
import { symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../../host/ensure.mjs';
import { rootFolder } from '../../host/layout.mjs';
import { eventually, runCommand, webviewFrame } from '../../host/pages.mjs';
import { tempFolder } from '../../host/tempFolder.mjs';
import { openWorkbench, restored, startServer } from '../../host/workbench.mjs';
import { median } from '../processes.mjs';

const extensions = join(dirname(fileURLToPath(import.meta.url)), '../start');
const STARTS = 5;
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
 */
export async function measure(endpoint) {
  await ensure('host', 'browser');
  const { path: folder, remove } = await tempFolder('bench-');
  const port = await freePort();
  const profile = { name: UPDATE.profile, baseUrl: endpoint.replace('/srv.asmx', ''), transport: 'post' };
  const server = await startServer({
    dataDir: folder,
    settings: { 'inforouter.profiles': [profile] },
    env: { BENCH_PROBE_PORT: String(port) },
  });
  const ours = { name: 'infoRouter API Tester', path: rootFolder };
  const empty = { name: 'Empty Extension', path: join(extensions, 'empty') };
  for (const path of [ours.path, empty.path, join(extensions, 'probe')]) {
    await symlink(
      path,
      join(server.dataDir, 'builtin', path === rootFolder ? 'ours' : path.split('/').at(-1)),
    );
  }
  const ask = async (...command) => {
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: 'POST',
      body: JSON.stringify(command),
    });
    const { error, ...rest } = await response.json();
    if (error !== undefined) {
      throw new Error(error);
    }
    return rest;
  };
  // As high as it takes for a list of all extensions to show each of them.
  const window = await openWorkbench({ server, folder, viewport: { width: 1280, height: 2400 } });
  const { page } = window;
  const seen = { ours: [], empty: [], ourForm: [], emptyForm: [], firstCall: [], secondCall: [] };
  try {
    for (let start = 0; start < 2 * STARTS; start++) {
      if (start > 0) {
        await page.reload();
        await restored(page, server);
      }
      const times = await activations(page, [ours.name, empty.name]);
      seen.ours.push(times[0]);
      seen.empty.push(times[1]);
      if (start % 2 === 0) {
        seen.ourForm.push(await firstPaint(page, ask, 'inforouter.updateEmail.focus', '[data-testid=send]'));
      } else {
        seen.emptyForm.push(await firstPaint(page, ask, 'inforouterEmpty.form.focus', '[data-testid=empty]'));
        seen.firstCall.push(await call(ask));
        seen.secondCall.push(await call(ask));
      }
    }
  } finally {
    await window.close();
    await server.stop();
    await remove();
  }
  return table(Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, median(values)])));
}

/** What VS Code shows of each extension: loading its code and calling `activate`, in milliseconds. */
async function activations(page, names) {
  await runCommand(page, 'Developer: Show Running Extensions');
  const times = await eventually('the running extensions', async () => {
    const shown = await page.locator('.runtime-extensions-editor .extension').evaluateAll(rows =>
      rows.map(row => ({
        name: row.querySelector('.name')?.textContent,
        time: Number(/([\d.]+)ms/.exec(row.querySelector('.activation-time')?.textContent ?? '')?.[1]),
      })),
    );
    const found = names.map(name => shown.find(each => each.name === name)?.time);
    return found.every(time => time > 0) && found;
  });
  await runCommand(page, 'View: Close All Editors');
  return times;
}

/** From the command that asks for a form to the first paint of its document, in milliseconds. */
async function firstPaint(page, ask, command, selector) {
  const { began } = await ask(command);
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
  const { began, ended, value } = await ask('inforouter.updateUserEmail', UPDATE);
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
    title: `The start (medians of ${2 * STARTS} windows for the activation, of ${STARTS} for the rest)`,
    columns: ['ms', 'beside', 'ratio'],
    rows: [
      row('activation, beside that of an empty extension', ours, empty),
      row('form, from the command to its first paint, beside a form without a script', ourForm, emptyForm),
      row('first call after the start, beside the second', firstCall, secondCall),
    ],
    values,
  };
}
