import { hasMembers, type CallControl } from './call.js';
import { createGatewayControl, type TradegeckoGatewayControl } from './client-gateway.js';
import type { Json } from '../state.js';

/** A document in TradeGecko's own field names; the subtypes name the fields that tests look at most. */
export type TradegeckoDocument = { readonly [field: string]: Json | undefined };

type SalesOrderLineDocument = TradegeckoDocument & {
  readonly id: number;
  readonly variant_id: number | null;
  readonly freeform: boolean;
  readonly label: string | null;
  readonly price: string;
  readonly quantity: string;
  readonly tax_rate_override: string | null;
};

type FulfillmentDocument = TradegeckoDocument & {
  readonly id: number;
  readonly order_id: number;
  readonly status: string;
  readonly tracking_company: string | null;
  readonly tracking_number: string | null;
  readonly tracking_url: string | null;
  readonly service: string | null;
};

/** A sales order with its lines and its fulfilments. */
export type SalesOrderDocument = TradegeckoDocument & {
  readonly id: number;
  readonly order_number: string;
  readonly reference_number: string | null;
  readonly status: string;
  readonly fulfillment_status: string;
  readonly packed_status: string;
  /** The bare number 0 where nothing is on the order. */
  readonly total: string | number;
  readonly order_line_items: readonly SalesOrderLineDocument[];
  readonly fulfillments: readonly FulfillmentDocument[];
};

type VariantDocument = TradegeckoDocument & {
  readonly id: number;
  readonly sku: string;
  readonly stock_on_hand: string;
  readonly committed_stock: string;
  readonly available_stock: string;
};

/** What can be edited on a variant; what is left out keeps its value. */
interface VariantEdit {
  /** On hand, by location id. */
  readonly stock?: Readonly<Record<string, number>>;
  readonly productName?: string;
  readonly price?: string;
  readonly status?: string;
  readonly manage_stock?: boolean;
  readonly keep_selling?: boolean;
  readonly max_online?: number;
}

/** Some of a sales order's lines. */
type LinePart = { readonly orderLineItemId: number; readonly quantity: number };

/** One parcel; all that is left goes into it when `lines` is absent. */
export interface Parcel {
  readonly trackingCompany?: string;
  readonly trackingNumber?: string;
  readonly trackingUrl?: string;
  readonly service?: string;
  readonly lines?: readonly LinePart[];
}

/** What comes back; all that was shipped when `lines` is absent. */
interface ReturnedGoods {
  readonly trackingNumber?: string;
  readonly received?: boolean;
  readonly lines?: readonly LinePart[];
}

/** What a warehouse does in TradeGecko's web screens. */
export interface TradegeckoControl extends TradegeckoGatewayControl {
  /** Makes a variant with its product, or edits it. */
  putVariant(sku: string, edit: VariantEdit): Promise<VariantDocument>;
  variants(): Promise<readonly VariantDocument[]>;
  changeStock(change: { sku: string; locationId?: number; delta: number }): Promise<VariantDocument>;
  orders(): Promise<readonly SalesOrderDocument[]>;
  order(id: number): Promise<SalesOrderDocument>;
  packOrder(id: number, parcel?: Parcel): Promise<SalesOrderDocument>;
  shipOrder(id: number, parcel?: Parcel): Promise<SalesOrderDocument>;
  voidOrder(id: number): Promise<SalesOrderDocument>;
  /** Makes a sales order the way a person does in the web screens: no application is its source. */
  createOrder(order: TradegeckoDocument): Promise<SalesOrderDocument>;
  invoiceOrder(id: number): Promise<SalesOrderDocument>;
  payOrder(id: number): Promise<SalesOrderDocument>;
  /** Notes that what was shipped, or some of it, comes back, or is back already. */
  returnOrder(id: number, goods?: ReturnedGoods): Promise<SalesOrderDocument>;
  /** Takes in all that is on its way back. */
  receiveReturns(id: number): Promise<SalesOrderDocument>;
  /** Deletes a packed fulfilment, or voids one that has left. */
  removeFulfillment(id: number): Promise<SalesOrderDocument>;
  /** Tracking that comes later, or is mended. */
  changeFulfillment(id: number, edit: TradegeckoDocument): Promise<FulfillmentDocument>;
  setQuota(quota: { limit?: number; windowMs?: number }): Promise<void>;
}

const isOrder = hasMembers<SalesOrderDocument>('id', 'order_line_items', 'fulfillments');
const isOrders = hasMembers<{ orders: readonly SalesOrderDocument[] }>('orders');
const isVariant = hasMembers<VariantDocument>('id', 'sku');
const isVariants = hasMembers<{ variants: readonly VariantDocument[] }>('variants');
const isFulfillment = hasMembers<FulfillmentDocument>('id', 'status');
const isQuota = hasMembers<{ limit: number; windowMs: number }>('limit', 'windowMs');

/** Makes the part of the control client that works on TradeGecko. */
export function createTradegeckoControl(call: CallControl): TradegeckoControl {
  const orders = '/tradegecko/orders';
  const variants = '/tradegecko/variants';
  const onOrder = (id: number, action: string, body: unknown): Promise<SalesOrderDocument> =>
    call({ method: 'POST', path: `${orders}/${id}/${action}`, body, isAnswer: isOrder });
  return {
    ...createGatewayControl(call),
    putVariant: (sku, body) =>
      call({ method: 'PUT', path: `${variants}/${encodeURIComponent(sku)}`, body, isAnswer: isVariant }),
    variants: async () => (await call({ path: variants, isAnswer: isVariants })).variants,
    changeStock: (body) => call({ method: 'POST', path: '/tradegecko/stock', body, isAnswer: isVariant }),
    orders: async () => (await call({ path: orders, isAnswer: isOrders })).orders,
    order: (id) => call({ path: `${orders}/${id}`, isAnswer: isOrder }),
    packOrder: (id, parcel = {}) => onOrder(id, 'pack', parcel),
    shipOrder: (id, parcel = {}) => onOrder(id, 'ship', parcel),
    voidOrder: (id) => onOrder(id, 'void', {}),
    createOrder: (body) => call({ method: 'POST', path: orders, body, isAnswer: isOrder }),
    invoiceOrder: (id) => onOrder(id, 'invoice', {}),
    payOrder: (id) => onOrder(id, 'pay', {}),
    returnOrder: (id, goods = {}) => onOrder(id, 'return', goods),
    receiveReturns: (id) => onOrder(id, 'receive', {}),
    removeFulfillment: (id) =>
      call({ method: 'POST', path: `/tradegecko/fulfillments/${id}/remove`, body: {}, isAnswer: isOrder }),
    changeFulfillment: (id, body) =>
      call({ method: 'POST', path: `/tradegecko/fulfillments/${id}`, body, isAnswer: isFulfillment }),
    async setQuota(body) {
      await call({ method: 'POST', path: '/tradegecko/quota', body, isAnswer: isQuota });
    },
  };
}
