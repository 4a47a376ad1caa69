import type { ItemId } from '../ids.js';

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
  /** What of its stock cannot be read; left out where all can. */
  readonly unreadable?: string;
  readonly locations: readonly { readonly id: string; readonly onHand: number; readonly committed: number }[];
}
