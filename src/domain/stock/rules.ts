/** How stock of one connection is shown in the channel. */
export interface StockRules {
  /** The locations whose stock may be sold, by id; empty means all. */
  readonly locations: readonly string[];
  /** Units of every SKU never shown. */
  readonly buffer: number;
  /** Share of what is left that is shown, 0 to 100. */
  readonly percentage: number;
  /** A figure below it is shown as zero. */
  readonly floor: number;
  /** The most ever shown of a SKU; null for no limit. */
  readonly cap: number | null;
  /** What is shown of an item that the order system does not track or lets oversell. */
  readonly untrackedQuantity: number;
}

/** What differs from the general rules for one SKU; what is left out is as they say. */
export interface SkuStockRule {
  /** A SKU of the channel, or of the order system: a listing's own row wins over that of an item behind it. */
  readonly sku: string;
  readonly buffer?: number;
  readonly percentage?: number;
  readonly floor?: number;
  /** null for no limit. */
  readonly cap?: number | null;
  readonly locations?: readonly string[];
  /** The figure always shown, whatever the stock. */
  readonly fixed?: number;
  /** True when this listing's stock is somebody else's business: it is never written. */
  readonly skip?: boolean;
}

/** The rules of one connection: for all SKUs, and for single ones. */
export interface StockRulebook {
  readonly general: StockRules;
  readonly bySku: ReadonlyMap<string, SkuStockRule>;
}

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
