import { ConfigError, describeProblem } from '../config/config-error.js';
import { TemporalProblem } from '../local/temporal/problem.js';
import { ApiError, type ApiErrorCode } from '../ports/api-error.js';
import { CommandError, type Explanation } from './command-error.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** An error with everything the edge needs to report it. */
export interface ExplainedError extends Explanation {
  readonly exitCode: ExitCode;
}

/** Turns any error into what an operator reads. Only texts that are known to hold no secret are passed on. */
export function explain(error: unknown): ExplainedError {
  if (error instanceof CommandError) return { ...error.explanation, exitCode: error.exitCode };
  if (error instanceof ConfigError) return explainConfig(error);
  if (error instanceof ApiError) return explainApi(error);
  if (error instanceof TemporalProblem) return explainTemporal(error);
  if (isNamespaceNotFound(error)) return explainNamespace(error.namespace);
  return explainGrpc(error) ?? explainOurs(error);
}

function explainConfig(error: ConfigError): ExplainedError {
  const { path, problems } = error;
  return {
    what: `The configuration ${path} cannot be used.`,
    why: problems.map(describeProblem).join('\n'),
    next: 'Mend what is named above and run "orderbridge check".',
    exitCode: EXIT.usage,
  };
}

const API_NEXT: Readonly<Record<ApiErrorCode, string>> = {
  unreachable: 'Check the base address in the configuration and the network, then try again.',
  'timed-out': 'Try again; when it stays, raise the time-out in the configuration.',
  'rate-limited': 'Wait until the next window and try again.',
  refused: 'Mend what the service names, then try again.',
  unauthorised: 'Renew the token or its rights, then run "orderbridge check".',
  'not-found': 'Check the ids in the configuration.',
  'server-fault': 'Try again later: the service itself failed.',
  'unexpected-shape': 'Check that the base address is the API and not a web page.',
};

const UNREACHABLE_CODES: readonly ApiErrorCode[] = ['unreachable', 'timed-out', 'rate-limited', 'server-fault'];

function explainApi({ code, details, summary }: ApiError): ExplainedError {
  return {
    what: `${details.service} did not answer as needed (${code}).`,
    why: summary,
    next: details.next ?? API_NEXT[code],
    exitCode: UNREACHABLE_CODES.includes(code) ? EXIT.unreachable : EXIT.needsPerson,
  };
}

/** The message of a TemporalProblem says already what to do, so it stands as the reason. */
function explainTemporal(error: TemporalProblem): ExplainedError {
  return {
    what: 'There is no Temporal to work with.',
    why: error.message,
    next: 'Mend what is named above and run it again.',
    exitCode: EXIT.unreachable,
  };
}

function explainNamespace(namespace: string): ExplainedError {
  return {
    what: `Temporal has no namespace "${namespace}".`,
    why: 'The server answered, but does not know the namespace.',
    next: 'Set TEMPORAL_NAMESPACE to one that is there, or run "orderbridge setup", which creates it.',
    exitCode: EXIT.usage,
  };
}

/** How a server says that a list asks for a search attribute that its namespace does not know. */
const UNKNOWN_ATTRIBUTE = /is not a valid search attribute|no mapping defined for search attribute/i;

const MISSING_ATTRIBUTES: ExplainedError = {
  what: "Temporal's namespace is not made ready for orders yet.",
  why: 'It lacks the search attributes that lists of orders need.',
  next: 'Run "orderbridge setup"; a first "orderbridge start" does the same.',
  exitCode: EXIT.needsPerson,
};

const GRPC_UNAVAILABLE = [4, 14];
const GRPC_REFUSED = [7, 16];

function explainGrpc(error: unknown): ExplainedError | undefined {
  const grpc = grpcErrorOf(error);
  if (grpc === undefined) return undefined;
  // Calls that bypass the SDK's own clients report a missing namespace without its own class of error.
  const [, namespace] = /^Namespace (\S+) is not found/.exec(grpc.details) ?? [];
  if (namespace !== undefined) return explainNamespace(namespace);
  if (UNKNOWN_ATTRIBUTE.test(grpc.details)) return MISSING_ATTRIBUTES;
  const unavailable = GRPC_UNAVAILABLE.includes(grpc.code);
  const refused = GRPC_REFUSED.includes(grpc.code);
  return {
    what: unavailable ? 'Temporal could not be reached.' : 'Temporal refused a request.',
    why: `The server's answer: ${grpc.details.split('\n')[0] ?? ''} (gRPC ${grpc.code}).`,
    next: refused
      ? 'Check TEMPORAL_API_KEY or the certificates, and what they are allowed to do.'
      : 'Check TEMPORAL_ADDRESS and that the server runs, then try again.',
    exitCode: unavailable || refused ? EXIT.unreachable : EXIT.needsPerson,
  };
}

/** The SDK wraps what gRPC reports, sometimes twice. */
function grpcErrorOf(error: unknown): { readonly code: number; readonly details: string } | undefined {
  let current = error;
  for (let depth = 0; depth < 4 && current instanceof Error; depth += 1) {
    if (isGrpcError(current)) return { code: current.code, details: current.details };
    current = current.cause;
  }
  return undefined;
}

// Temporal's errors are known by their shape, so that the help need not wait until its whole client has been read.

const isGrpcError = (error: Error): error is Error & { readonly code: number; readonly details: string } =>
  'code' in error && typeof error.code === 'number' && 'details' in error && typeof error.details === 'string';

const isNamespaceNotFound = (error: unknown): error is Error & { readonly namespace: string } =>
  error instanceof Error && error.name === 'NamespaceNotFoundError' && 'namespace' in error;

function explainOurs(error: unknown): ExplainedError {
  return {
    what: 'Something went wrong inside this program.',
    why: error instanceof Error ? `${error.name}: ${error.message}` : 'No error was given.',
    next: 'Run the command again with --debug and report what it prints.',
    exitCode: EXIT.ourFault,
  };
}
