import { ApiError } from '../ports/api-error.js';
import { abortReasonOf } from './abort.js';
import type { CallName } from './paginate.js';
import { createWindowReader, type QuotaAnswer, type QuotaWindow, type WindowReader } from './quota-window.js';

/** How a fixed-window quota is shared out. */
export interface QuotaPolicy {
  /** Calls of each window kept back: for calls outside any slot, and for the slots of other processes. */
  readonly reserve: number;
  /** Calls that one slot may make. */
  readonly callsPerSlot: number;
  /** Slots open at the same time. */
  readonly slots: number;
}

/** The right to run one task; made by the quota, given back to it. */
export interface Permit {
  readonly number: number;
}

/**
 * An ordinary call is covered by its slot. A walk makes as many calls as its list is long, so it stops at the reserve.
 * A long walk goes through everything there is, again and again, so it has no more than a share of each window besides.
 */
export type CallKind = 'ordinary' | 'walk' | 'long-walk';

/** One call in five: a long walk must leave an account to its orders. */
const LONG_WALK_PART = 5;
/** Of these, one in twenty is for looking again at what the walk has found before anything is made of it. */
const SECOND_LOOK_PART = 20;

/** One call under way; ends once, with what the answer said or with none. */
interface QuotaCall {
  answered(answer: QuotaAnswer): void;
  /** No answer came; `wasSent` false when the request never left. */
  lost(wasSent: boolean): void;
}

/** Where the quota stands, for status screens; null where nothing is known of the window. */
interface QuotaSnapshot {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly resetsInMs: number | null;
  readonly openSlots: number;
  readonly waiting: number;
  readonly callsInFlight: number;
}

/** A fixed-window quota as the supply of slots, and the gate that each call passes. */
export interface Quota {
  /** Resolves when a slot may be given; rejects with the signal's reason. A signal that comes later takes it back. */
  reserveSlot(signal: AbortSignal): Promise<Permit>;
  tryReserveSlot(): Permit | undefined;
  /** Takes a slot back; a second time has no effect. */
  releaseSlot(permit: Permit): void;
  /** Lets a call pass, or throws ApiError `rate-limited` without calling when the window is known to be spent. */
  beginCall(kind: CallKind, call: CallName): QuotaCall;
  /** Milliseconds until the window under way ends; 0 when none is known. */
  resetsInMs(): number;
  snapshot(): QuotaSnapshot;
}

/** A clock that never goes back, and timers that belong to it. */
export interface QuotaTime {
  nowMs(): number;
  /** Calls back once; returns what calls it off. */
  after(delayMs: number, callBack: () => void): () => void;
}

const MACHINE_TIME: QuotaTime = {
  nowMs: () => performance.now(),
  after(delayMs, callBack) {
    const timer = setTimeout(callBack, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Makes the quota of one account, which nothing is known of yet. */
export function createQuota(policy: QuotaPolicy, time: QuotaTime = MACHINE_TIME): Quota {
  return new FixedWindowQuota(policy, time);
}

class FixedWindowQuota implements Quota {
  readonly #policy: QuotaPolicy;
  readonly #time: QuotaTime;
  readonly #window: WindowReader = createWindowReader();
  readonly #open = new Set<Permit>();
  readonly #waiting = new Set<(permit: Permit) => void>();
  readonly #inFlight: Record<CallKind, number> = { ordinary: 0, walk: 0, 'long-walk': 0 };
  /** Answered calls of long walks in one window, by the window's name. */
  #walked = { window: 0, calls: 0 };
  #lastNumber = 0;
  #stopTimer: (() => void) | undefined;

  constructor(policy: QuotaPolicy, time: QuotaTime) {
    this.#policy = policy;
    this.#time = time;
  }

  reserveSlot(signal: AbortSignal): Promise<Permit> {
    if (signal.aborted) return Promise.reject(abortReasonOf(signal));
    return new Promise((resolve, reject) => {
      let given: Permit | undefined;
      const grant = (permit: Permit): void => {
        given = permit;
        resolve(permit);
      };
      const giveUp = (): void => {
        // Given, but to an asker who left before it arrived: nobody else would ever give this slot back.
        if (given !== undefined) {
          this.releaseSlot(given);
          return;
        }
        this.#waiting.delete(grant);
        this.#watchWindow();
        reject(abortReasonOf(signal));
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(grant);
      this.#serve();
    });
  }

  tryReserveSlot(): Permit | undefined {
    // Whoever waits was first.
    return this.#waiting.size === 0 && this.#mayOpenSlot() ? this.#openSlot() : undefined;
  }

  releaseSlot(permit: Permit): void {
    if (this.#open.delete(permit)) this.#serve();
  }

  beginCall(kind: CallKind, call: CallName): QuotaCall {
    if (!this.#mayCall(kind)) throw this.#spent(call);
    this.#inFlight[kind] += 1;
    let isUnderWay = true;
    const end = (takeIn: () => void): void => {
      if (!isUnderWay) return;
      isUnderWay = false;
      this.#inFlight[kind] -= 1;
      takeIn();
      this.#serve();
    };
    return {
      answered: (answer) => {
        end(() => {
          this.#window.observe(answer, this.#time.nowMs());
          if (kind === 'long-walk') this.#countWalked();
        });
      },
      lost: (wasSent) => {
        end(() => {
          if (wasSent) this.#window.spendOne();
          if (wasSent && kind === 'long-walk') this.#countWalked();
        });
      },
    };
  }

  resetsInMs(): number {
    const window = this.#current();
    return window === undefined ? 0 : Math.ceil(window.endsAtMs - this.#time.nowMs());
  }

  snapshot(): QuotaSnapshot {
    const window = this.#current();
    return {
      limit: window?.limit ?? null,
      remaining: window?.remaining ?? null,
      resetsInMs: window === undefined ? null : this.resetsInMs(),
      openSlots: this.#open.size,
      waiting: this.#waiting.size,
      callsInFlight: this.#callsInFlight(),
    };
  }

  #current(): QuotaWindow | undefined {
    return this.#window.current(this.#time.nowMs());
  }

  #callsInFlight(): number {
    return this.#inFlight.ordinary + this.#walksInFlight();
  }

  #walksInFlight(): number {
    return this.#inFlight.walk + this.#inFlight['long-walk'];
  }

  /** What is left of a window when all that is promised and under way is taken off. */
  #unpromised({ remaining }: QuotaWindow): number {
    // Each slot makes one call at a time, so ordinary calls beyond the open slots belong to none.
    const uncovered = this.#walksInFlight() + Math.max(0, this.#inFlight.ordinary - this.#open.size);
    return remaining - this.#policy.callsPerSlot * this.#open.size - uncovered;
  }

  #mayOpenSlot(): boolean {
    const window = this.#current();
    // Nothing is known of a window before its first answer: one slot goes ahead and finds out.
    if (window === undefined) return this.#open.size === 0;
    return this.#open.size < this.#policy.slots && this.#unpromised(window) > this.#policy.reserve;
  }

  #mayCall(kind: CallKind): boolean {
    const window = this.#current();
    if (window === undefined) return true;
    if (kind === 'ordinary') return window.remaining - this.#callsInFlight() > 0;
    return this.#unpromised(window) > this.#policy.reserve && (kind === 'walk' || this.#mayWalkOn(window));
  }

  #mayWalkOn({ limit, resetAtEpochS }: QuotaWindow): boolean {
    if (limit === null) return true;
    const walked = this.#walked.window === resetAtEpochS ? this.#walked.calls : 0;
    return walked + this.#inFlight['long-walk'] < longWalkCalls(limit);
  }

  #countWalked(): void {
    const window = this.#current()?.resetAtEpochS;
    if (window === undefined) return;
    this.#walked = { window, calls: this.#walked.window === window ? this.#walked.calls + 1 : 1 };
  }

  #openSlot(): Permit {
    this.#lastNumber += 1;
    const permit: Permit = { number: this.#lastNumber };
    this.#open.add(permit);
    return permit;
  }

  /** Gives out what may be given, in the order of asking. Each turn takes one waiter away, so it ends. */
  #serve(): void {
    for (const grant of this.#waiting) {
      if (!this.#mayOpenSlot()) break;
      this.#waiting.delete(grant);
      grant(this.#openSlot());
    }
    this.#watchWindow();
  }

  /** The end of a window frees slots without anything else happening; a timer stands only while someone waits for it. */
  #watchWindow(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (this.#waiting.size === 0) return;
    const waitMs = this.resetsInMs();
    // Past the end of a window, the holder of the one slot that goes ahead brings the news.
    if (waitMs <= 0 && this.#open.size > 0) return;
    // Nobody holds one when the window ended after it was looked at in `#serve`: look again.
    this.#stopTimer = this.#time.after(Math.max(1, waitMs), () => {
      this.#serve();
    });
  }

  #spent(call: CallName): ApiError {
    const what = 'the share of this window is spent; the call was not made';
    return new ApiError({ ...call, code: 'rate-limited', what, retryAfterMs: Math.max(1, this.resetsInMs()) });
  }
}

/** Calls that long walks may make in a window that allows so many in all. */
function longWalkCalls(limit: number): number {
  const part = Math.floor(limit / LONG_WALK_PART);
  return Math.max(1, part - Math.floor(part / SECOND_LOOK_PART));
}
