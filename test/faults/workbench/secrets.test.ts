import { describeWholeSession } from '../../e2e/wholeSession';

/** An address that nothing answers at: there is no keychain then. */
const env = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };

// What a transport lets leak does not depend on the store, so these go by GET alone, which puts the ticket in the address.
describeWholeSession({ store: 'SecretStorage', setting: 'auto', env, transports: ['get'] });
describeWholeSession({ store: 'memory', setting: 'keychain', env, transports: ['get'] });
