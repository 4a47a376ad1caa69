import { hasMembers, type CallControl } from './control-call.js';
import type { HouzzListing, ListingStatus } from './houzz/listing-store.js';
import type { HouzzOrderDocument, HouzzStatus, NewHouzzOrder } from './houzz/order-document.js';

/** What can be edited on a listing; what is left out keeps its value. */
interface ListingEdit {
  readonly quantity?: number;
  readonly title?: string;
  readonly price?: string;
  readonly status?: ListingStatus;
}

/** What buyers do, and the seller in Houzz's web screens. */
export interface HouzzControl {
  placeOrders(...orders: readonly NewHouzzOrder[]): Promise<readonly HouzzOrderDocument[]>;
  orders(): Promise<readonly HouzzOrderDocument[]>;
  order(orderId: string): Promise<HouzzOrderDocument>;
  cancelOrder(orderId: string): Promise<HouzzOrderDocument>;
  setOrderStatus(orderId: string, status: HouzzStatus): Promise<HouzzOrderDocument>;
  /** By hand, with one tracking number. */
  shipOrder(orderId: string, how: { shippingMethod: string; trackingNumber: string }): Promise<HouzzOrderDocument>;
  /** Makes a listing or edits it. */
  putListing(sku: string, edit: ListingEdit): Promise<HouzzListing>;
  listings(): Promise<readonly HouzzListing[]>;
}

/** Makes the part of the control client that works on Houzz. */
export function createHouzzControl(call: CallControl): HouzzControl {
  const path = '/houzz/orders';
  const isOrder = hasMembers<HouzzOrderDocument>('orderId', 'status', 'lines');
  const isOrders = hasMembers<{ orders: readonly HouzzOrderDocument[] }>('orders');
  const isListings = hasMembers<{ listings: readonly HouzzListing[] }>('listings');
  const onOrder = (orderId: string, action: string, body: unknown): Promise<HouzzOrderDocument> =>
    call({ method: 'POST', path: `${path}/${encodeURIComponent(orderId)}/${action}`, body, isAnswer: isOrder });
  return {
    placeOrders: async (...orders) =>
      (await call({ method: 'POST', path, body: { orders }, isAnswer: isOrders })).orders,
    orders: async () => (await call({ path, isAnswer: isOrders })).orders,
    order: (orderId) => call({ path: `${path}/${encodeURIComponent(orderId)}`, isAnswer: isOrder }),
    cancelOrder: (orderId) => onOrder(orderId, 'cancel', {}),
    setOrderStatus: (orderId, status) => onOrder(orderId, 'status', { status }),
    shipOrder: (orderId, how) => onOrder(orderId, 'ship', how),
    putListing: (sku, body) =>
      call({
        method: 'PUT',
        path: `/houzz/listings/${encodeURIComponent(sku)}`,
        body,
        isAnswer: hasMembers<HouzzListing>('sku', 'quantity'),
      }),
    listings: async () => (await call({ path: '/houzz/listings', isAnswer: isListings })).listings,
  };
}
