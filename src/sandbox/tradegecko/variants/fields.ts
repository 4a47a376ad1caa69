import { decimal, toCountText } from '../decimal.js';
import type { FieldReader } from '../fields.js';
import { sentOr } from '../fields.js';
import type { PlainField } from '../plain/plain.js';
import { decimalText, flag, ids, integer, readOnly, readPlain, text, word } from '../plain/plain.js';
import type { VariantRecord } from '../records.js';
import type { Store } from '../store.js';

/** What few variants have; kept only where it was sent. */
export const VARIANT_DETAILS = {
  default_ledger_account_id: integer(),
  buy_price: decimalText(),
  wholesale_price: decimalText(),
  hs_code: text(),
  country_of_origin: text(),
  composite: flag(null),
  description: text(),
  initial_cost_price: { ...decimalText(), isFixed: true },
  last_cost_price: readOnly(null),
  moving_average_cost: readOnly(null),
  online_ordering: flag(false),
  opt1: text(),
  opt2: text(),
  opt3: text(),
  purchasable: flag(true),
  sellable: flag(true),
  supplier_code: text(),
  taxable: flag(true),
  upc: text(),
  weight: text(),
  weight_unit: word(null, ['kg', 'g', 'oz', 'lb']),
  weight_value: text(),
  image_ids: ids(),
} as const satisfies Record<string, PlainField>;

/** The fields of a variant that a client may send. */
export type VariantDraft = Pick<
  VariantRecord,
  'sku' | 'name' | 'position' | 'retail_price' | 'manage_stock' | 'keep_selling' | 'max_online'
> &
  Required<Pick<VariantRecord, 'details' | 'prices'>>;

/** What a variant holds where nothing was sent. */
export const ABSENT_VARIANT: Omit<VariantDraft, 'details' | 'prices'> = {
  sku: '',
  name: 'Default',
  position: 0,
  retail_price: null,
  manage_stock: true,
  keep_selling: false,
  max_online: null,
};

/** Reads what was sent of a variant over what it holds; stock counters are not among what is read. */
export function readVariant(store: Store, reader: FieldReader, old: VariantRecord | undefined): VariantDraft {
  const held = { ...ABSENT_VARIANT, details: {}, prices: {}, ...old };
  const sentDetails = readPlain({ fields: VARIANT_DETAILS }, reader, old === undefined ? undefined : held.details);
  const listed = readPrices(store, reader);
  const details = {
    ...sentDetails,
    ...builtIn(listed, 'buy', 'buy_price'),
    ...builtIn(listed, 'wholesale', 'wholesale_price'),
  };
  const isBundle = details['composite'] === true;
  const maxOnline = reader.decimal('max_online');
  return {
    sku: reader.text('sku') ?? held.sku,
    name: reader.text('name') ?? held.name,
    position: reader.integer('position') ?? held.position,
    retail_price: listed.has('retail')
      ? (listed.get('retail') ?? null)
      : sentOr(reader.decimal('retail_price'), held.retail_price),
    // Documented: always true for bundles.
    manage_stock: isBundle || (reader.boolean('manage_stock') ?? held.manage_stock),
    keep_selling: reader.boolean('keep_selling') ?? held.keep_selling,
    max_online: typeof maxOnline === 'string' ? toCountText(decimal(maxOnline)) : sentOr(maxOnline, held.max_online),
    details,
    prices: { ...held.prices, ...Object.fromEntries([...listed].filter(([list]) => !BUILT_IN.includes(list))) },
  };
}

const BUILT_IN: readonly string[] = ['buy', 'retail', 'wholesale'];

/** The rows of `variant_prices`, by the id of their price list. */
function readPrices(store: Store, reader: FieldReader): ReadonlyMap<string, string | null> {
  const listed = new Map<string, string | null>();
  for (const row of reader.rows('variant_prices') ?? []) {
    const list = row.text('price_list_id') ?? '';
    if (!BUILT_IN.includes(list) && store.plain.price_lists.get(Number(list)) === undefined) {
      row.complain('price_list_id', 'must exist');
    }
    listed.set(list, row.decimal('value') ?? null);
  }
  return listed;
}

function builtIn(listed: ReadonlyMap<string, string | null>, list: string, field: string): VariantDraft['details'] {
  const price = listed.get(list);
  return price === undefined ? {} : { [field]: price };
}
