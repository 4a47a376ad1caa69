import type { GuardFinding } from '../domain/stock/guard.js';
import type { StockTarget } from '../domain/stock/targets.js';
import type { SyncInventoryInput, UnwrittenReason } from './sweeps.js';

/** What a look at the stock is asked. Nothing is written by it, and nothing remembered. */
export interface InspectStockInput {
  /** The argument of the comparison whose next run is foretold. */
  readonly comparison: SyncInventoryInput;
  /** One SKU of the channel; null for all whose figure differs. */
  readonly sku: string | null;
}

/** What a look at the stock found. */
export type StockInspection = SkuInspection | StockDifferences;

/** What the next comparison would do with a listing, were nothing to change until then. */
export type StockPlan =
  | { readonly kind: 'keep' | 'skipped' }
  | { readonly kind: 'lower' | 'raise'; readonly quantity: number }
  /** `quantity` may be shown once it has stood, ISO 8601 in UTC. */
  | { readonly kind: 'wait'; readonly quantity: number; readonly since: string }
  | { readonly kind: 'problem'; readonly reason: UnwrittenReason | 'not-listed'; readonly what: string };

/** Units that may be sold, and that no order known here explains. */
export interface HiddenUnits {
  /** The SKU of the channel whose figure fell, or was too low at its first sight. */
  readonly sku: string;
  readonly units: number;
  /** ISO 8601 in UTC. */
  readonly seenAt: string;
}

/** Units of one SKU of the order system in an order that it has not committed yet. */
export interface UnitsInFlight {
  readonly orderId: string;
  readonly sku: string;
  readonly units: number;
}

/** The stock of one SKU of the channel, figure by figure. */
export interface SkuInspection {
  readonly kind: 'sku';
  readonly sku: string;
  /** What the channel shows; null where it holds no live listing. */
  readonly shown: number | null;
  readonly target: StockTarget;
  readonly plan: StockPlan;
  /** Of all SKUs that share an item with this one; cut at 50, as are the orders. The figures in `target` are whole. */
  readonly hidden: readonly HiddenUnits[];
  readonly inFlight: readonly UnitsInFlight[];
  /** When both services were read, ISO 8601 in UTC. */
  readonly readAt: string;
  /** Up to when all orders of the channel are known here, ISO 8601 in UTC; null before the first sweep of orders. */
  readonly trustedAt: string | null;
  /** What the last comparison left; null before the first. */
  readonly last: { readonly comparedAt: string; readonly guard: GuardFinding | null } | null;
}

/** One listing whose figure differs, or that has none. */
export interface StockDifference {
  readonly sku: string;
  /** Null where the channel shows two figures. */
  readonly shown: number | null;
  /** What it should show; null with a problem. */
  readonly quantity: number | null;
  /** How much less that is because units may be sold already. */
  readonly hidden: number;
  readonly plan: StockPlan;
}

/** All listings whose figure differs. */
export interface StockDifferences {
  readonly kind: 'differences';
  readonly listings: number;
  /** Items of the order system that were read. */
  readonly items: number;
  /** How many of each plan there are. */
  readonly counts: Readonly<Record<StockPlan['kind'], number>>;
  /** In the order in which they were read, cut at 500. */
  readonly rows: readonly StockDifference[];
  /** Rows that were cut. */
  readonly left: number;
  /** Whether listings without any item were looked for: not when the worker was restarted meanwhile. */
  readonly isWhole: boolean;
  /** What would stop the comparison now; null when nothing would. */
  readonly guard: GuardFinding | null;
  /** ISO 8601 in UTC. */
  readonly readAt: string;
}

/** Asks for one SKU. */
export interface InspectSkuInput {
  readonly comparison: SyncInventoryInput;
  readonly sku: string;
}

/** Asks for one share of a look at all listings. */
export interface InspectShareInput {
  readonly comparison: SyncInventoryInput;
  /** Where it begins; null at the first. */
  readonly cursor: string | null;
  /** Items that the shares before have read. */
  readonly itemsBefore: number;
  /** Rows that may still be listed. */
  readonly rowsMax: number;
}

/** One share of a look at all listings: finished, or to be called again when the quota allows. */
export interface InspectedShare {
  readonly differences: StockDifferences;
  readonly isEnd: boolean;
  /** Where the next share goes on; null at the beginning, where no call was free. */
  readonly cursor: string | null;
  readonly resumeAfterMs: number;
  /** How many items there are; null where the order system does not say. */
  readonly itemsTotal: number | null;
}
