import type { CancelTarget, Next, OrderState, ResumableState } from '../../domain/order-state.js';
import { undelivered } from './delivering.js';
import { waitFor } from './inbox.js';
import type { OrderRun } from './run.js';

/** Stands before a person; goes on when asked to, when the cause is mended, or after the slow pause. */
export async function waitForPerson(
  { resume }: Extract<OrderState, { kind: 'needs-attention' }>,
  { input, inbox }: OrderRun,
): Promise<Next<'needs-attention'>> {
  inbox.retryAsked = false;
  const { salesOrder, channelStatus } = inbox;
  const isMended = (): boolean => inbox.salesOrder !== salesOrder || inbox.channelStatus !== channelStatus;
  // A wait for shipment asks nobody, so time alone mends nothing there.
  const slowRetryMs = resume.kind === 'awaiting-shipment' ? undefined : input.policy.slowRetryMs;
  await waitFor(inbox, () => inbox.retryAsked || isMended(), slowRetryMs);
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: targetOf(resume) };
  return resume;
}

function targetOf(resume: ResumableState): CancelTarget {
  switch (resume.kind) {
    case 'importing':
      return { kind: 'nothing' };
    case 'delivering':
      return undelivered(resume);
    case 'awaiting-shipment':
    case 'reporting-shipment':
      return { kind: 'sales-order', id: resume.salesOrderId };
  }
}
