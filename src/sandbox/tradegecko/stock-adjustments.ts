import type { JsonObject } from './answers.js';
import { readBody } from './body.js';
import { decimal, sign, sum, times, toDecimalText } from './decimal.js';
import { FieldErrors, FieldReader } from './fields.js';
import { documentOf } from './listing.js';
import type { AdjustmentLineRecord, AdjustmentRecord } from './records.js';
import type { Resource } from './resource.js';
import { requireRoot } from './roots.js';
import type { Route, RoutedRequest } from './route.js';
import { created } from './route.js';
import { moveStock } from './stock.js';
import type { Store, Turn } from './store.js';
import { newStamps, noteEffect } from './store.js';
import { announce } from './webhooks/outbox.js';

const REASONS = ['supplier', 'customer', 'damaged', 'shrinkage', 'promotion', 'production'] as const;

const linesOf = (store: Store, id: number): readonly AdjustmentLineRecord[] =>
  store.adjustmentLines.recordsWith('stock_adjustment_id', id);

function renderAdjustment(store: Store, adjustment: AdjustmentRecord): JsonObject {
  const lines = linesOf(store, adjustment.id);
  const worth = lines.map((line) => times(decimal(line.quantity), decimal(line.price ?? '0')));
  return {
    id: adjustment.id,
    created_at: adjustment.created_at,
    updated_at: adjustment.updated_at,
    adjustment_number: adjustment.adjustment_number,
    notes: adjustment.notes,
    reason: adjustment.reason,
    stock_location_id: adjustment.stock_location_id,
    cached_quantity: toDecimalText(sum(lines.map((line) => decimal(line.quantity)))),
    cached_total: toDecimalText(sum(worth)),
    stock_adjustment_line_item_ids: lines.map(({ id }) => id),
  };
}

function renderLine(_store: Store, line: AdjustmentLineRecord): JsonObject {
  return {
    id: line.id,
    created_at: line.created_at,
    updated_at: line.updated_at,
    stock_adjustment_id: line.stock_adjustment_id,
    variant_id: line.variant_id,
    quantity: line.quantity,
    position: line.position,
    price: line.price,
  };
}

/** `/stock_adjustments`: stock that was found, lost or given away. */
export const STOCK_ADJUSTMENTS: Resource<AdjustmentRecord> = {
  plural: 'stock_adjustments',
  singular: 'stock_adjustment',
  title: 'stock adjustment',
  collection: (store) => store.adjustments,
  filters: {
    adjustment_number: { kind: 'text', of: (adjustment) => adjustment.adjustment_number },
    stock_location_id: { kind: 'integer', of: (adjustment) => adjustment.stock_location_id },
  },
  render: renderAdjustment,
  // The sample of 2013 has the lines before it.
  sideload: (store, { records }) => ({
    stock_adjustment_line_items: records.flatMap(({ id }) => linesOf(store, id)).map((line) => renderLine(store, line)),
  }),
};

/** `/stock_adjustment_line_items`. */
export const STOCK_ADJUSTMENT_LINES: Resource<AdjustmentLineRecord> = {
  plural: 'stock_adjustment_line_items',
  singular: 'stock_adjustment_line_item',
  title: 'stock adjustment line item',
  collection: (store) => store.adjustmentLines,
  filters: {
    stock_adjustment_id: { kind: 'integer', of: (line) => line.stock_adjustment_id, isIndexed: true },
    variant_id: { kind: 'integer', of: (line) => line.variant_id, isIndexed: true },
  },
  render: renderLine,
};

type LineDraft = Pick<AdjustmentLineRecord, 'variant_id' | 'quantity' | 'price' | 'position'>;

function readLine(store: Store, row: FieldReader, position: number): LineDraft {
  const variant_id = readKnown(row, 'variant_id', (id) => store.variants.get(id) !== undefined);
  const quantity = row.decimal('quantity') ?? null;
  if (quantity === null) row.complain('quantity', "can't be blank");
  const price = row.decimal('price') ?? null;
  // What comes in must be worth something; what goes out leaves at its average cost.
  if (quantity !== null && sign(decimal(quantity)) > 0 && price === null) row.complain('price', "can't be blank");
  return { variant_id, quantity: quantity ?? '0.0', price, position: row.integer('position') ?? position };
}

function readKnown(reader: FieldReader, name: string, isKnown: (id: number) => boolean): number {
  const id = reader.integer(name) ?? null;
  if (id === null) reader.complain(name, "can't be blank");
  else if (!isKnown(id)) reader.complain(name, 'must exist');
  return id ?? 0;
}

function putLines(
  turn: Turn,
  adjustment: AdjustmentRecord,
  drafts: readonly LineDraft[],
): readonly AdjustmentLineRecord[] {
  const lines = drafts.map((draft) => {
    const line = {
      ...newStamps(turn, turn.store.adjustmentLines.nextId()),
      stock_adjustment_id: adjustment.id,
      ...draft,
    };
    turn.store.adjustmentLines.put(line);
    return line;
  });
  const locationId = adjustment.stock_location_id;
  moveStock(
    turn,
    lines.map((line) => ({ variantId: line.variant_id, locationId, onHand: decimal(line.quantity) })),
  );
  return lines;
}

function createAdjustment(turn: Turn, request: RoutedRequest): AdjustmentRecord {
  const { store } = turn;
  const errors = new FieldErrors();
  const reader = new FieldReader(requireRoot(readBody(request), 'stock_adjustment'), errors);
  const stock_location_id = readKnown(reader, 'stock_location_id', (id) => store.plain.locations.get(id) !== undefined);
  const reason = reader.word('reason', REASONS) ?? null;
  const rows = reader.rows('stock_adjustment_line_items') ?? [];
  const drafts = rows.map((row, position) => readLine(store, row, position));
  const sentNumber = reader.text('adjustment_number') ?? '';
  const notes = reader.text('notes') ?? null;
  errors.throwIfAny();
  const id = store.adjustments.nextId();
  const adjustment_number =
    sentNumber === '' ? `SA${String(store.adjustments.byId.length + 1).padStart(4, '0')}` : sentNumber;
  const adjustment = { ...newStamps(turn, id), adjustment_number, notes, reason, stock_location_id };
  store.adjustments.put(adjustment);
  putLines(turn, adjustment, drafts);
  return adjustment;
}

function createLine(turn: Turn, request: RoutedRequest): AdjustmentLineRecord {
  const { store } = turn;
  const errors = new FieldErrors();
  const reader = new FieldReader(requireRoot(readBody(request), 'stock_adjustment_line_item'), errors);
  const id = readKnown(reader, 'stock_adjustment_id', (known) => store.adjustments.get(known) !== undefined);
  const draft = readLine(store, reader, linesOf(store, id).length);
  errors.throwIfAny();
  const adjustment = store.adjustments.get(id);
  const [line] = adjustment === undefined ? [] : putLines(turn, adjustment, [draft]);
  if (line === undefined) throw new TypeError('An adjustment that exists was not found.');
  return line;
}

/** Adjustments are made and added to; nothing of them can be changed or taken back. */
export const STOCK_ADJUSTMENT_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/stock_adjustments',
    answer(turn, request) {
      const record = createAdjustment(turn, request);
      noteEffect(turn, 'stock_adjustment.created', { subject: record.id });
      announce(turn, 'stock_adjustment.create', record.id);
      const body = documentOf(STOCK_ADJUSTMENTS, turn, { record });
      return created(request, 'stock_adjustments', { id: record.id, body });
    },
  },
  {
    method: 'POST',
    path: '/stock_adjustment_line_items',
    answer(turn, request) {
      const record = createLine(turn, request);
      noteEffect(turn, 'stock_adjustment_line_item.created', { subject: record.id });
      const body = documentOf(STOCK_ADJUSTMENT_LINES, turn, { record });
      return created(request, 'stock_adjustment_line_items', { id: record.id, body });
    },
  },
];
