import { decideStock, type StockDecision } from '../../domain/stock/decision.js';
import type { StockClock } from '../../domain/stock/clock.js';
import { firstSight, forgetOldFalls, hiddenBySku, noteShown, type ListingMemory } from '../../domain/stock/memory.js';
import type { SkuRule } from '../../domain/order-rules.js';
import type { StockRulebook } from '../../domain/stock/rules.js';
import { targetsOf, type StockTarget, type StockTargets } from '../../domain/stock/targets.js';
import type { StockProblem } from '../../messages/sweeps.js';
import { unitsByChannelSku, unitsBySku } from './in-flight.js';
import type { StockPicture } from './read.js';
import type { ReadListings } from './listings.js';

/** A listing whose figure is known. */
export interface ComparedListing {
  readonly kind: 'compared';
  readonly sku: string;
  readonly shown: number;
  readonly target: Extract<StockTarget, { kind: 'target' }>;
  readonly decision: StockDecision;
}

/** What a comparison says of one listing. */
export type ListingRow =
  ComparedListing | (StockProblem & { readonly kind: 'problem' }) | { readonly kind: 'skipped'; readonly sku: string };

/** Everything that listings are compared by. */
export interface Comparison {
  readonly memory: Map<string, ListingMemory>;
  readonly listings: ReadListings;
  readonly targets: StockTargets;
  readonly clock: StockClock;
}

/** The rules of a connection that bear on stock. */
export interface ComparisonRules {
  readonly skuRules: readonly SkuRule[];
  readonly rulebook: StockRulebook;
}

/** Prepares a comparison; the memory is changed in place by what is read and decided. */
export function prepareComparison(
  picture: StockPicture,
  { skuRules, rulebook }: ComparisonRules,
  known: Omit<Comparison, 'targets'>,
): Comparison {
  for (const [sku, listing] of known.memory) known.memory.set(sku, forgetOldFalls(listing, known.clock));
  const targets = targetsOf({
    items: [...picture.itemsBySku.values()].flat(),
    inFlight: unitsBySku(picture.orders.inFlight, skuRules),
    hidden: hiddenBySku(known.memory, skuRules),
    skuRules,
    rulebook,
  });
  return { ...known, targets };
}

/** Takes in listings that were just read, with the orders imported and cancelled since they were read before. */
export function noteReadings(
  memory: Map<string, ListingMemory>,
  readings: Iterable<readonly [sku: string, shown: number]>,
  { orders }: Pick<StockPicture, 'orders'>,
): void {
  const imported = unitsByChannelSku(orders.imported);
  const cancelled = unitsByChannelSku(orders.cancelled);
  const nowMs = Date.now();
  for (const [sku, shown] of readings) {
    const listing = memory.get(sku);
    if (listing === undefined) continue;
    memory.set(
      sku,
      noteShown(listing, { shown, imported: imported.get(sku) ?? 0, cancelled: cancelled.get(sku) ?? 0, nowMs }),
    );
  }
}

/** Compares one listing of the channel and remembers what waits; undefined when there is no such listing. */
export function compareListing(comparison: Comparison, sku: string): ListingRow | undefined {
  const { memory, listings, targets, clock } = comparison;
  const fault = listings.unreadable.get(sku);
  if (fault !== undefined) {
    return { kind: 'problem', sku, reason: 'unreadable', what: `The channel's listing cannot be read: ${fault}.` };
  }
  const shown = listings.shown.get(sku);
  if (shown === undefined) return undefined;
  if (listings.listedTwice.has(sku)) {
    return { kind: 'problem', sku, reason: 'listed-twice', what: `The channel has two live listings of "${sku}".` };
  }
  const atFirst = targets(sku);
  if (atFirst.kind === 'problem') return { ...atFirst, sku };
  if (atFirst.kind === 'skipped') return { kind: 'skipped', sku };
  const known = memory.get(sku);
  if (known === undefined) {
    const sight = firstSight({ shown, sellable: atFirst.quantityWithoutHidden, nowMs: clock.nowMs });
    memory.set(sku, forgetOldFalls(sight, clock));
  }
  // Asked again, because what was just noted of this listing may hide units of it.
  const target = known === undefined ? targets(sku) : atFirst;
  if (target.kind !== 'target') return { kind: 'skipped', sku };
  const { quantity, quantityWithoutHidden } = target;
  const raise = known?.raise ?? null;
  const decision = decideStock({ quantity, quantityWithoutHidden, shown, raise, clock });
  if (decision.kind === 'keep') rememberRaise(comparison, sku, decision);
  return { kind: 'compared', sku, shown, target, decision };
}

/** Keeps what a decision leaves waiting; of a write only once it is done. */
export function rememberRaise({ memory }: Pick<Comparison, 'memory'>, sku: string, { raise }: StockDecision): void {
  const listing = memory.get(sku);
  if (listing !== undefined) memory.set(sku, { ...listing, raise });
}
