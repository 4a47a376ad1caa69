import { primaryLocationId } from '../account.js';
import { readBody } from '../body.js';
import { ZERO, decimal } from '../decimal.js';
import { FieldErrors, FieldReader } from '../fields.js';
import { documentOf, findRecord } from '../listing.js';
import type { VariantRecord } from '../records.js';
import { requireRoot } from '../roots.js';
import type { Route, RoutedRequest } from '../route.js';
import { created, idOf, updated } from '../route.js';
import { moveStock } from '../stock.js';
import type { Turn } from '../store.js';
import { newStamps, noteEffect } from '../store.js';
import { readVariant } from './fields.js';
import { VARIANTS } from './variants.js';
import { announce } from '../webhooks/outbox.js';
import { join } from '../wide.js';

function readerOf(request: RoutedRequest, errors: FieldErrors): FieldReader {
  return new FieldReader(requireRoot(readBody(request), 'variant'), errors);
}

function createVariant(turn: Turn, request: RoutedRequest): VariantRecord {
  const errors = new FieldErrors();
  const reader = readerOf(request, errors);
  const product_id = readProductId(turn, reader);
  const draft = readVariant(turn.store, reader, undefined);
  const level = reader.decimal('initial_stock_level') ?? null;
  const cost = reader.decimal('initial_cost_price') ?? null;
  const locationId = readPlace(turn, reader);
  errors.throwIfAny();
  const costs = cost === null ? {} : { last_cost_price: cost, moving_average_cost: cost };
  const variant: VariantRecord = join(newStamps(turn, turn.store.variants.nextId()), {
    status: 'active',
    product_id,
    stock: [],
    ...draft,
    details: { ...draft.details, ...costs },
  });
  turn.store.variants.put(variant);
  moveStock(turn, [{ variantId: variant.id, locationId, onHand: level === null ? ZERO : decimal(level) }]);
  return turn.store.variants.get(variant.id) ?? variant;
}

function readProductId(turn: Turn, reader: FieldReader): number {
  const id = reader.integer('product_id') ?? null;
  if (id === null) reader.complain('product_id', "can't be blank");
  else if (turn.store.plain.products.get(id) === undefined) reader.complain('product_id', 'must exist');
  return id ?? 0;
}

function readPlace(turn: Turn, reader: FieldReader): number {
  const id = reader.integer('initial_stock_location_id') ?? primaryLocationId(turn.store);
  if (turn.store.plain.locations.get(id) === undefined) reader.complain('initial_stock_location_id', 'must exist');
  return id;
}

function changeVariant(turn: Turn, old: VariantRecord, request: RoutedRequest): VariantRecord {
  const errors = new FieldErrors();
  const draft = readVariant(turn.store, readerOf(request, errors), old);
  errors.throwIfAny();
  const variant: VariantRecord = { ...old, ...draft, updated_at: turn.nowAt };
  turn.store.variants.put(variant);
  return variant;
}

function tell(turn: Turn, variant: VariantRecord, of: { effect: string; event: string }): void {
  noteEffect(turn, `variant.${of.effect}`, { subject: variant.id, details: { sku: variant.sku } });
  announce(turn, `variant.${of.event}`, variant.id);
}

/** The writes of `/variants`; what only the server counts is left alone without a word. */
export const VARIANT_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/variants',
    answer(turn, request) {
      const record = createVariant(turn, request);
      tell(turn, record, { effect: 'created', event: 'create' });
      return created(request, 'variants', { id: record.id, body: documentOf(VARIANTS, turn, { record }) });
    },
  },
  {
    method: 'PUT',
    path: '/variants/:id',
    answer(turn, request) {
      const record = changeVariant(turn, findRecord(VARIANTS, turn, idOf(request)), request);
      tell(turn, record, { effect: 'updated', event: 'update' });
      return updated(turn, () => documentOf(VARIANTS, turn, { record }));
    },
  },
  {
    method: 'DELETE',
    path: '/variants/:id',
    answer(turn, request) {
      const old = findRecord(VARIANTS, turn, idOf(request));
      const record: VariantRecord = { ...old, status: 'archived', updated_at: turn.nowAt };
      turn.store.variants.put(record);
      tell(turn, record, { effect: 'archived', event: 'destroy' });
      return { status: 204 };
    },
  },
];
