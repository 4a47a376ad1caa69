/**
 * The clocks of one comparison. What is seen is dated by the machine's; what has stood is judged by the trusted one:
 * up to which all orders of the channel are known here. While the order sweep fails it stands still, so nothing is
 * raised and no fall is forgotten before a sweep that began late enough has seen every order behind it.
 */
export interface StockClock {
  readonly nowMs: number;
  /** Never later than `nowMs`; equal to it where no orders are processed. */
  readonly trustedMs: number;
  /** How long a fall stays hidden and a raise waits; 0 switches both off. */
  readonly raiseAfterMs: number;
}

/** A higher figure that has to stand before it is written: the lowest seen, and since when (epoch milliseconds). */
export interface PendingRaise {
  readonly quantity: number;
  readonly since: number;
}

/** Whether what was first seen at an instant has stood long enough. */
export function hasStood(since: number, { nowMs, trustedMs, raiseAfterMs }: StockClock): boolean {
  if (raiseAfterMs === 0) return true;
  // An instant in the future shows a clock that was set back; it must neither shorten the time nor make it endless.
  return Math.min(trustedMs, nowMs) - Math.min(since, nowMs) >= raiseAfterMs;
}
