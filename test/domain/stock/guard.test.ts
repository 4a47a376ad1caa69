import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findGuardFinding, isAccepted, leftOfAcceptance, type GuardFinding } from '../../../src/domain/stock/guard.js';

const RULES = { zeroShare: 20, zeroMin: 3, itemsShare: 50 };
const AT = '2026-11-24T02:00:00.000Z';

/** So many listings that show something, of which so many would be set to zero. */
function find(listings: number, zeroes: number, items: readonly [now: number | null, before: number | null]) {
  const compared = Array.from({ length: listings }, (_, index) => ({ shown: 4, quantity: index < zeroes ? 0 : 4 }));
  const empty = { shown: 0, quantity: 0 };
  return findGuardFinding({ compared: [...compared, empty], items: items[0], itemsBefore: items[1], at: AT }, RULES)
    ?.kind;
}

describe('guard', () => {
  it('finds more zeroes than both the share and the least number allow', () => {
    assert.equal(find(20, 5, [1, 1]), 'zeroes');
    assert.equal(find(4, 4, [1, 1]), 'zeroes');
  });

  it('finds nothing at the share, at the least number, or without a listing', () => {
    assert.deepEqual([find(20, 4, [1, 1]), find(3, 3, [1, 1]), find(0, 0, [1, 1])], [undefined, undefined, undefined]);
  });

  it('finds fewer items than the share of the last good run', () => {
    assert.deepEqual([find(1, 0, [49, 100]), find(1, 0, [0, 1])], ['fewer-items', 'fewer-items']);
  });

  it('finds nothing at that share, or where a number is unknown', () => {
    assert.deepEqual([find(1, 0, [50, 100]), find(1, 0, [null, 9]), find(1, 0, [1, null])], Array(3).fill(undefined));
  });

  it('goes on by an acceptance of this finding only', () => {
    const zeroes = (count: number): GuardFinding => ({ kind: 'zeroes', zeroes: count, listings: 20, at: AT });
    const items = (count: number): GuardFinding => ({ kind: 'fewer-items', items: count, itemsBefore: 99, at: AT });

    assert.deepEqual([isAccepted(zeroes(8), zeroes(5), RULES), isAccepted(items(5), items(5), RULES)], [true, true]);
    assert.deepEqual([isAccepted(zeroes(9), zeroes(5), RULES), isAccepted(items(4), items(5), RULES)], [false, false]);
    assert.deepEqual([isAccepted(zeroes(1), items(5), RULES), isAccepted(zeroes(1), null, RULES)], [false, false]);
  });

  it('is let through no further than the figure that was accepted', () => {
    const zeroes: GuardFinding = { kind: 'zeroes', zeroes: 8, listings: 20, at: AT };
    const items: GuardFinding = { kind: 'fewer-items', items: 5, itemsBefore: 99, at: AT };
    const left = leftOfAcceptance(zeroes, 8);

    assert.equal(isAccepted({ ...zeroes, zeroes: RULES.zeroMin + 1 }, left, RULES), false);
    assert.equal(isAccepted({ ...zeroes, zeroes: 5 }, leftOfAcceptance(zeroes, 3), RULES), true);
    assert.deepEqual(leftOfAcceptance(items, 8), items);
  });
});
