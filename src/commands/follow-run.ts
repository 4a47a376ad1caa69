import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowFailedError } from '@temporalio/client';
import { stockProgressQuery, type StockProgress } from '../messages/stock-progress.js';
import type { TemporalLink } from './temporal-connection.js';

/** How a run stood when it was last looked at. */
export type RunOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'undecided' };

/** What following a run works with. */
export interface FollowWith {
  readonly link: TemporalLink;
  /** Told whenever the run has come further. */
  readonly onProgress: (progress: StockProgress) => void;
  /** How long to wait for the end. */
  readonly waitMs: number;
}

const LOOK_EVERY_MS = 500;
const CALL_LIMIT_MS = 10_000;
const CAUSES_MAX = 5;

/** Waits until a run that reads the stock has ended, and tells how far it is. */
export async function followRun<Result>(
  workflowId: string,
  { link, onProgress, waitMs }: FollowWith,
): Promise<RunOutcome<Result>> {
  const handle = link.client.workflow.getHandle<() => Promise<Result>>(workflowId);
  const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer> => link.within(CALL_LIMIT_MS, question);
  let told = '';
  for (let waited = 0; waited <= waitMs; waited += LOOK_EVERY_MS) {
    const { status } = await ask(() => handle.describe());
    if (status.name !== 'RUNNING') return readOutcome(() => ask(() => handle.result()));
    // Without a worker there is no answer; the run then waits for one, and so does this.
    const progress = await ask(() => handle.query(stockProgressQuery)).catch(() => null);
    const text = JSON.stringify(progress);
    if (progress !== null && text !== told) onProgress(progress);
    told = text;
    await pause(LOOK_EVERY_MS);
  }
  return { kind: 'undecided' };
}

async function readOutcome<Result>(read: () => Promise<Result>): Promise<RunOutcome<Result>> {
  try {
    return { kind: 'done', result: await read() };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { kind: 'failed', why: rootMessage(error) };
  }
}

/** What failed stands at the end of the causes; its message is worded for an operator and holds no secret. */
function rootMessage(error: Error): string {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current.cause instanceof Error; depth += 1) current = current.cause;
  return current.message;
}
