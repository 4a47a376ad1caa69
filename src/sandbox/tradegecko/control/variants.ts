import { readOptionalCount, readOptionalText, readRecord, readText } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { Json } from '../../state.js';
import type { JsonObject } from '../answers.js';
import type { Fields } from '../body.js';
import { decimal, parseDecimal, plus, toCountText, toDecimalText } from '../decimal.js';
import { PRIMARY_LOCATION_ID } from '../fresh-world.js';
import { putPlain } from '../plain/plain.js';
import type { VariantRecord } from '../records.js';
import { renderVariant } from '../variants/render.js';
import { stockAt, withStock } from '../stock.js';
import type { Turn } from '../store.js';
import { newStamps, noteEffect } from '../store.js';
import { ABSENT_VARIANT } from '../variants/fields.js';
import { announce } from '../webhooks/outbox.js';
import { join } from '../wide.js';

const PRODUCT_STATUSES = ['active', 'disabled', 'archived'];

/** Makes a variant with its product, or edits the first one with this SKU. */
export function putVariantByHand(turn: Turn, sku: string, fields: Fields): JsonObject {
  if (sku === '') throw new ControlError(400, 'A variant needs a SKU.');
  const edit = readEdit(turn, fields);
  const [found] = turn.store.variants.recordsWith('sku', sku);
  if (found !== undefined) renameProduct(turn, found, edit.productName);
  const old = found ?? newVariant(turn, sku, edit.productName ?? sku);
  const variant: VariantRecord = { ...old, ...edit.changes, updated_at: turn.nowAt };
  turn.store.variants.put(variant);
  noteEffect(turn, 'variant.set', { subject: variant.id, details: { sku, status: variant.status } });
  for (const [locationId, quantity] of edit.stock) setOnHand(turn, variant.id, { locationId, quantity });
  return renderVariant(turn.store, turn.store.variants.get(variant.id) ?? variant);
}

/** Moves what lies on hand in one place. */
export function changeStockByHand(turn: Turn, fields: Fields): JsonObject {
  const [variant] = turn.store.variants.recordsWith('sku', readText(fields, 'sku'));
  if (variant === undefined) throw new ControlError(404, 'TradeGecko has no variant with this SKU.');
  const locationId = readLocationId(turn, readOptionalCount(fields, 'locationId') ?? PRIMARY_LOCATION_ID);
  const delta = readWhole(fields['delta'], 'delta');
  const quantity = toCountText(plus(decimal(stockAt(variant, locationId).on_hand), decimal(delta)));
  return renderVariant(turn.store, setOnHand(turn, variant.id, { locationId, quantity }));
}

interface VariantEdit {
  readonly productName: string | undefined;
  readonly changes: Partial<VariantRecord>;
  /** On hand by location id. */
  readonly stock: readonly (readonly [number, string])[];
}

function readEdit(turn: Turn, fields: Fields): VariantEdit {
  const stock = fields['stock'] === undefined ? {} : readRecord(fields['stock'], 'stock');
  return {
    productName: readOptionalText(fields, 'productName'),
    changes: {
      ...readPrice(fields),
      ...readStatus(fields),
      ...readFlag(fields, 'manage_stock'),
      ...readFlag(fields, 'keep_selling'),
      ...readMaxOnline(fields),
    },
    stock: Object.entries(stock).map(([id, quantity]) => [
      readLocationId(turn, Number(id)),
      readWhole(quantity, `stock of ${id}`),
    ]),
  };
}

function readPrice(fields: Fields): Partial<VariantRecord> {
  const text = readOptionalText(fields, 'price');
  if (text === undefined) return {};
  const price = parseDecimal(text);
  if (price === undefined) throw new ControlError(400, 'price must be a decimal text.');
  return { retail_price: toDecimalText(price) };
}

function readStatus(fields: Fields): Partial<VariantRecord> {
  const status = readOptionalText(fields, 'status');
  if (status === undefined) return {};
  if (PRODUCT_STATUSES.includes(status)) return { status };
  throw new ControlError(400, `status must be one of ${PRODUCT_STATUSES.join(', ')}.`);
}

function readFlag(fields: Fields, name: 'manage_stock' | 'keep_selling'): Partial<VariantRecord> {
  const value = fields[name];
  if (value === undefined) return {};
  if (typeof value === 'boolean') return { [name]: value };
  throw new ControlError(400, `${name} must be true or false.`);
}

function readMaxOnline(fields: Fields): Partial<VariantRecord> {
  const count = readOptionalCount(fields, 'max_online');
  return count === undefined ? {} : { max_online: String(count) };
}

function readWhole(value: Json | undefined, what: string): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new ControlError(400, `${what} must be a whole number.`);
}

function readLocationId(turn: Turn, id: number): number {
  if (turn.store.plain.locations.get(id) === undefined)
    throw new ControlError(404, `TradeGecko has no location ${id}.`);
  return id;
}

function newVariant(turn: Turn, sku: string, productName: string): VariantRecord {
  const product = putPlain(turn, 'products', { name: productName });
  return join(newStamps(turn, turn.store.variants.nextId()), {
    ...ABSENT_VARIANT,
    status: 'active',
    product_id: product.id,
    sku,
    stock: [],
  });
}

function renameProduct(turn: Turn, variant: VariantRecord, name: string | undefined): void {
  const product = turn.store.plain.products.get(variant.product_id);
  if (product === undefined || name === undefined) return;
  turn.store.plain.products.put({ ...product, updated_at: turn.nowAt, fields: { ...product.fields, name } });
}

function setOnHand(turn: Turn, variantId: number, of: { locationId: number; quantity: string }): VariantRecord {
  const variant = turn.store.variants.get(variantId);
  if (variant === undefined) throw new TypeError('Stock was set for a variant that is gone.');
  const old = stockAt(variant, of.locationId);
  const changed = withStock(turn, variant, { ...old, on_hand: of.quantity });
  turn.store.variants.put(changed);
  const details = { sku: variant.sku, locationId: of.locationId, quantity: of.quantity, previous: old.on_hand };
  noteEffect(turn, 'stock.set', { subject: variant.id, details });
  announce(turn, 'variant.stock_level_update', variant.id);
  return changed;
}
