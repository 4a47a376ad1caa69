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
    (request) => {
      askToCancel(inbox, readCancel(request));
    },
    {
      description: 'Cancels the order: { "reason": "…", "by": "your name", "houzzCancelCode": "1 to 4, optional" }',
    },
  );
  setHandler(
    releaseHoldSignal,
    () => {
      inbox.messages += 1;
      inbox.isReleased = true;
    },
    {
      description: 'Lets a held order go on to delivery. No payload.',
    },
  );
  setHandler(
    retryNowSignal,
    () => {
      inbox.messages += 1;
      inbox.retryAsked = true;
    },
    {
      description: 'Tries an order that needs attention again, now. No payload.',
    },
  );
}

function listenToSweeps(inbox: Inbox): void {
  setHandler(
    channelChangedSignal,
    ({ status }) => {
      inbox.messages += 1;
      noteChannelStatus(inbox, status);
      inbox.onChange();
    },
    { description: 'Sent by pollOrders: the order has another status in the channel.' },
  );
  setHandler(
    shipmentsChangedSignal,
    ({ salesOrder, shipments, isOverdue }) => {
      inbox.messages += 1;
      inbox.salesOrder = salesOrder;
      inbox.shipments = shipments;
      inbox.isOverdue = isOverdue;
      inbox.onChange();
    },
    { description: 'Sent by pollShipments: the sales order or its parcels changed.' },
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

/** Any payload, even none, is a cancel: a person typed it into a form. */
function readCancel(payload: unknown): CancelOrder {
  const fields = new Map(typeof payload === 'object' && payload !== null ? Object.entries(payload) : []);
  const text = (name: string): string | undefined => {
    const value: unknown = fields.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 500) : undefined;
  };
  const code = text('houzzCancelCode');
  return {
    reason: text('reason') ?? (typeof payload === 'string' ? payload.slice(0, 500) : 'No reason given'),
    by: text('by') ?? 'operator',
    ...(code === undefined || code === '' ? {} : { houzzCancelCode: code }),
  };
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

/** Waits until `met` holds or the order is cancelled; false when a time-out came first. Throws RunIsFull. */
export async function waitFor(inbox: Inbox, met: () => boolean, timeoutMs?: number): Promise<boolean> {
  const isOver = (): boolean => inbox.cancel !== undefined || met();
  const isOverOrDue = (): boolean => isOver() || inbox.isDue();
  if (timeoutMs === undefined) await condition(isOverOrDue);
  else if (!(await condition(isOverOrDue, timeoutMs))) return false;
  // What was waited for goes first: it may lead where no other run can go on.
  if (!isOver()) throw new RunIsFull();
  return true;
}
