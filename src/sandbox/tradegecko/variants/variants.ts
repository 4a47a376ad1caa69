import type { SandboxWorld } from '../../service.js';
import type { JsonObject } from '../answers.js';
import { toCountText } from '../decimal.js';
import { plainResource, plainValue, renderPlain } from '../plain/plain.js';
import { PRODUCTS } from '../products.js';
import type { PlainRecord, VariantRecord } from '../records.js';
import { countOrZero, renderVariant, variantDetail } from './render.js';
import type { Resource } from '../resource.js';
import { stockTotals } from '../stock.js';
import type { Store } from '../store.js';
import { stands } from '../switches.js';

/** `/variants`; SKUs need not be unique. */
export const VARIANTS: Resource<VariantRecord> = {
  plural: 'variants',
  singular: 'variant',
  title: 'variant',
  collection: (store) => store.variants,
  filters: {
    sku: { kind: 'text', of: ({ sku }) => sku, isIndexed: true, looseBy: 'tradegecko.sku-filter' },
    product_id: { kind: 'integer', of: (variant) => variant.product_id, isIndexed: true },
    status: { kind: 'text', of: ({ status }) => status, isIndexed: true },
    composite: { kind: 'text', of: (variant) => variantDetail(variant, 'composite') },
    online_ordering: { kind: 'text', of: (variant) => variantDetail(variant, 'online_ordering') },
    sellable: { kind: 'text', of: (variant) => variantDetail(variant, 'sellable') },
    stock_location_id: { kind: 'integer', of: ({ stock }) => stock.map((place) => place.location_id) },
    product_type: { kind: 'text', of: (variant, store) => productField(store, variant, 'product_type') },
    q: {
      kind: 'text',
      isSearch: true,
      of: (variant, store) => [variant.sku, variant.name, String(productField(store, variant, 'name'))],
    },
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

/** `/products` with the variants that belong to them, which come beside them when asked for. */
export const PRODUCTS_WITH_VARIANTS: Resource<PlainRecord> = {
  ...plainResource(PRODUCTS),
  sideload: (store, { records, included }) => {
    if (!included.includes('variants')) return {};
    const variants = records.flatMap(({ id }) => store.variants.recordsWith('product_id', id));
    return { variants: variants.map((variant) => renderVariant(store, variant)) };
  },
};

function productField(store: Store, variant: VariantRecord, name: string): string | null {
  const product = store.plain.products.get(variant.product_id);
  const value = product === undefined ? null : plainValue(PRODUCTS, product, name);
  return typeof value === 'string' ? value : null;
}

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
  return {
    variant_id: variant.id,
    committed_stock: toCountText(totals.committed),
    locations: variant.stock.map((stock) => ({
      location_id: stock.location_id,
      committed: countOrZero(stock.committed ?? '0'),
      incoming: 0,
      stock_on_hand: stock.on_hand,
    })),
    stock_on_hand: toCountText(totals.onHand),
    available_stock: toCountText(totals.available),
    incoming_stock: '0',
  };
}
