import type { SandboxWorld } from '../service.js';
import type { JsonObject } from './answers.js';
import { decimal, minus, toCountText, toDecimalText } from './decimal.js';
import type { StockRecord, VariantRecord } from './records.js';
import type { Resource } from './resource.js';
import { PRODUCTS } from './plain-table.js';
import { plainValue, renderPlain } from './plain.js';
import { stockTotals } from './stock.js';
import type { Store } from './store.js';
import { stands } from './switches.js';
import { join } from './wide.js';

/** A variant as it goes over the wire, in the key order of the later documentation. */
export function renderVariant(store: Store, variant: VariantRecord): JsonObject {
  return join(join(renderHead(variant), renderMiddle(store, variant)), renderStock(variant));
}

function renderHead(variant: VariantRecord): JsonObject {
  const totals = stockTotals(variant);
  return {
    id: variant.id,
    created_at: variant.created_at,
    updated_at: variant.updated_at,
    status: variant.status,
    product_id: variant.product_id,
    default_ledger_account_id: null,
    buy_price: null,
    committed_stock: toCountText(totals.committed),
    incoming_stock: '0',
    composite: false,
    description: null,
    hs_code: null,
    country_of_origin: null,
    keep_selling: variant.keep_selling,
    last_cost_price: null,
    manage_stock: variant.manage_stock,
    max_online: variant.max_online,
    moving_average_cost: '0',
    name: variant.name,
    online_ordering: false,
    opt1: null,
    opt2: null,
    opt3: null,
    position: variant.position,
  };
}

function renderMiddle(store: Store, variant: VariantRecord): JsonObject {
  const product = store.plain.products.get(variant.product_id);
  const ofProduct = (name: string) => (product === undefined ? null : plainValue(PRODUCTS, product, name));
  const totals = stockTotals(variant);
  return {
    product_name: ofProduct('name'),
    product_status: ofProduct('status'),
    product_type: ofProduct('product_type'),
    purchasable: true,
    retail_price: variant.retail_price,
    sellable: true,
    sku: variant.sku,
    stock_on_hand: toCountText(totals.onHand),
    available_stock: toCountText(totals.available),
    supplier_code: null,
    taxable: true,
    upc: null,
    weight: '0',
    weight_unit: 'kg',
    weight_value: '0',
    wholesale_price: null,
    image_ids: [],
    variant_prices: [
      { price_list_id: 'buy', value: null },
      { price_list_id: 'retail', value: variant.retail_price },
      { price_list_id: 'wholesale', value: null },
    ],
  };
}

function renderStock({ stock, retail_price }: VariantRecord): JsonObject {
  const held = stock.filter(({ committed }) => committed !== null);
  return {
    locations: stock.map(renderPlace),
    prices: { buy: null, retail: retail_price, wholesale: null },
    stock_levels: Object.fromEntries(stock.map((place) => [String(place.location_id), textOrZero(place.on_hand)])),
    committed_stock_levels: Object.fromEntries(
      held.map((place) => [String(place.location_id), textOrZero(place.committed ?? '0')]),
    ),
  };
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
function countOrZero(committed: string | null): string | number | null {
  return committed === '0' ? 0 : committed;
}

/** Recorded in the deprecated tables: the bare number 0, else a decimal text. */
function textOrZero(count: string): string | number {
  return count === '0' ? 0 : toDecimalText(decimal(count));
}

/** `/variants`; SKUs need not be unique. */
export const VARIANTS: Resource<VariantRecord> = {
  plural: 'variants',
  singular: 'variant',
  title: 'variant',
  collection: (store) => store.variants,
  filters: {
    sku: { kind: 'text', of: ({ sku }) => sku, isIndexed: true },
    product_id: { kind: 'integer', of: (variant) => variant.product_id, isIndexed: true },
    status: { kind: 'text', of: ({ status }) => status, isIndexed: true },
  },
  hidden: hideArchived,
  render: renderVariant,
  sideload: (store, { records, included }) => {
    if (!included.includes('product')) return {};
    const ids = [...new Set(records.map((variant) => variant.product_id))];
    const products = ids.map((id) => store.plain.products.get(id)).filter((product) => product !== undefined);
    return { products: products.map((product) => renderPlain(PRODUCTS, store, product)) };
  },
};

const isArchived = ({ status }: VariantRecord): boolean => status === 'archived';

/** Where nothing is archived, a walk through a large catalogue need not look at every variant for each page. */
function hideArchived(_world: SandboxWorld, store: Store): typeof isArchived | undefined {
  return store.variants.cellsWith('status', 'archived').length === 0 ? undefined : isArchived;
}

/** `/stock_levels`: the figures alone. */
export const STOCK_LEVELS: Resource<VariantRecord> = {
  plural: 'stock_levels',
  singular: 'stock_level',
  title: 'stock level',
  collection: (store) => store.variants,
  filters: {},
  hidden: hideArchived,
  isWhole: (world) => stands(world, 'tradegecko.stock-levels-paging', 'whole'),
  render: renderLevel,
};

function renderLevel(_store: Store, variant: VariantRecord): JsonObject {
  const totals = stockTotals(variant);
  const level = (count: string | null): string | number => textOrZero(count ?? '0');
  return {
    variant_id: variant.id,
    stock_on_hand: level(toCountText(totals.onHand)),
    committed_stock: level(toCountText(totals.committed)),
    available_stock: level(toCountText(totals.available)),
    incoming_stock: 0,
    locations: variant.stock.map((stock) => ({
      location_id: stock.location_id,
      committed: level(stock.committed),
      incoming: 0,
      stock_on_hand: level(stock.on_hand),
    })),
  };
}
