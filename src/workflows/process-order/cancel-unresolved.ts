import { condition } from '@temporalio/workflow';
import { isGone } from '../../domain/sales-order.js';
import type { CancelUnresolvedState, Next, OrderState } from '../../domain/order-state.js';
import { CANCEL_DECISIONS, type CancelDecision } from '../../messages/order-messages.js';
import type { OrderRun } from './run.js';
import { readCancelDecision } from './typed-payloads.js';

/** The order was packed, shipped or invoiced before the cancel came: only a person can say what is true now. */
export async function waitForDecision(
  { target }: CancelUnresolvedState,
  run: OrderRun,
): Promise<Next<'cancel-unresolved'>> {
  const { inbox } = run;
  run.decision = undefined;
  inbox.retryAsked = false;
  const { salesOrder } = inbox;
  // A sweep that sees the sales order void says the same as a person who voided it by hand.
  const isNewlyVoid = (): boolean =>
    inbox.salesOrder !== undefined && inbox.salesOrder !== salesOrder && isGone(inbox.salesOrder);
  const decision = (): CancelDecision | undefined => run.decision?.decision;
  await condition(() => decision() !== undefined || inbox.retryAsked || isNewlyVoid());
  const made = decision();
  // The buyer may cancel in the same moment: what is cancelled there is never shipped from here.
  if (made === 'keep-and-ship' && target.kind === 'sales-order' && inbox.channelStatus.kind !== 'cancelled') {
    inbox.cancel = undefined;
    // A report that was under way when the cancel came may have arrived.
    return { kind: 'awaiting-shipment', ...target.order, isReportTried: true };
  }
  if (made === 'settled-by-hand') {
    return { kind: 'cancelled', salesOrderId: target.kind === 'sales-order' ? target.order.salesOrderId : null };
  }
  // "voided-by-hand" is checked by reading, as a retry is; what still stands comes back here.
  return { kind: 'cancelling', target };
}

/** Refuses a decision that cannot be carried out, and says why; throws. */
export function checkCancelDecision(state: OrderState, run: OrderRun, payload: unknown): void {
  if (state.kind !== 'cancel-unresolved') {
    throw new Error(`Nothing to resolve: the order is in stage ${state.kind}.`);
  }
  if (run.decision !== undefined) throw new Error('Another decision is being followed: look at the order again.');
  const resolution = readCancelDecision(payload);
  if (resolution === undefined) throw new Error(`"decision" must be one of ${CANCEL_DECISIONS.join(', ')}.`);
  const hindrance = hindranceOf(resolution.decision, state, run);
  if (hindrance !== undefined) throw new Error(hindrance);
}

/** The decisions that would be taken now. */
export function openDecisions(state: CancelUnresolvedState, run: OrderRun): readonly CancelDecision[] {
  return CANCEL_DECISIONS.filter((decision) => hindranceOf(decision, state, run) === undefined);
}

function hindranceOf(
  decision: CancelDecision,
  { target }: CancelUnresolvedState,
  { inbox }: OrderRun,
): string | undefined {
  if (decision !== 'keep-and-ship') return undefined;
  if (inbox.channelStatus.kind === 'cancelled') {
    return 'The order is cancelled in Houzz and cannot be shipped there: void it, or say "settled-by-hand".';
  }
  return target.kind === 'unknown'
    ? 'No sales order is known that could ship: mend what was in the way, then send retryNow.'
    : undefined;
}
