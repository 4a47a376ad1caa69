import type { Next, OrderState } from '../../domain/order-state.js';
import { waitFor } from './inbox.js';
import type { OrderRun } from './run.js';

/** Waits for an operator's release. An order that waited is looked up before it is delivered. */
export async function waitForRelease(
  { delivery }: Extract<OrderState, { kind: 'held' }>,
  { inbox }: OrderRun,
): Promise<Next<'held'>> {
  await waitFor(inbox, () => inbox.isReleased);
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: { kind: 'nothing' } };
  return { ...delivery, lookUpFirst: true };
}
