/** One thing that is wrong in the configuration. Holds names of keys, never values: a value may be a secret. */
export interface ConfigProblem {
  /** The key with its path, e.g. `connections.main.houzz.token`, or the file. */
  readonly where: string;
  /** Line of the file, counted from 1; null when the problem has no place in it. */
  readonly line: number | null;
  readonly what: string;
  /** What to do about it. */
  readonly next: string;
}

/** The configuration cannot be used; names everything that is wrong with it at once. */
export class ConfigError extends Error {
  /** The file that was read, or that was looked for. */
  readonly path: string;
  readonly problems: readonly ConfigProblem[];

  constructor(path: string, problems: readonly ConfigProblem[]) {
    super([`The configuration ${path} cannot be used:`, ...problems.map(describeProblem)].join('\n'));
    this.name = 'ConfigError';
    this.path = path;
    this.problems = problems;
  }
}

/** A problem as one line of text. */
export function describeProblem({ where, line, what, next }: ConfigProblem): string {
  return `${where}${line === null ? '' : ` (line ${line})`} ${what}. ${next}`;
}
