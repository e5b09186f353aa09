import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureKeyring } from './ensure.mjs';
import { startGroup } from './processGroup.mjs';
import { tempFolder } from './tempFolder.mjs';

/** Unlocks before the command starts; an empty password would make the daemon prompt. It ends with its bus. */
const session = `printf 'test\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 3>&- || exit 125
exec "$@" 2>&3 3>&-`;

/**
 * Runs a command with a D-Bus session and an unlocked keyring of its own: the user's keyring is out of reach,
 * because the bus and the daemon live in a home that is removed afterwards. The command keeps the real home.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options] `env` is added to ours
 * @returns {Promise<number>} the command's exit code, 125 when the keyring didn't start
 * @throws {Error} when there is no keyring and it can't be installed
 */
export async function runWithKeyring(command, args = [], { env, cwd } = {}) {
  await ensureKeyring();
  const { path: home, remove } = await tempFolder('keyring-');
  const own = {
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: join(home, 'run'),
  };
  await mkdir(own.XDG_RUNTIME_DIR, { mode: 0o700 });
  const wanted = { ...process.env, ...env };
  const group = startGroup(
    'dbus-run-session',
    ['--', 'sh', '-c', session, 'sh', 'env', ...realHome(Object.keys(own), wanted), command, ...args],
    // The command's own stderr is descriptor 3; the bus daemon's chatter matters only when all this fails.
    { env: { ...wanted, ...own }, ...(cwd && { cwd }), stdio: ['inherit', 'inherit', 'pipe', 2] },
  );
  let chatter = '';
  group.child.stderr?.setEncoding('utf8').on('data', text => (chatter += text));
  try {
    const code = await group.exited;
    if (code >= 125) {
      process.stderr.write(chatter);
    }
    return code;
  } finally {
    await group.stop();
    await remove();
  }
}

/**
 * Arguments for `env` that give the command back what the keyring's home has hidden.
 * @param {string[]} names
 * @param {NodeJS.ProcessEnv} wanted
 */
function realHome(names, wanted) {
  const unset = names.filter(name => wanted[name] === undefined).flatMap(name => ['-u', name]);
  const set = names.filter(name => wanted[name] !== undefined).map(name => `${name}=${wanted[name]}`);
  return [...unset, ...set];
}
