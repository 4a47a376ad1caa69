import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { TemporalLink } from '../temporal-connection.js';
import { CALL_LIMIT_MS, LOOK_EVERY_MS } from './pace.js';

/** What waiting for a run works with. */
export interface WaitWith {
  readonly link: TemporalLink;
  readonly waitMs: number;
  /** Called at each look that finds it running. */
  readonly onLook: (look: Look) => Promise<void> | void;
}

/** A run that has not ended. */
export interface Look {
  readonly run: WorkflowExecutionDescription;
  /** What is left of the time to wait. */
  readonly leftMs: number;
}

/** Waits until a run has ended; false when the time was over first. */
export async function waitForEnd(
  { workflowId, runId }: { readonly workflowId: string; readonly runId?: string },
  { link: { client, within }, waitMs, onLook }: WaitWith,
): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowId, runId);
  const until = performance.now() + waitMs;
  for (let leftMs = waitMs; leftMs > 0; leftMs = until - performance.now()) {
    const run = await within(CALL_LIMIT_MS, () => handle.describe());
    if (run.status.name !== 'RUNNING') return true;
    await onLook({ run, leftMs });
    await pause(LOOK_EVERY_MS);
  }
  return false;
}
