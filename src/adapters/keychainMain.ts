import { messageOf } from '../api/messageOf';
/**
 * The process in which keytar runs, apart from the extension host. libsecret's calls block a thread for as long as a
 * keychain or its user takes, and of Node's threads there are four, for all files and all extensions; a call cannot be
 * taken back but with its process; and once the secret service was started anew, libsecret finds it in new processes only
 * (0.20.5, measured: “The name :1.0 was not provided by any .service files”, for good).
 */
import { StoreError } from '../session/ports';
import { KEYCHAIN_SERVICE, type KeychainAnswer, type KeychainRequest } from './keychainProtocol';
import { NoSecretService, SecretService } from './secretService';

const secretService = new SecretService();

const answer = (message: KeychainAnswer) => process.send?.(message);

process.on('message', (request: KeychainRequest) => {
  void perform(request).then(
    value => answer({ type: 'done', value }),
    (error: unknown) => answer({ type: 'trouble', ...troubleOf(error) }),
  );
});
// Not `exit`, which would wait for the thread of a call that hangs.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
answer({ type: 'ready' });

async function perform({ operation, account, value = '', unlock }: KeychainRequest) {
  // Loading rejects on a machine without keytar's binary or without libsecret.
  const keytar = await import('keytar').catch((error: unknown) => {
    throw new StoreError('absent', `cannot be used here (${textOf(error)})`);
  });
  if (operation === 'set') {
    const collection = await secretService.defaultCollection();
    const prompts = collection === 'none' || collection === 'locked';
    expectPrompt(prompts, unlock);
    await keytar.setPassword(KEYCHAIN_SERVICE, account, value).catch((error: unknown) => {
      throw prompts ? NOT_UNLOCKED : error;
    });
    return undefined;
  }
  const before = await secretService.entry(account);
  if (before === 'none') {
    return undefined;
  }
  expectPrompt(before === 'locked', unlock);
  if (operation === 'get') {
    const found = await keytar.getPassword(KEYCHAIN_SERVICE, account);
    if (found === null && before === 'locked') {
      throw NOT_UNLOCKED;
    }
    return found ?? undefined;
  }
  if (before === 'locked') {
    // Of all of keytar's calls on a locked entry, only reading unlocks it.
    await keytar.getPassword(KEYCHAIN_SERVICE, account);
  }
  await keytar.deletePassword(KEYCHAIN_SERVICE, account);
  const after = await secretService.entry(account);
  if (after === 'locked' || after === 'unlocked') {
    throw after === 'locked' ? NOT_UNLOCKED : new StoreError('failed', 'did not delete the entry');
  }
  return undefined;
}

const NOT_UNLOCKED = new StoreError('locked', 'is locked and was not unlocked');

/** Before a call that makes the desktop ask the user: whoever waits has to know, or it must not be made. */
function expectPrompt(prompts: boolean, unlock: boolean): void {
  if (prompts && !unlock) {
    throw new StoreError('locked', 'is locked');
  }
  if (prompts) {
    answer({ type: 'prompting' });
  }
}

function troubleOf(error: unknown): Pick<StoreError, 'trouble' | 'message'> {
  if (error instanceof StoreError) {
    return { trouble: error.trouble, message: error.message };
  }
  // keytar's calls reject without a session bus (“Cannot autolaunch D-Bus…”), and those of D-Bus without a service.
  const absent = error instanceof NoSecretService || secretService.unreachable;
  return absent
    ? { trouble: 'absent', message: `is not there (${textOf(error)})` }
    : { trouble: 'failed', message: `failed (${textOf(error)})` };
}

function textOf(error: unknown): string {
  const [line = ''] = messageOf(error).split('\n');
  return line.trim().replace(/\.$/, '');
}
