import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compareListing, type ComparedListing, type Comparison } from '../../../src/activities/stock/compare.js';
import { createSkuIndex } from '../../../src/activities/stock/skus.js';
import { writeStock } from '../../../src/activities/stock/write.js';
import { hiddenBySku, type ListingMemory } from '../../../src/domain/stock/memory.js';
import { stockRulebook } from '../../../src/domain/stock/rules.js';
import { targetsOf } from '../../../src/domain/stock/targets.js';
import { ApiError, type ApiErrorCode } from '../../../src/ports/api-error.js';
import { anItem, stockRules } from '../../domain/builders.js';

const SKUS = ['A', 'B', 'C', 'D', 'E'];
const NOW_MS = 1_700_000_000_000;

/** What happens to a write: refused before it is applied, or applied with its answer lost. */
type Fate = { readonly code: ApiErrorCode; readonly isApplied?: boolean };

/** A shop that shows 10 of each SKU, of which 4 can be sold; its writes meet their fates in turn. */
function openShop(fates: Readonly<Record<string, readonly Fate[]>>) {
  const shown = new Map(SKUS.map((sku) => [sku, 10]));
  const left = new Map(Object.entries(fates).map(([sku, list]) => [sku, [...list]]));
  const memory = new Map<string, ListingMemory>(
    SKUS.map((sku) => [sku, { shown: 10, gap: null, falls: [], raise: null }]),
  );
  const items = SKUS.map((sku) => anItem({ sku, locations: [{ id: '3', onHand: 4, committed: 0 }] }));
  const comparison: Comparison = {
    memory,
    listings: { shown: new Map(shown), listedTwice: new Set(), unreadable: new Map() },
    targets: targetsOf({
      items,
      inFlight: new Map(),
      hidden: hiddenBySku(memory, []),
      skuRules: [],
      rulebook: stockRulebook(stockRules(), []),
    }),
    clock: { nowMs: NOW_MS, trustedMs: NOW_MS, raiseAfterMs: 60_000 },
  };
  const write = (sku: string, quantity: number): void => {
    const fate = left.get(sku)?.shift();
    if (fate === undefined || fate.isApplied === true) shown.set(sku, quantity);
    if (fate === undefined) return;
    const call = { service: 'Houzz', method: 'POST', path: 'updateInventory', what: 'it broke' };
    throw new ApiError({ ...call, code: fate.code, mayHaveBeenApplied: true });
  };
  const rows = (): ComparedListing[] =>
    SKUS.flatMap((sku) => {
      const row = compareListing(comparison, sku);
      return row?.kind === 'compared' ? [row] : [];
    });
  const writeAll = () =>
    writeStock(
      {
        marketplace: {
          readListings: async (skus) => skus.map((sku) => ({ sku, quantity: shown.get(sku) ?? 0 })),
          setStock: async (list) =>
            list.map(({ sku, quantity }) => {
              write(sku, quantity);
              return { kind: 'written', sku };
            }),
        },
        orderSystem: { findItems: async (skus) => items.filter(({ sku }) => skus.includes(sku)) },
        skuIndex: createSkuIndex([]),
        comparison,
        call: {},
      },
      rows(),
    );
  return { shown, writeAll };
}

const FAULT: Fate = { code: 'server-fault' };

describe('writing stock figures', () => {
  it('goes on past a SKU that the service fails at, and names it', async () => {
    const shop = openShop({ B: [FAULT, FAULT] });

    const { lowered, problems, isComplete } = await shop.writeAll();

    assert.deepEqual([lowered, isComplete], [4, true]);
    assert.deepEqual(
      problems.map(({ sku, reason }) => [sku, reason]),
      [['B', 'failed']],
    );
    assert.match(problems[0]?.what ?? '', /updateInventory failed \(server-fault\)/);
    assert.deepEqual([...shop.shown.values()], [4, 10, 4, 4, 4]);
  });

  it('tries once more what failed in passing', async () => {
    const shop = openShop({ A: [FAULT], D: [{ code: 'timed-out' }] });

    const { lowered, problems } = await shop.writeAll();

    assert.deepEqual([lowered, problems], [5, []]);
    assert.deepEqual([...shop.shown.values()], [4, 4, 4, 4, 4]);
  });

  it('ends where three fail in a row, or where no SKU can be meant', async () => {
    const down = openShop({ B: [FAULT], C: [FAULT], D: [FAULT] });
    const spent = openShop({ B: [{ code: 'rate-limited' }] });

    await assert.rejects(down.writeAll(), { code: 'server-fault' });
    await assert.rejects(spent.writeAll(), { code: 'rate-limited' });
    assert.equal(down.shown.get('E'), 10);
  });

  it('takes no write of its own for a sale when the answer was lost', async () => {
    const lost: Fate = { code: 'timed-out', isApplied: true };
    const shop = openShop({ A: [lost] });

    const { problems } = await shop.writeAll();

    assert.deepEqual(problems, []);
    assert.equal(shop.shown.get('A'), 4, 'nothing is hidden, so it is not lowered a second time');
  });
});
