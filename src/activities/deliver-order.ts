import { Context } from '@temporalio/activity';
import type { Problem } from '../domain/attention.js';
import type { ConnectionId } from '../domain/ids.js';
import { formatMinorUnits } from '../domain/money.js';
import { liveAmong, type SalesOrder, type SalesOrderDraft } from '../domain/sales-order.js';
import type { CallOptions } from '../ports/call.js';
import type { OrderSystem } from '../ports/order-system.js';
import { runActivity } from './run-activity.js';

export interface DeliverInput {
  readonly connection: ConnectionId;
  readonly draft: SalesOrderDraft;
  readonly revision: number;
}

/** What became of a delivery. `doubt` is set when the sales order stands but differs from what was sent. */
export type DeliveryResult =
  | { readonly kind: 'delivered'; readonly salesOrder: SalesOrder; readonly doubt: Problem | null }
  /** `answerLost`: an earlier try ended without an answer, and what it sent may still take effect. */
  | { readonly kind: 'blocked'; readonly problem: Problem; readonly answerLost: boolean }
  /** The key was used and its effect is not visible: wait, look up, and only then use another key. */
  | { readonly kind: 'key-used' };

export type FindResult = Exclude<DeliveryResult, { kind: 'key-used' }> | { readonly kind: 'nothing' };

export interface DeliveryActivities {
  deliverOrder(input: DeliverInput): Promise<DeliveryResult>;
  findSalesOrder(input: DeliverInput): Promise<FindResult>;
}

/** Makes the activities that put an order into the order system exactly once. */
export function createDeliveryActivities(orderSystem: OrderSystem): DeliveryActivities {
  return {
    /** One call with a warm catalogue; at most three: look-up after a lost answer, unknown SKUs, the POST. */
    deliverOrder: (input) =>
      runActivity('shutdown', async (call) => {
        if (Context.current().info.attempt > 1) {
          const found = adopt(await orderSystem.findByReference(input.draft.reference, call), input.draft);
          if (found.kind !== 'nothing') return found;
        }
        return create(orderSystem, input, call);
      }),

    /** Two calls: our reference and the full id, in either number field. */
    findSalesOrder: ({ draft }) =>
      runActivity('shutdown', async (call) => adopt(await orderSystem.findAnywhere(draft, call), draft)),
  };
}

async function create(orderSystem: OrderSystem, input: DeliverInput, call: CallOptions): Promise<DeliveryResult> {
  const { connection, draft, revision } = input;
  const key = `${connection}/${draft.channelOrderId}/${revision}`;
  const answerLost = Context.current().info.attempt > 1;
  const result = await orderSystem.createSalesOrder(draft, { ...call, key });
  switch (result.kind) {
    case 'created':
      return { kind: 'delivered', salesOrder: result.salesOrder, doubt: doubtOf(result.salesOrder, draft) };
    case 'blocked':
      return { kind: 'blocked', problem: { reason: result.reason, what: result.what }, answerLost };
    case 'refused':
      return { kind: 'blocked', problem: { reason: 'refused-by-order-system', what: result.what }, answerLost };
    case 'key-used':
      return { kind: 'key-used' };
  }
}

/** Takes over what already stands there. A void or deleted one is never made again without a person. */
function adopt(found: readonly SalesOrder[], draft: SalesOrderDraft): FindResult {
  const live = liveAmong(found);
  if (live !== undefined) return { kind: 'delivered', salesOrder: live, doubt: doubtOf(live, draft) };
  const [gone] = found;
  if (gone === undefined) return { kind: 'nothing' };
  const what = `Sales order ${gone.id} for ${draft.reference} is ${gone.status.kind} there.`;
  return { kind: 'blocked', problem: { reason: 'voided-in-order-system', what }, answerLost: false };
}

function doubtOf(order: SalesOrder, draft: SalesOrderDraft): Problem | null {
  if (order.total === draft.total) return null;
  const [there, here] = [formatMinorUnits(order.total), formatMinorUnits(draft.total)];
  return {
    reason: 'total-mismatch',
    what: `Sales order ${order.id} totals ${there}; the channel order totals ${here}.`,
  };
}
