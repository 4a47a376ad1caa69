import type { NonEmpty } from './non-empty.js';
import type { StockedItem, StockRules } from './rules.js';

/** The figures behind a quantity of an item that is counted, in the order in which they were applied. */
export interface CountedTerms {
  readonly kind: 'counted';
  /** Over the configured locations only. */
  readonly onHand: number;
  readonly committed: number;
  /** Imported here, but not yet committed in the order system. */
  readonly inFlight: number;
  /** On hand less committed less in flight; below zero when more is promised than there is. */
  readonly free: number;
  readonly buffer: number;
  readonly afterBuffer: number;
  readonly percentage: number;
  readonly afterPercentage: number;
  readonly cap: number | null;
  readonly maxOnline: number | null;
}

/** The figures behind a quantity of an item whose stock says nothing about what can be sold. */
export interface UncountedTerms {
  readonly kind: 'uncounted';
  readonly why: 'untracked' | 'may-oversell';
  readonly untrackedQuantity: number;
  readonly cap: number | null;
  readonly maxOnline: number | null;
}

/** What one part allows of a kit. */
interface KitPartTerms {
  readonly sku: string;
  readonly quantity: number;
  readonly needed: number;
  readonly kits: number;
}

/** The figures behind the quantity of a kit. */
export interface KitTerms {
  readonly kind: 'kit';
  readonly parts: NonEmpty<KitPartTerms>;
}

/** How many units can be sold, and every figure that led there. */
export interface Sellable<Terms = CountedTerms | UncountedTerms | KitTerms> {
  readonly quantity: number;
  readonly terms: Terms;
}

/** One part of a kit: what can be sold of it, and how many units one kit takes. */
export interface KitPart {
  readonly sku: string;
  readonly quantity: number;
  readonly needed: number;
}

/** A limit of null is none; channels take whole units and nothing below zero. */
function limit(quantity: number, cap: number | null, maxOnline: number | null): number {
  return Math.max(0, Math.floor(Math.min(quantity, cap ?? quantity, maxOnline ?? quantity)));
}

function countedTerms(item: StockedItem, rules: StockRules, inFlight: number): CountedTerms {
  const sold = item.locations.filter(({ id }) => rules.locations.length === 0 || rules.locations.includes(id));
  const onHand = sold.reduce((sum, location) => sum + location.onHand, 0);
  const committed = sold.reduce((sum, location) => sum + location.committed, 0);
  const free = onHand - committed - inFlight;
  const afterBuffer = Math.max(0, free - rules.buffer);
  return {
    kind: 'counted',
    onHand,
    committed,
    inFlight,
    free,
    buffer: rules.buffer,
    afterBuffer,
    percentage: rules.percentage,
    afterPercentage: Math.floor((afterBuffer * rules.percentage) / 100),
    cap: rules.cap,
    maxOnline: item.maxOnline,
  };
}

/** How many units of an item may be shown in the channel; `inFlight` are units sold that its stock does not know yet. */
export function sellable(
  item: StockedItem,
  rules: StockRules,
  inFlight: number,
): Sellable<CountedTerms | UncountedTerms> {
  const { cap } = rules;
  const { maxOnline } = item;
  if (!item.isTracked || item.mayOversell) {
    const { untrackedQuantity } = rules;
    const why = item.isTracked ? 'may-oversell' : 'untracked';
    return {
      quantity: limit(untrackedQuantity, cap, maxOnline),
      terms: { kind: 'uncounted', why, untrackedQuantity, cap, maxOnline },
    };
  }
  const terms = countedTerms(item, rules, inFlight);
  return { quantity: limit(terms.afterPercentage, cap, maxOnline), terms };
}

function kitPartTerms({ sku, quantity, needed }: KitPart): KitPartTerms {
  return { sku, quantity, needed, kits: Math.floor(quantity / needed) };
}

/** How many kits may be shown: as many as the scarcest part allows. */
export function sellableKit([first, ...others]: NonEmpty<KitPart>): Sellable<KitTerms> {
  const parts: NonEmpty<KitPartTerms> = [kitPartTerms(first), ...others.map(kitPartTerms)];
  return { quantity: Math.min(...parts.map((part) => part.kits)), terms: { kind: 'kit', parts } };
}
