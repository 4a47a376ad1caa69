import type { NonEmpty } from '../non-empty.js';
import type { StockedItem } from './item.js';
import type { StockRules } from './rules.js';

/** The figures behind what can be sold of an item that is counted, in the order in which they are applied. */
export interface CountedTerms {
  readonly kind: 'counted';
  /** Over the locations that may be sold from only. */
  readonly onHand: number;
  readonly committed: number;
  /** Imported here, but not yet committed in the order system. */
  readonly inFlight: number;
  /** Sold in the channel by its own figure, but not yet imported here. */
  readonly hidden: number;
  /** On hand less committed, in flight and hidden; below zero when more is promised than there is. */
  readonly free: number;
  readonly buffer: number;
  readonly afterBuffer: number;
  readonly percentage: number;
  readonly afterPercentage: number;
  /** The item's own limit for channels; null for none. */
  readonly maxOnline: number | null;
}

/** The figures behind what can be sold of an item whose stock says nothing about it. */
export interface UncountedTerms {
  readonly kind: 'uncounted';
  readonly why: 'untracked' | 'may-oversell';
  readonly untrackedQuantity: number;
  readonly maxOnline: number | null;
}

/** How much can be sold of one item, and every figure that led there. */
export interface SellableItem {
  readonly quantity: number;
  readonly terms: CountedTerms | UncountedTerms;
}

/** One item behind a listing: how many units one listed unit takes, and how many listed units it suffices for. */
export interface ListingPart extends SellableItem {
  readonly sku: string;
  readonly needed: number;
  readonly suffices: number;
}

/** The figures behind what is shown of a listing. */
export type ListingTerms =
  | { readonly kind: 'fixed'; readonly fixed: number }
  | {
      readonly kind: 'computed';
      /** One for a plain SKU or an alias, several for a kit; the scarcest decides. */
      readonly parts: NonEmpty<ListingPart>;
      /** What the parts allow. */
      readonly available: number;
      readonly cap: number | null;
      readonly floor: number;
    };

/** Units that are sold, and that the order system's stock does not know yet. */
export interface SoldUnits {
  readonly inFlight: number;
  readonly hidden: number;
}

/** A limit of null is none; channels take whole units and nothing below zero. */
function wholeUnits(quantity: number, limit: number | null): number {
  return Math.max(0, Math.floor(Math.min(quantity, limit ?? quantity)));
}

function countedTerms(item: StockedItem, rules: StockRules, { inFlight, hidden }: SoldUnits): CountedTerms {
  const sold = item.locations.filter(({ id }) => rules.locations.length === 0 || rules.locations.includes(id));
  const onHand = sold.reduce((sum, location) => sum + location.onHand, 0);
  const committed = sold.reduce((sum, location) => sum + location.committed, 0);
  const free = onHand - committed - inFlight - hidden;
  const { buffer, percentage } = rules;
  const afterBuffer = Math.max(0, free - buffer);
  const afterPercentage = Math.floor((afterBuffer * percentage) / 100);
  const { maxOnline } = item;
  const kind = 'counted';
  return {
    kind,
    onHand,
    committed,
    inFlight,
    hidden,
    free,
    buffer,
    afterBuffer,
    percentage,
    afterPercentage,
    maxOnline,
  };
}

/** How many units of an item can be sold in the channel. */
export function sellableItem(item: StockedItem, rules: StockRules, sold: SoldUnits): SellableItem {
  const { maxOnline, isTracked, mayOversell } = item;
  if (isTracked && !mayOversell) {
    const terms = countedTerms(item, rules, sold);
    return { quantity: wholeUnits(terms.afterPercentage, maxOnline), terms };
  }
  const { untrackedQuantity } = rules;
  const why = isTracked ? 'may-oversell' : 'untracked';
  return {
    quantity: wholeUnits(untrackedQuantity, maxOnline),
    terms: { kind: 'uncounted', why, untrackedQuantity, maxOnline },
  };
}

/** What a listing shows: as many as its scarcest part suffices for, at most its cap, and nothing below its floor. */
export function listingQuantity(
  parts: NonEmpty<ListingPart>,
  { cap, floor }: Pick<StockRules, 'cap' | 'floor'>,
): { readonly quantity: number; readonly terms: ListingTerms } {
  const available = Math.min(...parts.map(({ suffices }) => suffices));
  const capped = wholeUnits(available, cap);
  return { quantity: capped < floor ? 0 : capped, terms: { kind: 'computed', parts, available, cap, floor } };
}
