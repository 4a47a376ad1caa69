import type { Problem } from './attention.js';
import type { SalesOrderId } from './ids.js';
import type { NonEmpty } from './non-empty.js';
import type { SalesOrderDraft } from './sales-order.js';
import type { Shipment } from './shipment.js';

/** What a cancel has to undo in the order system. */
export type CancelTarget =
  /** The order system never heard of the order. */
  | { readonly kind: 'nothing' }
  /** A sales order may stand: look it up, and once more later when an answer of ours was lost. */
  | { readonly kind: 'unknown'; readonly draft: SalesOrderDraft; readonly answerLost: boolean }
  | { readonly kind: 'sales-order'; readonly id: SalesOrderId };

export interface DeliveringState {
  readonly kind: 'delivering';
  readonly draft: SalesOrderDraft;
  /** Rises only after a definite refusal; part of the key that makes a delivery happen once. */
  readonly revision: number;
  /** Whether a sales order may stand there already (an old order, another hub, one that waited). */
  readonly lookUpFirst: boolean;
  /** Whether a POST of ours may have reached the order system without our knowing: it may still take effect. */
  readonly answerLost: boolean;
}

export interface AwaitingShipmentState {
  readonly kind: 'awaiting-shipment';
  readonly salesOrderId: SalesOrderId;
}

export interface ReportingShipmentState {
  readonly kind: 'reporting-shipment';
  readonly salesOrderId: SalesOrderId;
  readonly shipments: NonEmpty<Shipment>;
}

/** Where an order can go on from after a person or time mended what stopped it. */
export type ResumableState =
  { readonly kind: 'importing' } | DeliveringState | AwaitingShipmentState | ReportingShipmentState;

/** Where one order stands. The table below says what may follow what. */
export type OrderState =
  | { readonly kind: 'importing' }
  | { readonly kind: 'held'; readonly delivery: DeliveringState }
  | DeliveringState
  | AwaitingShipmentState
  | ReportingShipmentState
  | { readonly kind: 'completed'; readonly salesOrderId: SalesOrderId }
  | { readonly kind: 'cancelling'; readonly target: CancelTarget }
  | { readonly kind: 'cancelled'; readonly salesOrderId: SalesOrderId | null }
  | { readonly kind: 'needs-attention'; readonly problem: Problem; readonly resume: ResumableState }
  | { readonly kind: 'cancel-unresolved'; readonly salesOrderId: SalesOrderId; readonly what: string };

/** The order's stage, as operators see it. */
export type OrderStage = OrderState['kind'];

/** Which stages may follow which. */
export const ORDER_MOVES = {
  importing: ['held', 'delivering', 'needs-attention', 'cancelling'],
  held: ['delivering', 'cancelling'],
  delivering: ['awaiting-shipment', 'needs-attention', 'cancelling'],
  'awaiting-shipment': ['reporting-shipment', 'needs-attention', 'cancelling'],
  'reporting-shipment': ['completed', 'needs-attention', 'cancelling'],
  completed: [],
  cancelling: ['cancelled', 'cancel-unresolved'],
  cancelled: [],
  'needs-attention': ['importing', 'delivering', 'awaiting-shipment', 'reporting-shipment', 'cancelling'],
  'cancel-unresolved': ['cancelled', 'awaiting-shipment'],
} as const satisfies Record<OrderStage, readonly OrderStage[]>;

/** What a phase may return: only states that the table allows after it. */
export type Next<K extends OrderStage> = Extract<OrderState, { kind: (typeof ORDER_MOVES)[K][number] }>;

/** The states that end an order. */
export type FinalState = Extract<OrderState, { kind: 'completed' | 'cancelled' }>;
