'use strict';
const { writeFileSync, renameSync } = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');
const vscode = require('vscode');

// VS Code stamps the steps of each activation with this clock, which counts whole milliseconds by itself.
Date.now = () => performance.timeOrigin + performance.now();

exports.activate = () => void run();
async function run() {
  const ids = ['inforouter-api-tester.inforouter-api-tester', 'inforouter-api-tester.inforouter-api-tester-empty'];
  while (!ids.every(id => vscode.extensions.getExtension(id)?.isActive)) await pause(100);
  const marks = new Map(globalThis.MonacoPerformanceMarks.getMarks().map(m => [m.name, m.startTime]));
  const out = {};
  for (const id of ids) {
    const at = s => marks.get(`code/extHost/${s}/${id}`);
    out[id] = { load: at('didLoadExtensionCode') - at('willLoadExtensionCode'), activate: at('didActivateExtension') - at('willActivateExtension'), whole: at('didActivateExtension') - at('willLoadExtensionCode') };
  }
  writeFileSync(process.env.BENCH_START_FILE + '.tmp', JSON.stringify(out));
  renameSync(process.env.BENCH_START_FILE + '.tmp', process.env.BENCH_START_FILE);
}
