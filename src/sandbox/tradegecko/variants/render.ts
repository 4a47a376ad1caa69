import type { Json } from '../../state.js';
import type { JsonObject } from '../answers.js';
import { decimal, minus, toCountText, toDecimalText } from '../decimal.js';
import { plainValue } from '../plain/plain.js';
import { PRODUCTS } from '../products.js';
import type { PlainValue, StockRecord, VariantRecord } from '../records.js';
import { stockTotals } from '../stock.js';
import type { Store } from '../store.js';
import { VARIANT_DETAILS } from './fields.js';
import { join } from '../wide.js';

/** A variant as it goes over the wire, in the key order of the documentation's samples. */
export function renderVariant(store: Store, variant: VariantRecord): JsonObject {
  const totals = stockTotals(variant);
  const head = join(renderHead(variant, totals), renderMiddle(store, variant, totals));
  return join(join(head, renderLate(variant, totals)), renderStock(variant));
}

const NO_DETAILS: Readonly<Record<string, PlainValue>> = {};

/** A field that few variants have, or what stands there. */
export function variantDetail({ details = NO_DETAILS }: VariantRecord, name: keyof typeof VARIANT_DETAILS): PlainValue {
  const sent = details[name];
  return sent === undefined ? VARIANT_DETAILS[name].absent : sent;
}

type Totals = ReturnType<typeof stockTotals>;

function renderHead(variant: VariantRecord, totals: Totals): JsonObject {
  const detail = (name: keyof typeof VARIANT_DETAILS): Json => variantDetail(variant, name);
  return {
    id: variant.id,
    created_at: variant.created_at,
    updated_at: variant.updated_at,
    product_id: variant.product_id,
    default_ledger_account_id: detail('default_ledger_account_id'),
    buy_price: detail('buy_price'),
    committed_stock: toCountText(totals.committed),
    available_stock: toCountText(totals.available),
    incoming_stock: '0',
    hs_code: detail('hs_code'),
    country_of_origin: detail('country_of_origin'),
    composite: detail('composite'),
    description: detail('description'),
    keep_selling: variant.keep_selling,
    last_cost_price: detail('last_cost_price'),
    manage_stock: variant.manage_stock,
    max_online: variant.max_online,
    moving_average_cost: detail('moving_average_cost'),
    name: variant.name,
    online_ordering: detail('online_ordering'),
    opt1: detail('opt1'),
    opt2: detail('opt2'),
    opt3: detail('opt3'),
    position: variant.position,
  };
}

function renderMiddle(store: Store, variant: VariantRecord, totals: Totals): JsonObject {
  const product = store.plain.products.get(variant.product_id);
  const ofProduct = (name: string): Json => (product === undefined ? null : plainValue(PRODUCTS, product, name));
  const detail = (name: keyof typeof VARIANT_DETAILS): Json => variantDetail(variant, name);
  return {
    product_name: ofProduct('name'),
    product_status: ofProduct('status'),
    product_type: ofProduct('product_type'),
    purchasable: detail('purchasable'),
    retail_price: variant.retail_price,
    sellable: detail('sellable'),
    sku: variant.sku,
    status: variant.status,
    stock_on_hand: toCountText(totals.onHand),
    supplier_code: detail('supplier_code'),
    taxable: detail('taxable'),
    upc: detail('upc'),
    weight: detail('weight'),
    weight_unit: detail('weight_unit'),
    weight_value: detail('weight_value'),
    wholesale_price: detail('wholesale_price'),
  };
}

/** Recorded in 2020 and never documented. */
function renderLate(variant: VariantRecord, { committed }: Totals): JsonObject {
  return {
    production_committed_stock: '0',
    production_incoming_stock: '0',
    packsize: false,
    is_online: true,
    manufacturable: false,
    volume: null,
    volume_unit: null,
    moq: null,
    stock_batchable: false,
    initial_cost_price_confirmed: variantDetail(variant, 'initial_cost_price') !== null,
    total_committed_stock: toCountText(committed),
    total_incoming_stock: '0',
    current_version_variant_id: null,
    default_cost_of_goods_ledger_id: null,
    image_ids: variantDetail(variant, 'image_ids'),
  };
}

function renderStock(variant: VariantRecord): JsonObject {
  const { stock } = variant;
  const held = stock.filter(({ committed }) => committed !== null);
  const prices = pricesOf(variant);
  return {
    variant_prices: prices.map(([list, value]) => ({ price_list_id: listId(list), value })),
    locations: stock.map(renderPlace),
    prices: Object.fromEntries(prices),
    stock_levels: Object.fromEntries(stock.map((place) => [String(place.location_id), textOrZero(place.on_hand)])),
    committed_stock_levels: Object.fromEntries(
      held.map((place) => [String(place.location_id), negativeZero(place.committed ?? '0')]),
    ),
  };
}

/** What each price list asks for a variant, the built-in ones first. */
function pricesOf(variant: VariantRecord): readonly (readonly [list: string, price: Json])[] {
  return [
    ['buy', variantDetail(variant, 'buy_price')],
    ['retail', variant.retail_price],
    ['wholesale', variantDetail(variant, 'wholesale_price')],
    ...Object.entries(variant.prices ?? {}),
  ];
}

function listId(list: string): string | number {
  return /^\d+$/.test(list) ? Number(list) : list;
}

function renderPlace(stock: StockRecord): JsonObject {
  return {
    location_id: stock.location_id,
    bin_location: null,
    reorder_point: null,
    lead_time: null,
    safety_stock: null,
    stock_cover: null,
    stock_on_hand: stock.on_hand,
    committed: countOrZero(stock.committed),
    production_committed: 0,
    incoming: 0,
    production_incoming: 0,
    available: toCountText(minus(decimal(stock.on_hand), decimal(stock.committed ?? '0'))),
  };
}

/** Recorded: null where nothing was ever committed, the bare number 0 where nothing is any more, else a text. */
export function countOrZero(committed: string | null): string | number | null {
  return committed === '0' ? 0 : committed;
}

/** Recorded in the deprecated tables: the bare number 0, else a decimal text. */
function textOrZero(count: string): string | number {
  return count === '0' ? 0 : toDecimalText(decimal(count));
}

/** Recorded in the deprecated table of what is committed: minus nothing, where nothing is committed any more. */
function negativeZero(count: string): string {
  return count === '0' ? '-0.0' : toDecimalText(decimal(count));
}
