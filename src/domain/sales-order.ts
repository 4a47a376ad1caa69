import type { PostalAddress } from './channel-order.js';
import type { ChannelOrderId, OrderReference, SalesOrderId } from './ids.js';
import type { MinorUnits } from './money.js';

/** One line of a sales order: items of stock, or an amount with a text. */
export type DraftLine =
  | {
      readonly kind: 'item';
      /** The SKU in the order system, after aliases and kits. */
      readonly sku: string;
      readonly quantity: number;
      readonly unitPrice: MinorUnits;
    }
  | {
      readonly kind: 'charge';
      readonly charge: 'shipping' | 'discount' | 'tax' | 'rounding';
      readonly label: string;
      readonly amount: MinorUnits;
    };

/** What the order system is asked to hold for one channel order. */
export interface SalesOrderDraft {
  readonly reference: OrderReference;
  readonly channelOrderId: ChannelOrderId;
  /** `YYYY-MM-DD` */
  readonly issuedOn: string;
  /** Names the delivery address; no two addresses of the order system may share it. */
  readonly addressLabel: string;
  readonly customerName: string;
  readonly address: PostalAddress;
  /** Three letters, ISO 4217. */
  readonly currency: string;
  readonly lines: readonly DraftLine[];
  readonly tags: readonly string[];
  readonly notes: string;
  /** What the lines add up to, and what the channel says the order costs. */
  readonly total: MinorUnits;
}

/** The most labels that are tried for one order: more than a person ever makes it anew. */
const LABELS_MAX = 9;

/**
 * The draft under the next label, e.g. `HZ-GFTK6Z2WRK (2)`, where the one it has stands on another address, such as that
 * of a void sales order; null when too many were tried.
 */
export function relabelled(draft: SalesOrderDraft): SalesOrderDraft | null {
  const labels = Array.from({ length: LABELS_MAX }, (_, index) => labelOf(draft, index + 1));
  const next = labels[labels.indexOf(draft.addressLabel) + 1];
  return next === undefined ? null : { ...draft, addressLabel: next };
}

function labelOf({ reference }: SalesOrderDraft, number: number): string {
  return number === 1 ? reference : `${reference} (${number})`;
}

/** Where a sales order stands, in our words. */
export type SalesOrderStatus =
  | { readonly kind: 'draft' | 'active' | 'finalized' | 'fulfilled' | 'void' | 'deleted' }
  | { readonly kind: 'unrecognised'; readonly raw: string };

/** How much of a sales order something has happened to. */
export type Extent = 'none' | 'partial' | 'all';

/** A sales order as the order system holds it, as far as we ask. */
export interface SalesOrder {
  readonly id: SalesOrderId;
  /** The two number fields, as they stand there now. */
  readonly orderNumber: string;
  readonly referenceNumber: string;
  readonly status: SalesOrderStatus;
  readonly packed: Extent;
  readonly shipped: Extent;
  readonly invoiced: Extent;
  readonly total: MinorUnits;
  /** ISO 8601 in UTC. */
  readonly updatedAt: string;
}

/** Whether a sales order is gone: void, or deleted while it was a draft. */
export function isGone({ status }: SalesOrder): boolean {
  return status.kind === 'void' || status.kind === 'deleted';
}
