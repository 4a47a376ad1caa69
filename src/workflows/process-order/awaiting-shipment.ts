import type { Problem } from '../../domain/attention.js';
import type { NonEmpty } from '../../domain/non-empty.js';
import {
  deliveredOrderOf,
  type AwaitingShipmentState,
  type DeliveredOrder,
  type Next,
} from '../../domain/order-state.js';
import { isGone } from '../../domain/sales-order.js';
import type { Shipment } from '../../domain/shipment.js';
import { readinessOf, type Readiness } from '../../domain/shipping-readiness.js';
import { askToCancel, waitFor, type Inbox } from './inbox.js';
import type { OrderRun } from './run.js';

/** Waits until everything has left with its tracking. The sweeps speak up; the order itself never asks. */
export async function awaitShipment(state: AwaitingShipmentState, run: OrderRun): Promise<Next<'awaiting-shipment'>> {
  const { inbox } = run;
  const order = deliveredOrderOf(state);
  let { isTrackingLate = false } = state;
  let isLate: boolean;
  do {
    // What leaves from now on has its own time.
    if (outlookOf(order, run).kind === 'waiting') isTrackingLate = false;
    await waitFor(inbox, () => outlookOf(order, run).kind !== 'waiting');
    isLate = (isTrackingLate && lacksEveryNumber(outlookOf(order, run))) || !(await trackingIsThere(order, run));
    // A parcel that was taken back meanwhile leaves the order where it was: each round takes another message.
  } while (inbox.cancel === undefined && outlookOf(order, run).kind === 'waiting');
  cancelWhenVoided(order, run);
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: { kind: 'sales-order', order } };
  return afterWaiting(state, { outlook: outlookOf(order, run), isLate }, run);
}

/** An order whose numbers had their time goes back to the person at once; where some came since, the others may follow. */
const lacksEveryNumber = (outlook: Outlook): boolean => outlook.kind === 'tracking-awaited' && outlook.numbered === 0;

/** Gives the numbers some time; true when nothing lacks, or something else stops the order first. */
async function trackingIsThere(order: DeliveredOrder, run: OrderRun): Promise<boolean> {
  const isSettled = (): boolean => outlookOf(order, run).kind !== 'tracking-awaited';
  // Asked first: a wait with a time-out costs a timer even when there is nothing to wait for.
  const limit = { timeoutMs: run.input.policy.trackingWaitMs, summary: 'Give the tracking numbers time to come' };
  return isSettled() || run.inbox.cancel !== undefined || waitFor(run.inbox, isSettled, limit);
}

function afterWaiting(
  state: AwaitingShipmentState,
  { outlook, isLate }: { readonly outlook: Outlook; readonly isLate: boolean },
  { input }: OrderRun,
): Next<'awaiting-shipment'> {
  const { salesOrderId } = state;
  switch (outlook.kind) {
    case 'done':
      return { kind: 'completed', salesOrderId };
    case 'trouble':
      return { kind: 'needs-attention', problem: outlook.problem, resume: state };
    case 'changed':
      return { kind: 'needs-attention', problem: changedProblem(salesOrderId, outlook.what), resume: state };
    case 'ready':
      return reporting(state, outlook.shipments);
    case 'tracking-awaited': {
      // Some numbers, or a channel that is said to need none, are better than a person's morning.
      const mayGo = outlook.numbered > 0 || input.policy.shipWithoutTracking;
      if (isLate && mayGo) {
        return reporting({ ...state, waived: [...state.waived, 'tracking-missing'] }, outlook.shipments);
      }
      const what = `Sales order ${salesOrderId} is shipped, but no parcel of it has a tracking number.`;
      const resume = { ...state, isTrackingLate: true };
      return { kind: 'needs-attention', problem: { reason: 'tracking-missing', what }, resume };
    }
    case 'waiting':
      throw new Error('The wait ended without anything to go on with.');
  }
}

function reporting(order: DeliveredOrder, shipments: NonEmpty<Shipment>): Next<'awaiting-shipment'> {
  return { kind: 'reporting-shipment', ...deliveredOrderOf(order), shipments, isRenewed: false };
}

function changedProblem(salesOrderId: string, what: string): Problem {
  return { reason: 'changed-in-order-system', what: `Sales order ${salesOrderId} is not what was ordered. ${what}` };
}

/** Where an order stands between its delivery and its report. */
type Outlook =
  | Readiness
  /** Enough has left, and the channel says so already: a person reported it there. */
  | { readonly kind: 'done' }
  | { readonly kind: 'trouble'; readonly problem: Problem };

/** Judges what is known now. Pure, because it is asked at every message. */
export function outlookOf(
  { salesOrderId, goods, waived }: DeliveredOrder,
  { input, inbox }: Pick<OrderRun, 'input' | 'inbox'>,
): Outlook {
  const problem = troubleOf(salesOrderId, inbox);
  if (problem !== undefined) return { kind: 'trouble', problem };
  const { salesOrder, shipments, channelStatus } = inbox;
  // Numbers can be edited, so that a sweep may bring the picture of another sales order.
  if (salesOrder?.id !== salesOrderId) return { kind: 'waiting' };
  const readiness = readinessOf({ salesOrder, shipments }, { goods, waived, reportAt: input.policy.reportAt });
  return channelStatus.kind === 'shipped' && readiness.kind !== 'waiting' ? { kind: 'done' } : readiness;
}

/** What a sweep saw that no waiting will mend. */
function troubleOf(salesOrderId: string, { salesOrder, channelStatus }: Inbox): Problem | undefined {
  if (salesOrder?.id === salesOrderId && isGone(salesOrder)) {
    const what = `Sales order ${salesOrder.id} is ${salesOrder.status.kind}, but nobody cancelled the order.`;
    return { reason: 'voided-in-order-system', what };
  }
  switch (channelStatus.kind) {
    case 'missing':
      return { reason: 'missing-in-channel', what: 'The channel no longer lists this order.' };
    case 'split':
      return { reason: 'split-in-channel', what: 'The order was split in the channel after it was delivered.' };
    case 'unrecognised':
      return { reason: 'unrecognised-status', what: `The channel says "${channelStatus.raw}" of this order.` };
    case 'placed':
    case 'processing':
    case 'charged':
    case 'charge-failed':
    case 'shipped':
    case 'cancelled':
      return undefined;
  }
}

/** By setting, an order whose sales order staff voided is cancelled in the channel too, and nobody is asked. */
function cancelWhenVoided(order: DeliveredOrder, run: OrderRun): void {
  const { inbox, input } = run;
  const { voidedCancelCode } = input.policy;
  const outlook = outlookOf(order, run);
  const isVoided = outlook.kind === 'trouble' && outlook.problem.reason === 'voided-in-order-system';
  if (!isVoided || voidedCancelCode === null || inbox.cancel !== undefined) return;
  askToCancel(inbox, { reason: 'Voided in TradeGecko', by: 'order-system', houzzCancelCode: voidedCancelCode });
}
