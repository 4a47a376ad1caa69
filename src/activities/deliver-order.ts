import { Context } from '@temporalio/activity';
import type { Problem } from '../domain/attention.js';
import type { ConnectionId, SalesOrderId } from '../domain/ids.js';
import type { SalesOrder, SalesOrderDraft } from '../domain/sales-order.js';
import { adopt, doubtAboutNew } from '../domain/sales-order-match.js';
import type { CallOptions } from '../ports/call.js';
import type { OrderSystem } from '../ports/order-system.js';
import { runActivity } from './run-activity.js';

export interface FindInput {
  readonly connection: ConnectionId;
  readonly draft: SalesOrderDraft;
  /** Void or deleted sales orders that a person decided to make again. */
  readonly replaces: readonly SalesOrderId[];
}

export interface DeliverInput extends FindInput {
  readonly revision: number;
  /** Whether an earlier POST under this key may have been applied: what it made is looked for right before this one. */
  readonly isRepeat: boolean;
}

/** What became of a delivery. `doubt` is set when the sales order stands but differs from what was sent. */
export type DeliveryResult =
  | {
      readonly kind: 'delivered';
      readonly salesOrder: SalesOrder;
      readonly doubt: Problem | null;
      /** More sales orders that stand for the same channel order; absent where there are none. */
      readonly others?: readonly SalesOrderId[];
    }
  /** `answerLost`: an earlier try ended without an answer, and what it sent may still take effect. */
  | { readonly kind: 'blocked'; readonly problem: Problem; readonly answerLost: boolean }
  /** The order system said no to this POST; nothing was made by it. */
  | { readonly kind: 'refused'; readonly what: string; readonly answerLost: boolean }
  /** The key was used and its effect is not visible: wait, look up, and only then use another key. */
  | { readonly kind: 'key-used' }
  /** As with a used key, an earlier POST of ours may be the cause; only then is another label used. */
  | { readonly kind: 'label-taken' };

export type FindResult =
  Exclude<DeliveryResult, { kind: 'key-used' | 'label-taken' | 'refused' }> | { readonly kind: 'nothing' };

export interface DeliveryActivities {
  deliverOrder(input: DeliverInput): Promise<DeliveryResult>;
  findSalesOrder(input: FindInput): Promise<FindResult>;
}

/** A key is trusted a little shorter than it is remembered: its life began before the answer that was lost. */
const KEY_MARGIN_MS = 60 * 60 * 1000;

/** Makes the activities that put an order into the order system exactly once. */
export function createDeliveryActivities(orderSystem: OrderSystem): DeliveryActivities {
  return {
    /** One call with a warm catalogue; at most three: look-up after a lost answer, unknown SKUs, the POST. */
    deliverOrder: (input) =>
      runActivity('shutdown', async (call) => {
        const { attempt, scheduledTimestampMs } = Context.current().info;
        const answerLost = attempt > 1;
        if (answerLost || input.isRepeat) {
          const found = resultOf(await orderSystem.findByReference(input.draft.reference, call), input);
          // What blocks the order may stand beside what an earlier try is still about to make.
          if (found.kind === 'blocked') return { ...found, answerLost };
          if (found.kind !== 'nothing') return found;
        }
        // A key that may be forgotten protects from nothing: such a delivery is settled like one whose key was used.
        const isKeyOld = Date.now() - scheduledTimestampMs > orderSystem.keyLifeMs - KEY_MARGIN_MS;
        if (answerLost && isKeyOld) return { kind: 'key-used' };
        return create(orderSystem, input, { ...call, answerLost });
      }),

    /** Two calls: our reference and the full id, in either number field. */
    findSalesOrder: (input) =>
      runActivity('shutdown', async (call) => resultOf(await orderSystem.findAnywhere(input.draft, call), input)),
  };
}

async function create(
  orderSystem: OrderSystem,
  { connection, draft, revision }: DeliverInput,
  { answerLost, ...call }: CallOptions & { readonly answerLost: boolean },
): Promise<DeliveryResult> {
  const key = `${connection}/${draft.channelOrderId}/${revision}`;
  const result = await orderSystem.createSalesOrder(draft, { ...call, key });
  switch (result.kind) {
    case 'created': {
      const doubt = doubtAboutNew(result.salesOrder, draft, result.differs);
      return { kind: 'delivered', salesOrder: result.salesOrder, doubt };
    }
    case 'blocked':
      return { kind: 'blocked', problem: { reason: result.reason, what: result.what }, answerLost };
    case 'refused':
      return { kind: 'refused', what: result.what, answerLost };
    case 'key-used':
    case 'label-taken':
      return result;
  }
}

function resultOf(found: readonly SalesOrder[], { draft, replaces }: FindInput): FindResult {
  const match = adopt(found, draft, replaces);
  switch (match.kind) {
    case 'own':
      return { ...match, kind: 'delivered' };
    case 'blocked':
      return { kind: 'blocked', problem: match.problem, answerLost: false };
    case 'nothing':
      return match;
  }
}
