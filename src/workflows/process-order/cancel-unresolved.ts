import { condition } from '@temporalio/workflow';
import { isGone } from '../../domain/sales-order.js';
import type { Next, OrderState } from '../../domain/order-state.js';
import type { OrderRun } from './run.js';

/** The order was packed, shipped or invoiced before the cancel came: only a person can say what is true now. */
export async function waitForDecision(
  { salesOrderId }: Extract<OrderState, { kind: 'cancel-unresolved' }>,
  run: OrderRun,
): Promise<Next<'cancel-unresolved'>> {
  const { inbox } = run;
  run.decision = undefined;
  const isVoid = (): boolean => inbox.salesOrder !== undefined && isGone(inbox.salesOrder);
  // A sweep that sees the sales order void says the same as a person who voided it by hand.
  const decision = (): string | undefined => run.decision?.decision;
  await condition(() => decision() !== undefined || isVoid());
  if (decision() !== 'keep-and-ship') return { kind: 'cancelled', salesOrderId };
  inbox.cancel = undefined;
  return { kind: 'awaiting-shipment', salesOrderId };
}
