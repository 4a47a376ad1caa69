import { decimal, minus, sign } from '../decimal.js';
import type { FieldReader } from '../fields.js';
import { sentOr } from '../fields.js';
import { listedPrice } from '../list-price.js';
import type { LineRecord } from '../records.js';
import type { Store, Turn } from '../store.js';
import { stands } from '../switches.js';

/** What a submitted line holds; ids are given once the whole order is known to be good. */
export type LineDraft = Omit<LineRecord, 'id' | 'created_at' | 'updated_at' | 'order_id'>;

/** Where a line is read: what it is on decides its price where none is sent. */
export interface LineScope {
  readonly turn: Turn;
  readonly priceListId: string;
}

const PERCENT_MAX = '100';

const ABSENT_LINE: LineDraft = {
  variant_id: null,
  tax_type_id: null,
  discount: null,
  discount_amount: null,
  freeform: false,
  image_url: null,
  label: null,
  line_type: null,
  position: 0,
  price: '',
  quantity: '1.0',
  tax_rate_override: null,
};

/** Reads a new order line and complains about what is wrong with it. */
export function readLine(scope: LineScope, row: FieldReader, position: number): LineDraft {
  const draft = readLineOver(scope, row, { ...ABSENT_LINE, position });
  const variant_id = draft.freeform ? null : readVariantId(scope.turn.store, row, null);
  return { ...draft, variant_id, price: readPrice(scope, row, { ...draft, variant_id }) };
}

/** Reads what was sent of an order line over what it holds. */
export function changeLine(scope: LineScope, row: FieldReader, old: LineRecord): LineDraft {
  const draft = readLineOver(scope, row, old);
  const isFixed = stands(scope.turn.world, 'tradegecko.line-variant-change', 'ignored');
  const variant_id = draft.freeform || isFixed ? old.variant_id : readVariantId(scope.turn.store, row, old.variant_id);
  return { ...draft, variant_id, price: readPrice(scope, row, { ...draft, variant_id }) };
}

/** All but the variant and the price, which need each other. */
function readLineOver({ turn }: LineScope, row: FieldReader, old: LineDraft): LineDraft {
  const freeform = row.boolean('freeform') ?? old.freeform;
  const label = sentOr(row.text('label'), old.label);
  if (freeform && (label ?? '').trim() === '') row.complain('label', "can't be blank");
  return {
    variant_id: old.variant_id,
    tax_type_id: readTaxType(turn.store, row, old.tax_type_id),
    discount: readDiscount(row, old.discount),
    discount_amount: sentOr(row.decimal('discount_amount'), old.discount_amount),
    freeform,
    image_url: sentOr(row.text('image_url'), old.image_url),
    label,
    // Clients sent "Shipping" with a capital and read the same back.
    line_type: sentOr(row.text('line_type'), old.line_type),
    position: row.integer('position') ?? old.position,
    price: old.price,
    quantity: readQuantity(row, old.quantity),
    tax_rate_override: sentOr(row.decimal('tax_rate_override') ?? row.decimal('tax_rate'), old.tax_rate_override),
  };
}

/** Reads a quantity, which must be above zero. */
export function readQuantity(row: FieldReader, fallback: string): string {
  const quantity = row.decimal('quantity') ?? fallback;
  if (sign(decimal(quantity)) <= 0) row.complain('quantity', 'must be greater than 0');
  return quantity;
}

function readVariantId(store: Store, row: FieldReader, old: number | null): number | null {
  const id = sentOr(row.integer('variant_id'), old);
  if (id === null) row.complain('variant_id', "can't be blank");
  else if (store.variants.get(id) === undefined) row.complain('variant_id', 'must exist');
  return id;
}

function readTaxType(store: Store, row: FieldReader, old: number | null): number | null {
  const id = sentOr(row.integer('tax_type_id'), old);
  if (id !== null && store.plain.tax_types.get(id) === undefined) row.complain('tax_type_id', 'must exist');
  return id;
}

function readDiscount(row: FieldReader, old: string | null): string | null {
  const discount = sentOr(row.decimal('discount'), old);
  if (discount === null) return null;
  const size = decimal(discount.replace('-', ''));
  if (sign(minus(size, decimal(PERCENT_MAX))) > 0) row.complain('discount', 'must be between -100 and 100');
  return discount;
}

/** A product line without a price takes the price list's; a freeform line has none to take. */
function readPrice({ turn, priceListId }: LineScope, row: FieldReader, { variant_id, price: old }: LineDraft): string {
  const sent = row.decimal('price') ?? null;
  if (sent !== null) return sent;
  if (!row.has('price') && old !== '') return old;
  if (variant_id === null) row.complain('price', "can't be blank");
  const variant = variant_id === null ? undefined : turn.store.variants.get(variant_id);
  return (variant === undefined ? null : listedPrice(variant, priceListId)) ?? '0.0';
}
