import { setImmediate as turn } from 'node:timers/promises';
import type { Quota, QuotaTime } from '../../../src/clients/quota.js';
import { ApiError } from '../../../src/ports/api-error.js';

/** A clock that moves only when a test moves it, with the timers that hang on it. */
export interface VirtualTime extends QuotaTime {
  advance(byMs: number): void;
  /** How many timers stand. */
  timers(): number;
  /** Moves from timer to timer until the work is done. */
  run(work: Promise<unknown>): Promise<void>;
}

const STEPS_MAX = 100_000;

/** Lets everything that is ready run. */
export async function settle(): Promise<void> {
  for (let turns = 0; turns < 3; turns += 1) await turn();
}

/** Makes a clock that stands at 0. */
export function createVirtualTime(): VirtualTime {
  let now = 0;
  const standing = new Set<{ readonly at: number; readonly callBack: () => void }>();
  const next = () => [...standing].sort((one, other) => one.at - other.at)[0];

  const advanceTo = (instant: number): void => {
    for (let timer = next(); timer !== undefined && timer.at <= instant; timer = next()) {
      standing.delete(timer);
      now = Math.max(now, timer.at);
      timer.callBack();
    }
    now = Math.max(now, instant);
  };

  return {
    nowMs: () => now,
    after(delayMs, callBack) {
      const timer = { at: now + delayMs, callBack };
      standing.add(timer);
      return () => {
        standing.delete(timer);
      };
    },
    advance(byMs) {
      advanceTo(now + byMs);
    },
    timers: () => standing.size,
    async run(work) {
      const state = { isDone: false };
      const done = work.finally(() => (state.isDone = true));
      for (let steps = 0; !state.isDone; steps += 1) {
        if (steps > STEPS_MAX) throw new Error('The work does not end.');
        await settle();
        const timer = next();
        if (timer !== undefined) advanceTo(timer.at);
      }
      await done;
    },
  };
}

/** A service that counts calls in fixed windows and refuses those beyond. */
export interface WindowService {
  /** One call through a quota's gate; ends as the quota's user would see it. */
  call(quota: Quota): Promise<void>;
  /** Someone else's calls in the window under way. */
  spend(calls: number): void;
  callsByWindow(): number[];
  refusals(): number;
}

interface WindowServiceOptions {
  readonly time: VirtualTime;
  readonly epochS: number;
  readonly limit: number;
  readonly windowS: number;
  readonly latencyMs: () => number;
}

/** Makes a service in virtual time; a call is counted halfway through its latency. */
export function createWindowService(options: WindowServiceOptions): WindowService {
  const { time, epochS, limit, windowS, latencyMs } = options;
  const counts = new Map<number, number>();
  let refused = 0;
  const epochMs = (): number => epochS * 1_000 + time.nowMs();
  const window = (): number => Math.floor(epochMs() / (windowS * 1_000));
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      time.after(ms, resolve);
    });
  const count = (calls: number): number => {
    const sum = (counts.get(window()) ?? 0) + calls;
    counts.set(window(), Math.min(limit, sum));
    return sum;
  };
  return {
    async call(quota) {
      const call = quota.beginCall('ordinary', { service: 'TradeGecko', method: 'GET', path: '/orders' });
      const halfMs = latencyMs() / 2;
      await pause(halfMs);
      const used = count(1);
      const isRefusal = used > limit;
      const dateMs = Math.floor(epochMs() / 1_000) * 1_000;
      const seen = { limit, remaining: Math.max(0, limit - used), resetAtEpochS: (window() + 1) * windowS, dateMs };
      await pause(halfMs);
      call.answered({ ...seen, isRefusal });
      if (!isRefusal) return;
      refused += 1;
      const name = { service: 'TradeGecko', method: 'GET', path: '/orders' };
      throw new ApiError({ ...name, code: 'rate-limited', what: 'refused by the service', retryAfterMs: 1 });
    },
    spend: (calls) => {
      count(calls);
    },
    callsByWindow: () => [...counts.values()],
    refusals: () => refused,
  };
}

/** Makes draws between 0 and 1 that a seed repeats (a linear congruence, which is random enough for a schedule). */
export function createDraws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
