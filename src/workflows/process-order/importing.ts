import type { Problem } from '../../domain/attention.js';
import type { ChannelStatus } from '../../domain/channel-order.js';
import type { DeliveringState, ImportingState, Next } from '../../domain/order-state.js';
import { correctedOrder } from '../../domain/resolution.js';
import type { OrderLookup } from '../../ports/marketplace.js';
import { undoneBefore } from './delivering.js';
import { noteChannelStatus, untilCancelled } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** What a first delivery finds: nothing was sent before it. */
const FIRST_DELIVERY = { revision: 0, answerLost: false, replaces: [] } as const;

/** Reads the channel order by the connection's rules. The order system does not hear of it yet. */
export async function importOrder({ hasWaited }: ImportingState, run: OrderRun): Promise<Next<'importing'>> {
  const { input, inbox, activities } = run;
  const hindrance = hasWaited ? await readAgain(run) : undefined;
  // Before the first look at the inbox: a cancel request that came with the start is seen only after an await.
  const order = correctedOrder(run.order, run.resolutions);
  const { result, hold } = await activities.local.importOrder.executeWithOptions(
    { summary: 'Read the order by the rules of its connection' },
    [{ connection: input.connection, order }],
  );
  if (inbox.cancel !== undefined) return { kind: 'cancelling', target: undoneBefore(run) };
  const found = hindrance ?? splitOf(run);
  if (found !== undefined) return stopped(found);
  if (result.kind === 'blocked') return stopped(result.problem);
  if (hold && !inbox.isReleased) return { kind: 'held' };
  const delivery: DeliveringState = {
    ...(run.delivery ?? FIRST_DELIVERY),
    kind: 'delivering',
    draft: result.draft,
    lookUpFirst: input.lookUpFirst || hasWaited,
  };
  return input.authoriseFirst ? { kind: 'authorising', next: delivery } : delivery;
}

function stopped(problem: Problem): Next<'importing'> {
  return { kind: 'needs-attention', problem, resume: { kind: 'importing', hasWaited: true } };
}

/** Asks the channel for an order that waited; what it says now is what is imported. */
async function readAgain(run: OrderRun): Promise<Problem | undefined> {
  const { input, inbox, activities } = run;
  const { orderId, createdAt } = input.order;
  try {
    const lookup = await untilCancelled(inbox, () =>
      activities.channel.readChannelOrder.executeWithOptions({ summary: 'Read the order again in Houzz' }, [
        { connection: input.connection, order: { orderId, createdAt } },
      ]),
    );
    return lookup === undefined ? undefined : hear(lookup, run);
  } catch (error) {
    return problemOf(error, 'refused-by-channel');
  }
}

function hear(lookup: OrderLookup, run: OrderRun): Problem | undefined {
  switch (lookup.kind) {
    case 'missing':
      noteChannelStatus(run.inbox, { kind: 'missing' });
      return { reason: 'missing-in-channel', what: 'The channel no longer lists this order.' };
    case 'unreadable':
      return { reason: 'refused-by-channel', what: `The order cannot be read any longer: ${lookup.what}.` };
    case 'found':
      run.order = lookup.order;
      if (isNews(lookup.order.status, run)) noteChannelStatus(run.inbox, lookup.order.status);
      return lookup.order.status.kind === 'shipped'
        ? { reason: 'refused-by-channel', what: 'The order is shipped there already, but was never delivered.' }
        : undefined;
  }
}

/** That an order is open says nothing against its having been split; that is a person's to say. */
function isNews(status: ChannelStatus, { inbox }: OrderRun): boolean {
  return inbox.channelStatus.kind !== 'split' || inbox.retryAsked || status.kind === 'cancelled';
}

/** Whether the order may be a part of another one. Only a person's word lets such an order go on. */
function splitOf({ input, inbox }: OrderRun): Problem | undefined {
  if (inbox.channelStatus.kind === 'split') {
    return { reason: 'split-in-channel', what: 'The order was split in the channel.' };
  }
  if (!input.looksSplit || inbox.retryAsked) return undefined;
  const what = 'Another order has the same buyer, address and time: it may be a part. If it is whole, send retryNow.';
  return { reason: 'split-in-channel', what };
}
