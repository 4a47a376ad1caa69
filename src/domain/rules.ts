import type { ItemId } from './ids.js';

/** A channel SKU that stands for another in the order system, or for several with quantities (a kit). */
export interface SkuRule {
  readonly channelSku: string;
  readonly parts: readonly { readonly sku: string; readonly quantity: number }[];
}

/** How orders of one connection are imported. */
export interface OrderRules {
  /** Put before the base-36 digits of the reference, e.g. `HZ-`. */
  readonly referencePrefix: string;
  /** Three letters, ISO 4217. */
  readonly currency: string;
  /** Two letters, ISO 3166; the country of an address that names none. */
  readonly homeCountry: string;
  readonly skuRules: readonly SkuRule[];
  /** Whether the channel's tax becomes a line of the sales order; when not, totals are compared without it. */
  readonly taxLine: boolean;
  /** Whether every order waits for an operator's release before it is delivered. */
  readonly hold: boolean;
  readonly tags: readonly string[];
}

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

/** One sellable item of the order system with its stock, as read. */
export interface StockedItem {
  readonly id: ItemId;
  readonly sku: string;
  /** False when the order system does not count this item. */
  readonly isTracked: boolean;
  /** True when the order system lets it sell below zero. */
  readonly mayOversell: boolean;
  /** The item's own limit for channels; null for none. */
  readonly maxOnline: number | null;
  readonly locations: readonly { readonly id: string; readonly onHand: number; readonly committed: number }[];
}
