import { isKept, middleOf, type Figure } from './bench.js';

/** What one bench measured. */
export interface Result {
  readonly bench: string;
  readonly about: string;
  readonly figures: readonly Figure[];
}

/** What the figures were measured on; without it they mean nothing. */
export type Surroundings = Readonly<Record<string, string | number>>;

/** One figure in words: the middle value, the spread, and what is promised of it. */
interface Row {
  readonly name: string;
  readonly middle: string;
  readonly unit: string;
  readonly spread: string;
  readonly promise: string;
}

/** The results as lines for a terminal. */
export function renderResults(surroundings: Surroundings, results: readonly Result[]): string {
  const told = Object.entries(surroundings).map(([name, value]) => `${name}: ${value}`);
  return [
    ...told,
    ...results.flatMap(({ bench, about, figures }) => ['', `${bench}: ${about}`, ...linesOf(figures)]),
  ].join('\n');
}

function linesOf(figures: readonly Figure[]): readonly string[] {
  const rows = figures.map(rowOf);
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  return rows.map(({ name, middle, unit, spread, promise }) => {
    const value = `${middle.padStart(9)} ${unit.padEnd(8)}`;
    return `  ${name.padEnd(width)} ${value} ${[spread, promise].filter((part) => part !== '').join('  ')}`.trimEnd();
  });
}

/** The results of one bench as a table of a page. */
export function tableOf({ about, figures }: Result): string {
  const rows = figures
    .map(rowOf)
    .map(
      ({ name, middle, unit, spread, promise }) => `| ${[name, `${middle} ${unit}`, spread, promise].join(' | ')} |`,
    );
  const heads = ['| what | middle | lowest to highest | promise |', '| --- | ---: | --- | --- |'];
  return [sentence(about), '', ...heads, ...rows].join('\n');
}

/** The machine and the versions as a table of a page. */
export function surroundingsTable(surroundings: Surroundings): string {
  const rows = Object.entries(surroundings).map(([name, value]) => `| ${name} | ${value} |`);
  return ['| where and when | |', '| --- | --- |', ...rows].join('\n');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function rowOf(figure: Figure): Row {
  const { name, unit, values } = figure;
  const [least, most] = [Math.min(...values), Math.max(...values)].map(rounded);
  const isAlike = least === most;
  return {
    name,
    middle: rounded(middleOf(values)),
    unit,
    // Of a single value there is no spread.
    spread: isAlike ? (values.length > 1 ? `all ${values.length} alike` : '') : `${least ?? ''} to ${most ?? ''}`,
    promise: promiseOf(figure),
  };
}

function promiseOf(figure: Figure): string {
  const { promise } = figure;
  if (promise === undefined) return '';
  const words = 'atMost' in promise ? `at most ${promise.atMost}` : `at least ${promise.atLeast}`;
  return `${words}: ${isKept(figure) === true ? 'kept' : 'missed'}`;
}

function rounded(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100);
}
