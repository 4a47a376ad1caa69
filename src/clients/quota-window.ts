/** Longer than any window a service is known to have; a reset further away is no reset we understand. */
const WINDOW_MS_MAX = 3_600_000;
/** How long a refusal counts that says nothing of the window. */
const UNKNOWN_WAIT_MS = 60_000;

/** What one answer says of the quota; null where it says nothing. Server time is the answer's own `Date`. */
export interface QuotaAnswer {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetAtEpochS: number | null;
  readonly dateMs: number | null;
  /** True for an answer that refuses the call because the window is spent. */
  readonly isRefusal: boolean;
}

/** What is known of the window under way; `resetAtEpochS` is its name, `endsAtMs` is in local time. */
export interface QuotaWindow {
  readonly limit: number | null;
  readonly remaining: number;
  readonly resetAtEpochS: number;
  readonly endsAtMs: number;
}

/** Follows the fixed windows of one account by what its answers say. Local time may be any clock that never goes back. */
export interface WindowReader {
  /** The window under way; undefined before the first answer of a window. */
  current(nowMs: number): QuotaWindow | undefined;
  /** Takes in an answer. */
  observe(answer: QuotaAnswer, nowMs: number): void;
  /** Counts a call whose answer was lost: the service may have counted it. */
  spendOne(): void;
}

/** Makes a reader that knows nothing yet. */
export function createWindowReader(): WindowReader {
  // It stays known after its end, to tell its late answers.
  let known: QuotaWindow | undefined;
  return {
    current: (nowMs) => (known !== undefined && nowMs < known.endsAtMs ? known : undefined),
    observe(answer, nowMs) {
      known = merge(known, answer, nowMs);
    },
    spendOne() {
      known = oneLess(known);
    },
  };
}

function oneLess(known: QuotaWindow | undefined): QuotaWindow | undefined {
  return known === undefined ? undefined : { ...known, remaining: Math.max(0, known.remaining - 1) };
}

function merge(known: QuotaWindow | undefined, answer: QuotaAnswer, nowMs: number): QuotaWindow | undefined {
  const seen = read(answer, nowMs);
  // An answer without a word of the quota, as a proxy in front writes it, may have been counted behind that proxy.
  if (seen === undefined) return answer.isRefusal ? refusedWithoutWord(known, nowMs) : oneLess(known);
  if (known === undefined || seen.resetAtEpochS > known.resetAtEpochS) return seen;
  // A late answer of an older window says nothing of this one.
  if (seen.resetAtEpochS < known.resetAtEpochS) return known;
  // A refusal is the service's word that the window still runs, even where we took it to be over.
  const isRevived = answer.isRefusal && nowMs >= known.endsAtMs;
  // Each answer's end is late by up to the second that `Date` leaves out, never early: the earliest is the truest.
  const endsAtMs = isRevived ? Math.max(seen.endsAtMs, nowMs + 1_000) : Math.min(known.endsAtMs, seen.endsAtMs);
  return { ...seen, remaining: Math.min(known.remaining, seen.remaining), endsAtMs };
}

function read(answer: QuotaAnswer, nowMs: number): QuotaWindow | undefined {
  const { limit, resetAtEpochS, dateMs } = answer;
  const remaining = answer.isRefusal ? 0 : answer.remaining;
  if (remaining === null || resetAtEpochS === null) return undefined;
  // Without a `Date` the machine's own clock has to do.
  const leftMs = resetAtEpochS * 1_000 - (dateMs ?? Date.now());
  if (leftMs > WINDOW_MS_MAX) return undefined;
  return { limit, remaining, resetAtEpochS, endsAtMs: nowMs + Math.max(0, leftMs) };
}

function refusedWithoutWord(known: QuotaWindow | undefined, nowMs: number): QuotaWindow {
  if (known !== undefined && nowMs < known.endsAtMs) return { ...known, remaining: 0 };
  const resetAtEpochS = known?.resetAtEpochS ?? 0;
  return { limit: known?.limit ?? null, remaining: 0, resetAtEpochS, endsAtMs: nowMs + UNKNOWN_WAIT_MS };
}
