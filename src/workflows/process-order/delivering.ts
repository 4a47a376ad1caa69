import type { DeliveryResult, FindInput, FindResult } from '../../activities/deliver-order.js';
import type { SalesOrderId } from '../../domain/ids.js';
import {
  deliveredOrderOf,
  type CancelTarget,
  type DeliveredOrder,
  type DeliveringState,
  type Next,
} from '../../domain/order-state.js';
import { relabelled, type SalesOrderDraft } from '../../domain/sales-order.js';
import { goodsOf } from '../../domain/shipped-goods.js';
import { untilCancelled, waitFor } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Delivers the order exactly once; what already stands in the order system is taken over. */
export async function deliver(state: DeliveringState, run: OrderRun): Promise<Next<'delivering'>> {
  if (run.inbox.cancel !== undefined) return { kind: 'cancelling', target: undelivered(state) };
  const result = await orOpenEnd(state, run, () => lookUpThenPost(state, run));
  if (!isUsed(result)) return afterDelivery(state, result);
  const found = await orOpenEnd(state, run, () => settleUsedKey(state, run));
  if (found.kind === 'nothing') return deliverUnderNextKey(passOver(state, result), run);
  // Whatever was found, what used the key may still show beside it.
  return afterDelivery({ ...state, answerLost: true }, found);
}

/** What a cancel has to undo of an order whose delivery is not known to have worked. */
export function undelivered({ draft, lookUpFirst, answerLost }: DeliveringState): CancelTarget {
  return lookUpFirst || answerLost ? { kind: 'unknown', draft, answerLost } : { kind: 'nothing' };
}

/** A key or a label that is used already: by an earlier POST of ours, or by something that is no sales order of ours. */
type Used = Extract<DeliveryResult, { kind: 'key-used' | 'label-taken' }>;

function isUsed(result: DeliveryResult | OpenEnd): result is Used {
  return result.kind === 'key-used' || result.kind === 'label-taken';
}

/** A label that is taken goes on being taken; a used key is passed over by the next revision alone. */
function passOver(state: DeliveringState, { kind }: Used): DeliveringState {
  return kind === 'label-taken' ? { ...state, draft: relabelled(state.draft) ?? state.draft } : state;
}

/** What a cancel has to undo of an order that is imported: an earlier delivery, when there was one. */
export function undoneBefore({ delivery }: OrderRun): CancelTarget {
  return delivery === undefined ? { kind: 'nothing' } : undelivered({ ...delivery, lookUpFirst: true });
}

/** An end of the work that leaves open whether a sales order was made, or will be by a call that is still on its way. */
type OpenEnd = Extract<Next<'delivering'>, { kind: 'cancelling' | 'needs-attention' }>;

async function orOpenEnd<T>(state: DeliveringState, run: OrderRun, work: () => Promise<T>): Promise<T | OpenEnd> {
  const open = { ...state, lookUpFirst: true, answerLost: true };
  run.delivery = state;
  try {
    const result = await untilCancelled(run.inbox, work);
    return result ?? { kind: 'cancelling', target: undelivered(open) };
  } catch (error) {
    return { kind: 'needs-attention', problem: problemOf(error, 'refused-by-order-system'), resume: open };
  }
}

async function lookUpThenPost(state: DeliveringState, run: OrderRun): Promise<DeliveryResult> {
  if (state.lookUpFirst) {
    const found = await find(state, run, `Look for sales order ${state.draft.reference} in TradeGecko`);
    if (found.kind !== 'nothing') return beforeCorrection(found, run);
  }
  return post(state, run);
}

/** What stands before a corrected order is posted was made without the correction: a person has to look. */
function beforeCorrection(found: Exclude<FindResult, { kind: 'nothing' }>, { resolutions }: OrderRun): DeliveryResult {
  const isCorrected = resolutions.some(({ change }) => change.kind !== 'decision');
  if (!isCorrected || found.kind !== 'delivered' || found.doubt !== null) return found;
  const what = `Sales order ${found.salesOrder.id} stood there before the order was corrected here.`;
  return { ...found, doubt: { reason: 'changed-in-order-system', what } };
}

function find(state: DeliveringState, run: OrderRun, summary: string): Promise<FindResult> {
  return run.activities.orderSystem.findSalesOrder.executeWithOptions({ summary }, [askedOf(state, run)]);
}

function post(state: DeliveringState, run: OrderRun): Promise<DeliveryResult> {
  return run.activities.orderSystem.deliverOrder.executeWithOptions(
    { summary: `Create sales order ${state.draft.reference} in TradeGecko` },
    [{ ...askedOf(state, run), revision: state.revision, isRepeat: state.answerLost }],
  );
}

function askedOf({ draft, replaces }: DeliveringState, { input }: OrderRun): FindInput {
  return { connection: input.connection, draft: labelled(draft, replaces), replaces };
}

/** A void sales order keeps its address, so the label of the one that is made in its place must be another. */
function labelled(draft: SalesOrderDraft, replaces: readonly SalesOrderId[]): SalesOrderDraft {
  if (draft.addressLabel !== draft.reference) return draft;
  return replaces.reduce((labelledSoFar) => relabelled(labelledSoFar) ?? labelledSoFar, draft);
}

/**
 * The key was used and no sales order is known: what it made may still appear. It is looked up soon and once more when
 * no late answer can come any longer, counted from an answer that came after the last POST began.
 */
async function settleUsedKey(state: DeliveringState, run: OrderRun): Promise<FindResult> {
  const { lateAnswerMs } = run.input.policy;
  for (const pauseMs of [lateAnswerMs / 10, lateAnswerMs]) {
    const summary = 'Wait for a late answer of TradeGecko before the next look';
    await waitFor(run.inbox, () => false, { timeoutMs: pauseMs, summary });
    const found = await find(
      state,
      run,
      `Look for sales order ${state.draft.reference} in TradeGecko after an unclear answer`,
    );
    if (found.kind !== 'nothing') return found;
  }
  return { kind: 'nothing' };
}

/** Nothing stands and no late answer can come: another key makes the first sales order, not a second one. */
async function deliverUnderNextKey(state: DeliveringState, run: OrderRun): Promise<Next<'delivering'>> {
  const next = { ...state, revision: state.revision + 1, lookUpFirst: false, answerLost: false };
  const result = await orOpenEnd(next, run, () => post(next, run));
  if (!isUsed(result)) return afterDelivery(next, result);
  // A fresh key that counts as used is no accident that waiting mends: the slow retry and a person take over.
  const used = result.kind === 'key-used' ? 'key of this delivery' : 'label of its address';
  const what = `TradeGecko calls every ${used} used, but no sales order ${state.draft.reference} stands there.`;
  const problem = { reason: 'refused-by-order-system', what } as const;
  if (result.kind === 'key-used') {
    return { kind: 'needs-attention', problem, resume: { ...next, lookUpFirst: true, answerLost: true } };
  }
  // Refused for its label, this POST made nothing, but may have spent its key.
  const resume = { ...passOver(next, result), revision: next.revision + 1, lookUpFirst: true };
  return { kind: 'needs-attention', problem, resume };
}

type Known = Exclude<DeliveryResult | FindResult, Used | { kind: 'nothing' }>;

function afterDelivery(state: DeliveringState, result: Known | OpenEnd): Next<'delivering'> {
  switch (result.kind) {
    case 'cancelling':
    case 'needs-attention':
      return result;
    case 'delivered': {
      const awaiting = { kind: 'awaiting-shipment', ...deliveredAs(state.draft, result) } as const;
      return result.doubt === null ? awaiting : { kind: 'needs-attention', problem: result.doubt, resume: awaiting };
    }
    case 'blocked': {
      const answerLost = state.answerLost || result.answerLost;
      const resume = { ...state, lookUpFirst: true, answerLost };
      return { kind: 'needs-attention', problem: result.problem, resume };
    }
    case 'refused':
      return afterRefusal(state, result);
  }
}

/** What an order has to know of the sales order that stands for its draft. */
export function deliveredAs(
  { lines }: SalesOrderDraft,
  { salesOrder, others = [] }: Pick<Extract<Known, { kind: 'delivered' }>, 'salesOrder' | 'others'>,
): DeliveredOrder {
  const order = { salesOrderId: salesOrder.id, goods: goodsOf(lines), waived: [], isReportTried: false };
  return deliveredOrderOf({ ...order, others });
}

/**
 * A refused POST may have spent its key. Nothing was made by it, so another key is safe, unless an earlier POST under
 * the same key may still take effect: then the key stays, as only it keeps the two from making one each.
 */
function afterRefusal(
  state: DeliveringState,
  { what, answerLost: isTryLost }: Extract<Known, { kind: 'refused' }>,
): Next<'delivering'> {
  const answerLost = state.answerLost || isTryLost;
  const revision = answerLost ? state.revision : state.revision + 1;
  const resume = { ...state, revision, lookUpFirst: true, answerLost };
  return { kind: 'needs-attention', problem: { reason: 'refused-by-order-system', what }, resume };
}
