import { enables } from './faults';
import { answerTo, OPERATIONS, type Arguments, type Operation, type World } from './operations';
import { contentType, type SandboxRequest } from './request';
import { exceptionReply, xmlReply, type Reply } from './reply';
import { writeIndented } from './xmlWriter';

/** Where a request's values travel, by the name that ASP.NET has for it. */
type Source = 'QueryString' | 'Form';

/**
 * Answers a GET or POST to `/srv.asmx/<operationName>`. Operation names are matched exactly, parameter names without
 * regard to case. The texts of the failures are as recorded: the server leaves its placeholders unfilled.
 */
export function answerHttp(operationName: string, request: SandboxRequest, world: World): Reply {
  if (!enables(world.faults().fault, request.method === 'GET' ? 'Get' : 'Post')) {
    return exceptionReply(
      `System.InvalidOperationException: Request format is unrecognized for URL unexpectedly ending in '/${operationName}'.`,
    );
  }
  const operation = OPERATIONS.find(({ name }) => name === operationName);
  if (!operation) {
    return exceptionReply('System.InvalidOperationException: {0} Web Service method name is not valid.');
  }
  const given = readArguments(operation, request);
  if (typeof given === 'string') {
    return { ...exceptionReply(given), operation: operation.name };
  }
  const answer = answerTo(operation, given, world);
  const error = answer.attributes['error'];
  return { ...xmlReply(writeIndented(answer)), operation: operation.name, ...(error ? { error } : {}) };
}

/** The operation's arguments, or the exception that the server would print. */
function readArguments(operation: Operation, request: SandboxRequest): Arguments | string {
  // asmx looks at neither the query nor the form of an operation without parameters.
  if (operation.parameters.length === 0) {
    return {};
  }
  const isForm = request.method === 'POST';
  if (isForm && contentType(request).type !== 'application/x-www-form-urlencoded') {
    return 'System.InvalidOperationException: Request format is invalid: {0}.';
  }
  const values = readValues(isForm ? request.body.toString('utf8') : request.query);
  for (const [name, value] of values) {
    if (looksLikeMarkup(value)) {
      return dangerousValue(isForm ? 'Form' : 'QueryString', name, value);
    }
  }
  const given: Record<string, string> = {};
  for (const parameter of operation.parameters) {
    const value = valueOf(parameter, values);
    if (value === undefined) {
      return 'System.InvalidOperationException: Missing parameter: {0}.';
    }
    given[parameter] = value;
  }
  return given;
}

type Values = readonly (readonly [name: string, value: string])[];

function readValues(encoded: string): Values {
  // URLSearchParams would take a leading question mark for its own.
  return [...new URLSearchParams(encoded.replace(/^\?/, '%3F'))];
}

/** A value given more than once arrives joined by commas, as in .NET's NameValueCollection. */
function valueOf(parameter: string, values: Values): string | undefined {
  const given = values
    .filter(([name]) => name.toLowerCase() === parameter.toLowerCase())
    .map(([, value]) => value);
  return given.length === 0 ? undefined : given.join(',');
}

/** ASP.NET's request validation: what could begin a tag or a character reference is refused. SOAP has none of it. */
function looksLikeMarkup(value: string): boolean {
  return /<[a-z!/?]|&#/i.test(value);
}

function dangerousValue(source: Source, name: string, value: string): string {
  const quoted = `"${value}"`;
  const shown = quoted.length > 20 ? `${quoted.slice(0, 16)}..."` : quoted;
  return (
    'System.Web.HttpRequestValidationException: A potentially dangerous ' +
    `Request.${source} value was detected from the client (${name}=${shown}).`
  );
}
