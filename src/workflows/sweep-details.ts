import { ActivityFailure, ApplicationFailure, rootCause } from '@temporalio/workflow';
import { NEXT_STEP } from '../domain/attention.js';
import type { SweepFigure } from '../messages/sweep-words.js';
import { plain, sentence, showFacts, type Fact } from './details.js';

/** Orders named in the details; the result itself names more. */
const NAMED_MAX = 10;

/** What a sweep that ended well asks a person to look at before all else. */
interface SweepProblem {
  readonly what: string;
  readonly nextStep: string;
}

/** Runs a sweep and puts what it found, or why it failed, and what to do, into the Web UI. */
export async function showSweep<Result extends object>(
  figures: readonly SweepFigure<keyof Result & string>[],
  sweep: () => Promise<Result>,
  problemOf: (result: Result) => SweepProblem | null = () => null,
): Promise<Result> {
  try {
    const result = await sweep();
    const problem = problemOf(result);
    showFacts([
      ['Problem', plain(problem?.what ?? '')],
      ...figures.flatMap((figure) => factsOf(figure, result)),
      ['What to do', plain(problem?.nextStep ?? stepsOf(figures, result))],
    ]);
    return result;
  } catch (error) {
    if (error instanceof ActivityFailure) showFailure(error);
    throw error;
  }
}

function factsOf<Result extends object>(
  { figure, words, isAlwaysTold, ids }: SweepFigure<keyof Result & string>,
  result: Result,
): readonly Fact[] {
  const count = result[figure];
  if (!isAlwaysTold && !isSome(count)) return [];
  const named: unknown = ids === undefined ? [] : result[ids];
  const orders = Array.isArray(named) ? named.slice(0, NAMED_MAX).map(String) : [];
  const more = isSome(count) && count > orders.length && orders.length > 0 ? ' …' : '';
  const text = orders.length === 0 ? String(count) : `${String(count)}: ${orders.join(', ')}${more}`;
  return [[sentence(words), plain(text)]];
}

function stepsOf<Result extends object>(
  figures: readonly SweepFigure<keyof Result & string>[],
  result: Result,
): string {
  const steps = figures.flatMap(({ figure, nextStep }) =>
    nextStep === undefined || !isSome(result[figure]) ? [] : [nextStep],
  );
  return steps.length === 0 ? 'Nothing.' : steps.join(' ');
}

const isSome = (count: unknown): count is number => typeof count === 'number' && count > 0;

function showFailure(error: ActivityFailure): void {
  const { cause } = error;
  const isRefused = cause instanceof ApplicationFailure && cause.type === 'unauthorised';
  showFacts([
    ['Problem', plain(rootCause(error) ?? error.message)],
    ['What to do', plain(isRefused ? NEXT_STEP.unauthorised : AFTER_FAILURE)],
  ]);
}

const AFTER_FAILURE =
  'Nothing at once: the next run does the same work. If runs go on failing, run "orderbridge check".';
