import type { Next } from '../../domain/order-state.js';
import { undoneBefore } from './delivering.js';
import { waitFor } from './inbox.js';
import type { OrderRun } from './run.js';

/** Waits for an operator's release. An order that waited is read again, and looked up before it is delivered. */
export async function waitForRelease(run: OrderRun): Promise<Next<'held'>> {
  const { inbox } = run;
  await waitFor(inbox, () => inbox.isReleased);
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: undoneBefore(run) };
  return { kind: 'importing', hasWaited: true };
}
