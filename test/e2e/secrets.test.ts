import { TRANSPORTS } from '../../src/api/outcome';
import { describeWholeSession } from './wholeSession';

describeWholeSession({ store: 'the OS keychain', setting: 'keychain', env: {}, transports: TRANSPORTS });
