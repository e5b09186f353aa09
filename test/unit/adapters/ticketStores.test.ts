import assert from 'node:assert/strict';
import { MemoryStore, SecretStorageStore } from '../../../src/adapters/ticketStores';

/** As much of VS Code's SecretStorage as the store uses. */
class FakeSecrets {
  readonly values = new Map<string, string>();
  get = (key: string) => Promise.resolve(this.values.get(key));
  store = (key: string, value: string) => Promise.resolve(void this.values.set(key, value));
  delete = (key: string) => Promise.resolve(void this.values.delete(key));
}

const secrets = new FakeSecrets();
for (const store of [
  new MemoryStore(),
  new SecretStorageStore(secrets as unknown as ConstructorParameters<typeof SecretStorageStore>[0]),
]) {
  describe(`the ticket store ${store.id}`, () => {
    it('gives back what it was given, by account, until it is deleted', async () => {
      assert.equal(await store.get('Test'), undefined);
      await store.set('Test', 'one');
      await store.set('Test/other', 'two');
      await store.set('Test', 'three');
      assert.deepEqual([await store.get('Test'), await store.get('Test/other')], ['three', 'two']);
      await store.delete('Test');
      await store.delete('Test');
      assert.deepEqual([await store.get('Test'), await store.get('Test/other')], [undefined, 'two']);
    });
  });
}

describe('the ticket store secretStorage', () => {
  it('names its entries as the keychain does', () => {
    assert.deepEqual([...secrets.values.keys()], ['vscode-inforouter/Test/other']);
  });
});
