'use strict';
const { commands } = require('vscode');

/** What a developer would do first by hand: start the sandbox, and look at the form. */
exports.activate = async () => {
  await commands.executeCommand('inforouter.startSandbox', {});
  await commands.executeCommand('inforouter.updateEmail.focus');
};
