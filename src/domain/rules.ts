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
  /** The most ever shown of a SKU; null for no limit. */
  readonly cap: number | null;
  /** What is shown of an item that the order system does not track or lets oversell. */
  readonly untrackedQuantity: number;
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
