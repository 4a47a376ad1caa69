import type { ChannelOrderId } from './ids.js';
import type { MinorUnits } from './money.js';

/** Where an order stands in the channel; a word we do not know is kept as it came and stops that order only. */
export type ChannelStatus =
  | { readonly kind: 'placed' | 'processing' | 'charged' | 'charge-failed' | 'shipped' | 'cancelled' }
  | { readonly kind: 'unrecognised'; readonly raw: string };

/** The status as one word, for search attributes and screens. */
export function channelStatusWord(status: ChannelStatus): string {
  return status.kind === 'unrecognised' ? `unrecognised:${status.raw}` : status.kind;
}

const KNOWN_KINDS = ['placed', 'processing', 'charged', 'charge-failed', 'shipped', 'cancelled'] as const;

/** The status behind such a word; undefined when the word is none. */
export function channelStatusOf(word: string): ChannelStatus | undefined {
  const kind = KNOWN_KINDS.find((known) => known === word);
  if (kind !== undefined) return { kind };
  const prefix = 'unrecognised:';
  return word.startsWith(prefix) ? { kind: 'unrecognised', raw: word.slice(prefix.length) } : undefined;
}

/** A delivery address as the buyer gave it; empty text where the buyer gave nothing. */
export interface PostalAddress {
  readonly line1: string;
  readonly line2: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  /** Text or code; empty when the channel left it out (US orders). */
  readonly country: string;
  readonly phone: string;
}

/** Products of one SKU. */
export interface ProductLine {
  readonly kind: 'product';
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPrice: MinorUnits;
  /** Per unit or per line: the channel does not say; see `line-readings.ts`. */
  readonly tax: MinorUnits;
  readonly shipping: MinorUnits;
}

/** A reduction of the whole order; `amount`, `tax` and `shipping` are as the channel signs them, so normally negative. */
export interface CouponLine {
  readonly kind: 'coupon';
  readonly label: string;
  readonly amount: MinorUnits;
  readonly tax: MinorUnits;
  readonly shipping: MinorUnits;
}

export type ChannelLine = ProductLine | CouponLine;

/** An order as the channel holds it, in our words. */
export interface ChannelOrder {
  readonly orderId: ChannelOrderId;
  /** Differs from the order's id when the seller split the order. */
  readonly shipmentId: string;
  /** The instant of its creation, ISO 8601 in UTC. */
  readonly createdAt: string;
  /** The calendar day of its creation in the channel's own zone, `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly status: ChannelStatus;
  readonly customerName: string;
  readonly address: PostalAddress;
  /** The level of service the buyer chose, in the channel's words. */
  readonly shippingMethod: string;
  readonly lines: readonly ChannelLine[];
  /** Charged for the whole order, beside the lines. */
  readonly flatShipping: MinorUnits;
  readonly flatShippingTax: MinorUnits;
  readonly total: MinorUnits;
}
