/** One measured thing: what was measured how often, and in which unit. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  /** One value a round; a single one for what is computed. */
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
  /** A try: sizes a tenth of the real ones, so that the figures say that it runs and little more. */
  readonly isQuick: boolean;
  /** Says what is under way. */
  readonly say: (line: string) => void;
  /** Keeps what a figure depends on, such as the version of a server, beside the machine. */
  readonly learn: (what: string, value: string) => void;
}

/** A size as it is measured: the real one, or a tenth of it for a try. */
export function sizeOf(real: number, { isQuick }: Pick<BenchSettings, 'isQuick'>): number {
  return isQuick ? Math.ceil(real / 10) : real;
}

/** The middle of the values: one slow round says little about the program. */
export function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The value that this share of all is at most: 0.99 for the slowest one in a hundred. */
export function shareOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Whether the middle value keeps what is promised; undefined where nothing is. */
export function isKept({ values, promise }: Figure): boolean | undefined {
  if (promise === undefined) return undefined;
  return 'atMost' in promise ? middleOf(values) <= promise.atMost : middleOf(values) >= promise.atLeast;
}

/** Figures of several rounds as one list: the values of each name, in the order of the rounds. */
export function joinRounds(rounds: readonly (readonly Figure[])[]): readonly Figure[] {
  const joined = new Map<string, Figure>();
  for (const figure of rounds.flat()) {
    const values = [...(joined.get(figure.name)?.values ?? []), ...figure.values];
    joined.set(figure.name, { ...figure, values });
  }
  return [...joined.values()];
}
