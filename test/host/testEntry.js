// Runs inside the extension host, in front of the real test module. The workbench mixes the tests' console with its
// own log and passes on only calls that start with a string, so each line is formatted here and marked as ours.
const { format } = require('node:util');

const { HOST_TESTS, HOST_MARK } = process.env;

for (const level of ['log', 'info', 'debug', 'warn', 'error']) {
  const write = console[level].bind(console);
  // An assignment would be swallowed: the extension host guards its console with a setter that does nothing.
  Object.defineProperty(console, level, { value: (...args) => write(HOST_MARK + format(...args)) });
}

module.exports.run = async () => {
  let outcome = 'failed';
  try {
    await require(HOST_TESTS).run();
    outcome = 'passed';
  } finally {
    // A killed extension host gives exit code 0 as well: only this line tells that the tests came to their end.
    console.log(`${HOST_MARK}${outcome}`);
  }
};
