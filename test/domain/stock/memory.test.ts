import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  firstSight,
  forgetOldFalls,
  hiddenBySku,
  movedPart,
  noteLostWrite,
  noteShown,
  noteWritten,
  type ListingMemory,
} from '../../../src/domain/stock/memory.js';
import { aKit } from '../builders.js';

const quiet: ListingMemory = { shown: 9, gap: null, falls: [], raise: null };
const nothing = { imported: 0, cancelled: 0 };
const clockAt = (nowMs: number, trustedMs = nowMs) => ({ nowMs, trustedMs, raiseAfterMs: 45 });

describe('memory of a listing', () => {
  it('takes a lower figure for a fall', () => {
    const { shown, falls } = noteShown(quiet, { shown: 7, ...nothing, nowMs: 5 });

    assert.deepEqual([shown, falls], [7, [{ units: 2, at: 5 }]]);
  });

  it('takes its own write for no fall', () => {
    assert.deepEqual(noteShown(noteWritten(quiet, 4), { shown: 4, ...nothing, nowMs: 5 }).falls, []);
  });

  describe('after a write whose answer was lost', () => {
    const CASES = [
      { title: 'takes the written figure for no fall', from: 9, written: 4, shows: 4, fell: 0 },
      { title: 'takes the figure from before for no fall', from: 9, written: 4, shows: 9, fell: 0 },
      { title: 'finds what was sold after the write', from: 9, written: 4, shows: 3, fell: 1 },
      { title: 'finds what was sold where the write did not come through', from: 9, written: 4, shows: 7, fell: 2 },
      { title: 'finds what was sold after a raise', from: 4, written: 9, shows: 8, fell: 1 },
      { title: 'takes a raise that did not come through for no fall', from: 4, written: 9, shows: 4, fell: 0 },
    ];
    for (const { title, from, written, shows, fell } of CASES) {
      it(title, () => {
        const unsure = noteLostWrite({ ...quiet, shown: from }, written);

        const { falls, maybeShown } = noteShown(unsure, { shown: shows, ...nothing, nowMs: 5 });

        assert.deepEqual([falls, maybeShown], [fell === 0 ? [] : [{ units: fell, at: 5 }], undefined]);
      });
    }
  });

  it('has falls explained by imported orders, the oldest first, and drops what explains none', () => {
    const fallen = { ...quiet, falls: [3, 2].map((units, index) => ({ units, at: index })) };

    const some = noteShown(fallen, { shown: 9, imported: 4, cancelled: 0, nowMs: 5 });
    const more = noteShown(fallen, { shown: 9, imported: 6, cancelled: 0, nowMs: 5 });
    const later = noteShown(more, { shown: 8, ...nothing, nowMs: 6 });

    assert.deepEqual(some.falls, [{ units: 1, at: 1 }]);
    assert.deepEqual([more.falls, later.falls], [[], [{ units: 1, at: 6 }]]);
  });

  it('has no fall explained by a figure that rises', () => {
    const fallen = noteShown(quiet, { shown: 7, ...nothing, nowMs: 5 });

    assert.deepEqual(noteShown(fallen, { shown: 9, ...nothing, nowMs: 6 }).falls, [{ units: 2, at: 5 }]);
  });

  it('suspects a sale where a cancelled order did not let the figure rise', () => {
    const resold = noteShown(quiet, { shown: 9, imported: 0, cancelled: 2, nowMs: 5 });
    const givenBack = noteShown(quiet, { shown: 11, imported: 0, cancelled: 2, nowMs: 5 });

    assert.deepEqual([resold.falls, givenBack.falls], [[{ units: 2, at: 5 }], []]);
  });

  it('takes what is missing at the first sight for orders, until imports or time explain it', () => {
    const seen = firstSight({ shown: 4, sellable: 7, nowMs: 5 });

    assert.deepEqual(seen.gap, { units: 3, at: 5 });
    assert.deepEqual(noteShown(seen, { shown: 4, imported: 1, cancelled: 0, nowMs: 6 }).gap, { units: 2, at: 5 });
    assert.equal(forgetOldFalls(seen, clockAt(50)).gap, null);
    assert.equal(firstSight({ shown: 7, sellable: 7, nowMs: 5 }).gap, null);
  });

  it('forgets a fall at the very time, by the trusted clock only', () => {
    const fallen = noteShown(quiet, { shown: 7, ...nothing, nowMs: 5 });

    assert.equal(forgetOldFalls(fallen, clockAt(50)).falls.length, 0);
    assert.equal(forgetOldFalls(fallen, clockAt(49)).falls.length, 1);
    assert.equal(forgetOldFalls(fallen, clockAt(5_000, 49)).falls.length, 1);
  });

  it('keeps a bounded number of falls, and every unit of them', () => {
    let fallen: ListingMemory = { ...quiet, shown: 1_000 };
    for (let nowMs = 1; nowMs <= 100; nowMs += 1) {
      fallen = noteShown(fallen, { shown: 1_000 - nowMs, ...nothing, nowMs });
    }

    const units = fallen.falls.reduce((sum, fall) => sum + fall.units, 0);
    assert.deepEqual([fallen.falls.length, units], [20, 100]);
  });
});

describe('hidden units of an item', () => {
  const rules = [aKit('ALIAS', { LAMP: 1 }), aKit('SET', { LAMP: 2, CUP: 1 })];
  const fallen = (units: number): ListingMemory => ({ ...quiet, falls: [{ units, at: 1 }] });

  it('are the falls of every listing that takes it', () => {
    const hidden = hiddenBySku(new Map(['LAMP', 'ALIAS', 'SET'].map((sku) => [sku, fallen(3)])), rules);

    assert.deepEqual([hidden('LAMP', 'LAMP'), hidden('LAMP', 'ALIAS'), hidden('CUP', 'SET')], [12, 12, 3]);
    assert.equal(hidden('OTHER', 'OTHER'), 0);
  });

  it('hold the gap of a first sight for its own listing only', () => {
    const hidden = hiddenBySku(new Map([['SET', firstSight({ shown: 0, sellable: 50, nowMs: 1 })]]), rules);

    assert.deepEqual([hidden('LAMP', 'SET'), hidden('LAMP', 'LAMP')], [100, 0]);
  });
});

describe('what travels of a memory', () => {
  it('is what moved, falls first, and bounded', () => {
    const raise = { quantity: 12, since: 1 };
    const memory = new Map<string, ListingMemory>([
      ['QUIET', quiet],
      ['WAITS', { ...quiet, raise }],
      ['GAP', { ...quiet, gap: { units: 1, at: 1 } }],
      ['FELL', { ...quiet, falls: [{ units: 1, at: 1 }] }],
    ]);

    assert.deepEqual(
      movedPart(memory, 9).map(([sku]) => sku),
      ['FELL', 'GAP', 'WAITS'],
    );
    assert.equal(movedPart(memory, 2).length, 2);
    assert.deepEqual(movedPart(new Map(), 2), []);
  });
});
