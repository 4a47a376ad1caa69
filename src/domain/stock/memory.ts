import type { SkuRule } from '../order-rules.js';
import { partsOf } from '../sku-rules.js';
import { hasStood, type PendingRaise, type StockClock } from './clock.js';

/** Units by which the channel's figure was seen to have fallen, in units of its listing. */
export interface Fall {
  readonly units: number;
  /** When it was seen, epoch milliseconds on the machine's clock. */
  readonly at: number;
}

/** What is remembered of one listing. Plain JSON: it travels with results, so that another process can go on with it. */
export interface ListingMemory {
  /** What the channel showed when last read, or what was written since. */
  readonly shown: number;
  /**
   * What was missing at the first sight. It may be orders that nobody here has seen, so it lowers this listing; but it
   * may as well be a listing that was never filled, so it lowers no other that shares its items.
   */
  readonly gap: Fall | null;
  /** Falls that no imported order explains yet, oldest first. */
  readonly falls: readonly Fall[];
  readonly raise: PendingRaise | null;
  /** What it may show instead, by a write whose answer was lost; left out where all is known. */
  readonly maybeShown?: number;
}

/** What is remembered of a connection's listings, by channel SKU. */
export type StockMemory = ReadonlyMap<string, ListingMemory>;

/** A listing as it was just read. */
export interface ShownReading {
  readonly shown: number;
  /** Units of this listing in orders imported since it was last read. */
  readonly imported: number;
  /** Units of this listing in imported orders that were cancelled since it was last read. */
  readonly cancelled: number;
  readonly nowMs: number;
}

/** More falls of one listing than this are joined, oldest first: what travels must not grow while nothing expires. */
const FALLS_MAX = 20;

/** The memory of a listing that is compared for the first time; `sellable` is what could be shown by stock alone. */
export function firstSight({
  shown,
  sellable,
  nowMs,
}: {
  shown: number;
  sellable: number;
  nowMs: number;
}): ListingMemory {
  const units = sellable - shown;
  return { shown, gap: units > 0 ? { units, at: nowMs } : null, falls: [], raise: null };
}

/**
 * Takes in a reading of a known listing. A figure lower than expected is a fall. Imported orders explain falls, the
 * oldest first; those that explain none were seen before they fell, or never counted by the channel, and are dropped.
 * A figure that rose explains nothing: what was given back may be sold again by the next order. For the same reason a
 * cancelled order lets the figure be expected higher: where it did not rise, somebody may have taken the order's place.
 */
export function noteShown(memory: ListingMemory, { shown, imported, cancelled, nowMs }: ShownReading): ListingMemory {
  const units = fallenUnits(memory, shown - cancelled);
  const seen = units > 0 ? [...memory.falls, { units, at: nowMs }] : memory.falls;
  const [gap, ...falls] = explain([memory.gap ?? { units: 0, at: nowMs }, ...seen], imported);
  return { shown, gap: orNull(gap), falls: joinOldest(falls.filter((fall) => fall.units > 0)), raise: memory.raise };
}

/** A figure fell from the nearest one above it that it may have shown: a write of ours that came through is no sale. */
function fallenUnits({ shown, maybeShown = shown }: ListingMemory, now: number): number {
  const from = [shown, maybeShown].filter((figure) => figure >= now);
  return from.length === 0 ? 0 : Math.min(...from) - now;
}

/** Our own write is no fall. */
export function noteWritten({ gap, falls, raise }: ListingMemory, written: number): ListingMemory {
  return { shown: written, gap, falls, raise };
}

/** A write without an answer may have been applied, now or later. */
export function noteLostWrite(memory: ListingMemory, written: number): ListingMemory {
  return { ...memory, maybeShown: written };
}

/** Forgets falls that were seen so long ago that their orders, if any, are known by now. */
export function forgetOldFalls(memory: ListingMemory, clock: StockClock): ListingMemory {
  const isYoung = (fall: Fall) => !hasStood(fall.at, clock);
  const gap = memory.gap !== null && isYoung(memory.gap) ? memory.gap : null;
  return { ...memory, gap, falls: memory.falls.filter(isYoung) };
}

function explain(falls: readonly Fall[], imported: number): Fall[] {
  let left = imported;
  return falls.map(({ units, at }) => {
    const explained = Math.min(units, left);
    left -= explained;
    return { units: units - explained, at };
  });
}

function orNull(fall: Fall | undefined): Fall | null {
  return fall === undefined || fall.units === 0 ? null : fall;
}

/** Joined falls count from the younger of them: they are hidden longer, never shorter. */
function joinOldest(falls: readonly Fall[]): readonly Fall[] {
  const [first, second, ...others] = falls;
  if (falls.length <= FALLS_MAX || first === undefined || second === undefined) return falls;
  return [{ units: first.units + second.units, at: Math.max(first.at, second.at) }, ...others];
}

/** Units of an item of the order system that are hidden from the stock of one listing. */
export type HiddenUnits = (sku: string, channelSku: string) => number;

const unitsOf = (falls: readonly Fall[]) => falls.reduce((sum, { units }) => sum + units, 0);

/**
 * What is hidden of each item of the order system: the falls of every listing that takes it, through aliases and kits,
 * and the gap of the listing asked for. Looked up in the memory at each call, so a fall just noted counts at once.
 */
export function hiddenBySku(memory: StockMemory, skuRules: readonly SkuRule[]): HiddenUnits {
  const renamed = new Set(skuRules.map(({ channelSku }) => channelSku));
  const takers = new Map<string, { channelSku: string; quantity: number }[]>();
  for (const { channelSku, parts } of skuRules) {
    for (const { sku, quantity } of parts) takers.set(sku, [...(takers.get(sku) ?? []), { channelSku, quantity }]);
  }
  return (sku, channelSku) => {
    const own = renamed.has(sku) ? [] : [{ channelSku: sku, quantity: 1 }];
    const fallen = [...own, ...(takers.get(sku) ?? [])].map(
      (taker) => unitsOf(memory.get(taker.channelSku)?.falls ?? []) * taker.quantity,
    );
    const gap = memory.get(channelSku)?.gap?.units ?? 0;
    const needed = gap === 0 ? 0 : neededOf(sku, channelSku, skuRules);
    return fallen.reduce((sum, units) => sum + units, 0) + gap * needed;
  };
}

function neededOf(sku: string, channelSku: string, skuRules: readonly SkuRule[]): number {
  const parts = partsOf(channelSku, skuRules).filter((part) => part.sku === sku);
  return parts.reduce((sum, part) => sum + part.quantity, 0);
}

/** One listing of a memory as it travels. */
export type MemoryEntry = readonly [channelSku: string, listing: ListingMemory];

/**
 * What of a memory must not be lost with its process: the listings that moved, at most `max` of them. Falls come first,
 * as losing one may oversell; then gaps; a raise that is lost is only late.
 */
export function movedPart(memory: StockMemory, max: number): readonly MemoryEntry[] {
  const weight = ({ falls, gap, raise }: ListingMemory) =>
    falls.length > 0 ? 3 : gap !== null ? 2 : raise !== null ? 1 : 0;
  const moved = [...memory].filter(([, listing]) => weight(listing) > 0);
  return moved.sort(([, a], [, b]) => weight(b) - weight(a)).slice(0, max);
}
