import type { JsonObject } from '../answers.js';
import { FULFILLMENT_PARTS } from '../fulfillments.js';
import { INVOICE_PARTS } from '../invoices.js';
import type { LineDraft } from './line-fields.js';
import { countedParts } from '../parts.js';
import type { LineRecord, PartRecord } from '../records.js';
import type { Resource } from '../resource.js';
import { RETURN_PARTS } from '../returns.js';
import type { Store, Turn } from '../store.js';
import { newStamps } from '../store.js';
import { join } from '../wide.js';

/** Stores the lines of an order that was accepted. */
export function putLines(turn: Turn, orderId: number, drafts: readonly LineDraft[]): readonly LineRecord[] {
  return drafts.map((draft) => {
    const line = join({ ...newStamps(turn, turn.store.lines.nextId()), order_id: orderId }, draft);
    turn.store.lines.put(line);
    return line;
  });
}

/** An order's lines in the order in which they are shown. */
export function linesOf(store: Store, orderId: number): readonly LineRecord[] {
  return [...store.lines.recordsWith('order_id', orderId)].sort((a, b) => a.position - b.position || a.id - b.id);
}

/** An order line as it goes over the wire. */
export function renderLine(store: Store, line: LineRecord): JsonObject {
  const ids = (parts: readonly PartRecord[]): readonly number[] => parts.map((part) => part.id);
  return {
    id: line.id,
    created_at: line.created_at,
    updated_at: line.updated_at,
    order_id: line.order_id,
    variant_id: line.variant_id,
    tax_type_id: line.tax_type_id,
    discount: line.discount,
    freeform: line.freeform,
    image_url: line.image_url,
    label: line.label,
    line_type: line.line_type,
    position: line.position,
    price: line.price,
    quantity: line.quantity,
    tax_rate_override: line.tax_rate_override,
    tax_rate: line.tax_rate_override,
    fulfillment_line_item_ids: ids(countedParts(FULFILLMENT_PARTS, store, line)),
    fulfillment_return_line_item_ids: ids(countedParts(RETURN_PARTS, store, line)),
    invoice_line_item_ids: ids(countedParts(INVOICE_PARTS, store, line)),
  };
}

/** `/order_line_items`. */
export const LINES: Resource<LineRecord> = {
  plural: 'order_line_items',
  singular: 'order_line_item',
  title: 'order line item',
  collection: (store) => store.lines,
  parentFilter: 'order_id',
  positionOf: (line) => line.position,
  filters: {
    order_id: { kind: 'integer', of: (line) => line.order_id, isIndexed: true },
    variant_id: { kind: 'integer', of: (line) => line.variant_id, isIndexed: true },
    tax_type_id: { kind: 'integer', of: (line) => line.tax_type_id },
    order_status: { kind: 'text', of: (line, store) => store.orders.get(line.order_id)?.status ?? null },
  },
  render: renderLine,
};
