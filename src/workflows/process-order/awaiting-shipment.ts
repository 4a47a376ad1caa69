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
import { hasAllLeft, readinessOf, type Readiness } from '../../domain/shipping-readiness.js';
import { askToCancel, waitFor, type Inbox } from './inbox.js';
import type { OrderRun } from './run.js';

/** Waits until everything has left with its tracking. The sweeps speak up; the order itself never asks. */
export async function awaitShipment(state: AwaitingShipmentState, run: OrderRun): Promise<Next<'awaiting-shipment'>> {
  const { inbox } = run;
  const order = deliveredOrderOf(state);
  let isLate: boolean;
  do {
    await waitFor(inbox, () => outlookOf(order, run).kind !== 'waiting');
    isLate = !(await trackingIsThere(order, run));
    // A parcel that was taken back meanwhile leaves the order where it was: each round takes another message.
  } while (inbox.cancel === undefined && outlookOf(order, run).kind === 'waiting');
  cancelWhenVoided(order, run);
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: { kind: 'sales-order', order } };
  return afterWaiting(state, { outlook: outlookOf(order, run), isLate }, run);
}

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
      return { kind: 'needs-attention', problem: { reason: 'tracking-missing', what }, resume: state };
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
  /** The channel says that it has shipped: a person reported it there. */
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
  if (channelStatus.kind === 'shipped' && hasAllLeft(salesOrder)) return { kind: 'done' };
  return readinessOf({ salesOrder, shipments }, { goods, waived, reportAt: input.policy.reportAt });
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
