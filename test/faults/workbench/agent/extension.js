'use strict';
const { createConnection } = require('node:net');
const { createInterface } = require('node:readline');
const vscode = require('vscode');

/**
 * Connects to the test that the environment names, tells which process this extension host is, and runs what the test
 * sends: the source of a function that is given `vscode` and one argument.
 */
exports.activate = () => {
  const socket = createConnection(Number(process.env.INFOROUTER_TEST_PORT), '127.0.0.1');
  // Node's readline takes two characters for ends of lines that JSON leaves as they are.
  const escaped = end => `\\u${end.charCodeAt(0).toString(16)}`;
  const send = message => socket.write(`${JSON.stringify(message).replace(/[\u2028\u2029]/g, escaped)}\n`);
  // A test that ends takes the connection with it, maybe before the window closes.
  socket.on('error', () => undefined);
  send({ pid: process.pid });
  createInterface({ input: socket }).on('line', async line => {
    const { id, source, argument } = JSON.parse(line);
    try {
      send({ id, result: await (0, eval)(`(${source})`)(vscode, argument) });
    } catch (error) {
      send({ id, error: error instanceof Error ? error.message : String(error) });
    }
  });
};
