import type { SalesOrderId } from '../../domain/ids.js';
import {
  deliveredOrderOf,
  type CancelTarget,
  type DeliveringState,
  type NeedsAttentionState,
  type Next,
  type ResumableState,
} from '../../domain/order-state.js';
import { outlookOf } from './awaiting-shipment.js';
import { undelivered, undoneBefore } from './delivering.js';
import { waitFor, type Inbox } from './inbox.js';
import type { OrderRun } from './run.js';

/** Stands before a person; goes on when told to, when the cause is mended, or after the slow pause. */
export async function waitForPerson(state: NeedsAttentionState, run: OrderRun): Promise<Next<'needs-attention'>> {
  const { input, inbox } = run;
  const { resume } = state;
  inbox.retryAsked = false;
  run.resolved = undefined;
  const before = picture(inbox);
  const heeds = heedsNews(state, run);
  const resolved = (): Next<'needs-attention'> | undefined => run.resolved;
  const isNews = (): boolean => heeds && picture(inbox) !== before;
  const isOver = (): boolean => inbox.retryAsked || resolved() !== undefined || isNews();
  // A wait for shipment asks nobody, so time alone mends nothing there.
  const slowRetry = { timeoutMs: input.policy.slowRetryMs, summary: 'Try again by itself after the slow pause' };
  await waitFor(inbox, isOver, resume.kind === 'awaiting-shipment' ? undefined : slowRetry);
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: targetOf(resume, run) };
  const next = resolved();
  return next === undefined ? retry(resume, run) : followWhenSafe(next, resume, run);
}

/**
 * Whether what the sweeps tell may mean that the cause is mended. It never does where a sales order came back otherwise
 * than asked, or beside another: its parcels leave all the same, and only a person knows whether that is right.
 */
function heedsNews({ problem, resume }: NeedsAttentionState, run: OrderRun): boolean {
  if (resume.kind !== 'awaiting-shipment') return true;
  if (problem.reason === 'total-mismatch') return false;
  return problem.reason !== 'changed-in-order-system' || outlookOf(resume, run).kind === 'changed';
}

/** What the sweeps said, to be compared: the same news once more mends nothing. */
const picture = ({ salesOrder, shipments, channelStatus }: Inbox): string =>
  JSON.stringify([salesOrder, shipments, channelStatus]);

/** An order that is not delivered yet is read again: while it waited it may have been changed or cancelled in the channel. */
function retry(resume: ResumableState, run: OrderRun): Next<'needs-attention'> {
  if (resume.kind === 'delivering') run.delivery = resume;
  return deliveryIn(resume) === undefined ? resume : { kind: 'importing', hasWaited: true };
}

/** Another sales order than the last one is delivered only when no call for the last one can take effect any longer. */
async function followWhenSafe(
  next: Next<'needs-attention'>,
  resume: ResumableState,
  run: OrderRun,
): Promise<Next<'needs-attention'>> {
  if (next.kind === 'importing' && run.delivery?.answerLost === true) {
    const summary = 'Wait until no late answer of TradeGecko can come';
    await waitFor(run.inbox, () => false, { timeoutMs: run.input.policy.lateAnswerMs, summary });
    if (run.inbox.cancel !== undefined) return { kind: 'cancelling', target: targetOf(resume, run) };
  }
  return next;
}

/** What a cancel has to undo of an order that stands here or waits to go on from here. */
export function targetOf(resume: ResumableState, run: OrderRun): CancelTarget {
  switch (resume.kind) {
    case 'importing':
      return undoneBefore(run);
    case 'authorising':
      return targetOf(resume.next, run);
    case 'delivering':
      return undelivered(resume);
    case 'awaiting-shipment':
    case 'reporting-shipment':
      return { kind: 'sales-order', order: deliveredOrderOf(resume) };
  }
}

/** The delivery that an order goes on with, if any. */
export function deliveryIn(resume: ResumableState): DeliveringState | undefined {
  if (resume.kind === 'delivering') return resume;
  return resume.kind === 'authorising' ? deliveryIn(resume.next) : undefined;
}

/** The sales order that an order goes on with, if it is delivered. */
export function deliveredIn(resume: ResumableState): SalesOrderId | undefined {
  if (resume.kind === 'authorising') return deliveredIn(resume.next);
  return resume.kind === 'awaiting-shipment' || resume.kind === 'reporting-shipment' ? resume.salesOrderId : undefined;
}
