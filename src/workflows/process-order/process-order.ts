import { allHandlersFinished, CancellationScope, CancelledFailure, condition } from '@temporalio/workflow';
import { channelStatusWord } from '../../domain/channel-order.js';
import type { FinalState, OrderState } from '../../domain/order-state.js';
import type { ProcessOrderInput, ProcessOrderResult } from '../../messages/order-input.js';
import { answerQuestions } from './answering.js';
import { authorise } from './authorising.js';
import { awaitShipment } from './awaiting-shipment.js';
import { waitForDecision } from './cancel-unresolved.js';
import { cancel } from './cancelling.js';
import { deliver } from './delivering.js';
import { showDetails, shownAtStart, statusOf, writeSearchAttributes } from './display.js';
import { waitForRelease } from './held.js';
import { importOrder } from './importing.js';
import { RunIsFull } from './inbox.js';
import { waitForPerson } from './needs-attention.js';
import { isDue, renewRun } from './renewing.js';
import { reportShipment } from './reporting-shipment.js';
import { openRun, type OrderRun } from './run.js';

/** One channel order from import to the end: delivered and shipped, or cancelled. */
export async function processOrder(input: ProcessOrderInput): Promise<ProcessOrderResult> {
  const root = CancellationScope.current();
  const run = openRun(input, root);
  // The order asks for itself whether it was cancelled: each step is undone or finished, never cut off.
  const final = await CancellationScope.nonCancellable(async () => {
    const state = await runPhases(run);
    await condition(allHandlersFinished);
    return state;
  });
  if (final.kind === 'cancelled' && root.consideredCancelled) {
    throw new CancelledFailure(`Order ${input.order.orderId} was cancelled and its sales order is void.`);
  }
  return resultOf(final, run);
}

async function runPhases(run: OrderRun): Promise<FinalState> {
  const { carried, order } = run.input;
  let state: OrderState = carried?.state ?? { kind: 'importing', hasWaited: false };
  const shown = { ...(carried?.shown ?? shownAtStart(channelStatusWord(order.status))) };
  const show = (): void => {
    writeSearchAttributes(shown, statusOf(state, run));
    showDetails(state, run);
  };
  answerQuestions({ state: () => state, status: () => statusOf(state, run) }, run);
  run.inbox.onChange = show;
  run.inbox.isDue = () => isDue(state, run);
  if (carried !== undefined) showDetails(state, run);
  // Bounded by the moves: only a blocked order comes back, at the slow pace or when a person or service speaks.
  while (state.kind !== 'completed' && state.kind !== 'cancelled') {
    try {
      state = await nextState(state, run);
      show();
    } catch (error) {
      if (!(error instanceof RunIsFull)) throw error;
      await renewRun(state, shown, run);
    }
  }
  return state;
}

async function nextState(state: Exclude<OrderState, FinalState>, run: OrderRun): Promise<OrderState> {
  switch (state.kind) {
    case 'importing':
      return importOrder(state, run);
    case 'held':
      return waitForRelease(run);
    case 'authorising':
      return authorise(state, run);
    case 'delivering':
      return deliver(state, run);
    case 'awaiting-shipment':
      return awaitShipment(state, run);
    case 'reporting-shipment':
      return reportShipment(state, run);
    case 'cancelling':
      return cancel(state, run);
    case 'needs-attention':
      return waitForPerson(state, run);
    case 'cancel-unresolved':
      return waitForDecision(state, run);
  }
}

function resultOf(final: FinalState, { input, inbox }: OrderRun): ProcessOrderResult {
  const isCancelled = final.kind === 'cancelled';
  return {
    outcome: final.kind,
    channelOrderId: input.order.orderId,
    reference: input.reference,
    salesOrderId: final.salesOrderId,
    cancelledBy: isCancelled ? (inbox.cancel?.by ?? null) : null,
    reason: isCancelled ? (inbox.cancel?.reason ?? null) : null,
  };
}
