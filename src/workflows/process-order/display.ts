import { upsertSearchAttributes } from '@temporalio/workflow';
import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { NEXT_STEP, type FlagReason } from '../../domain/attention.js';
import { STAGE_MEANING, type OrderStage, type OrderState } from '../../domain/order-state.js';
import type { ChannelChanged, OrderStatus } from '../../messages/order-messages.js';
import { linesOf, type ShownAttributes } from '../../messages/order-input.js';
import { correctedOrder } from '../../domain/resolution.js';
import { channelStatusWord } from '../../domain/channel-order.js';
import {
  attentionReasonKey,
  channelStatusKey,
  orderStageKey,
  salesOrderIdKey,
} from '../../messages/search-attributes.js';
import { code, plain, sentence, showFacts } from '../details.js';
import { answersTo } from './answers.js';
import type { OrderRun } from './run.js';

/** Stages that an order passes within moments, or that its start or its end shows already: not worth an action. */
const PASSING: ReadonlySet<OrderStage> = new Set([
  'importing',
  'authorising',
  'delivering',
  'reporting-shipment',
  'completed',
]);

/** What lists show right after the start. */
export const shownAtStart = (channelStatus: string): ShownAttributes => ({
  stage: 'delivering',
  reason: null,
  salesOrderId: null,
  channelStatus,
});

/** Writes what changed of the search attributes: at most one upsert, none when lists already say so. */
export function writeSearchAttributes(shown: ShownAttributes, status: OrderStatus): void {
  const updates: SearchAttributeUpdatePair[] = [];
  // A released hold is an operator's own doing and must show at once.
  if (status.stage !== shown.stage && (!PASSING.has(status.stage) || shown.stage === 'held')) {
    shown.stage = status.stage;
    updates.push({ key: orderStageKey, value: status.stage });
  }
  const reason = status.problem?.reason ?? status.flags[0] ?? null;
  // What was shown as open must not stay on an order that ended well.
  const isCleared = status.stage === 'completed' && reason === null;
  if (reason !== shown.reason && (isCleared || !PASSING.has(status.stage))) {
    shown.reason = reason;
    updates.push({ key: attentionReasonKey, value: reason });
  }
  if (status.salesOrderId !== shown.salesOrderId) {
    shown.salesOrderId = status.salesOrderId;
    updates.push({ key: salesOrderIdKey, value: status.salesOrderId });
  }
  if (status.channelStatus !== shown.channelStatus) {
    shown.channelStatus = status.channelStatus;
    updates.push({ key: channelStatusKey, value: status.channelStatus });
  }
  if (updates.length > 0) upsertSearchAttributes(updates);
}

/** Puts the order's picture into the Web UI, the most urgent first; it costs no event. */
export function showDetails(state: OrderState, run: OrderRun): void {
  const status = statusOf(state, run);
  const answers = answersTo(state, run, status.lines);
  showFacts([
    ['Stage', `**${status.stage}**: ${plain(STAGE_MEANING[status.stage])}`],
    ['Problem', plain(problemText(status))],
    ['Not cancelled', plain(sentence(status.cancelRefusal ?? ''))],
    ['What to do', plain(status.nextStep)],
    ['Update to send', answers.map(({ update, payload }) => `${update} ${code(payload)}`).join('<br>')],
    ['Houzz order', plain(`${status.channelOrderId} (${status.channelStatus})`)],
    [
      'Sales order',
      plain(status.salesOrderId === null ? 'none yet' : `${status.reference}, id ${status.salesOrderId}`),
    ],
    ['Lines', plain(status.lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join(', '))],
    ['Shipments', plain(status.shipments.map(parcelText).join(', '))],
    ['Cancel', plain(status.cancel === null ? '' : `by ${status.cancel.by}: ${status.cancel.reason}`)],
    ['Resolved', plain(status.resolutions.map(({ what, by }) => `${what} by ${by}`).join('; '))],
  ]);
}

function problemText({ problem, flags }: OrderStatus): string {
  return problem === null ? flags.join(', ') : `${problem.reason}: ${problem.what}`;
}

function parcelText({ carrier, trackingNumber }: OrderStatus['shipments'][number]): string {
  return `${carrier} ${trackingNumber === '' ? '(no tracking number yet)' : trackingNumber}`.trim();
}

/** The picture of an order for the status query, lists and details. Holds no personal data. */
export function statusOf(state: OrderState, run: OrderRun): OrderStatus {
  const { input, inbox, flags } = run;
  const problem = problemIn(state);
  const raised = [...flags, ...flagsOf(state, run)];
  return {
    stage: state.kind,
    connection: input.connection,
    channelOrderId: input.order.orderId,
    reference: input.reference,
    salesOrderId: salesOrderIdIn(state),
    channelStatus: statusWord(inbox.channelStatus),
    lines: linesOf(correctedOrder(run.order, run.resolutions)),
    shipments: inbox.shipments.map(({ carrier, trackingNumber }) => ({ carrier, trackingNumber })),
    cancel: inbox.cancel ?? null,
    problem,
    cancelRefusal: state.kind === 'cancel-unresolved' ? state.what : null,
    resolutions: run.resolutions.map(({ record }) => record),
    flags: raised,
    nextStep: nextStep(state, problem?.reason ?? raised[0]),
  };
}

/** It waits too long, or somebody changed the order in the channel by hand while we hold it open. */
function flagsOf(state: OrderState, { input, inbox }: OrderRun): readonly FlagReason[] {
  const { channelStatus, isOverdue } = inbox;
  if (state.kind !== 'awaiting-shipment') return [];
  // An order may be imported in another status than charged, by setting.
  const expected = ['charged', 'cancelled', input.order.status.kind];
  const isOurs = expected.includes(channelStatus.kind);
  return [...(isOverdue ? ['overdue' as const] : []), ...(isOurs ? [] : ['changed-in-channel' as const])];
}

const statusWord = (status: ChannelChanged['status']): string =>
  status.kind === 'missing' || status.kind === 'split' ? status.kind : channelStatusWord(status);

function nextStep(state: OrderState, reason: keyof typeof NEXT_STEP | undefined): string {
  if (state.kind === 'cancel-unresolved') {
    return (
      'Void the sales order in TradeGecko by hand, keep and ship it, or settle what has left with the buyer; then send ' +
      'the update resolveCancellation.'
    );
  }
  if (state.kind === 'held') return 'Send releaseHold to deliver it, or cancelOrder.';
  return reason === undefined ? '' : NEXT_STEP[reason];
}

function problemIn(state: OrderState): OrderStatus['problem'] {
  return state.kind === 'needs-attention' ? state.problem : null;
}

function salesOrderIdIn(state: OrderState): string | null {
  switch (state.kind) {
    case 'importing':
    case 'held':
    case 'delivering':
      return null;
    case 'needs-attention':
      return salesOrderIdIn(state.resume);
    case 'authorising':
      return salesOrderIdIn(state.next);
    case 'cancelling':
    case 'cancel-unresolved':
      return state.target.kind === 'sales-order' ? state.target.order.salesOrderId : null;
    case 'awaiting-shipment':
    case 'reporting-shipment':
    case 'completed':
    case 'cancelled':
      return state.salesOrderId;
  }
}
