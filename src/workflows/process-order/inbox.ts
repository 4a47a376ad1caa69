import { CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import type { SalesOrder } from '../../domain/sales-order.js';
import type { Shipment } from '../../domain/shipment.js';
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
export interface Inbox {
  /** The first word to cancel; a later one may only add the code that cancels in the channel too. */
  cancel: CancelOrder | undefined;
  channelStatus: ChannelChanged['status'];
  salesOrder: SalesOrder | undefined;
  shipments: readonly Shipment[];
  isReleased: boolean;
  retryAsked: boolean;
  /** Ends what a cancel may end early; set while there is such a thing. */
  withdraw: (() => void) | undefined;
  /** Called after each message, so that lists and details keep up while the order waits. */
  onChange: () => void;
}

/** Opens the inbox and listens; `root` is the run's own scope, whose cancel comes from the server. */
export function openInbox(root: CancellationScope, imported: ChannelChanged['status']): Inbox {
  const inbox: Inbox = {
    cancel: undefined,
    channelStatus: imported,
    salesOrder: undefined,
    shipments: [],
    isReleased: false,
    retryAsked: false,
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
      inbox.isReleased = true;
    },
    {
      description: 'Lets a held order go on to delivery. No payload.',
    },
  );
  setHandler(
    retryNowSignal,
    () => {
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
      inbox.channelStatus = status;
      if (status.kind === 'cancelled') askToCancel(inbox, { reason: 'Cancelled in Houzz', by: 'channel' });
      inbox.onChange();
    },
    { description: 'Sent by pollOrders: the order has another status in the channel.' },
  );
  setHandler(
    shipmentsChangedSignal,
    ({ salesOrder, shipments }) => {
      inbox.salesOrder = salesOrder;
      inbox.shipments = shipments;
      inbox.onChange();
    },
    { description: 'Sent by pollShipments: the sales order or its parcels changed.' },
  );
}

function askToCancel(inbox: Inbox, request: CancelOrder): void {
  const code = inbox.cancel?.houzzCancelCode ?? request.houzzCancelCode;
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
  if (inbox.cancel !== undefined) return undefined;
  const scope = new CancellationScope();
  inbox.withdraw = () => {
    scope.cancel();
  };
  try {
    return await scope.run(work);
  } catch (error) {
    if (isCancellation(error)) return undefined;
    throw error;
  } finally {
    inbox.withdraw = undefined;
  }
}

/** Waits until `met` holds or the order is cancelled; false when a time-out came first. */
export async function waitFor(inbox: Inbox, met: () => boolean, timeoutMs?: number): Promise<boolean> {
  const isOver = (): boolean => inbox.cancel !== undefined || met();
  if (timeoutMs !== undefined) return condition(isOver, timeoutMs);
  await condition(isOver);
  return true;
}
