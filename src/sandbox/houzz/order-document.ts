import type { Json } from '../state.js';

/** Where an order stands, in the words that orders carry (a filter has its own). */
export const HOUZZ_STATUSES = ['Placed', 'Processing', 'Charged', 'FailedToCharge', 'Shipped', 'Canceled'] as const;
export type HouzzStatus = (typeof HOUZZ_STATUSES)[number];

/** One product line; amounts are texts with two decimals, `price` is for one unit. */
export type HouzzLine = {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  readonly quantity: number;
  readonly price: string;
  readonly tax: string;
  readonly shipping: string;
};

export type HouzzAddress = {
  readonly address1: string;
  readonly address2: string | null;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly phone: string | null;
  readonly country: string | null;
};

/** A refund as the seller gives it in the web screens, its amounts below zero; an order keeps its status over it. */
export type HouzzRefund = {
  readonly refundId: string;
  readonly createdAt: string;
  readonly price: string;
  readonly tax: string;
  readonly shipping: string;
};

/** An order with all that the sandbox knows of it, more than ever goes onto the wire. */
export type HouzzOrderDocument = {
  readonly orderId: string;
  /** Equal to the order's id until the seller splits the order; no other order has it. */
  readonly shipmentId: string;
  readonly createdAt: string;
  /** The wall time in Houzz's zone, as the wire shows it. */
  readonly created: string;
  readonly status: HouzzStatus;
  /** The word that the wire shows in place of its status; its status when absent or null. */
  readonly statusWord?: string | null;
  readonly changedAt: string;
  /** When the buyer's money was authorised last. */
  readonly chargedAt: string | null;
  /** How many of the charges to come will be declined; none when absent. */
  readonly declines?: number;
  readonly customerName: string;
  readonly address: HouzzAddress;
  readonly shippingMethod: string;
  readonly lines: readonly HouzzLine[];
  readonly coupon: { readonly code: string; readonly amount: string } | null;
  readonly flatShipping: string;
  readonly flatShippingTax: string;
  /** Four decimals; summed at placement, and not touched by refunds. */
  readonly total: string;
  readonly refunds: readonly HouzzRefund[];
  readonly ship: { readonly shippingMethod: string; readonly trackingNumber: string } | null;
  readonly cancel: { readonly code: string | null; readonly comments: string | null } | null;
  /** What the placement took off the listings, to be given back where cancelling restores it. */
  readonly taken: readonly { readonly sku: string; readonly quantity: number }[];
  /** The scenario's own note; never on the wire. */
  readonly plan: Json;
};

/** An order as a buyer places it through the control API. */
export type NewHouzzOrder = {
  readonly lines: readonly {
    readonly sku: string;
    readonly quantity: number;
    readonly price: string;
    readonly tax?: string;
    readonly shipping?: string;
    readonly title?: string;
  }[];
  readonly coupon?: { readonly code: string; readonly amount: string };
  readonly flatShipping?: string;
  readonly flatShippingTax?: string;
  readonly customerName?: string;
  readonly address?: {
    readonly address1: string;
    readonly address2?: string;
    readonly city: string;
    readonly state: string;
    readonly zip: string;
    readonly phone?: string;
    readonly country?: string;
  };
  readonly shippingMethod?: 'Standard' | 'Expedited';
  /** `Charged` unless told. */
  readonly status?: HouzzStatus;
  /** An ISO instant; the sandbox's now unless told. */
  readonly createdAt?: string;
  /** An ISO instant, for an order that is charged already; the sandbox's now unless told. */
  readonly chargedAt?: string;
  readonly plan?: Json;
};
