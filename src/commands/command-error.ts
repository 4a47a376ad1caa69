import { EXIT, type ExitCode } from './exit-codes.js';

/** An error as an operator reads it: three sentences. */
export interface Explanation {
  readonly what: string;
  readonly why: string;
  /** What to do next. */
  readonly next: string;
}

/** A command cannot do what it was asked to; carries what the operator is told. */
export class CommandError extends Error {
  readonly explanation: Explanation;
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, explanation: Explanation, cause?: unknown) {
    super(`${explanation.what} ${explanation.why} ${explanation.next}`, cause === undefined ? {} : { cause });
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.explanation = explanation;
  }
}

/** The error of a command line that cannot be understood. */
export function usageError(what: string, why: string, next: string): CommandError {
  return new CommandError(EXIT.usage, { what, why, next });
}
