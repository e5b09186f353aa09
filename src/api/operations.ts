import * as l10n from '@vscode/l10n';
/**
 * The operations of infoRouter's web service as data. Spelling is by transport, because it differs: by GET and POST
 * parameter names are matched in any case, in SOAP element names are matched exactly, and a misspelt one is dropped
 * without a word (recording `update-soap11-lowercase-ticket-element-900`). Source: the public API reference and the
 * recorded exchanges under test/wire/recordings.
 */

/** How one parameter is spelt on the wire, and whether its value is a secret. */
export interface Parameter {
  /** Name in the query of a GET and in the form body of a POST. */
  readonly http: string;
  /** Local name of the element in the SOAP body. */
  readonly soap: string;
  readonly secret: boolean;
  /** What a person calls the value, for messages. */
  readonly label: string;
}

export interface Operation {
  /** In the order in which they are sent. */
  readonly parameters: Readonly<Record<string, Parameter>>;
}

/**
 * How a server may spell the ticket's element in SOAP: the recorded service as the first, other installations as the
 * second. Its WSDL has the last word.
 */
export const TICKET_ELEMENTS = ['AuthenticationTicket', 'authenticationTicket'] as const;
export type TicketElement = (typeof TICKET_ELEMENTS)[number];
const TICKET_ELEMENT: TicketElement = 'AuthenticationTicket';

export function isTicketElement(value: unknown): value is TicketElement {
  return (TICKET_ELEMENTS as readonly unknown[]).includes(value);
}

/** The XML namespace of all operations; an operation's SOAP action is the namespace and its name. */
export const NAMESPACE = 'http://tempuri.org/';

const ticket = (http: string): Parameter => ({
  http,
  soap: TICKET_ELEMENT,
  secret: true,
  label: l10n.t({ message: 'ticket', comment: 'Names a value in “The {0} holds the character …”.' }),
});
const open = (name: string, label: string): Parameter => ({ http: name, soap: name, secret: false, label });
const USER_NAME = open(
  'UserName',
  l10n.t({ message: 'user name', comment: 'Names a value in “The {0} holds the character …”.' }),
);

export const OPERATIONS = {
  UpdateUserEmail: {
    parameters: {
      ticket: ticket('authenticationTicket'),
      userName: USER_NAME,
      newEmailAddress: open(
        'NewEmailAddress',
        l10n.t({
          message: 'new email address',
          comment: 'Names a value in “The {0} holds the character …”.',
        }),
      ),
    },
  },
  GetUser: { parameters: { ticket: ticket('authenticationTicket'), userName: USER_NAME } },
  AuthenticateUser: {
    parameters: {
      userName: open(
        'UID',
        l10n.t({ message: 'user name', comment: 'Names a value in “The {0} holds the character …”.' }),
      ),
      password: {
        http: 'PWD',
        soap: 'PWD',
        secret: true,
        label: l10n.t({ message: 'password', comment: 'Names a value in “The {0} holds the character …”.' }),
      },
    },
  },
  isValidTicket: { parameters: { ticket: ticket('AuthenticationTicket') } },
  LogOut: { parameters: { ticket: ticket('AuthenticationTicket') } },
  ServerInfo: { parameters: {} },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof OPERATIONS;

/** One operation with the text of each of its parameters. */
export type Call<Name extends OperationName = OperationName> = {
  [N in Name]: {
    readonly operation: N;
    readonly values: { readonly [P in keyof (typeof OPERATIONS)[N]['parameters']]: string };
    /** The one parameter that is left out of the request, to see what the server makes of that; its value is of no use. */
    readonly omitted?: keyof (typeof OPERATIONS)[N]['parameters'];
  };
}[Name];

/** A parameter of a call together with its value. */
export interface Argument extends Parameter {
  readonly value: string;
}

/**
 * The parameters that a call sends with their values, in the order in which they are sent.
 * @param ticketElement how this server spells the ticket's element in SOAP.
 */
export function argumentsOf(call: Call, ticketElement: TicketElement = TICKET_ELEMENT): Argument[] {
  const values: Readonly<Record<string, string>> = call.values;
  return parametersOf(call).map(([name, { http, soap, secret, label }]) => ({
    http,
    soap: soap === TICKET_ELEMENT ? ticketElement : soap,
    secret,
    label,
    value: values[name] ?? '',
  }));
}

/** The values that a call sends where secrets stand, or those that it sends in the open. */
export function valuesOf(call: Call, { secret }: Pick<Parameter, 'secret'>): string[] {
  const values: Readonly<Record<string, string>> = call.values;
  return parametersOf(call)
    .filter(([, parameter]) => parameter.secret === secret)
    .map(([name]) => values[name] ?? '');
}

/** The parameters that are sent, in their order, by the names that a call has for them. */
export function parametersOf({ operation, omitted }: Pick<Call, 'operation' | 'omitted'>): ParameterList {
  const parameters = PARAMETERS[operation];
  return omitted === undefined ? parameters : parameters.filter(([name]) => name !== omitted);
}

type ParameterList = readonly (readonly [name: string, Parameter])[];

/** The parameters of each operation as a list, made once: every call of a batch goes through it several times. */
const PARAMETERS = Object.fromEntries(
  Object.entries(OPERATIONS).map(([name, { parameters }]) => [name, Object.entries<Parameter>(parameters)]),
) as unknown as Readonly<Record<OperationName, ParameterList>>;
