'use strict';
const { createServer } = require('node:http');
const { commands } = require('vscode');

const now = () => performance.timeOrigin + performance.now();
// VS Code takes the times of an activation from this clock, which otherwise counts whole milliseconds.
Date.now = now;

/** Runs commands that it is asked for, `[id, ...arguments]` as JSON, and answers when each began and ended, and how. */
exports.activate = () => {
  const server = createServer((request, response) => {
    let asked = '';
    request.on('data', chunk => (asked += chunk));
    request.on('end', async () => {
      const began = now();
      const result = await commands.executeCommand(...JSON.parse(asked)).then(
        value => ({ value }),
        error => ({ error: String(error) }),
      );
      response.end(JSON.stringify({ began, ended: now(), ...result }));
    });
  });
  server.listen(Number(process.env.BENCH_PROBE_PORT), '127.0.0.1');
};
