import type { WorkflowExecutionDescription } from '@temporalio/client';

/** What keeps a run from going on: a piece of work that failed and is tried again by itself. */
export interface Trouble {
  /** How many tries have failed. */
  readonly tries: number;
  /** How the latest of them failed, without personal data. */
  readonly why: string;
}

/** Reads what a described run has trouble with; null when nothing of what it has under way has failed. */
export function troubleOf({ raw }: Pick<WorkflowExecutionDescription, 'raw'>): Trouble | null {
  const failing = raw.pendingActivities?.find(({ lastFailure }) => lastFailure?.message);
  if (failing?.lastFailure?.message === undefined || failing.lastFailure.message === null) return null;
  // The try that is under way, or comes next, is counted already.
  return { tries: Math.max(1, (failing.attempt ?? 1) - 1), why: failing.lastFailure.message };
}

/** A trouble in one sentence. */
export function troubleWords({ tries, why }: Trouble): string {
  const told = tries === 1 ? 'One try has failed' : `${tries} tries have failed`;
  return `${told}, and it is tried again by itself: ${why.replace(/\.$/, '')}.`;
}

/** Why something that was waited for has not come yet. */
export const stillWords = (trouble: Trouble | null): string =>
  trouble === null ? 'It goes on by itself; is a worker running?' : troubleWords(trouble);
