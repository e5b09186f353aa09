import assert from 'node:assert/strict';
import { CompareEntrance } from '../../../src/views/compareEntrance';
import { commandOf } from '../../../src/views/formActions';
import { OwnCall } from '../../../src/views/ownCall';
import { ProfileEntrance } from '../../../src/views/profileEntrance';

const subject = { profile: 'Test', userName: 'jdoe', exchangeId: 'e1', operation: 'GetUser' } as const;

describe('the buttons of the form', () => {
  it('are about the profile that they are told', () => {
    for (const action of ['signIn', 'setTicket', 'editProfile', 'checkConnection'] as const) {
      const [command, ...args] = commandOf(action, subject);
      assert.deepEqual([command, args], [`inforouter.${action}`, [new ProfileEntrance('Test')]]);
      assert.deepEqual(commandOf(action, { ...subject, profile: undefined }), [`inforouter.${action}`]);
    }
  });

  it('are about the user, the exchange or the operation where that is the matter', () => {
    assert.deepEqual(commandOf('compareTransports', subject), [
      'inforouter.compareTransports',
      new CompareEntrance('Test', 'jdoe'),
    ]);
    assert.deepEqual(commandOf('showSecrets', subject), [
      'inforouter.showExchangeWithSecrets',
      new OwnCall({ exchangeId: 'e1' }),
    ]);
    assert.deepEqual(commandOf('openDocumentation', subject), [
      'inforouter.openDocumentation',
      new OwnCall({ operation: 'GetUser' }),
    ]);
  });

  it('choose no profile without a question', () => {
    assert.deepEqual(commandOf('selectProfile', subject), ['inforouter.selectProfile']);
  });
});
