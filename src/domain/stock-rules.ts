import type { SkuStockRule, StockRulebook, StockRules } from './rules.js';

/** Joins the general rules with the rows for single SKUs; the last row of a SKU wins. */
export function stockRulebook(general: StockRules, rows: readonly SkuStockRule[]): StockRulebook {
  return { general, bySku: new Map(rows.map((row) => [row.sku, row])) };
}

/** What is said about single SKUs must not hide what is not said: only named figures replace the general ones. */
function merged(general: StockRules, row: SkuStockRule | undefined): StockRules {
  if (row === undefined) return general;
  return {
    locations: row.locations ?? general.locations,
    buffer: row.buffer ?? general.buffer,
    percentage: row.percentage ?? general.percentage,
    floor: row.floor ?? general.floor,
    cap: row.cap === undefined ? general.cap : row.cap,
    untrackedQuantity: general.untrackedQuantity,
  };
}

/** The rules by which an item is counted for a listing: the general ones, then the item's row, then the listing's. */
export function itemRules({ general, bySku }: StockRulebook, channelSku: string, sku: string): StockRules {
  const own = merged(general, bySku.get(sku));
  return sku === channelSku ? own : merged(own, bySku.get(channelSku));
}

/** The rules for a listing's figure as a whole. Only its own row counts: a kit has several items, and none speaks for it. */
export function listingRules({ general, bySku }: StockRulebook, channelSku: string): StockRules {
  return merged(general, bySku.get(channelSku));
}
