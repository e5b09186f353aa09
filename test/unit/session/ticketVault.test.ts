import assert from 'node:assert/strict';
import { insist } from '../../../src/session/ports';
import { TicketVault, type TicketEntry } from '../../../src/session/ticketVault';
import { EVERY_OPERATION, FakeStore } from './fakes';

const profile = { name: 'Test', baseUrl: 'http://dms/infoRouter' };
const entry: TicketEntry = {
  baseUrl: profile.baseUrl,
  ticket: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
  userName: 'jdoe',
  expiresOn: '2030-01-01T00:00:00Z',
};

function open() {
  const keychain = new FakeStore('keychain');
  const secretStorage = new FakeStore('secretStorage');
  const memory = new FakeStore('memory');
  const stores = [keychain, secretStorage, memory];
  const preferred = { stores: stores as readonly FakeStore[] };
  const vault = new TicketVault(
    () => preferred.stores,
    () => stores,
  );
  const holders = () => stores.filter(({ values }) => values.has('Test')).map(({ id }) => id);
  return { keychain, secretStorage, memory, vault, preferred, holders };
}

describe('ticket vault', () => {
  it('keeps the entry as the contract writes it, in the first store alone', async () => {
    const { vault, keychain, holders } = open();
    assert.equal(await vault.write('Test', entry), 'keychain');
    assert.deepEqual(JSON.parse(keychain.values.get('Test') ?? ''), entry);
    assert.deepEqual(holders(), ['keychain']);
    assert.deepEqual(await vault.read(profile), { entry, store: 'keychain' });
  });

  for (const [broken, expected] of [
    [[], 'keychain'],
    [['keychain'], 'secretStorage'],
    [['secretStorage'], 'keychain'],
    [['keychain', 'secretStorage'], 'memory'],
  ] as const) {
    it(`keeps a ticket in ${expected} when ${broken.join(' and ') || 'nothing'} fails, and reads it back`, async () => {
      const opened = open();
      for (const id of broken) {
        opened[id].broken = EVERY_OPERATION;
      }
      assert.deepEqual(await opened.vault.read(profile), { entry: undefined, store: expected });
      assert.equal(await opened.vault.write('Test', entry), expected);
      assert.deepEqual(await opened.vault.read(profile), { entry, store: expected });
      await opened.vault.delete('Test');
      assert.deepEqual(await opened.vault.read(profile), { entry: undefined, store: expected });
    });
  }

  it('deletes a ticket from a store that the settings no longer want', async () => {
    const { vault, keychain, secretStorage, memory, preferred, holders } = open();
    await vault.write('Test', entry);
    preferred.stores = [secretStorage, memory];
    assert.deepEqual(await vault.read(profile), { entry: undefined, store: 'secretStorage' });
    await vault.delete('Test');
    assert.deepEqual(holders(), []);
    assert.ok(keychain.asked.includes('delete'));
  });

  it('falls back where a store reads but does not write', async () => {
    const { vault, keychain, holders } = open();
    keychain.broken = ['set'];
    assert.equal(await vault.write('Test', entry), 'secretStorage');
    assert.deepEqual(holders(), ['secretStorage']);
  });

  it('leaves no older ticket in another store', async () => {
    const { vault, keychain, holders } = open();
    keychain.broken = EVERY_OPERATION;
    await vault.write('Test', { ...entry, ticket: 'older' });
    assert.deepEqual(holders(), ['secretStorage']);
    keychain.broken = [];
    await vault.write('Test', entry);
    assert.deepEqual(holders(), ['keychain']);
  });

  it('rejects when not even memory takes a ticket', async () => {
    const { vault, preferred } = open();
    preferred.stores = [new FakeStore('memory', EVERY_OPERATION)];
    await assert.rejects(vault.write('Test', entry), /No ticket store works/);
  });

  it('obeys the preference of the moment', async () => {
    const { vault, preferred, secretStorage, memory } = open();
    preferred.stores = [secretStorage, memory];
    assert.equal(await vault.write('Test', entry), 'secretStorage');
    preferred.stores = [memory];
    assert.equal((await vault.read(profile)).entry, undefined);
  });

  it('asks the store every time: another window may have changed the entry', async () => {
    const { vault, keychain } = open();
    await vault.write('Test', entry);
    keychain.values.set('Test', JSON.stringify({ ...entry, ticket: 'from another window' }));
    assert.equal((await vault.read(profile)).entry?.ticket, 'from another window');
    keychain.values.delete('Test');
    assert.equal((await vault.read(profile)).entry, undefined);
  });

  it('asks no store before it is used', () => {
    const { keychain, secretStorage, memory } = open();
    assert.deepEqual([...keychain.asked, ...secretStorage.asked, ...memory.asked], []);
  });

  it('deletes from every store, past one that fails', async () => {
    const { vault, keychain, secretStorage, memory, holders } = open();
    for (const store of [keychain, secretStorage, memory]) {
      store.values.set('Test', JSON.stringify(entry));
    }
    keychain.broken = ['delete'];
    await vault.delete('Test');
    assert.deepEqual(holders(), ['keychain']);
    keychain.broken = [];
    await vault.delete('Test');
    assert.deepEqual(holders(), []);
    await vault.delete('Test');
  });

  describe('the base URL', () => {
    for (const baseUrl of [
      'https://dms/infoRouter',
      'http://dms',
      'http://dms:8080/infoRouter',
      'http://evil/infoRouter',
      'nonsense',
    ]) {
      it(`${baseUrl} gets no ticket of ${profile.baseUrl}`, async () => {
        const { vault } = open();
        await vault.write('Test', entry);
        assert.deepEqual(await vault.read({ ...profile, baseUrl }), { entry: undefined, store: 'keychain' });
      });
    }

    it('may be written differently as long as it names the same service', async () => {
      const { vault } = open();
      await vault.write('Test', entry);
      const other = { ...profile, baseUrl: 'HTTP://DMS:80/infoRouter/srv.asmx' };
      assert.deepEqual((await vault.read(other)).entry, entry);
    });

    it('that does not fit lets the next store be asked', async () => {
      const { vault, keychain, memory } = open();
      memory.values.set('Test', JSON.stringify({ ...entry, baseUrl: 'http://other' }));
      keychain.values.set('Test', JSON.stringify(entry));
      assert.deepEqual(await vault.read(profile), { entry, store: 'keychain' });
    });
  });

  describe('an entry that another program wrote', () => {
    for (const value of [
      '',
      'a bare ticket',
      'null',
      '7',
      '"text"',
      '[]',
      '{}',
      '{"ticket":"t"}',
      '{"baseUrl":"http://dms/infoRouter"}',
      '{"baseUrl":"http://dms/infoRouter","ticket":""}',
      '{"baseUrl":"http://dms/infoRouter","ticket":7}',
      '{"baseUrl":7,"ticket":"t"}',
      '{"baseUrl":"http://dms/infoRouter","ticket":"t"',
    ]) {
      it(`${value || '(nothing)'} is no ticket, and hides none in the next store`, async () => {
        const { vault, keychain, memory } = open();
        keychain.values.set('Test', value);
        assert.deepEqual(await vault.read(profile), { entry: undefined, store: 'keychain' });
        memory.values.set('Test', JSON.stringify(entry));
        assert.deepEqual(await vault.read(profile, insist()), { entry, store: 'memory' });
        keychain.values.set('Test', JSON.stringify(entry));
        memory.values.set('Test', value);
        assert.deepEqual(await vault.read(profile, insist()), { entry, store: 'keychain' });
      });
    }

    it('is read without what is not text or does not belong there', async () => {
      const { vault, keychain } = open();
      const foreign = { ...entry, userName: 7, expiresOn: null, password: 'secret' };
      keychain.values.set('Test', JSON.stringify(foreign));
      const { baseUrl, ticket } = entry;
      assert.deepEqual((await vault.read(profile)).entry, { baseUrl, ticket });
    });
  });

  describe('the tickets it knows', () => {
    it('are all that it wrote or read, those of other servers and deleted ones too', async () => {
      const { vault, keychain } = open();
      assert.deepEqual([...vault.knownTickets], []);
      await vault.write('Test', { ...entry, ticket: 'written' });
      keychain.values.set('Test', JSON.stringify({ ...entry, ticket: 'read' }));
      await vault.read(profile);
      keychain.values.set('Test', JSON.stringify({ ...entry, ticket: 'other', baseUrl: 'http://other' }));
      await vault.read(profile);
      await vault.delete('Test');
      assert.deepEqual([...vault.knownTickets], ['written', 'read', 'other']);
    });

    it('include one that no store took', async () => {
      const { vault, preferred } = open();
      preferred.stores = [new FakeStore('keychain', EVERY_OPERATION)];
      await assert.rejects(vault.write('Test', entry));
      assert.deepEqual([...vault.knownTickets], [entry.ticket]);
    });
  });

  describe('a copy for this window', () => {
    it('is read where another window has overwritten the entry', async () => {
      const { vault, keychain } = open();
      await vault.write('Test', entry);
      await vault.keepInMemory('Test', entry);
      keychain.values.set('Test', JSON.stringify({ ...entry, baseUrl: 'http://127.0.0.1:2' }));
      assert.deepEqual(await vault.read(profile), { entry, store: 'memory' });
    });

    it('follows the entry when that is written again, and goes with it', async () => {
      const { vault, memory } = open();
      await vault.write('Test', entry);
      await vault.keepInMemory('Test', entry);
      await vault.write('Test', { ...entry, ticket: 'newer' });
      assert.match(memory.values.get('Test') ?? '', /newer/);
      await vault.delete('Test');
      assert.equal(memory.values.size, 0);
      await vault.write('Test', entry);
      assert.equal(memory.values.size, 0, 'only where it was asked for');
    });
  });

  describe('what is done on the side, at whatever moment,', () => {
    const newer = { ...entry, ticket: 'newer' };
    const renamed = { ...profile, name: 'New' };
    type Opened = ReturnType<typeof open>;
    const sides: Readonly<
      Record<string, { name: string; begin: (opened: Opened) => Promise<() => Promise<unknown>> }>
    > = {
      'a later expiry': {
        name: 'Test',
        begin: async ({ vault }) => {
          await vault.write('Test', entry);
          return () => vault.prolong(profile, entry.ticket, new Date('2030-06-01'));
        },
      },
      'a move to a better store': {
        name: 'Test',
        begin: async ({ vault, keychain }) => {
          keychain.broken = EVERY_OPERATION;
          await vault.write('Test', entry);
          keychain.broken = [];
          return () => vault.read(profile);
        },
      },
      'a move to a new name': {
        name: 'New',
        begin: async ({ vault, keychain }) => {
          keychain.trouble = 'silent';
          await vault.write('Test', entry);
          keychain.broken = EVERY_OPERATION;
          await vault.rename(profile, 'New');
          keychain.broken = [];
          return () => vault.read(renamed);
        },
      },
      'a leftover’s end': {
        name: 'Test',
        begin: async ({ vault, keychain }) => {
          keychain.trouble = 'silent';
          await vault.write('Test', entry);
          keychain.broken = EVERY_OPERATION;
          await vault.delete('Test');
          keychain.broken = [];
          return () => vault.read({ ...profile, name: 'Another' });
        },
      },
    };
    for (const [side, { name, begin }] of Object.entries(sides)) {
      /** What lies in the stores once all is done, for each moment at which `meanwhile` may begin. */
      const atAnyMoment = async (meanwhile: (opened: Opened) => Promise<unknown>) => {
        const found = new Set<string>();
        for (let ticks = 0; ticks < 60; ticks++) {
          const opened = open();
          const done = (await begin(opened))();
          for (let tick = 0; tick < ticks; tick++) {
            await Promise.resolve();
          }
          await Promise.all([done, meanwhile(opened)]);
          const values = [opened.keychain, opened.secretStorage, opened.memory].flatMap(store =>
            [...store.values].map(
              ([of, value]) => `${store.id} ${of} ${(JSON.parse(value) as TicketEntry).ticket}`,
            ),
          );
          found.add(values.join());
        }
        return [...found];
      };

      it(`brings back no ticket that is deleted: ${side}`, async () => {
        assert.deepEqual(await atAnyMoment(({ vault }) => vault.delete(name)), ['']);
      });

      it(`takes away no ticket that is new: ${side}`, async () => {
        const [first, ...others] = await atAnyMoment(({ vault }) => vault.write(name, newer));
        assert.deepEqual([first, others], [`keychain ${name} newer`, []]);
      });
    }
  });

  describe('a keychain that does not answer', () => {
    const newer = { ...entry, ticket: 'newer' };
    const silent = { store: 'keychain', trouble: 'silent', reason: 'is silent' } as const;

    /** A vault with a ticket in the keychain, which then falls silent. */
    async function openSilent() {
      const opened = open();
      opened.keychain.trouble = 'silent';
      await opened.vault.write('Test', entry);
      opened.keychain.broken = EVERY_OPERATION;
      return opened;
    }

    it('is told apart from one without the ticket, and from none at all', async () => {
      const { vault, keychain } = await openSilent();
      const unread = { entry: undefined, store: 'secretStorage' };
      assert.deepEqual(await vault.read(profile), { ...unread, failure: silent });
      keychain.trouble = 'absent';
      assert.deepEqual(await vault.read(profile), unread);
    });

    it('is asked to prompt only for what the user has asked for', async () => {
      const { vault, keychain } = await openSilent();
      keychain.insisted.length = 0;
      await vault.read(profile);
      assert.deepEqual(keychain.insisted, []);
      await vault.read(profile, insist());
      assert.deepEqual(keychain.insisted, ['get']);
    });

    it('makes a newer ticket go elsewhere, which is then used without waiting, and says why', async () => {
      const { vault, keychain, holders } = await openSilent();
      assert.equal(await vault.write('Test', newer), 'secretStorage');
      assert.deepEqual(holders(), ['keychain', 'secretStorage']);
      keychain.asked.length = 0;
      assert.deepEqual(await vault.read(profile, insist()), { entry: newer, store: 'secretStorage' });
      assert.deepEqual(keychain.asked, []);
      assert.deepEqual(await vault.read(profile), { entry: newer, store: 'secretStorage', failure: silent });
    });

    it('gets the newer ticket when it answers again, over the older one', async () => {
      const { vault, keychain, holders } = await openSilent();
      await vault.write('Test', newer);
      keychain.broken = [];
      assert.deepEqual(await vault.read(profile, insist()), { entry: newer, store: 'secretStorage' });
      assert.deepEqual(await vault.read(profile), { entry: newer, store: 'keychain' });
      assert.deepEqual(holders(), ['keychain']);
      assert.match(keychain.values.get('Test') ?? '', /newer/);
    });

    it('keeps a ticket that had to go as a leftover: not used, and deleted at the next answer', async () => {
      const { vault, keychain, holders } = await openSilent();
      assert.deepEqual(await vault.delete('Test'), silent);
      assert.deepEqual(await vault.read(profile), {
        entry: undefined,
        store: 'secretStorage',
        leftover: silent,
      });
      keychain.broken = ['set', 'delete'];
      assert.equal((await vault.read(profile)).entry, undefined, 'it reads, but does not delete');
      assert.deepEqual(vault.leftover('Test'), silent);
      keychain.broken = [];
      assert.equal((await vault.read(profile)).entry, undefined);
      assert.deepEqual([holders(), vault.leftover('Test')], [[], undefined]);
    });

    it('loses a leftover at the answer to any other profile', async () => {
      const { vault, keychain, holders } = await openSilent();
      await vault.delete('Test');
      keychain.broken = [];
      await vault.read({ ...profile, name: 'Another' });
      assert.deepEqual(holders(), []);
    });

    it('may be given another ticket by another window, which is no leftover', async () => {
      const { vault, keychain } = await openSilent();
      await vault.delete('Test');
      keychain.broken = [];
      keychain.values.set('Test', JSON.stringify(newer));
      assert.deepEqual(await vault.read(profile), { entry: newer, store: 'keychain' });
      assert.equal(keychain.values.size, 1);
    });

    it('leaves nothing behind where it was never there', async () => {
      const { vault, keychain } = open();
      keychain.broken = EVERY_OPERATION;
      assert.equal(await vault.delete('Test'), undefined);
      assert.equal(vault.leftover('Test'), undefined);
    });

    it('gives the ticket to a new name when it answers again', async () => {
      const { vault, keychain } = await openSilent();
      await vault.rename(profile, 'New');
      const renamed = { ...profile, name: 'New' };
      assert.deepEqual((await vault.read(renamed)).failure, silent);
      keychain.broken = [];
      assert.deepEqual((await vault.read(renamed)).entry, entry);
      assert.deepEqual([...keychain.values.keys()], ['New']);
      assert.deepEqual(await vault.read(renamed), { entry, store: 'keychain' });
    });

    it('gives it to each of many that look at once, while it moves', async () => {
      const { vault, keychain } = await openSilent();
      await vault.rename(profile, 'New');
      keychain.broken = [];
      const renamed = { ...profile, name: 'New' };
      const looks = [0, 1, 2, 3, 4, 5, 6, 7].map(async ticks => {
        for (let i = 0; i < ticks; i++) {
          await Promise.resolve();
        }
        return vault.read(renamed, insist());
      });
      for (const { entry: found } of await Promise.all(looks)) {
        assert.deepEqual(found, entry);
      }
    });

    it('loses the ticket under the old name when the new one is removed', async () => {
      const { vault, keychain } = await openSilent();
      await vault.rename(profile, 'New');
      await vault.delete('New');
      keychain.broken = [];
      assert.equal((await vault.read({ ...profile, name: 'New' })).entry, undefined);
      assert.equal((await vault.read(profile)).entry, undefined);
      assert.equal(keychain.values.size, 0);
    });

    it('gives a renamed profile nothing that was signed in under its old name since', async () => {
      const { vault, keychain } = await openSilent();
      await vault.rename(profile, 'New');
      keychain.broken = [];
      await vault.write('Test', newer);
      assert.equal((await vault.read({ ...profile, name: 'New' })).entry, undefined);
      assert.deepEqual((await vault.read(profile)).entry, newer);
    });
  });
});
