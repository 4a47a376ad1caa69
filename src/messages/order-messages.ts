import type { FlagReason, Problem } from '../domain/attention.js';
import type { ChannelStatus } from '../domain/channel-order.js';
import type { OrderStage } from '../domain/order-state.js';
import type { SalesOrder } from '../domain/sales-order.js';
import type { Shipment } from '../domain/shipment.js';
import { query, signal, update } from './definitions.js';

/** Asks that the order be cancelled. A person may type it into the Web UI; every part may be left out there. */
export interface CancelOrder {
  readonly reason: string;
  /** Who asks: `operator`, `channel`, or a name of their own. */
  readonly by: string;
  /** With a code (1 to 4) the order is cancelled in Houzz too. */
  readonly houzzCancelCode?: string;
}

/** A sweep saw another status in the channel than the workflow knows of. */
export interface ChannelChanged {
  /** `missing`: a complete answer of the channel did not hold the order. */
  readonly status: ChannelStatus | { readonly kind: 'missing' };
  /** When the channel said so, ISO 8601 in UTC. */
  readonly readAt: string;
}

/** A sweep saw the sales order or its parcels changed: always the whole picture, so that repeats do no harm. */
export interface ShipmentsChanged {
  readonly salesOrder: SalesOrder;
  readonly shipments: readonly Shipment[];
}

/** A person's word on an order that could not be cancelled by itself. */
export interface ResolveCancellation {
  readonly decision: 'voided-by-hand' | 'keep-and-ship';
  readonly by: string;
}

/** What the status query answers: where the order stands, without personal data. */
export interface OrderStatus {
  readonly stage: OrderStage;
  readonly connection: string;
  readonly channelOrderId: string;
  readonly reference: string;
  readonly salesOrderId: string | null;
  readonly channelStatus: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shipments: readonly { readonly carrier: string; readonly trackingNumber: string }[];
  readonly cancel: CancelOrder | null;
  readonly problem: Problem | null;
  readonly flags: readonly FlagReason[];
  /** The one next step for a person; empty when there is none. */
  readonly nextStep: string;
}

export const cancelOrderSignal = signal<[CancelOrder]>('cancelOrder');
export const channelChangedSignal = signal<[ChannelChanged]>('channelChanged');
export const shipmentsChangedSignal = signal<[ShipmentsChanged]>('shipmentsChanged');
export const releaseHoldSignal = signal<[]>('releaseHold');
export const retryNowSignal = signal<[]>('retryNow');
export const statusQuery = query<OrderStatus>('status');
export const resolveCancellationUpdate = update<OrderStatus, [ResolveCancellation]>('resolveCancellation');
