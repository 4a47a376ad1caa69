import type { AwaitingShipmentState, Next } from '../../domain/order-state.js';
import { isNonEmpty } from '../../domain/non-empty.js';
import { isGone } from '../../domain/sales-order.js';
import type { Problem } from '../../domain/attention.js';
import { waitFor, type Inbox } from './inbox.js';
import type { OrderRun } from './run.js';

/** Waits until everything has left with a tracking number. The sweeps speak up; the order itself never asks. */
export async function awaitShipment(
  state: AwaitingShipmentState,
  { input, inbox }: OrderRun,
): Promise<Next<'awaiting-shipment'>> {
  const { salesOrderId } = state;
  await waitFor(inbox, () => isFullyShipped(inbox) || troubleOf(inbox) !== undefined);
  if (isFullyShipped(inbox) && !hasTracking(inbox)) {
    await waitFor(inbox, () => hasTracking(inbox), input.policy.trackingWaitMs);
  }
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: { kind: 'sales-order', id: salesOrderId } };
  const trouble = troubleOf(inbox);
  if (trouble !== undefined) return { kind: 'needs-attention', problem: trouble, resume: state };
  const { shipments } = inbox;
  if (isNonEmpty(shipments) && hasTracking(inbox)) return { kind: 'reporting-shipment', salesOrderId, shipments };
  const what = `Sales order ${salesOrderId} is shipped, but no parcel of it has a tracking number.`;
  return { kind: 'needs-attention', problem: { reason: 'tracking-missing', what }, resume: state };
}

const isFullyShipped = ({ salesOrder }: Inbox): boolean => salesOrder?.shipped === 'all';

const hasTracking = ({ shipments }: Inbox): boolean => shipments.some(({ trackingNumber }) => trackingNumber !== '');

/** What a sweep saw that no waiting will mend. */
function troubleOf({ salesOrder, channelStatus }: Inbox): Problem | undefined {
  if (salesOrder !== undefined && isGone(salesOrder)) {
    const what = `Sales order ${salesOrder.id} is ${salesOrder.status.kind}, but nobody cancelled the order.`;
    return { reason: 'voided-in-order-system', what };
  }
  if (channelStatus.kind === 'missing') {
    return { reason: 'missing-in-channel', what: 'The channel no longer lists this order.' };
  }
  if (channelStatus.kind === 'unrecognised') {
    return { reason: 'unrecognised-status', what: `The channel says "${channelStatus.raw}" of this order.` };
  }
  return undefined;
}
