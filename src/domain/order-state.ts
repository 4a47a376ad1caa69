import type { Problem } from './attention.js';
import type { SalesOrderId } from './ids.js';
import type { NonEmpty } from './non-empty.js';
import type { SalesOrderDraft } from './sales-order.js';
import type { Goods } from './shipped-goods.js';
import type { Shipment } from './shipment.js';
import type { WaivableReason } from './shipping-readiness.js';

/** What a cancel has to undo in the order system. */
export type CancelTarget =
  /** The order system never heard of the order. */
  | { readonly kind: 'nothing' }
  /** A sales order may stand: look it up, and once more later when an answer of ours was lost. */
  | { readonly kind: 'unknown'; readonly draft: SalesOrderDraft; readonly answerLost: boolean }
  | { readonly kind: 'sales-order'; readonly order: DeliveredOrder };

/** What an order has to know of its sales order until it ends. */
export interface DeliveredOrder {
  readonly salesOrderId: SalesOrderId;
  /** What it was delivered with: only these goods may be reported as its shipment. */
  readonly goods: readonly Goods[];
  /** What a person, or a setting, said shall not stop this order. */
  readonly waived: readonly WaivableReason[];
  /** Whether a report may have reached the channel already: the order is read there before the next one. */
  readonly isReportTried: boolean;
  /** More sales orders that stood for the same channel order when this one was found: a cancel voids them, too. */
  readonly others?: readonly SalesOrderId[];
}

export interface ImportingState {
  readonly kind: 'importing';
  /** Whether the order waited before this: the channel is then asked what it says of it now. */
  readonly hasWaited: boolean;
}

/** What earlier deliveries of an order left behind for the next one; an import or a correction in between keeps it. */
interface DeliveryPast {
  /** Rises only after a definite refusal or a person's word; part of the key that makes a delivery happen once. */
  readonly revision: number;
  /** Whether a sales order may stand there already (an old order, another hub, one that waited). */
  readonly lookUpFirst: boolean;
  /** Whether a POST of ours may have reached the order system without our knowing: it may still take effect. */
  readonly answerLost: boolean;
  /** Void or deleted sales orders of ours that a person decided to make again: a look-up passes over them. */
  readonly replaces: readonly SalesOrderId[];
}

export interface DeliveringState extends DeliveryPast {
  readonly kind: 'delivering';
  readonly draft: SalesOrderDraft;
}

export interface AwaitingShipmentState extends DeliveredOrder {
  readonly kind: 'awaiting-shipment';
  /** Whether its parcels have had their time to get numbers; absent where they have not. */
  readonly isTrackingLate?: boolean;
}

export interface ReportingShipmentState extends DeliveredOrder {
  readonly kind: 'reporting-shipment';
  readonly shipments: NonEmpty<Shipment>;
  /** Whether a lapsed authorisation was renewed for this report: it is renewed once. */
  readonly isRenewed: boolean;
}

export interface AuthorisingState {
  readonly kind: 'authorising';
  /** What waits for the buyer's payment to be authorised. */
  readonly next: DeliveringState | ReportingShipmentState;
}

/** Where an order can go on from after a person or time mended what stopped it. */
export type ResumableState =
  ImportingState | AuthorisingState | DeliveringState | AwaitingShipmentState | ReportingShipmentState;

/** An order that stands before a person, and where it goes on from. */
export interface NeedsAttentionState {
  readonly kind: 'needs-attention';
  readonly problem: Problem;
  readonly resume: ResumableState;
}

export interface CancellingState {
  readonly kind: 'cancelling';
  readonly target: CancelTarget;
}

/** An order that could not be cancelled by itself: what of it stands, and what was in the way. */
export interface CancelUnresolvedState {
  readonly kind: 'cancel-unresolved';
  readonly target: Exclude<CancelTarget, { kind: 'nothing' }>;
  readonly what: string;
}

/** Where one order stands. The table below says what may follow what. */
export type OrderState =
  | ImportingState
  | { readonly kind: 'held' }
  | AuthorisingState
  | DeliveringState
  | AwaitingShipmentState
  | ReportingShipmentState
  | { readonly kind: 'completed'; readonly salesOrderId: SalesOrderId }
  | CancellingState
  | { readonly kind: 'cancelled'; readonly salesOrderId: SalesOrderId | null }
  | NeedsAttentionState
  | CancelUnresolvedState;

/** The order's stage, as operators see it. */
export type OrderStage = OrderState['kind'];

/** Which stages may follow which. */
export const ORDER_MOVES = {
  importing: ['held', 'authorising', 'delivering', 'needs-attention', 'cancelling'],
  held: ['importing', 'cancelling'],
  authorising: ['delivering', 'reporting-shipment', 'needs-attention', 'cancelling'],
  delivering: ['awaiting-shipment', 'needs-attention', 'cancelling'],
  'awaiting-shipment': ['reporting-shipment', 'completed', 'needs-attention', 'cancelling'],
  'reporting-shipment': ['completed', 'awaiting-shipment', 'authorising', 'needs-attention', 'cancelling'],
  completed: [],
  cancelling: ['cancelled', 'cancel-unresolved'],
  cancelled: [],
  'needs-attention': [
    'importing',
    'authorising',
    'delivering',
    'awaiting-shipment',
    'reporting-shipment',
    'cancelling',
  ],
  'cancel-unresolved': ['cancelling', 'cancelled', 'awaiting-shipment'],
} as const satisfies Record<OrderStage, readonly OrderStage[]>;

/** What an order does or waits for at each stage, in the words of the generated page `docs/order-states.md`. */
export const STAGE_WAITS: Readonly<Record<OrderStage, string>> = {
  importing:
    'Nothing: the order is read by the rules of its connection; one that waited is read again in the channel first.',
  held: "An operator's `releaseHold`; only where the configuration says `hold`.",
  authorising: "The channel: the buyer's payment is authorised; only where orders are not charged by themselves.",
  delivering: 'The order system: the sales order is made once, or found.',
  'awaiting-shipment': 'The sweep of shipments: all of it has left, with a tracking number.',
  'reporting-shipment': 'The channel: the order is marked as shipped there.',
  completed: 'Nothing: shipped and reported. The run ends.',
  cancelling: 'The order system: what was delivered is voided, or found not to be there.',
  cancelled: 'Nothing: no live sales order stands. The run ends.',
  'needs-attention': 'A person: `retryNow`, `resolveAttention`, `cancelOrder`, a mended cause, or the slow retry.',
  'cancel-unresolved': "A person's `resolveCancellation` or `retryNow`, or the sales order seen void.",
};

/** What a stage means for an operator, in one sentence, in the words that terminal and Web UI share. */
export const STAGE_MEANING: Readonly<Record<OrderStage, string>> = {
  importing: 'Read by the rules of its connection; nothing is delivered yet.',
  held: 'Waits until a person releases it, as the configuration says.',
  authorising: "Houzz is asked to authorise the buyer's payment.",
  delivering: 'On its way to TradeGecko.',
  'awaiting-shipment': 'Delivered; waits until it has left TradeGecko.',
  'reporting-shipment': 'It has left; Houzz is being told.',
  completed: 'Shipped, and Houzz knows.',
  cancelling: 'Being cancelled; a sales order that stands is voided first.',
  cancelled: 'Cancelled; no sales order waits to be shipped.',
  'needs-attention': 'Stopped; goes on once its cause is mended, or a person decides.',
  'cancel-unresolved': 'Could not be cancelled by itself; a person decides.',
};

/** Stages in which nothing is under way: an order may rest there for months. */
export const RESTING_STAGES = ['held', 'awaiting-shipment', 'needs-attention'] as const satisfies readonly OrderStage[];

/** Where an order can go on from in a new run of its workflow. */
export type RestingState = Extract<OrderState, { kind: (typeof RESTING_STAGES)[number] }>;

/** What a phase may return: only states that the table allows after it. */
export type Next<K extends OrderStage> = Extract<OrderState, { kind: (typeof ORDER_MOVES)[K][number] }>;

/** The states that end an order. */
export type FinalState = Extract<OrderState, { kind: 'completed' | 'cancelled' }>;

/** What a state knows of its sales order, without what is the state's own. */
export function deliveredOrderOf(state: DeliveredOrder): DeliveredOrder {
  const { salesOrderId, goods, waived, isReportTried, others = [] } = state;
  return { salesOrderId, goods, waived, isReportTried, ...(others.length > 0 ? { others } : {}) };
}
