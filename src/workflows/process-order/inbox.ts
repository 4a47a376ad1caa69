import { ActivityFailure, CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { OrderNews } from '../../messages/order-input.js';
import {
  cancelOrderSignal,
  channelChangedSignal,
  releaseHoldSignal,
  retryNowSignal,
  shipmentsChangedSignal,
  type CancelOrder,
  type ChannelChanged,
} from '../../messages/order-messages.js';
import { isChannelChanged, isShipmentsChanged, readCancel } from './typed-payloads.js';

/** Everything that was said to an order, kept as state: a message is never lost, whichever phase it meets. */
export interface Inbox extends OrderNews {
  /** The first word to cancel; a later one may only add or mend the code that cancels in the channel too. */
  cancel: CancelOrder | undefined;
  retryAsked: boolean;
  /** Messages that this run has taken. */
  messages: number;
  /** Whether this run's history is long enough, and the order stands where another run could go on. */
  isDue: () => boolean;
  /** Ends what a cancel may end early; set while there is such a thing. */
  withdraw: (() => void) | undefined;
  /** Called after each message, so that lists and details keep up while the order waits. */
  onChange: () => void;
}

/** Thrown by a wait that ends because the order shall go on in a new run. */
export class RunIsFull extends Error {}

/** What an order has heard at its start. */
export const newsAtStart = (imported: ChannelChanged['status']): OrderNews => ({
  channelStatus: imported,
  salesOrder: undefined,
  shipments: [],
  isOverdue: false,
  isReleased: false,
});

/** Opens the inbox and listens; `root` is the run's own scope, whose cancel comes from the server. */
export function openInbox(root: CancellationScope, news: OrderNews): Inbox {
  const inbox: Inbox = {
    ...news,
    cancel: undefined,
    retryAsked: false,
    messages: 0,
    isDue: () => false,
    withdraw: undefined,
    onChange: () => undefined,
  };
  root.cancelRequested.catch(() => {
    askToCancel(inbox, { reason: 'Cancellation requested in Temporal', by: 'operator' });
  });
  listenToPeople(inbox);
  listenToSweeps(inbox);
  return inbox;
}

function listenToPeople(inbox: Inbox): void {
  setHandler(
    cancelOrderSignal,
    (request: unknown) => {
      askToCancel(inbox, readCancel(request));
    },
    {
      description:
        'Cancels the order; its sales order is voided. Leave the input empty, or type { "reason": "…", "by": "your ' +
        'name" }; with "houzzCancelCode": "1" to "4" it is cancelled in Houzz too.',
    },
  );
  setHandler(
    releaseHoldSignal,
    () => {
      inbox.messages += 1;
      inbox.isReleased = true;
    },
    {
      description: 'Lets a held order go on to delivery. Leave the input empty.',
    },
  );
  setHandler(
    retryNowSignal,
    () => {
      inbox.messages += 1;
      inbox.retryAsked = true;
    },
    {
      description: 'Tries again now what stopped an order that needs attention. Leave the input empty.',
    },
  );
}

/** The Web UI offers these to people too; what one typed there must not make the order trip over it for ever. */
function listenToSweeps(inbox: Inbox): void {
  setHandler(
    channelChangedSignal,
    (payload: unknown) => {
      inbox.messages += 1;
      if (!isChannelChanged(payload)) return;
      noteChannelStatus(inbox, payload.status);
      inbox.onChange();
    },
    { description: 'Not for people: the sweep of Houzz says that the order has another status there.' },
  );
  setHandler(
    shipmentsChangedSignal,
    (payload: unknown) => {
      inbox.messages += 1;
      if (!isShipmentsChanged(payload)) return;
      inbox.salesOrder = payload.salesOrder;
      inbox.shipments = payload.shipments;
      inbox.isOverdue = payload.isOverdue;
      inbox.onChange();
    },
    { description: 'Not for people: the sweep of TradeGecko says that the sales order or its parcels changed.' },
  );
}

/** Keeps what the channel says of the order now; there, a cancel is a cancel of ours. */
export function noteChannelStatus(inbox: Inbox, status: ChannelChanged['status']): void {
  inbox.channelStatus = status;
  if (status.kind === 'cancelled') askToCancel(inbox, { reason: 'Cancelled in Houzz', by: 'channel' });
}

/** Takes a request to cancel: the first one counts, and a code that is mended or comes later. */
export function askToCancel(inbox: Inbox, request: CancelOrder): void {
  const code = request.houzzCancelCode ?? inbox.cancel?.houzzCancelCode;
  inbox.cancel = { ...(inbox.cancel ?? request), ...(code === undefined ? {} : { houzzCancelCode: code }) };
  inbox.withdraw?.();
  inbox.onChange();
}

/**
 * Runs `work` in a scope of its own, which a cancel of the order ends; undefined when it did. What is under way at a
 * service is still awaited (the activities wait for their cancellation to complete) and its result returned.
 */
export async function untilCancelled<T>(inbox: Inbox, work: () => Promise<T>): Promise<T | undefined> {
  const isCancelled = (): boolean => inbox.cancel !== undefined;
  if (isCancelled()) return undefined;
  const scope = new CancellationScope();
  inbox.withdraw = () => {
    scope.cancel();
  };
  try {
    return await scope.run(work);
  } catch (error) {
    // An activity that ends with its last failure while it is withdrawn is no answer either: it was not tried again.
    if (isCancellation(error) || (isCancelled() && error instanceof ActivityFailure)) return undefined;
    throw error;
  } finally {
    inbox.withdraw = undefined;
  }
}

/** A wait that ends by itself, and what the history says of it. */
export interface WaitLimit {
  readonly timeoutMs: number;
  readonly summary: string;
}

/** Waits until `met` holds or the order is cancelled; false when the limit came first. Throws RunIsFull. */
export async function waitFor(inbox: Inbox, met: () => boolean, limit?: WaitLimit): Promise<boolean> {
  const isOver = (): boolean => inbox.cancel !== undefined || met();
  const isOverOrDue = (): boolean => isOver() || inbox.isDue();
  if (limit === undefined) await condition(isOverOrDue);
  else if (!(await condition(isOverOrDue, limit.timeoutMs, { summary: limit.summary }))) return false;
  // What was waited for goes first: it may lead where no other run can go on.
  if (!isOver()) throw new RunIsFull();
  return true;
}
