import { readRecord } from '../../control/input.js';
import { ControlError } from '../../service.js';
import type { Json } from '../../state.js';
import type { JsonObject } from '../answers.js';
import type { Fields } from '../body.js';
import type { ControlWork } from './work.js';
import { parseInstant } from '../dates.js';
import { decimal, parseDecimal, sign, toCountText, toDecimalText } from '../decimal.js';
import { FieldErrors, FieldReader } from '../fields.js';
import type { PlainField, PlainPlan } from '../plain/plain.js';
import { putPlain, readPlain, renderPlain } from '../plain/plain.js';
import { PLAIN_PLANS } from '../plain/table.js';
import type { PlainRecord, StockRecord, VariantRecord } from '../records.js';
import { renderVariant } from '../variants/render.js';
import type { Turn } from '../store.js';
import { newStamps, noteEffect } from '../store.js';
import { readVariant } from '../variants/fields.js';
import { join } from '../wide.js';

/** What an account may hold from before, and what only the web screens can make. */
export const RECORD_WORKS: readonly ControlWork[] = [
  {
    method: 'POST',
    path: '/records/:plural',
    work: (turn, { params, body }) => plantRecord(turn, params['plural'] ?? '', readRecord(body, 'The body')),
  },
  {
    method: 'PUT',
    path: '/variants/:sku/components',
    work: (turn, { params, body }) => putComponents(turn, params['sku'] ?? '', readRecord(body, 'The body')),
  },
];

/**
 * Stores a record as the API would show it, dates and statuses that no client may write included; nothing is asked of
 * it, because real accounts hold records that would be refused today. It gets a new id, and no webhook is told.
 */
function plantRecord(turn: Turn, plural: string, document: Fields): JsonObject {
  const errors = new FieldErrors();
  const reader = new FieldReader(document, errors);
  if (plural === 'variants') return plantVariant(turn, document, reader);
  const plan = PLAIN_PLANS.find(({ name }) => name === plural);
  if (plan === undefined) throw new ControlError(404, `TradeGecko has no records of ${plural} that can be planted.`);
  const read = readPlain({ fields: openFields(plan) }, reader);
  // What has no such form is left out, as if it had never been sent.
  const fields = Object.fromEntries(Object.entries(read).filter(([name]) => !errors.has(name)));
  const record = stamped(turn, placeOf(turn, plan, fields), reader);
  turn.store.plain[plan.name].put(record);
  noteEffect(turn, `${plan.singular}.planted`, { subject: record.id });
  return renderPlain(plan, turn.store, record);
}

/** All fields of a plan, with nothing required or read only. */
function openFields(plan: PlainPlan): Readonly<Record<string, PlainField>> {
  const fields = Object.entries(plan.fields).flatMap(([name, field]): [string, PlainField][] =>
    typeof field === 'function' ? [] : [[name, openField(field)]],
  );
  return Object.fromEntries(fields);
}

function openField({ kind, absent, isReadOnly, oldName }: PlainField): PlainField {
  return { kind: isReadOnly === true ? 'asSent' : kind, absent, ...(oldName === undefined ? {} : { oldName }) };
}

/** The account and its first user are there already and are changed instead. */
function placeOf(turn: Turn, { name }: PlainPlan, fields: PlainRecord['fields']): PlainRecord {
  const [first] = turn.store.plain[name].byId;
  const isOnly = name === 'accounts' || name === 'users';
  if (!isOnly || first === undefined) return putPlain(turn, name, fields);
  return { ...first.record, fields: { ...first.record.fields, ...fields } };
}

function stamped<R extends PlainRecord | VariantRecord>(turn: Turn, record: R, reader: FieldReader): R {
  const at = (name: string): string => parseInstant(reader.text(name) ?? '') ?? turn.nowAt;
  return { ...record, created_at: at('created_at'), updated_at: at('updated_at') };
}

function plantVariant(turn: Turn, document: Fields, reader: FieldReader): JsonObject {
  const { store } = turn;
  const draft = readVariant(store, reader, undefined);
  const product = putPlain(turn, 'products', {
    name: reader.text('product_name') ?? draft.name,
    product_type: reader.text('product_type') ?? null,
  });
  const costs = ['last_cost_price', 'moving_average_cost'].map((name) => [name, reader.text(name) ?? null] as const);
  const variant: VariantRecord = join(newStamps(turn, store.variants.nextId()), {
    ...draft,
    status: reader.text('status') ?? 'active',
    product_id: product.id,
    manage_stock: reader.boolean('manage_stock') ?? true,
    details: { ...draft.details, ...Object.fromEntries(costs) },
    stock: readStock(document['locations'] ?? []),
  });
  const record = stamped(turn, variant, reader);
  store.variants.put(record);
  noteEffect(turn, 'variant.planted', { subject: record.id, details: { sku: record.sku } });
  return renderVariant(store, record);
}

function readStock(rows: Json): readonly StockRecord[] {
  if (!Array.isArray(rows)) return [];
  const places = rows.map((row: Json): StockRecord => {
    const reader = new FieldReader(readRecord(row, 'A location'), new FieldErrors());
    const committed = reader.decimal('committed') ?? null;
    return {
      location_id: reader.integer('location_id') ?? 0,
      on_hand: toCountText(decimal(reader.decimal('stock_on_hand') ?? '0')),
      committed: committed === null ? null : toCountText(decimal(committed)),
    };
  });
  return places.sort((a, b) => a.location_id - b.location_id);
}

/** Makes a variant a bundle of others, or changes what it is made of. */
function putComponents(turn: Turn, sku: string, fields: Fields): JsonObject {
  const { store } = turn;
  const bundle = variantOf(turn, sku);
  const parts = Object.entries(readRecord(fields['components'], 'components')).map(([part, quantity]) => ({
    component_id: variantOf(turn, part).id,
    quantity: readQuantity(quantity, part),
  }));
  for (const old of store.compositions.recordsWith('bundle_id', bundle.id)) store.compositions.delete(old.id);
  for (const part of parts) {
    store.compositions.put({ ...newStamps(turn, store.compositions.nextId()), bundle_id: bundle.id, ...part });
  }
  const details = { ...bundle.details, composite: parts.length > 0 };
  const changed: VariantRecord = { ...bundle, manage_stock: true, details, updated_at: turn.nowAt };
  store.variants.put(changed);
  noteEffect(turn, 'bundle.set', { subject: bundle.id, details: { sku, parts: parts.length } });
  return renderVariant(store, changed);
}

function variantOf(turn: Turn, sku: string): VariantRecord {
  const [variant] = turn.store.variants.recordsWith('sku', sku);
  if (variant === undefined) throw new ControlError(404, `TradeGecko has no variant with the SKU ${sku}.`);
  return variant;
}

function readQuantity(value: Json | undefined, sku: string): string {
  const isScalar = typeof value === 'string' || typeof value === 'number';
  const quantity = isScalar ? parseDecimal(String(value)) : undefined;
  if (quantity !== undefined && sign(quantity) > 0) return toDecimalText(quantity);
  throw new ControlError(400, `The quantity of ${sku} must be a number above zero.`);
}
