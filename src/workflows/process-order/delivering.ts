import type { DeliveryResult, FindResult } from '../../activities/deliver-order.js';
import type { CancelTarget, DeliveringState, Next } from '../../domain/order-state.js';
import { untilCancelled, waitFor } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Delivers the order exactly once; what already stands in the order system is taken over. */
export async function deliver(state: DeliveringState, run: OrderRun): Promise<Next<'delivering'>> {
  if (run.inbox.cancel !== undefined) return { kind: 'cancelling', target: undelivered(state) };
  try {
    const result = await untilCancelled(run.inbox, () => lookUpThenDeliver(state, run));
    // Withdrawn between two tries: one of them may have reached the order system.
    if (result === undefined) return { kind: 'cancelling', target: undelivered({ ...state, answerLost: true }) };
    return result.kind === 'key-used' ? await settleUsedKey(state, run) : afterDelivery(state, result);
  } catch (error) {
    const problem = problemOf(error, 'refused-by-order-system');
    return { kind: 'needs-attention', problem, resume: { ...state, lookUpFirst: true, answerLost: true } };
  }
}

/** What a cancel has to undo of an order whose delivery is not known to have worked. */
export function undelivered({ draft, lookUpFirst, answerLost }: DeliveringState): CancelTarget {
  return lookUpFirst || answerLost ? { kind: 'unknown', draft, answerLost } : { kind: 'nothing' };
}

async function lookUpThenDeliver(state: DeliveringState, { input, activities }: OrderRun): Promise<DeliveryResult> {
  const { draft, revision } = state;
  const { connection } = input;
  if (state.lookUpFirst) {
    const found = await activities.orderSystem.findSalesOrder.executeWithOptions(
      { summary: `Look for ${draft.reference} in TradeGecko` },
      [{ connection, draft, revision }],
    );
    if (found.kind !== 'nothing') return found;
  }
  return activities.orderSystem.deliverOrder.executeWithOptions(
    { summary: `Create sales order ${draft.reference} in TradeGecko` },
    [{ connection, draft, revision }],
  );
}

type Settled = Exclude<DeliveryResult | FindResult, { kind: 'key-used' | 'nothing' }>;

function afterDelivery(state: DeliveringState, result: Settled): Next<'delivering'> {
  if (result.kind === 'blocked') {
    const { problem } = result;
    const answerLost = state.answerLost || result.answerLost;
    // A refused POST may have spent its key; nothing was made by it, so another key is safe.
    const revision = problem.reason === 'refused-by-order-system' ? state.revision + 1 : state.revision;
    return { kind: 'needs-attention', problem, resume: { ...state, revision, lookUpFirst: true, answerLost } };
  }
  const awaiting = { kind: 'awaiting-shipment', salesOrderId: result.salesOrder.id } as const;
  return result.doubt === null ? awaiting : { kind: 'needs-attention', problem: result.doubt, resume: awaiting };
}

/**
 * The key was used and no sales order is known: what it made may still appear. It is looked up soon and once more when
 * no late answer can come any longer; only then is another key used.
 */
async function settleUsedKey(state: DeliveringState, run: OrderRun): Promise<Next<'delivering'>> {
  const { lateAnswerMs } = run.input.policy;
  const { connection } = run.input;
  for (const pauseMs of [lateAnswerMs / 10, lateAnswerMs]) {
    await waitFor(run.inbox, () => false, pauseMs);
    if (run.inbox.cancel !== undefined)
      return { kind: 'cancelling', target: undelivered({ ...state, answerLost: true }) };
    const found = await run.activities.orderSystem.findSalesOrder.executeWithOptions(
      { summary: `Look for ${state.draft.reference} after an unclear answer` },
      [{ connection, draft: state.draft, revision: state.revision }],
    );
    if (found.kind !== 'nothing') return afterDelivery(state, found);
  }
  return deliver({ ...state, revision: state.revision + 1, lookUpFirst: false }, run);
}
