import type { JsonObject } from './answers.js';
import type { Decimal } from './decimal.js';
import { decimal } from './decimal.js';
import type { PartPlan } from './parts.js';
import { countedParts, partResource, partsOf, quantityOf, renderPartsOf } from './parts.js';
import type { FulfillmentLineRecord, FulfillmentRecord, FulfillmentStatus, LineRecord } from './records.js';
import type { Resource } from './resource.js';
import type { Store } from './store.js';
import { stands } from './switches.js';

/** Whether a fulfilment was neither voided nor deleted. */
function isStanding({ status }: { readonly status: FulfillmentStatus }): boolean {
  return status === 'packed' || status === 'fulfilled';
}

/** The lines of fulfilments. */
export const FULFILLMENT_PARTS: PartPlan<FulfillmentLineRecord> = {
  plural: 'fulfillment_line_items',
  singular: 'fulfillment_line_item',
  title: 'fulfillment line item',
  parent: 'fulfillment_id',
  collection: (store) => store.fulfillmentLines,
  parentOf: (part) => part.fulfillment_id,
  make: (part, fulfillment_id) => ({ ...part, fulfillment_id }),
  counts(store, part) {
    const parcel = store.fulfillments.get(part.fulfillment_id);
    return parcel !== undefined && isStanding(parcel);
  },
  limitOf: (_store, line) => decimal(line.quantity),
  extras(store, part) {
    const variantId = store.lines.get(part.order_line_item_id)?.variant_id ?? null;
    const variant = variantId === null ? undefined : store.variants.get(variantId);
    return { variant_id: variantId, variant_sku: variant?.sku ?? null };
  },
};

/** How much of an order line has left. */
export function shippedOf(store: Store, line: LineRecord): Decimal {
  const parts = countedParts(FULFILLMENT_PARTS, store, line);
  return quantityOf(parts.filter((part) => store.fulfillments.get(part.fulfillment_id)?.status === 'fulfilled'));
}

/** An order's fulfilments that were neither voided nor deleted. */
export function standingFulfillments(store: Store, orderId: number): readonly FulfillmentRecord[] {
  return store.fulfillments.recordsWith('order_id', orderId).filter(isStanding);
}

/** `/fulfillment_line_items`. */
export const FULFILLMENT_LINES = partResource(FULFILLMENT_PARTS);

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
    exchange_rate: fulfillment.exchange_rate,
    notes: fulfillment.notes,
    packed_at: fulfillment.packed_at,
    receipt: fulfillment.receipt,
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
    fulfillment_line_item_ids: partsOf(FULFILLMENT_PARTS, store, id).map((part) => part.id),
  };
}

function searchedTexts(fulfillment: FulfillmentRecord, store: Store): readonly string[] {
  const { tracking_number, tracking_company, tracking_url } = fulfillment;
  const number = store.orders.get(fulfillment.order_id)?.order_number ?? null;
  return [number, tracking_number, tracking_company, tracking_url].filter((text) => text !== null);
}

const hasEnded = (fulfillment: FulfillmentRecord): boolean => !isStanding(fulfillment);

/** `/fulfillments`, whose lines always come beside them, on lists as on single ones. */
export const FULFILLMENTS: Resource<FulfillmentRecord> = {
  plural: 'fulfillments',
  singular: 'fulfillment',
  title: 'fulfillment',
  collection: (store) => store.fulfillments,
  filters: {
    order_id: { kind: 'integer', of: ({ order_id }) => order_id, isIndexed: true },
    // Seen in one client beside the documented name of one order.
    order_ids: { kind: 'integer', of: ({ order_id }) => order_id },
    status: { kind: 'text', of: ({ status }) => status },
    company_id: { kind: 'integer', of: ({ order_id }, store) => store.orders.get(order_id)?.company_id ?? null },
    shipping_address_id: { kind: 'integer', of: (fulfillment) => fulfillment.shipping_address_id },
    billing_address_id: { kind: 'integer', of: (fulfillment) => fulfillment.billing_address_id },
    stock_location_id: { kind: 'integer', of: (fulfillment) => fulfillment.stock_location_id },
    receipt: { kind: 'text', of: ({ receipt }) => JSON.stringify(receipt) },
    tracking_url: { kind: 'text', of: ({ tracking_url }) => tracking_url },
    q: { kind: 'text', isSearch: true, of: searchedTexts },
  },
  hidden: (world) => (stands(world, 'tradegecko.lists-hide-void', 'hide') ? hasEnded : undefined),
  render: renderFulfillment,
  sideload: (store, { records }) => ({ fulfillment_line_items: renderPartsOf(FULFILLMENT_PARTS, store, records) }),
};
