/** A higher figure that has to stand before it is written: the lowest seen, and since when (epoch milliseconds). */
export interface PendingRaise {
  readonly quantity: number;
  readonly since: number;
}

/** What is known when one SKU's stock is compared. */
export interface StockComparison {
  /** What should be shown. */
  readonly target: number;
  /** What the channel shows. */
  readonly shown: number;
  /** What the last decision asked to wait for; null when it asked for nothing. */
  readonly raise: PendingRaise | null;
  readonly nowMs: number;
  readonly raiseAfterMs: number;
}

/** What to do with one SKU; `keep` and a write end any wait, so the caller forgets it. */
export type StockDecision =
  'keep' | { readonly write: number; readonly kind: 'lower' | 'raise' } | { readonly wait: PendingRaise };

/**
 * Compares what should be shown with what is shown. Too much shown sells what is not there, so a lower figure is
 * written at once. A higher one may only be an order that has not reached us yet, so the lowest figure seen above the
 * shown one has to stand for `raiseAfterMs`.
 */
export function decideStock({ target, shown, raise, nowMs, raiseAfterMs }: StockComparison): StockDecision {
  if (target === shown) return 'keep';
  if (target < shown) return { write: target, kind: 'lower' };
  // A wait for no more than is shown by now has lost its object. A clock that was set back must not shorten a wait.
  const isStillWaiting = raise !== null && raise.quantity > shown && raise.since <= nowMs;
  const wait = isStillWaiting
    ? { quantity: Math.min(raise.quantity, target), since: raise.since }
    : { quantity: target, since: nowMs };
  return nowMs - wait.since >= raiseAfterMs ? { write: wait.quantity, kind: 'raise' } : { wait };
}
