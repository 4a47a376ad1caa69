import { upsertMemo } from '@temporalio/workflow';
import type { SalesOrderId } from '../../domain/ids.js';
import type { NeedsAttentionState, Next, OrderState, ResumableState } from '../../domain/order-state.js';
import {
  correctedOrder,
  correctOrder,
  DECISIONS,
  readResolution,
  type Decision,
  type OrderCorrection,
} from '../../domain/resolution.js';
import type { WaivableReason } from '../../domain/shipping-readiness.js';
import { linesOf } from '../../messages/order-input.js';
import { deliveredIn, deliveryIn } from './needs-attention.js';
import type { OrderRun } from './run.js';

/** Throws, in words for a person, when a resolution cannot be taken now. */
export function checkResolution(payload: unknown, state: OrderState, run: OrderRun): void {
  const { change } = readResolution(payload);
  if (state.kind !== 'needs-attention') {
    throw new Error(`Nothing to resolve: the order is in stage ${state.kind}.`);
  }
  if (run.inbox.cancel !== undefined) throw new Error('The order is being cancelled.');
  if (run.resolved !== undefined) throw new Error('Another resolution is being followed: look at the order again.');
  if (change.kind === 'decision') checkDecision(change.decision, state);
  else checkCorrection(change, state, run);
}

function checkDecision(decision: Decision, { problem, resume }: NeedsAttentionState): void {
  const answered = DECISIONS[decision];
  if (problem.reason !== answered) {
    throw new Error(`"${decision}" answers ${answered}, but the order stands at ${problem.reason}.`);
  }
  if (decision === 'accept-total' && resume.kind !== 'awaiting-shipment') {
    throw new Error('No sales order stands yet, and none is made whose lines miss the total: correct the line.');
  }
}

function checkCorrection(correction: OrderCorrection, { resume }: NeedsAttentionState, run: OrderRun): void {
  const delivered = deliveredIn(resume);
  if (delivered !== undefined) {
    throw new Error(`The order is delivered: change sales order ${delivered} in TradeGecko.`);
  }
  correctOrder(correctedOrder(run.order, run.resolutions), correction);
}

/** Takes a resolution that was checked: it is kept beside the order as it came, and the order goes on by it. */
export function takeResolution(payload: unknown, state: OrderState, run: OrderRun): void {
  if (state.kind !== 'needs-attention') return;
  const { by, why, change } = readResolution(payload);
  const before = correctedOrder(run.order, run.resolutions);
  const what = change.kind === 'decision' ? `decided: ${change.decision}` : correctOrder(before, change).what;
  const record = { by, why, at: new Date(Date.now()).toISOString(), what };
  run.resolutions = [...run.resolutions, { change, record }];
  // The comparison of stock and all lists read quantities from the memo.
  if (change.kind === 'line') upsertMemo({ lines: linesOf(correctedOrder(run.order, run.resolutions)) });
  run.resolved = change.kind === 'decision' ? follow(change.decision, state, run) : importAgain(state, run, []);
}

function follow(decision: Decision, state: NeedsAttentionState, run: OrderRun): Next<'needs-attention'> {
  switch (decision) {
    case 'deliver-again':
      // What the sweeps said is about the sales order that is replaced.
      run.inbox.salesOrder = undefined;
      run.inbox.shipments = [];
      return importAgain(state, run, goneBehind(state));
    case 'accept-total':
      return state.resume;
    case 'ship-without-tracking':
      return letPass('tracking-missing', state.resume);
    case 'ship-as-it-is':
      return letPass('changed-in-order-system', state.resume);
  }
}

/** What a person let pass is no problem to the phase that found it. */
function letPass(reason: WaivableReason, resume: ResumableState): ResumableState {
  return resume.kind === 'awaiting-shipment' ? { ...resume, waived: [...resume.waived, reason] } : resume;
}

/** Another import, and a delivery under another key: what a person changed is another sales order than the last one. */
function importAgain(
  { resume }: NeedsAttentionState,
  run: OrderRun,
  gone: readonly SalesOrderId[],
): Next<'needs-attention'> {
  const last = deliveryIn(resume) ?? run.delivery;
  if (last !== undefined) {
    const replaces = [...last.replaces, ...gone];
    run.delivery = { ...last, revision: last.revision + 1, lookUpFirst: true, replaces };
  }
  return { kind: 'importing', hasWaited: true };
}

/** The sales order that a person saw gone: this one is replaced, and none that goes later. */
function goneBehind({ problem, resume }: NeedsAttentionState): readonly SalesOrderId[] {
  const id = problem.salesOrderId ?? ('salesOrderId' in resume ? resume.salesOrderId : undefined);
  return id === undefined ? [] : [id];
}
