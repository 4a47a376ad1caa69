import type { Problem } from '../../domain/attention.js';
import type { AuthorisingState, Next } from '../../domain/order-state.js';
import type { AuthoriseResult } from '../../ports/marketplace.js';
import { noteChannelStatus, untilCancelled, type Inbox } from './inbox.js';
import { targetOf } from './needs-attention.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** Has the buyer's payment authorised: before the order is delivered, or once more when it lapsed before the order shipped. */
export async function authorise(state: AuthorisingState, run: OrderRun): Promise<Next<'authorising'>> {
  const { input, inbox, activities } = run;
  // A sweep saw it charged while it stood here: by hand, or because the buyer mended the payment.
  if (inbox.cancel === undefined && inbox.channelStatus.kind === 'charged') return authorised(state);
  const { orderId, createdAt } = input.order;
  try {
    const result = await untilCancelled(inbox, () =>
      activities.channel.authoriseOrder.executeWithOptions({ summary: 'Have the payment authorised in Houzz' }, [
        { connection: input.connection, order: { orderId, createdAt } },
      ]),
    );
    const problem = result === undefined ? undefined : hear(inbox, result);
    if (inbox.cancel !== undefined) return { kind: 'cancelling', target: targetOf(state, run) };
    return problem === undefined ? authorised(state) : { kind: 'needs-attention', problem, resume: state };
  } catch (error) {
    return { kind: 'needs-attention', problem: problemOf(error, 'refused-by-channel'), resume: state };
  }
}

function authorised({ next }: AuthorisingState): AuthorisingState['next'] {
  return next.kind === 'reporting-shipment' ? { ...next, isRenewed: true } : next;
}

/** Keeps what the channel says of the order now; what stands in the way of the order, if anything does. */
function hear(inbox: Inbox, result: AuthoriseResult): Problem | undefined {
  switch (result.kind) {
    case 'authorised':
      noteChannelStatus(inbox, { kind: 'charged' });
      return undefined;
    case 'declined':
      noteChannelStatus(inbox, { kind: 'charge-failed' });
      return { reason: 'payment-declined', what: "The buyer's payment was declined." };
    case 'refused':
      noteChannelStatus(inbox, result.status ?? { kind: 'missing' });
      return refusalOf(result);
  }
}

function refusalOf({ what, status }: Extract<AuthoriseResult, { kind: 'refused' }>): Problem {
  if (status === null) return { reason: 'missing-in-channel', what };
  return { reason: status.kind === 'unrecognised' ? 'unrecognised-status' : 'refused-by-channel', what };
}
