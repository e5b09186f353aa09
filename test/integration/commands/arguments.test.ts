import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, storedProfiles, thisExtension } from '../support';

const run = (id: string, argument: unknown) => vscode.commands.executeCommand(`inforouter.${id}`, argument);

/** Per command an argument that is of the wrong shape, and the field that the message has to name. */
const WRONG: readonly (readonly [command: string, argument: object, field: string])[] = [
  ['addProfile', {}, 'name'],
  ['addProfile', { name: 1, baseUrl: 'http://localhost' }, 'name'],
  ['addProfile', { name: 'a' }, 'baseUrl'],
  ['addProfile', { name: 'a', baseUrl: 'http://localhost', transport: 'soap' }, 'transport'],
  ['addProfile', { name: 'a', baseUrl: 'http://localhost', userName: 1 }, 'userName'],
  ['addProfile', { name: 'a', baseUrl: 'http://localhost', protected: 'yes' }, 'protected'],
  [
    'addProfile',
    { name: 'a', baseUrl: 'http://localhost', allowUntrustedCertificate: 1 },
    'allowUntrustedCertificate',
  ],
  ['editProfile', { name: 'a' }, 'profile'],
  ['editProfile', { profile: 'a', name: null }, 'name'],
  ['removeProfile', {}, 'profile'],
  ['selectProfile', { profile: ['a'] }, 'profile'],
  ['signIn', { userName: 'a' }, 'password'],
  ['signIn', { password: 'a' }, 'userName'],
  ['setTicket', {}, 'ticket'],
  ['signOut', { profile: 1 }, 'profile'],
  ['checkConnection', { profile: {} }, 'profile'],
  ['updateUserEmail', { newEmailAddress: 'a' }, 'userName'],
  ['updateUserEmail', { userName: 'a' }, 'newEmailAddress'],
  ['updateUserEmail', { userName: 'a', newEmailAddress: 'b', transport: 'GET' }, 'transport'],
  ['updateUserEmail', { userName: 'a', newEmailAddress: 'b', ticket: 1 }, 'ticket'],
  ['updateUserEmail', { userName: 'a', newEmailAddress: 'b', verify: 1 }, 'verify'],
  ['updateUserEmail', { userName: 'a', newEmailAddress: 'b', confirmed: 'true' }, 'confirmed'],
  ['restorePreviousEmail', {}, 'exchangeId'],
  ['restorePreviousEmail', { exchangeId: 'a', confirmed: 1 }, 'confirmed'],
  ['compareTransports', {}, 'userName'],
  ['compareTransports', { userName: 'a', newEmailAddress: 1 }, 'newEmailAddress'],
  ['runContractTests', {}, 'userName'],
  ['runContractTests', { userName: 'a', confirmed: 'yes' }, 'confirmed'],
  ['runContractTests', { userName: 'a', ordinaryTicket: 1 }, 'ordinaryTicket'],
  ['editProfile', { profile: 'a', soapTicketElement: 'ticket' }, 'soapTicketElement'],
  ['signInAndRepeat', { userName: 'a' }, 'password'],
  ['signInAndRepeat', { userName: 'a', password: 'b', confirmed: 1 }, 'confirmed'],
  ['exportProfiles', {}, 'path'],
  ['importProfiles', { path: 7 }, 'path'],
  ['importProfiles', { path: '/tmp/x', onConflict: 'ask' }, 'onConflict'],
  ['importProfiles', { path: '/tmp/x', allowUntrustedCertificates: 1 }, 'allowUntrustedCertificates'],
  ['startSandbox', { port: '8080' }, 'port'],
  ['openExchange', {}, 'exchangeId'],
  ['resendExchange', { exchangeId: 1 }, 'exchangeId'],
  ['resendExchange', { exchangeId: 'a', confirmed: 1 }, 'confirmed'],
  ['compareExchanges', { exchangeId: 'a' }, 'otherExchangeId'],
  ['selectExchangeForCompare', {}, 'exchangeId'],
  ['compareWithSelectedExchange', {}, 'exchangeId'],
  ['copyExchange', { exchangeId: 'a', language: 'cobol' }, 'language'],
  ['exportExchanges', { profile: 'a' }, 'file'],
  ['deleteExchange', {}, 'exchangeId'],
  ['updateUserEmailsFromCsv', {}, 'csv'],
  ['openBatch', {}, 'batchId'],
  ['resumeBatch', { batchId: 'a', confirmed: 1 }, 'confirmed'],
  ['deleteBatch', { batchId: 1 }, 'batchId'],
];

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: { readonly inforouter: readonly { readonly id: string }[] };
  };
}

describe('The commands as an interface', () => {
  after(cleanUp);

  it('are exactly those of package.json', async () => {
    const manifest = thisExtension().packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command);
    // A view brings commands of its own, such as `inforouter.profiles.focus`.
    const views = manifest.contributes.views.inforouter.map(({ id }) => `${id}.`);
    const registered = (await vscode.commands.getCommands(true)).filter(
      id => id.startsWith('inforouter.') && !views.some(view => id.startsWith(view)),
    );
    assert.deepEqual(registered.sort(), declared.sort());
  });

  for (const [command, argument, field] of WRONG) {
    it(`${command} rejects ${JSON.stringify(argument)} and names “${field}”`, async () => {
      await assert.rejects(
        async () => run(command, argument),
        ({ message }: Error) => message.includes(`“${field}”`) && message.includes(`inforouter.${command}`),
      );
      assert.deepEqual(storedProfiles(), []);
    });
  }
});
