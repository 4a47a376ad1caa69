import type { ChannelOrder } from '../domain/channel-order.js';
import type { ChannelOrderId, ConnectionId, OrderReference, SalesOrderId } from '../domain/ids.js';

/** The waits of an order, chosen by configuration and frozen at its start. All in milliseconds. */
export interface OrderPolicy {
  /** After which a blocked order is tried again by itself. */
  readonly slowRetryMs: number;
  /** How long a shipped order may lack its tracking number before a person is asked. */
  readonly trackingWaitMs: number;
  /** How long a POST whose answer was lost may still take effect; look-ups go on that long. */
  readonly lateAnswerMs: number;
  /** After which an activity whose worker was killed is tried again. */
  readonly heartbeatTimeoutMs: number;
  /** The first and the longest pause between two tries of a call. */
  readonly retryInitialMs: number;
  readonly retryMaximumMs: number;
}

/** The argument of `processOrder`. */
export interface ProcessOrderInput {
  readonly connection: ConnectionId;
  readonly order: ChannelOrder;
  readonly reference: OrderReference;
  /** True for orders that may stand in the order system already: older than a day, or from before the first start. */
  readonly lookUpFirst: boolean;
  readonly policy: OrderPolicy;
}

/** How a run of `processOrder` ended. */
export interface ProcessOrderResult {
  readonly outcome: 'completed' | 'cancelled';
  readonly channelOrderId: ChannelOrderId;
  readonly reference: OrderReference;
  readonly salesOrderId: SalesOrderId | null;
  /** Who cancelled and why; null for a completed order. */
  readonly cancelledBy: string | null;
  readonly reason: string | null;
}

/** Kept beside the run, so that lists need no history. No personal data. */
export interface OrderMemo {
  /** When the channel says the order was made, ISO 8601 in UTC. */
  readonly createdAt: string;
  /** Channel SKUs and quantities. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}
