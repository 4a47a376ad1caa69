import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { decideStock, type PendingRaise, type StockDecision } from '../../src/domain/stock-decision.js';

const START = 1_700_000_000_000;
const RAISE_AFTER = 45 * 60_000;

interface Case {
  readonly title: string;
  readonly target: number;
  readonly shown: number;
  readonly raise?: PendingRaise;
  /** Milliseconds after START. */
  readonly after?: number;
  readonly decision: StockDecision;
}

const waiting: PendingRaise = { quantity: 8, since: START };

const CASES: readonly Case[] = [
  { title: 'keeps an equal figure', target: 5, shown: 5, decision: 'keep' },
  { title: 'keeps nothing shown for nothing', target: 0, shown: 0, decision: 'keep' },
  { title: 'ends a wait when the figures are equal again', target: 5, shown: 5, raise: waiting, decision: 'keep' },
  { title: 'lowers at once', target: 4, shown: 5, decision: { write: 4, kind: 'lower' } },
  { title: 'lowers to nothing at once', target: 0, shown: 5, decision: { write: 0, kind: 'lower' } },
  { title: 'lowers at once during a wait', target: 4, shown: 5, raise: waiting, decision: { write: 4, kind: 'lower' } },
  {
    title: 'lowers to the target even when a wait is over',
    target: 4,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: { write: 4, kind: 'lower' },
  },
  { title: 'waits with a higher figure', target: 8, shown: 5, decision: { wait: waiting } },
  { title: 'waits with a first figure above nothing', target: 8, shown: 0, decision: { wait: waiting } },
  {
    title: 'goes on waiting a millisecond before the time',
    target: 8,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER - 1,
    decision: { wait: waiting },
  },
  {
    title: 'raises at the very time',
    target: 8,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: { write: 8, kind: 'raise' },
  },
  {
    title: 'goes down with a waiting figure that falls, without waiting anew',
    target: 6,
    shown: 5,
    raise: waiting,
    after: 1000,
    decision: { wait: { quantity: 6, since: START } },
  },
  {
    title: 'does not go up with a waiting figure that rises',
    target: 10,
    shown: 5,
    raise: waiting,
    after: 1000,
    decision: { wait: waiting },
  },
  {
    title: 'raises only to the lowest figure that stood',
    target: 10,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: { write: 8, kind: 'raise' },
  },
  {
    title: 'raises only to a figure that fell at the last moment',
    target: 6,
    shown: 5,
    raise: waiting,
    after: RAISE_AFTER,
    decision: { write: 6, kind: 'raise' },
  },
  {
    title: 'waits anew when the channel shows by now what was waited for',
    target: 9,
    shown: 8,
    raise: waiting,
    after: RAISE_AFTER,
    decision: { wait: { quantity: 9, since: START + RAISE_AFTER } },
  },
  {
    title: 'waits anew when the clock was set back',
    target: 8,
    shown: 5,
    raise: waiting,
    after: -60_000,
    decision: { wait: { quantity: 8, since: START - 60_000 } },
  },
];

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
    const decision: StockDecision = decideStock({ target, shown: before, raise, nowMs, raiseAfterMs });
    raise = decision !== 'keep' && 'wait' in decision ? decision.wait : null;
    shown = decision !== 'keep' && 'write' in decision ? decision.write : before;
    compared.push({ nowMs, target, before, after: shown, decision });
  }
  return compared;
}

describe('decision on a stock figure', () => {
  for (const { title, target, shown, raise = null, after = 0, decision } of CASES) {
    it(title, () => {
      const result = decideStock({ target, shown, raise, nowMs: START + after, raiseAfterMs: RAISE_AFTER });

      assert.deepEqual(result, decision);
    });
  }

  it('raises at once when no time has to pass', () => {
    const result = decideStock({ target: 8, shown: 5, raise: null, nowMs: START, raiseAfterMs: 0 });

    assert.deepEqual(result, { write: 8, kind: 'raise' });
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
          if (decision === 'keep' || !('write' in decision) || decision.kind !== 'raise') continue;
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
          assert.equal(decision === 'keep', target === before);
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
