/** One measured thing: what was measured how often, and in which unit. */
export interface Figure {
  readonly name: string;
  readonly unit: 's' | 'min' | 'MB' | 'kB' | 'calls' | 'calls/s' | 'ms';
  /** One value a round. */
  readonly values: readonly number[];
  /** What is promised of the middle value, if anything is. */
  readonly promise?: { readonly atMost: number } | { readonly atLeast: number };
}

/** Something that can be measured; one file a bench. */
export interface Bench {
  readonly name: string;
  /** What is measured, in one line. */
  readonly about: string;
  measure(settings: BenchSettings): Promise<readonly Figure[]>;
}

/** How a bench is to be run. */
export interface BenchSettings {
  /** How often everything is measured. */
  readonly rounds: number;
  readonly say: (line: string) => void;
}

/** The middle of the values: one slow round says little about the program. */
export function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Whether the middle value keeps what is promised; undefined where nothing is. */
export function isKept({ values, promise }: Figure): boolean | undefined {
  if (promise === undefined) return undefined;
  return 'atMost' in promise ? middleOf(values) <= promise.atMost : middleOf(values) >= promise.atLeast;
}
