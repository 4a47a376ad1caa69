import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { RESTING_STAGES, type OrderState, type RestingState } from '../../domain/order-state.js';
import type { ProcessOrderInput, ProcessOrderResult, ShownAttributes } from '../../messages/order-input.js';
import type { OrderRun } from './run.js';

/** Whether the order shall go on in a new run. Never with a cancel or a person's word pending: this run follows it. */
export function isDue(state: OrderState, { input, inbox, resolved }: OrderRun): boolean {
  const isFull = inbox.messages >= input.policy.messagesPerRun || workflowInfo().continueAsNewSuggested;
  return isFull && isResting(state) && inbox.cancel === undefined && resolved === undefined;
}

function isResting(state: OrderState): state is RestingState {
  return RESTING_STAGES.some((stage) => stage === state.kind);
}

/**
 * Goes on in a new run under the same id, so that the history of an order that waits for months stays short. Comes back
 * when a cancel was heard meanwhile.
 */
export async function renewRun(state: OrderState, shown: ShownAttributes, run: OrderRun): Promise<void> {
  await condition(allHandlersFinished);
  if (!isResting(state) || !isDue(state, run)) return;
  const { channelStatus, salesOrder, shipments, isOverdue, isReleased } = run.inbox;
  const carried = {
    state,
    order: run.order,
    news: { channelStatus, salesOrder, shipments, isOverdue, isReleased },
    flags: [...run.flags],
    resolutions: run.resolutions,
    delivery: run.delivery,
    shown,
  };
  await continueAsNew<(next: ProcessOrderInput) => Promise<ProcessOrderResult>>({ ...run.input, carried });
}
