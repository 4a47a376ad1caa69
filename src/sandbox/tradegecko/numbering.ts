import type { SandboxState } from '../state.js';

/** A series of numbers that the server gives to records. */
export interface NumberSeries {
  readonly series: 'order' | 'invoice' | 'credit-note';
  readonly prefix: string;
  isTaken(number: string): boolean;
}

const DIGITS_MIN = 4;

/** The number that the next record of a series gets; numbers that clients gave away already are left out. */
export function peekNumber(state: SandboxState, of: NumberSeries): string {
  return numberOf(of, nextOf(state, of));
}

/** Takes the next number of a series. */
export function takeNumber(state: SandboxState, of: NumberSeries): string {
  const next = nextOf(state, of);
  tableOf(state).put(of.series, next);
  return numberOf(of, next);
}

function tableOf(state: SandboxState) {
  return state.table<number>('tradegecko.number-series');
}

// Ends because the numbers that are taken are finitely many.
function nextOf(state: SandboxState, of: NumberSeries): number {
  let next = (tableOf(state).get(of.series) ?? 0) + 1;
  while (of.isTaken(numberOf(of, next))) next += 1;
  return next;
}

function numberOf(of: NumberSeries, count: number): string {
  return `${of.prefix}${String(count).padStart(DIGITS_MIN, '0')}`;
}
