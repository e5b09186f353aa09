import type { OperationName } from '../api/operations';
import { CompareEntrance } from './compareEntrance';
import { OwnCall } from './ownCall';
import { ProfileEntrance } from './profileEntrance';
import type { FormAction } from './protocol';

/** What asks something and then leads back to the form: VS Code does not give the focus back to a webview by itself. */
export const ASKING: ReadonlySet<FormAction> = new Set([
  'addProfile',
  'editProfile',
  'selectProfile',
  'signIn',
  'setTicket',
  'startSandbox',
]);

/** What a button of the form is about. */
export interface Subject {
  /** The selected one; for what a result offers, the one of its call, which need not be selected any more. */
  readonly profile: string | undefined;
  readonly userName: string;
  /** Of the result. */
  readonly exchangeId: string;
  readonly operation: OperationName;
}

/** The command behind a button. */
export function commandOf(
  action: FormAction,
  { profile, userName, exchangeId, operation }: Subject,
): [command: string, ...args: unknown[]] {
  switch (action) {
    case 'showSecrets':
      return ['inforouter.showExchangeWithSecrets', new OwnCall({ exchangeId })];
    case 'openDocumentation':
      return ['inforouter.openDocumentation', new OwnCall({ operation })];
    case 'selectProfile':
      // The item of a profile in the tree would be chosen without a question.
      return ['inforouter.selectProfile'];
    default:
      if (profile === undefined) {
        return [`inforouter.${action}`];
      }
      return [
        `inforouter.${action}`,
        action === 'compareTransports'
          ? new CompareEntrance(profile, userName)
          : new ProfileEntrance(profile),
      ];
  }
}
