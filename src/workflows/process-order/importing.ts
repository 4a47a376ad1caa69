import type { OrderReading } from '../../activities/channel-order.js';
import type { Problem } from '../../domain/attention.js';
import { channelStatusWord, type ChannelStatus } from '../../domain/channel-order.js';
import type { DeliveringState, ImportingState, Next } from '../../domain/order-state.js';
import { correctedOrder } from '../../domain/resolution.js';
import type { SalesOrderDraft } from '../../domain/sales-order.js';
import type { ProcessOrderInput } from '../../messages/order-input.js';
import { undoneBefore } from './delivering.js';
import { noteChannelStatus, untilCancelled } from './inbox.js';
import { problemOf } from './problems.js';
import type { OrderRun } from './run.js';

/** What a first delivery finds: nothing was sent before it. */
const FIRST_DELIVERY = { revision: 0, answerLost: false, replaces: [] } as const;

/** Reads the channel order by the connection's rules. The order system does not hear of it yet. */
export async function importOrder({ hasWaited }: ImportingState, run: OrderRun): Promise<Next<'importing'>> {
  const { input, inbox, activities } = run;
  const { hindrance, authoriseFirst } = hasWaited ? await readAgain(run) : asItCame(input);
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
    draft: labelledAsLast(result.draft, run),
    lookUpFirst: input.lookUpFirst || hasWaited,
  };
  return authoriseFirst ? { kind: 'authorising', next: delivery } : delivery;
}

/** A label that was found taken stays taken. */
function labelledAsLast(draft: SalesOrderDraft, { delivery }: OrderRun): SalesOrderDraft {
  return delivery === undefined ? draft : { ...draft, addressLabel: delivery.draft.addressLabel };
}

function stopped(problem: Problem): Next<'importing'> {
  return { kind: 'needs-attention', problem, resume: { kind: 'importing', hasWaited: true } };
}

/** How the channel has the order: what stands in its way, and whether its buyer's payment has to be authorised. */
interface Standing {
  readonly hindrance: Problem | undefined;
  readonly authoriseFirst: boolean;
}

const asItCame = ({ authoriseFirst }: ProcessOrderInput): Standing => ({ hindrance: undefined, authoriseFirst });

/** Asks the channel for an order that waited; what it says now is what is imported. */
async function readAgain(run: OrderRun): Promise<Standing> {
  const { input, inbox, activities } = run;
  const { orderId, createdAt } = input.order;
  try {
    const reading = await untilCancelled(inbox, () =>
      activities.channel.readChannelOrder.executeWithOptions({ summary: 'Read the order again in Houzz' }, [
        { connection: input.connection, order: { orderId, createdAt } },
      ]),
    );
    return reading === undefined ? asItCame(input) : hear(reading, run);
  } catch (error) {
    return { ...asItCame(input), hindrance: problemOf(error, 'refused-by-channel') };
  }
}

function hear(reading: OrderReading, run: OrderRun): Standing {
  const { inbox, input } = run;
  switch (reading.kind) {
    case 'missing': {
      noteChannelStatus(inbox, { kind: 'missing' });
      const what = 'The channel no longer lists this order.';
      return { ...asItCame(input), hindrance: { reason: 'missing-in-channel', what } };
    }
    case 'unreadable': {
      const what = `The order cannot be read any longer: ${reading.what}.`;
      return { ...asItCame(input), hindrance: { reason: 'refused-by-channel', what } };
    }
    case 'found':
      run.order = reading.order;
      if (isNews(reading.order.status, run)) noteChannelStatus(inbox, reading.order.status);
      return { hindrance: hindranceIn(reading), authoriseFirst: reading.needsAuthorisation };
  }
}

/** What is not paid for, or has shipped, must not be delivered, though it was importable when it came. */
function hindranceIn({ order, isImportable, needsAuthorisation }: FoundReading): Problem | undefined {
  const { status } = order;
  if (isImportable || needsAuthorisation || status.kind === 'cancelled') return undefined;
  if (status.kind === 'charge-failed') return { reason: 'payment-declined', what: "The buyer's payment was declined." };
  const what =
    status.kind === 'shipped'
      ? 'The order is shipped there already, but was never delivered.'
      : `The order is ${channelStatusWord(status)} there now, and such orders are not imported.`;
  return { reason: 'refused-by-channel', what };
}

type FoundReading = Extract<OrderReading, { kind: 'found' }>;

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
