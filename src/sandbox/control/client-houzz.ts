import { hasMembers, type CallControl } from './call.js';
import type { HouzzListing, ListingStatus } from '../houzz/listing-store.js';
import type { HouzzOrderDocument, HouzzStatus, NewHouzzOrder } from '../houzz/order-document.js';
import type { Grant } from '../houzz/permissions.js';

/** What can be edited on a listing; what is left out keeps its value. */
interface ListingEdit {
  readonly quantity?: number;
  readonly title?: string;
  readonly price?: string;
  readonly status?: ListingStatus;
}

/** Amounts to give back, above zero; all that is left of the order's when none is told. */
interface Refund {
  readonly price?: string;
  readonly tax?: string;
  readonly shipping?: string;
}

/** One part of an order that is split. */
interface OrderPart {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** What buyers do, and the seller in Houzz's web screens. */
export interface HouzzControl {
  placeOrders(...orders: readonly NewHouzzOrder[]): Promise<readonly HouzzOrderDocument[]>;
  orders(): Promise<readonly HouzzOrderDocument[]>;
  /** By the order's id, or by a part's shipment id. */
  order(orderId: string): Promise<HouzzOrderDocument>;
  cancelOrder(orderId: string): Promise<HouzzOrderDocument>;
  /** What a buyer may do within half an hour of the placement. */
  cancelByBuyer(orderId: string): Promise<HouzzOrderDocument>;
  setOrderStatus(orderId: string, status: HouzzStatus): Promise<HouzzOrderDocument>;
  /** Has the order show a status word that nobody knows; with null, its own again. */
  setStatusWord(orderId: string, word: string | null): Promise<HouzzOrderDocument>;
  processOrder(orderId: string): Promise<HouzzOrderDocument>;
  chargeOrder(orderId: string): Promise<HouzzOrderDocument>;
  /** Has the next charges of this order declined, one unless told. */
  declineCharges(orderId: string, times?: number): Promise<HouzzOrderDocument>;
  /** By hand, with one tracking number. */
  shipOrder(orderId: string, how: { shippingMethod: string; trackingNumber: string }): Promise<HouzzOrderDocument>;
  refundOrder(orderId: string, refund?: Refund): Promise<HouzzOrderDocument>;
  /** The parts as orders; how they look is for switches to say. */
  splitOrder(orderId: string, ...parts: readonly OrderPart[]): Promise<readonly HouzzOrderDocument[]>;
  /** Makes a listing or edits it. */
  putListing(sku: string, edit: ListingEdit): Promise<HouzzListing>;
  listings(): Promise<readonly HouzzListing[]>;
  /** What the token may do; both unless told. */
  setPermissions(granted: Grant): Promise<void>;
}

const ORDERS = '/houzz/orders';
const LISTINGS = '/houzz/listings';
const isOrder = hasMembers<HouzzOrderDocument>('orderId', 'status', 'lines');
const isOrders = hasMembers<{ orders: readonly HouzzOrderDocument[] }>('orders');
const isListing = hasMembers<HouzzListing>('sku', 'quantity');
const isListings = hasMembers<{ listings: readonly HouzzListing[] }>('listings');

/** Makes the part of the control client that works on Houzz. */
export function createHouzzControl(call: CallControl): HouzzControl {
  return {
    ...orderCalls(call),
    ...listingCalls(call),
    async setPermissions(granted) {
      const isAnswer = hasMembers<{ granted: Grant }>('granted');
      await call({ method: 'PUT', path: '/houzz/permissions', body: { granted }, isAnswer });
    },
  };
}

type ListingCalls = Pick<HouzzControl, 'putListing' | 'listings'>;

function orderCalls(call: CallControl): Omit<HouzzControl, keyof ListingCalls | 'setPermissions'> {
  const pathOf = (orderId: string): string => `${ORDERS}/${encodeURIComponent(orderId)}`;
  const onOrder = (orderId: string, action: string, body: unknown = {}): Promise<HouzzOrderDocument> =>
    call({ method: 'POST', path: `${pathOf(orderId)}/${action}`, body, isAnswer: isOrder });
  return {
    placeOrders: async (...orders) =>
      (await call({ method: 'POST', path: ORDERS, body: { orders }, isAnswer: isOrders })).orders,
    orders: async () => (await call({ path: ORDERS, isAnswer: isOrders })).orders,
    order: (orderId) => call({ path: pathOf(orderId), isAnswer: isOrder }),
    cancelOrder: (orderId) => onOrder(orderId, 'cancel'),
    cancelByBuyer: (orderId) => onOrder(orderId, 'buyer-cancel'),
    setOrderStatus: (orderId, status) => onOrder(orderId, 'status', { status }),
    setStatusWord: (orderId, word) => onOrder(orderId, 'word', word === null ? {} : { word }),
    processOrder: (orderId) => onOrder(orderId, 'process'),
    chargeOrder: (orderId) => onOrder(orderId, 'charge'),
    declineCharges: (orderId, times = 1) => onOrder(orderId, 'decline', { times }),
    shipOrder: (orderId, how) => onOrder(orderId, 'ship', how),
    refundOrder: (orderId, refund = {}) => onOrder(orderId, 'refund', refund),
    splitOrder: async (orderId, ...parts) =>
      (await call({ method: 'POST', path: `${pathOf(orderId)}/split`, body: { parts }, isAnswer: isOrders })).orders,
  };
}

function listingCalls(call: CallControl): ListingCalls {
  return {
    putListing: (sku, body) =>
      call({ method: 'PUT', path: `${LISTINGS}/${encodeURIComponent(sku)}`, body, isAnswer: isListing }),
    listings: async () => (await call({ path: LISTINGS, isAnswer: isListings })).listings,
  };
}
