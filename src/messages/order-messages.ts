import type { FlagReason, Problem } from '../domain/attention.js';
import type { ChannelStatus, PostalAddress } from '../domain/channel-order.js';
import type { OrderStage } from '../domain/order-state.js';
import type { Decision, ResolutionRecord } from '../domain/resolution.js';
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
  /** `missing`: a complete answer of the channel did not hold the order. `split`: it is one part of what it was. */
  readonly status: ChannelStatus | { readonly kind: 'missing' } | { readonly kind: 'split' };
  /** When the channel said so, ISO 8601 in UTC. */
  readonly readAt: string;
}

/** A sweep saw the sales order or its parcels changed: always the whole picture, so that repeats do no harm. */
export interface ShipmentsChanged {
  readonly salesOrder: SalesOrder;
  readonly shipments: readonly Shipment[];
  /** Whether the order waits longer than it should; the sweeps watch the time, so that no order needs a timer. */
  readonly isOverdue: boolean;
}

/**
 * What a person may decide about an order that could not be cancelled by itself. `voided-by-hand` is checked by reading;
 * `settled-by-hand` ends the order with its sales order as it stands, such as goods that come back.
 */
export const CANCEL_DECISIONS = ['voided-by-hand', 'keep-and-ship', 'settled-by-hand'] as const;

export type CancelDecision = (typeof CANCEL_DECISIONS)[number];

/** A person's word on an order that could not be cancelled by itself. */
export interface ResolveCancellation {
  readonly decision: CancelDecision;
  readonly by: string;
}

/**
 * A person's word on an order that needs attention: exactly one of `address` (the parts that were wrong), `line` (found
 * by `number` or `sku`) and `decision`. Read with care by `domain/resolution.ts`, as a person typed it.
 */
export interface ResolveAttention {
  readonly by: string;
  readonly why: string;
  readonly address?: Partial<PostalAddress>;
  readonly line?: {
    readonly number?: number;
    readonly sku?: string;
    readonly newSku?: string;
    readonly quantity?: number;
    /** Of one unit, such as `25.00`. */
    readonly price?: string;
  };
  readonly decision?: Decision;
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
  /** Why a cancel could not be done; null when none is open. */
  readonly cancelRefusal: string | null;
  /** What persons corrected and decided, oldest first; the order as it came stays the workflow's argument. */
  readonly resolutions: readonly ResolutionRecord[];
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
export const resolveAttentionUpdate = update<OrderStatus, [ResolveAttention]>('resolveAttention');
