import type { JsonObject } from './answers.js';
import { shippedOf } from './fulfillments.js';
import type { PartPlan } from './parts.js';
import { partResource, partsOf, renderPartsOf } from './parts.js';
import type { ReturnLineRecord, ReturnRecord, ReturnStatus } from './records.js';
import type { Resource } from './resource.js';
import type { Store } from './store.js';
import { stands } from './switches.js';

const hasEnded = ({ status }: { readonly status: ReturnStatus }): boolean => status === 'void' || status === 'deleted';

/** The lines of returns: only what was shipped can come back. */
export const RETURN_PARTS: PartPlan<ReturnLineRecord> = {
  plural: 'fulfillment_return_line_items',
  singular: 'fulfillment_return_line_item',
  title: 'fulfillment return line item',
  parent: 'fulfillment_return_id',
  collection: (store) => store.returnLines,
  parentOf: (part) => part.fulfillment_return_id,
  make: (part, fulfillment_return_id) => ({ ...part, fulfillment_return_id }),
  counts(store, part) {
    const of = store.returns.get(part.fulfillment_return_id);
    return of !== undefined && !hasEnded(of);
  },
  limitOf: shippedOf,
};

/** `/fulfillment_return_line_items`. */
export const RETURN_LINES = partResource(RETURN_PARTS);

/** An order's returns that were neither voided nor deleted. */
export function standingReturns(store: Store, orderId: number): readonly ReturnRecord[] {
  return store.returns.recordsWith('order_id', orderId).filter((record) => !hasEnded(record));
}

/** A return as it goes over the wire. */
function renderReturn(store: Store, record: ReturnRecord): JsonObject {
  const order = store.orders.get(record.order_id);
  const { id, created_at, updated_at, order_id } = record;
  return {
    id,
    created_at,
    updated_at,
    order_id,
    location_id: record.location_id,
    company_id: order?.company_id ?? null,
    credit_note_number: record.credit_note_number,
    delivery_type: record.delivery_type,
    notes: record.notes,
    order_number: order?.order_number ?? null,
    received_at: record.received_at,
    status: record.status,
    tracking_company: record.tracking_company,
    tracking_number: record.tracking_number,
    tracking_url: record.tracking_url,
    fulfillment_return_line_item_ids: partsOf(RETURN_PARTS, store, id).map((part) => part.id),
  };
}

/** `/fulfillment_returns`, whose lines come beside them as those of fulfilments do. */
export const RETURNS: Resource<ReturnRecord> = {
  plural: 'fulfillment_returns',
  singular: 'fulfillment_return',
  title: 'fulfillment return',
  collection: (store) => store.returns,
  filters: {
    order_id: { kind: 'integer', of: ({ order_id }) => order_id, isIndexed: true },
    status: { kind: 'text', of: ({ status }) => status },
    location_id: { kind: 'integer', of: (record) => record.location_id },
    company_id: { kind: 'integer', of: ({ order_id }, store) => store.orders.get(order_id)?.company_id ?? null },
  },
  hidden: (world) => (stands(world, 'tradegecko.lists-hide-void', 'hide') ? hasEnded : undefined),
  render: renderReturn,
  sideload: (store, { records }) => ({ fulfillment_return_line_items: renderPartsOf(RETURN_PARTS, store, records) }),
};
