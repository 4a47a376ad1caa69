import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { PendingRaise, StockClock } from '../../../src/domain/stock/clock.js';
import { decideStock, type StockDecision } from '../../../src/domain/stock/decision.js';

const START = 1_700_000_000_000;
const RAISE_AFTER = 45 * 60_000;

interface Case {
  readonly title: string;
  readonly target: number;
  /** What would be the target if nothing were hidden; the target itself where not given. */
  readonly bare?: number;
  readonly shown: number;
  readonly raise?: PendingRaise;
  /** Milliseconds after START. */
  readonly after?: number;
  /** By how much the trusted clock is behind. */
  readonly behind?: number;
  readonly decision: StockDecision;
}

const waiting: PendingRaise = { quantity: 8, since: START };
const keep = (raise: PendingRaise | null = null): StockDecision => ({ kind: 'keep', raise });
const lower = (write: number, raise: PendingRaise | null = null): StockDecision => ({ kind: 'lower', write, raise });
const raiseTo = (write: number, raise: PendingRaise | null = null): StockDecision => ({ kind: 'raise', write, raise });

const LOWERING: readonly Case[] = [
  { title: 'keeps an equal figure', target: 5, shown: 5, decision: keep() },
  { title: 'keeps nothing shown for nothing', target: 0, shown: 0, decision: keep() },
  { title: 'ends a wait when the figures are equal again', target: 5, shown: 5, raise: waiting, decision: keep() },
  { title: 'lowers at once', target: 4, shown: 5, decision: lower(4) },
  { title: 'lowers to nothing at once', target: 0, shown: 5, decision: lower(0) },
  { title: 'lowers at once during a wait', target: 4, shown: 5, raise: waiting, decision: lower(4) },
  { title: 'lowers at once while no sweep succeeds', target: 4, shown: 5, behind: 9 * RAISE_AFTER, decision: lower(4) },
  {
    title: 'lowers to the target even when a wait is over',
    target: 4,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: lower(4),
  },
  {
    title: 'begins to wait for what is hidden while it lowers',
    target: 4,
    bare: 7,
    shown: 5,
    decision: lower(4, { quantity: 7, since: START }),
  },
  {
    title: 'goes on waiting for what is hidden while it lowers',
    target: 4,
    bare: 7,
    shown: 5,
    raise: waiting,
    after: 1000,
    decision: lower(4, { quantity: 7, since: START }),
  },
];

const RAISING: readonly Case[] = [
  { title: 'waits with a higher figure', target: 8, shown: 5, decision: keep(waiting) },
  { title: 'waits with a first figure above nothing', target: 8, shown: 0, decision: keep(waiting) },
  {
    title: 'goes on waiting a millisecond before the time',
    target: 8,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER - 1,
    decision: keep(waiting),
  },
  { title: 'raises at the very time', target: 8, shown: 5, raise: waiting, after: RAISE_AFTER, decision: raiseTo(8) },
  {
    title: 'does not raise before a sweep began at the very time',
    target: 8,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    behind: 1,
    decision: keep(waiting),
  },
  {
    title: 'goes down with a waiting figure that falls, without waiting anew',
    target: 6,
    shown: 5,
    raise: waiting,
    after: 1000,
    decision: keep({ quantity: 6, since: START }),
  },
  {
    title: 'does not go up with a waiting figure that rises',
    target: 10,
    shown: 5,
    raise: waiting,
    after: 1000,
    decision: keep(waiting),
  },
  {
    title: 'raises only to the lowest figure that stood, and waits for the rest',
    target: 10,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: raiseTo(8, { quantity: 10, since: START + RAISE_AFTER }),
  },
  {
    title: 'raises only to a figure that fell at the last moment',
    target: 6,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: raiseTo(6),
  },
  {
    title: 'leaves out what is hidden, and waits for it',
    target: 6,
    bare: 8,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: raiseTo(6, { quantity: 8, since: START + RAISE_AFTER }),
  },
  {
    title: 'does not make units wait again that were hidden while they waited',
    target: 8,
    bare: 8,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: raiseTo(8),
  },
  {
    title: 'waits anew when all that stood is hidden',
    target: 5,
    bare: 9,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: keep({ quantity: 9, since: START + RAISE_AFTER }),
  },
  {
    title: 'waits anew when the channel shows by now what was waited for',
    target: 9,
    shown: 8,
    raise: waiting,
    after: RAISE_AFTER,
    decision: keep({ quantity: 9, since: START + RAISE_AFTER }),
  },
  {
    title: 'waits the whole time anew when the clock was set back',
    target: 8,
    shown: 5,
    raise: waiting,
    after: -60_000,
    decision: keep({ quantity: 8, since: START - 60_000 }),
  },
];

function clockAt(nowMs: number, raiseAfterMs: number, behindMs = 0): StockClock {
  return { nowMs, trustedMs: nowMs - behindMs, raiseAfterMs };
}

interface Step {
  readonly target: number;
  readonly passedMs: number;
  /** A sale or a correction in the channel before this comparison; null for none. */
  readonly newlyShown: number | null;
}

interface Compared {
  readonly nowMs: number;
  readonly target: number;
  readonly before: number;
  readonly after: number;
  readonly decision: StockDecision;
}

const steps = fc.array(
  fc.record({
    target: fc.nat(12),
    passedMs: fc.integer({ min: 1, max: 60 }),
    newlyShown: fc.option(fc.nat(12), { freq: 5 }),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Plays the comparisons of one SKU as the sweeps make them: writes are done, waits are handed on. */
function play(all: readonly Step[], raiseAfterMs: number): readonly Compared[] {
  let shown = 5;
  let raise: PendingRaise | null = null;
  let nowMs = START;
  const compared: Compared[] = [];
  for (const { target, passedMs, newlyShown } of all) {
    nowMs += passedMs;
    const before: number = newlyShown ?? shown;
    const clock = clockAt(nowMs, raiseAfterMs);
    const figures = { quantity: target, quantityWithoutHidden: target, shown: before, raise };
    const decision: StockDecision = decideStock({ ...figures, clock });
    raise = decision.raise;
    shown = decision.kind === 'keep' ? before : decision.write;
    compared.push({ nowMs, target, before, after: shown, decision });
  }
  return compared;
}

const CASES = [...LOWERING, ...RAISING];

describe('decision on a stock figure', () => {
  for (const { title, target, bare = target, shown, raise = null, after = 0, behind = 0, decision } of CASES) {
    it(title, () => {
      const clock = clockAt(START + after, RAISE_AFTER, behind);

      const result = decideStock({ quantity: target, quantityWithoutHidden: bare, shown, raise, clock });

      assert.deepEqual(result, decision);
    });
  }

  it('raises at once when no time has to pass', () => {
    const clock = clockAt(START, 0, 1);

    const result = decideStock({ quantity: 8, quantityWithoutHidden: 8, shown: 5, raise: null, clock });

    assert.deepEqual(result, raiseTo(8));
  });

  it('never leaves a figure shown that is above the target', () => {
    fc.assert(
      fc.property(steps, fc.nat(200), (all, raiseAfterMs) => {
        for (const { target, after } of play(all, raiseAfterMs)) assert.equal(after <= target, true);
      }),
      { numRuns: 500 },
    );
  });

  it('never raises before every target, for the whole time, allowed what is written', () => {
    fc.assert(
      fc.property(steps, fc.nat(200), (all, raiseAfterMs) => {
        const compared = play(all, raiseAfterMs);
        for (const [index, { nowMs, after, before, decision }] of compared.entries()) {
          if (decision.kind !== 'raise') continue;
          const lastTooLow = compared.slice(0, index).findLastIndex((earlier) => earlier.target < after);
          const stoodSince = compared[lastTooLow + 1]?.nowMs ?? Number.NaN;

          assert.equal(nowMs - stoodSince >= raiseAfterMs, true);
          assert.equal(after > before, true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('writes only what differs, and a lower figure as the target is', () => {
    fc.assert(
      fc.property(steps, fc.nat(200), (all, raiseAfterMs) => {
        for (const { target, before, after, decision } of play(all, raiseAfterMs)) {
          if (target === before) assert.equal(decision.kind, 'keep');
          if (target < before) assert.equal(after, target);
        }
      }),
    );
  });

  it('reaches a steady target once the time has passed', () => {
    fc.assert(
      fc.property(steps, fc.nat(200), fc.nat(12), (all, raiseAfterMs, target) => {
        // The first steady comparison may end an older wait with a lower figure; a second full wait then follows.
        const steady = [1, raiseAfterMs, 1, raiseAfterMs].map((passedMs) => ({ target, passedMs, newlyShown: null }));

        assert.equal(play([...all, ...steady], raiseAfterMs).at(-1)?.after, target);
      }),
    );
  });
});
