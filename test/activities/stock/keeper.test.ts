import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createStockKeeper } from '../../../src/activities/stock/keeper.js';
import type { ListingMemory } from '../../../src/domain/stock/memory.js';
import type { StockBookmark } from '../../../src/messages/sweeps.js';

const showing = (shown: number): ListingMemory => ({ shown, gap: null, falls: [], raise: null });
const bookmark = (tag: string, shown: number): StockBookmark => ({
  tag,
  since: '2026-11-24T00:00:00.000Z',
  moved: [['LAMP', showing(shown)]],
  items: 1,
});

/** One share: opens, notes what is shown, and leaves a bookmark; null where it failed before it could. */
function compare(
  keeper: ReturnType<typeof createStockKeeper>,
  from: StockBookmark,
  [shown, tag]: readonly [shown: number, tag: string | null],
) {
  const opened = keeper.open(from);
  const before = opened.memory.get('LAMP')?.shown;
  const worked = { ...opened, memory: opened.memory.set('LAMP', showing(shown)) };
  keeper.keep(worked);
  if (tag !== null) keeper.keep({ ...worked, tags: [...worked.tags, tag] });
  return before;
}

describe("a worker's memory of listings", () => {
  it('goes on where the last share ended, and where it is tried again', () => {
    const keeper = createStockKeeper();
    compare(keeper, bookmark('first', 9), [8, null]);

    assert.equal(compare(keeper, bookmark('first', 9), [7, 'second']), 8);
    assert.equal(compare(keeper, bookmark('second', 9), [6, 'third']), 7);
  });

  it('goes on after a run that failed, whose next begins with the bookmark of the last good one', () => {
    const keeper = createStockKeeper();
    compare(keeper, bookmark('good', 9), [8, 'share one']);
    compare(keeper, bookmark('share one', 8), [7, null]);

    assert.equal(compare(keeper, bookmark('good', 9), [6, 'next run']), 7, 'what was written since is no sale');
  });

  it('gives way to what travelled where another worker compared since', () => {
    const keeper = createStockKeeper();
    compare(keeper, bookmark('first', 9), [8, 'second']);

    assert.equal(compare(keeper, bookmark('of another', 5), [5, 'fourth']), 5);
    assert.equal(compare(keeper, bookmark('second', 3), [3, 'fifth']), 3, 'its own is out of date by then');
  });
});
