import type { JsonObject } from './answers.js';
import { decimal, minus, sign } from './decimal.js';
import type { FieldReader } from './fields.js';
import type { LineRecord } from './records.js';
import type { Resource } from './resource.js';
import type { Store, Turn } from './store.js';
import { newStamps } from './store.js';
import { join } from './wide.js';

/** What a submitted line holds; ids are given once the whole order is known to be good. */
export type LineDraft = Omit<LineRecord, 'id' | 'created_at' | 'updated_at' | 'order_id'>;

const PERCENT_MAX = '100';

/** Reads one submitted order line and complains about what is wrong with it. */
export function readLine(store: Store, row: FieldReader, position: number): LineDraft {
  const isFreeform = row.boolean('freeform') ?? false;
  const variantId = isFreeform ? null : readVariantId(store, row);
  return {
    variant_id: variantId,
    tax_type_id: readTaxType(store, row),
    discount: readDiscount(row),
    discount_amount: row.decimal('discount_amount') ?? null,
    freeform: isFreeform,
    image_url: row.text('image_url') ?? null,
    label: isFreeform ? row.requiredText('label') : (row.text('label') ?? null),
    line_type: row.text('line_type') ?? null,
    position: row.integer('position') ?? position,
    price: readPrice(store, row, variantId),
    quantity: readQuantity(row, '1.0'),
    tax_rate_override: row.decimal('tax_rate_override') ?? row.decimal('tax_rate') ?? null,
  };
}

/** Reads a quantity, which must be above zero. */
export function readQuantity(row: FieldReader, fallback: string): string {
  const quantity = row.decimal('quantity') ?? fallback;
  if (sign(decimal(quantity)) <= 0) row.complain('quantity', 'must be greater than 0');
  return quantity;
}

function readVariantId(store: Store, row: FieldReader): number | null {
  const id = row.integer('variant_id') ?? null;
  if (id === null) row.complain('variant_id', "can't be blank");
  else if (store.variants.get(id) === undefined) row.complain('variant_id', 'must exist');
  return id;
}

function readTaxType(store: Store, row: FieldReader): number | null {
  const id = row.integer('tax_type_id') ?? null;
  if (id !== null && store.plain.tax_types.get(id) === undefined) row.complain('tax_type_id', 'must exist');
  return id;
}

function readDiscount(row: FieldReader): string | null {
  const discount = row.decimal('discount') ?? null;
  if (discount === null) return null;
  const size = decimal(discount.replace('-', ''));
  if (sign(minus(size, decimal(PERCENT_MAX))) > 0) row.complain('discount', 'must be between -100 and 100');
  return discount;
}

/** A product line without a price takes the price list's; a freeform line has none to take. */
function readPrice(store: Store, row: FieldReader, variantId: number | null): string {
  const price = row.decimal('price') ?? null;
  if (price !== null) return price;
  if (variantId === null) row.complain('price', "can't be blank");
  const listed = variantId === null ? null : (store.variants.get(variantId)?.retail_price ?? null);
  return listed ?? '0.0';
}

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
  const parts = store.fulfillmentLines.recordsWith('order_line_item_id', line.id);
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
    fulfillment_line_item_ids: parts.map((part) => part.id),
    fulfillment_return_line_item_ids: [],
    invoice_line_item_ids: [],
  };
}

/** `/order_line_items`. */
export const LINES: Resource<LineRecord> = {
  plural: 'order_line_items',
  singular: 'order_line_item',
  title: 'order line item',
  collection: (store) => store.lines,
  filters: {
    order_id: { kind: 'integer', of: (line) => line.order_id, isIndexed: true },
    variant_id: { kind: 'integer', of: (line) => line.variant_id, isIndexed: true },
    tax_type_id: { kind: 'integer', of: (line) => line.tax_type_id },
    order_status: { kind: 'text', of: (line, store) => store.orders.get(line.order_id)?.status ?? null },
  },
  render: renderLine,
};
