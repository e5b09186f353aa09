import * as l10n from '@vscode/l10n';

/**
 * Every text of the form, in one place; `{0}` is filled by `phrase`. The page gets them ready with its HTML (`formHtml`), in
 * the language of VS Code; whatever else the host sends is in words already.
 */
export const FORM_WORDS = {
  title: l10n.t('Update user email'),

  welcome: l10n.t('Send UpdateUserEmail to an infoRouter server and see the raw exchange.'),
  welcomeNext: l10n.t('Add the server you want to test, or start a local one with users to play with.'),
  welcomeGuide: l10n.t('Get started, step by step'),

  profile: l10n.t('Profile'),
  chooseProfile: l10n.t('Choose a profile…'),
  protected: l10n.t('Protected'),
  protectedOption: l10n.t('{0} · protected'),
  protectedWhy: l10n.t('A production server: every update asks first.'),
  untrusted: l10n.t('TLS not verified'),
  untrustedWhy: l10n.t('Any certificate is accepted for this profile.'),

  userName: l10n.t('User name'),
  emptyUserName: l10n.t('Empty: sent as it is.'),
  outerSpace: l10n.t('Starts or ends with a space: sent as it is.'),
  newEmailAddress: l10n.t('New email address'),
  emptyAddress: l10n.t('Empty: sent as it is.'),
  noAt: l10n.t('No @ in it: sent as it is.'),
  loadCurrent: l10n.t('Load Current'),
  loadCurrentLong: l10n.t('Load Current Address'),
  loaded: l10n.t('Loaded the stored address of {0}.'),
  loadedEmpty: l10n.t('No address is stored for {0}.'),
  loadedForAnother: l10n.t(
    'An address arrived for {0}, who is no longer the user named above: not filled in.',
  ),
  putBack: l10n.t('Put Back What I Typed'),
  isBack: l10n.t('Put back.'),
  swapBack: l10n.t('Undo'),

  transport: l10n.t('Transport'),
  getExposes: l10n.t('The ticket stands in the address, where proxies and the server’s log keep it.'),
  ticket: l10n.t('Ticket'),
  ticketChoices: {
    stored: l10n.t('The profile’s ticket'),
    none: l10n.t('No ticket'),
    other: l10n.t('Another one for this call'),
  },
  otherTicket: l10n.t('Ticket for this call (not kept)'),

  verify: l10n.t('Verify with GetUser'),
  verifyWhy: l10n.t(
    'GetUser is asked before and after the update, and what is stored is compared with what was sent.',
  ),
  verdicts: {
    passed: l10n.t('Verified.'),
    unchanged: l10n.t('No change.'),
    failed: l10n.t('Not as sent.'),
    unknown: l10n.t('Not verified.'),
  },
  before: l10n.t('Before:'),
  after: l10n.t('After:'),
  notTold: l10n.t('not known'),
  emptyStored: l10n.t('no address'),

  preview: l10n.t('Request'),
  send: l10n.t('Send'),
  sendLong: l10n.t('Send ({0})'),
  cancel: l10n.t('Cancel'),
  running: { send: l10n.t('Sending the update…'), loadCurrent: l10n.t('Asking for the stored address…') },

  result: l10n.t('Result'),
  succeeded: l10n.t('Success:'),
  failed: l10n.t('Failed:'),
  nextStep: l10n.t('Next step:'),
  response: l10n.t('Response'),
  copy: l10n.t('Copy'),
  copied: l10n.t('Copied.'),
  notCopied: l10n.t('The clipboard refused.'),
  actions: {
    addProfile: l10n.t('Add Profile…'),
    editProfile: l10n.t('Edit Profile…'),
    selectProfile: l10n.t('Select Profile…'),
    openProfileSettings: l10n.t('Open Setting'),
    openWalkthrough: l10n.t('Get Started'),
    openDocumentation: l10n.t('API Documentation'),
    startSandbox: l10n.t('Start Local Sandbox'),
    signIn: l10n.t('Sign In…'),
    signInAndRepeat: l10n.t('Sign In and Repeat…'),
    setTicket: l10n.t('Set Ticket…'),
    checkConnection: l10n.t('Check Connection'),
    showOutput: l10n.t('Show Output'),
    showSecrets: l10n.t('With Secrets…'),
    restorePrevious: l10n.t('Restore Previous Address'),
    compareTransports: l10n.t('Compare Transports…'),
  },
  more: l10n.t('… {0} more characters, not shown here.'),
};

export type FormWords = typeof FORM_WORDS;
