/** Why the embedded Temporal is not there; each message names what, where and what to do. */
export type TemporalProblemCode =
  | 'service-unreachable'
  | 'service-refused'
  | 'command-not-usable'
  | 'command-not-found'
  | 'port-in-use'
  | 'already-running'
  | 'not-ready';

export class TemporalProblem extends Error {
  readonly code: TemporalProblemCode;

  constructor(code: TemporalProblemCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TemporalProblem';
    this.code = code;
  }
}

/** The innermost message of an error: a failed fetch or connection hides what happened in its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
