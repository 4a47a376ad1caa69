import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SyncInventoryResult } from '../../src/messages/sweeps.js';
import { PRIMARY_LOCATION_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import { withBridge, type Bridge } from '../support/bridge.js';
import { withStockSchedule, writtenBy, type CompareStock } from '../support/stock.js';

const SKUS = Array.from({ length: 10 }, (_, index) => `MUG-${index}`);
const TEN_MUGS = Object.fromEntries(SKUS.map((sku) => [sku, 5]));

describe('the guard of a comparison', () => {
  it('writes nothing while too many listings would be emptied, and goes on once the figures are sane', () =>
    withShop(async (bridge, compare) => {
      await empty(bridge, SKUS.slice(0, 4));
      await bridge.control.tradegecko.changeStock({ sku: 'MUG-9', delta: -1 });

      const { guard, lowered } = await compare();

      assert.deepEqual([guard?.kind, guard?.kind === 'zeroes' && guard.zeroes, lowered], ['zeroes', 4, 0]);
      assert.deepEqual(await writtenBy(bridge), []);

      await bridge.control.tradegecko.changeStock({ sku: 'MUG-0', delta: 5 });
      assert.equal((await compare()).guard, null);
      assert.deepEqual((await writtenBy(bridge)).toSorted(), ['MUG-1=0', 'MUG-2=0', 'MUG-3=0', 'MUG-9=4']);
    }));

  it('goes on with what a person accepts, and with nothing that came after it', () =>
    withShop(async (bridge, compare) => {
      await empty(bridge, SKUS.slice(0, 4));
      const { guard } = await compare();
      assert.ok(guard);
      await empty(bridge, SKUS.slice(4));

      const beyond = await compare({ accept: { at: guard.at } });
      assert.equal(beyond.guard?.kind === 'zeroes' && beyond.guard.zeroes, 10, 'more is emptied than was accepted');
      const late = await compare({ accept: { at: guard.at } });
      assert.equal(late.guard?.kind, 'zeroes', 'an acceptance is of one finding');
      assert.deepEqual(await writtenBy(bridge), []);

      const accepted = await compare({ accept: { at: late.guard.at } });
      assert.deepEqual([accepted.guard, accepted.lowered], [null, 10]);
      await refill(bridge, 3);
      assert.equal((await compare({ accept: { at: late.guard.at } })).raised, 10);
      await empty(bridge, SKUS);
      assert.equal((await compare({ accept: { at: late.guard.at } })).guard?.kind, 'zeroes', 'it counts once');
    }));

  it('writes nothing where far fewer items are there than last time, until a person accepts that', () =>
    withShop(async (bridge, compare) => {
      for (const sku of SKUS.slice(0, 6)) await bridge.control.tradegecko.putVariant(sku, { status: 'archived' });
      await bridge.control.tradegecko.changeStock({ sku: 'MUG-9', delta: -1 });

      const { guard } = await compare();

      assert.deepEqual(guard?.kind === 'fewer-items' && [guard.items, guard.itemsBefore], [4, 10]);
      assert.equal((await compare()).guard?.kind, 'fewer-items', 'what was read is not what is expected from now on');
      assert.deepEqual(await writtenBy(bridge), []);
      const last = await compare();
      assert.ok(last.guard);
      const accepted = await compare({ accept: { at: last.guard.at } });
      assert.deepEqual([accepted.guard, accepted.lowered, accepted.problemsByReason], [null, 1, { 'no-item': 6 }]);
      assert.equal((await compare()).guard, null);
    }));

  it('is let through for what was accepted, not for as much again further on in a large catalogue', () =>
    withBridge(
      (bridge) =>
        withStockSchedule(bridge, { raiseAfterMs: 0 }, async (compare) => {
          const { houzz, tradegecko } = bridge.control;
          const unlisted = Array.from({ length: 500 }, (_, index) => `CUP-${index}`);
          for (const sku of unlisted) await tradegecko.putVariant(sku, {});
          const later = SKUS.map((sku) => `LATER-${sku}`);
          for (const sku of later) await tradegecko.putVariant(sku, { stock: { [PRIMARY_LOCATION_ID]: 5 } });
          for (const sku of later) await houzz.putListing(sku, { quantity: 5, status: 'Active' });
          assert.equal((await compare()).guard, null);
          await empty(bridge, [...SKUS, ...later]);
          const { guard } = await compare();
          assert.ok(guard);

          const accepted = await compare({ accept: { at: guard.at } });

          assert.deepEqual([guard.kind === 'zeroes' && guard.zeroes, accepted.lowered], [10, 10]);
          assert.ok(accepted.guard, 'the others ask for themselves');
          const whole = await compare({ accept: { at: accepted.guard.at } });
          assert.deepEqual([whole.guard, whole.lowered], [null, 10]);
        }),
      { stock: TEN_MUGS, quota: { limit: 10, windowMs: 1_000 }, tradegecko: 'quotaReserve: 2\n      slots: 1' },
    ));

  it('finds at the end of several shares that the list broke off', () =>
    withBridge(
      (bridge) =>
        withStockSchedule(bridge, { raiseAfterMs: 0 }, async (compare) => {
          const skus = Array.from({ length: 500 }, (_, index) => `CUP-${index}`);
          for (const sku of skus) await bridge.control.tradegecko.putVariant(sku, {});
          const whole = await compare();
          assert.equal(whole.items, 510);
          const body = JSON.stringify({ variants: [] });
          const fault = { service: 'tradegecko', operation: 'GET /variants', place: 'before', kind: 'status' } as const;
          await bridge.control.addFaults({ ...fault, status: 200, body, skip: 1, times: 1 });

          const broken = await compare();

          assert.deepEqual(
            broken.guard?.kind === 'fewer-items' && [broken.guard.items, broken.guard.itemsBefore],
            [250, 510],
          );
          assert.deepEqual(await writtenBy(bridge), []);
        }),
      { stock: TEN_MUGS, quota: { limit: 60, windowMs: 1_000 } },
    ));
});

/** A shop of ten mugs after its first comparison. */
function withShop(story: (bridge: Bridge, compare: CompareStock) => Promise<void>): Promise<void> {
  return withBridge(
    (bridge) =>
      withStockSchedule(bridge, { raiseAfterMs: 0 }, async (compare) => {
        const first: SyncInventoryResult = await compare();
        assert.deepEqual([first.compared, first.lowered, first.raised, first.guard], [10, 0, 0, null]);
        await story(bridge, compare);
      }),
    { stock: TEN_MUGS },
  );
}

async function empty(bridge: Bridge, skus: readonly string[]): Promise<void> {
  for (const sku of skus) await bridge.control.tradegecko.changeStock({ sku, delta: -5 });
}

async function refill(bridge: Bridge, delta: number): Promise<void> {
  for (const sku of SKUS) await bridge.control.tradegecko.changeStock({ sku, delta });
}
