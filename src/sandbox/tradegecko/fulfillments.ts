import type { JsonObject } from './answers.js';
import type { FulfillmentLineRecord, FulfillmentRecord } from './records.js';
import type { Resource } from './resource.js';
import type { Store } from './store.js';
import { stands } from './switches.js';

/** A fulfilment as it goes over the wire. */
export function renderFulfillment(store: Store, fulfillment: FulfillmentRecord): JsonObject {
  const order = store.orders.get(fulfillment.order_id);
  const { id, created_at, updated_at, order_id } = fulfillment;
  return {
    id,
    created_at,
    updated_at,
    order_id,
    shipping_address_id: fulfillment.shipping_address_id,
    billing_address_id: fulfillment.billing_address_id,
    stock_location_id: fulfillment.stock_location_id,
    delivery_type: fulfillment.delivery_type,
    exchange_rate: '1.0',
    notes: fulfillment.notes,
    packed_at: fulfillment.packed_at,
    receipt: {},
    received_at: fulfillment.received_at,
    service: fulfillment.service,
    shipped_at: fulfillment.shipped_at,
    status: fulfillment.status,
    tracking_company: fulfillment.tracking_company,
    tracking_number: fulfillment.tracking_number,
    // Recorded without a scheme at times; it is kept as it was sent.
    tracking_url: fulfillment.tracking_url,
    order_number: order?.order_number ?? null,
    company_id: order?.company_id ?? null,
    fulfillment_line_item_ids: partsOf(store, id).map((part) => part.id),
  };
}

/** The lines of a fulfilment. */
export function partsOf(store: Store, fulfillmentId: number): readonly FulfillmentLineRecord[] {
  return store.fulfillmentLines.recordsWith('fulfillment_id', fulfillmentId);
}

/** A fulfilment's line as it goes over the wire. */
export function renderPart(store: Store, part: FulfillmentLineRecord): JsonObject {
  const variantId = store.lines.get(part.order_line_item_id)?.variant_id ?? null;
  const variant = variantId === null ? undefined : store.variants.get(variantId);
  return {
    id: part.id,
    created_at: part.created_at,
    updated_at: part.updated_at,
    fulfillment_id: part.fulfillment_id,
    order_line_item_id: part.order_line_item_id,
    base_price: part.base_price,
    position: part.position,
    quantity: part.quantity,
    variant_id: variantId,
    variant_sku: variant?.sku ?? null,
  };
}

const hasEnded = ({ status }: FulfillmentRecord): boolean => status === 'void' || status === 'deleted';

/** `/fulfillments`, whose lines always come beside them, on lists as on single ones. */
export const FULFILLMENTS: Resource<FulfillmentRecord> = {
  plural: 'fulfillments',
  singular: 'fulfillment',
  title: 'fulfillment',
  collection: (store) => store.fulfillments,
  filters: {
    order_id: { kind: 'integer', of: ({ order_id }) => order_id, isIndexed: true },
    status: { kind: 'text', of: ({ status }) => status },
    company_id: { kind: 'integer', of: ({ order_id }, store) => store.orders.get(order_id)?.company_id ?? null },
    shipping_address_id: { kind: 'integer', of: (fulfillment) => fulfillment.shipping_address_id },
    billing_address_id: { kind: 'integer', of: (fulfillment) => fulfillment.billing_address_id },
    stock_location_id: { kind: 'integer', of: (fulfillment) => fulfillment.stock_location_id },
  },
  hidden: (world) => (stands(world, 'tradegecko.lists-hide-void', 'hide') ? hasEnded : undefined),
  render: renderFulfillment,
  sideload: (store, { records }) => ({
    fulfillment_line_items: records.flatMap(({ id }) => partsOf(store, id)).map((part) => renderPart(store, part)),
  }),
};
