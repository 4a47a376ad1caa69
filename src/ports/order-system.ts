import type { ChannelOrderId, OrderReference, SalesOrderId } from '../domain/ids.js';
import type { StockedItem } from '../domain/stock/item.js';
import type { SalesOrder, SalesOrderDraft } from '../domain/sales-order.js';
import type { Shipment, ShipmentChange } from '../domain/shipment.js';
import type { CallOptions, CountedPage, Page } from './call.js';

export type CreateResult =
  /** `differs`: how its number or status is other than was asked, as part of a sentence; null when it is as asked. */
  | { readonly kind: 'created'; readonly salesOrder: SalesOrder; readonly differs: string | null }
  | { readonly kind: 'blocked'; readonly reason: 'unknown-sku' | 'ambiguous-sku'; readonly what: string }
  /** A definite refusal: nothing was made. */
  | { readonly kind: 'refused'; readonly what: string }
  /** Nothing was made: the label of the delivery address stands on another address, perhaps of an earlier try. */
  | { readonly kind: 'label-taken' }
  /** The key was used before and what it made is not known: look the order up, then decide. */
  | { readonly kind: 'key-used' };

export type VoidResult =
  | { readonly kind: 'voided'; readonly salesOrder: SalesOrder }
  /** It was void or deleted before we asked. */
  | { readonly kind: 'already-void'; readonly salesOrder: SalesOrder }
  | { readonly kind: 'refused'; readonly what: string; readonly salesOrder: SalesOrder };

/** How to find sales orders that may already stand for a channel order. */
export interface SalesOrderKeys {
  readonly reference: OrderReference;
  readonly channelOrderId: ChannelOrderId;
}

/** How a sales order is made. */
export interface CreateOptions extends CallOptions {
  /** What makes a repeat do nothing. */
  readonly key: string;
  /** As a draft, whatever the connection makes otherwise: such an order holds no stock back. */
  readonly asDraft?: boolean;
}

/** An order-management system: where sales orders are kept and parcels and stock are counted. All calls throw ApiError. */
export interface OrderSystem {
  readonly name: string;
  /** How long the key of a created sales order is remembered. */
  readonly keyLifeMs: number;
  /** Proves that the credentials can read; returns the rights they hold, as the system words them. */
  checkCredentials(options: CallOptions): Promise<readonly string[]>;
  /** Makes the sales order in one call when the catalogue knows its SKUs, two when some must be looked up first. */
  createSalesOrder(draft: SalesOrderDraft, options: CreateOptions): Promise<CreateResult>;
  /** Finds live, void and deleted sales orders by our reference: one call. */
  findByReference(reference: OrderReference, options: CallOptions): Promise<readonly SalesOrder[]>;
  /** Finds those of any hub: by reference, full id or the number of an older hub, in either number field, two calls. */
  findAnywhere(keys: SalesOrderKeys, options: CallOptions): Promise<readonly SalesOrder[]>;
  /** Reads, voids when nothing was packed, shipped or invoiced, and reads back: at most three calls. */
  voidSalesOrder(id: SalesOrderId, options: CallOptions): Promise<VoidResult>;
  /** Reads sales orders by id, in batches; unknown ids are left out. */
  readSalesOrders(ids: readonly SalesOrderId[], options: CallOptions): Promise<readonly SalesOrder[]>;
  /** Parcels that left, changed or were taken back since an instant (ISO 8601), oldest change first. */
  listShipmentsSince(since: string, cursor: string | null, options: CallOptions): Promise<Page<ShipmentChange>>;
  /** All parcels that have left of these sales orders, in batches. */
  listShipmentsOf(ids: readonly SalesOrderId[], options: CallOptions): Promise<readonly Shipment[]>;
  /**
   * One page of all items with their stock; what it reads also warms the catalogue. Throws `rate-limited` once a walk
   * has had its share of the quota: it goes on at its cursor when the time named is over.
   */
  listItems(cursor: string | null, options: CallOptions): Promise<CountedPage<StockedItem>>;
  /** All items that carry these SKUs, as they stand now, in batches; none for a SKU that is unknown. */
  findItems(skus: readonly string[], options: CallOptions): Promise<readonly StockedItem[]>;
}
