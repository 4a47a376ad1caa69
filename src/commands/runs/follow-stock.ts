import { WorkflowFailedError } from '@temporalio/client';
import { rootCause } from '@temporalio/common';
import { stockProgressQuery } from '../../messages/stock-progress.js';
import type { Progress } from '../output/progress.js';
import { progressLine } from '../output/stock-progress.js';
import type { TemporalLink } from '../temporal-connection.js';
import { CALL_LIMIT_MS } from './pace.js';
import { waitForEnd } from './wait-for-end.js';

/** How a run stood when it was last looked at. */
export type RunOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'undecided' };

/** What following a run works with. */
export interface FollowWith {
  readonly link: TemporalLink;
  readonly progress: Progress;
  readonly waitMs: number;
}

/** Waits until a run that reads the stock has ended, and shows how far it is. */
export async function followStock<Result>(
  workflowId: string,
  { link, progress, waitMs }: FollowWith,
): Promise<RunOutcome<Result>> {
  const handle = link.client.workflow.getHandle<() => Promise<Result>>(workflowId);
  const showReached = async (): Promise<void> => {
    // Without a worker there is no answer; the run then waits for one, and so does this.
    const reached = await link.within(CALL_LIMIT_MS, () => handle.query(stockProgressQuery)).catch(() => null);
    if (reached !== null) progress.show(progressLine(reached));
  };
  const isOver = await waitForEnd({ workflowId }, { link, waitMs, onLook: showReached });
  if (!isOver) return { kind: 'undecided' };
  try {
    return { kind: 'done', result: await link.within(CALL_LIMIT_MS, () => handle.result()) };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { kind: 'failed', why: rootCause(error.cause) ?? 'It ended without a result.' };
  }
}
