import type { FlagReason } from '../domain/attention.js';
import type { ChannelOrder } from '../domain/channel-order.js';
import type { ChannelOrderId, ConnectionId, OrderReference, SalesOrderId } from '../domain/ids.js';
import type { DeliveringState, OrderStage, RestingState } from '../domain/order-state.js';
import type { Resolved } from '../domain/resolution.js';
import type { SalesOrder } from '../domain/sales-order.js';
import type { Shipment } from '../domain/shipment.js';
import type { ReportAt } from '../domain/shipping-readiness.js';
import type { ChannelChanged } from './order-messages.js';

/** The waits of an order, chosen by configuration and frozen at its start. All in milliseconds. */
export interface OrderPolicy {
  /** After which a blocked order is tried again by itself. */
  readonly slowRetryMs: number;
  /** How long a shipped order may lack its tracking number before a person is asked. */
  readonly trackingWaitMs: number;
  /** When the channel is told: once everything has left, or at the first parcel that can be followed. */
  readonly reportAt: ReportAt;
  /** Whether an order without any tracking number is reported after that wait, instead of asking a person. */
  readonly shipWithoutTracking: boolean;
  /** With this code an order whose sales order staff voided is cancelled in the channel; null asks a person. */
  readonly voidedCancelCode: string | null;
  /** How long a POST whose answer was lost may still take effect; look-ups go on that long. */
  readonly lateAnswerMs: number;
  /** After which an activity whose worker was killed is tried again. */
  readonly heartbeatTimeoutMs: number;
  /** The first and the longest pause between two tries of a call. */
  readonly retryInitialMs: number;
  readonly retryMaximumMs: number;
  /** Messages after which a resting order goes on in a new run of its workflow, so that no history grows for ever. */
  readonly messagesPerRun: number;
}

/** The argument of `processOrder`. */
export interface ProcessOrderInput {
  readonly connection: ConnectionId;
  readonly order: ChannelOrder;
  readonly reference: OrderReference;
  /** True for orders that may stand in the order system already: older than a day, or from before the first start. */
  readonly lookUpFirst: boolean;
  /** True for orders whose buyer's payment has to be authorised before they are delivered. */
  readonly authoriseFirst: boolean;
  /** True for orders that look like a part of another: same buyer, same address, and the same time or a split order. */
  readonly looksSplit: boolean;
  readonly policy: OrderPolicy;
  /** What an earlier run of the same order leaves to this one; absent in the first. */
  readonly carried?: CarriedOrder;
}

/** What was said to an order, as far as it must outlive one run of its workflow. */
export interface OrderNews {
  channelStatus: ChannelChanged['status'];
  salesOrder: SalesOrder | undefined;
  shipments: readonly Shipment[];
  isOverdue: boolean;
  isReleased: boolean;
}

/** What lists show of an order now, as far as it was written. */
export interface ShownAttributes {
  stage: OrderStage;
  reason: string | null;
  salesOrderId: string | null;
  channelStatus: string;
}

/** An order between two runs of its workflow. Never made while a cancel is pending. */
export interface CarriedOrder {
  readonly state: RestingState;
  readonly order: ChannelOrder;
  readonly news: OrderNews;
  readonly flags: readonly FlagReason[];
  readonly resolutions: readonly Resolved[];
  readonly delivery: DeliveringState | undefined;
  readonly shown: ShownAttributes;
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

/** Channel SKUs and quantities of an order, as lists show them. */
export const linesOf = (order: ChannelOrder): OrderMemo['lines'] =>
  order.lines.flatMap((line) => (line.kind === 'product' ? [{ sku: line.sku, quantity: line.quantity }] : []));

/** Kept beside the run, so that lists need no history. No personal data. */
export interface OrderMemo {
  /** When the channel says the order was made, ISO 8601 in UTC. */
  readonly createdAt: string;
  /** Channel SKUs and quantities. */
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  /** What the channel said the order costs, in minor units; another figure now tells that it was split. Null where unknown. */
  readonly channelTotal: number | null;
}
