import { allHandlersFinished, CancellationScope, CancelledFailure, condition, setHandler } from '@temporalio/workflow';
import { channelStatusWord } from '../../domain/channel-order.js';
import type { FinalState, OrderState } from '../../domain/order-state.js';
import type { ProcessOrderInput, ProcessOrderResult } from '../../messages/order-input.js';
import { resolveCancellationUpdate, statusQuery, type OrderStatus } from '../../messages/order-messages.js';
import { openActivities } from './activities.js';
import { awaitShipment } from './awaiting-shipment.js';
import { waitForDecision } from './cancel-unresolved.js';
import { cancel } from './cancelling.js';
import { deliver } from './delivering.js';
import { showDetails, shownAtStart, statusOf, writeSearchAttributes } from './display.js';
import { waitForRelease } from './held.js';
import { importOrder } from './importing.js';
import { openInbox } from './inbox.js';
import { waitForPerson } from './needs-attention.js';
import { reportShipment } from './reporting-shipment.js';
import type { OrderRun } from './run.js';

/** One channel order from import to the end: delivered and shipped, or cancelled. */
export async function processOrder(input: ProcessOrderInput): Promise<ProcessOrderResult> {
  const root = CancellationScope.current();
  const run: OrderRun = {
    input,
    inbox: openInbox(root, input.order.status),
    activities: openActivities(input),
    flags: new Set(),
    decision: undefined,
  };
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
  let state: OrderState = { kind: 'importing' };
  const shown = shownAtStart(channelStatusWord(run.input.order.status));
  const show = (): void => {
    const status = statusOf(state, run);
    writeSearchAttributes(shown, status);
    showDetails(status);
  };
  answerQuestions(() => statusOf(state, run), run);
  run.inbox.onChange = show;
  // Bounded by the moves: only a blocked order comes back, at the slow pace or when a person or service speaks.
  while (state.kind !== 'completed' && state.kind !== 'cancelled') {
    state = await nextState(state, run);
    show();
  }
  return state;
}

async function nextState(state: Exclude<OrderState, FinalState>, run: OrderRun): Promise<OrderState> {
  switch (state.kind) {
    case 'importing':
      return importOrder(run);
    case 'held':
      return waitForRelease(state, run);
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

function answerQuestions(status: () => OrderStatus, run: OrderRun): void {
  setHandler(statusQuery, status, { description: 'Where the order stands: stage, ids, lines, parcels, problem.' });
  setHandler(
    resolveCancellationUpdate,
    (resolution) => {
      run.decision = resolution;
      return status();
    },
    {
      description: 'Ends an unresolved cancel: { "decision": "voided-by-hand" or "keep-and-ship", "by": "your name" }',
      validator: (resolution: unknown) => {
        const { stage } = status();
        if (stage !== 'cancel-unresolved') throw new Error(`Nothing to resolve: the order is in stage ${stage}.`);
        const decision = decisionIn(resolution);
        if (decision !== 'voided-by-hand' && decision !== 'keep-and-ship') {
          throw new Error('"decision" must be "voided-by-hand" or "keep-and-ship".');
        }
      },
    },
  );
}

function decisionIn(resolution: unknown): unknown {
  return typeof resolution === 'object' && resolution !== null && 'decision' in resolution
    ? resolution.decision
    : undefined;
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
