import { hasStood, type PendingRaise, type StockClock } from './clock.js';

/** What is known when one listing is decided. */
export interface StockComparison {
  /** What should be shown. */
  readonly quantity: number;
  /** What could be shown if nothing were hidden; never below `quantity`. */
  readonly quantityWithoutHidden: number;
  /** What the channel shows. */
  readonly shown: number;
  /** What the last decision left waiting; null for nothing. */
  readonly raise: PendingRaise | null;
  readonly clock: StockClock;
}

/** What to do with one listing, and what waits from now on (once a write of it is done). */
export type StockDecision =
  | { readonly kind: 'keep'; readonly raise: PendingRaise | null }
  | { readonly kind: 'lower' | 'raise'; readonly write: number; readonly raise: PendingRaise | null };

/**
 * Compares what should be shown with what is shown. Too much shown sells what is not there, so a lower figure is
 * written at once. A higher one may only be an order that has not reached us yet, so the lowest figure seen above the
 * shown one has to stand. What stands is counted without what is hidden, so that a fall that is forgotten does not
 * make the same units wait twice; what is written leaves the hidden units out.
 */
export function decideStock(comparison: StockComparison): StockDecision {
  const { quantity, quantityWithoutHidden, shown, raise, clock } = comparison;
  if (quantity < shown) return { kind: 'lower', write: quantity, raise: waitAbove(quantity, comparison) };
  const wait = waitAbove(shown, comparison);
  if (wait === null || !hasStood(wait.since, clock)) return { kind: 'keep', raise: wait };
  const write = wait.quantity - (quantityWithoutHidden - quantity);
  const ended = { ...comparison, raise: null };
  // A wait that ended with nothing to write starts anew: its lowest figure would else hold down all later ones.
  if (write <= shown) return { kind: 'keep', raise: raise === null ? wait : waitAbove(shown, ended) };
  return { kind: 'raise', write, raise: waitAbove(write, ended) };
}

/** What waits above a figure: the lowest seen since the wait began; null when there is nothing above it. */
function waitAbove(
  shown: number,
  { quantityWithoutHidden, raise, clock }: Pick<StockComparison, 'quantityWithoutHidden' | 'raise' | 'clock'>,
): PendingRaise | null {
  if (quantityWithoutHidden <= shown) return null;
  // A wait for no more than is shown by now has lost its object.
  if (raise === null || raise.quantity <= shown) return { quantity: quantityWithoutHidden, since: clock.nowMs };
  return { quantity: Math.min(raise.quantity, quantityWithoutHidden), since: Math.min(raise.since, clock.nowMs) };
}
