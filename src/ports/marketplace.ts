import type { ChannelOrder, ChannelStatus } from '../domain/channel-order.js';
import type { ChannelOrderId } from '../domain/ids.js';
import type { NonEmpty } from '../domain/non-empty.js';
import type { Shipment } from '../domain/shipment.js';
import type { CallOptions, Page } from './call.js';

/** An order as a list of the channel gives it: readable, or present but not understood. */
export type ChannelReading =
  | { readonly kind: 'order'; readonly order: ChannelOrder }
  | { readonly kind: 'unreadable'; readonly orderId: ChannelOrderId | null; readonly what: string };

/** What the channel says of one order asked for by id. */
export type OrderLookup =
  | { readonly kind: 'found'; readonly order: ChannelOrder }
  | { readonly kind: 'unreadable'; readonly what: string }
  | { readonly kind: 'missing' };

/** Which order to look up; the day of creation is how a channel without a read by id finds it. */
export interface OrderKey {
  readonly orderId: ChannelOrderId;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** What became of a request to the channel. A refusal is final until a person mends its cause. */
export type ReportResult =
  | { readonly kind: 'reported' }
  /** The order already says so, by an earlier try of ours or by hand. */
  | { readonly kind: 'already-reported' }
  | { readonly kind: 'unmapped-carrier'; readonly what: string }
  /** The buyer's payment is authorised no longer: have it authorised again, then report. */
  | { readonly kind: 'authorisation-lapsed' }
  | { readonly kind: 'refused'; readonly what: string; readonly status: ChannelStatus | null };

/** What became of the buyer's payment. Only an authorised one makes an order worth delivering. */
export type AuthoriseResult =
  | { readonly kind: 'authorised' }
  /** The buyer has to mend the payment; it is never tried again by us. */
  | { readonly kind: 'declined' }
  /** `status` is null when the channel does not hold the order. */
  | { readonly kind: 'refused'; readonly what: string; readonly status: ChannelStatus | null };

export type ChannelCancelResult =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly what: string; readonly status: ChannelStatus | null };

/** What the channel shows of one SKU. */
export interface Listing {
  readonly sku: string;
  readonly quantity: number;
}

/** A listing as it was read: one whose figure is not understood stands beside the others, its SKU empty where it has none. */
export type ListingReading = Listing | { readonly sku: string; readonly quantity: null; readonly what: string };

/** The outcome of one stock figure of a list; one refused SKU never stops the rest. */
export type StockWrite =
  | { readonly kind: 'written'; readonly sku: string }
  | { readonly kind: 'refused'; readonly sku: string; readonly what: string };

/** A marketplace: where orders come from and where tracking and stock go. All calls throw ApiError. */
export interface Marketplace {
  readonly name: string;
  /** Proves that the credentials can read. */
  checkCredentials(options: CallOptions): Promise<void>;
  /** One page of all orders that may be imported now, in no promised order; `cursor` null for the first. */
  listImportable(cursor: string | null, options: CallOptions): Promise<Page<ChannelReading>>;
  /** One page of all orders that are open, also those in statuses that are not imported. */
  listOpen(cursor: string | null, options: CallOptions): Promise<Page<ChannelReading>>;
  /** Whether an order in this status is imported at all. */
  isImportable(status: ChannelStatus): boolean;
  /** Whether an order in this status waits for us to have its payment authorised. */
  needsAuthorisation(status: ChannelStatus): boolean;
  /** Has the buyer's payment authorised, at most once; an order that is authorised already stays as it is. */
  authorise(order: OrderKey, options: CallOptions): Promise<AuthoriseResult>;
  /** Looks orders up by id; the answer has one entry for each key, in its order. */
  lookUp(keys: readonly OrderKey[], options: CallOptions): Promise<readonly OrderLookup[]>;
  /**
   * Tells the channel that the whole order has shipped. `isRepeat` says that an earlier try may have been applied;
   * the order is then read first.
   */
  reportShipment(
    order: OrderKey,
    shipments: NonEmpty<Shipment>,
    options: CallOptions & { readonly isRepeat: boolean },
  ): Promise<ReportResult>;
  cancelOrder(order: OrderKey, code: string, options: CallOptions): Promise<ChannelCancelResult>;
  listListings(cursor: string | null, options: CallOptions): Promise<Page<ListingReading>>;
  /** What the channel shows of these SKUs now, one call each; null where it holds no live listing. In their order. */
  readListings(skus: readonly string[], options: CallOptions): Promise<readonly (ListingReading | null)[]>;
  /** Writes stock figures; the answer has one entry for each, in its order. */
  setStock(list: readonly Listing[], options: CallOptions): Promise<readonly StockWrite[]>;
}
