import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SandboxOptions } from '../../src/sandbox/sandbox.js';
import { drawOrder } from '../../src/sandbox/seed/orders.js';
import { openFolderForEach, withSandbox, type OpenSandbox } from './open-sandbox.js';

const PLANTED = { plant: { orders: 40, skus: 25 }, startAt: '2026-11-20T10:00:00Z', seed: 7 } as const;

async function worldOf({ control }: OpenSandbox) {
  return {
    orders: await control.houzz.orders(),
    listings: await control.houzz.listings(),
    salesOrders: await control.tradegecko.orders(),
    variants: await control.tradegecko.variants(),
  };
}

const plant = (options: Partial<SandboxOptions>) => withSandbox({ ...PLANTED, ...options }, worldOf);

describe('a seeded world', () => {
  const folder = openFolderForEach();

  it('holds what was asked for, with orders in every state, coupons and orders of two lines', async () => {
    const world = await plant({});

    assert.deepEqual([world.orders.length, world.variants.length], [40, 25]);
    assert.deepEqual([...new Set(world.orders.map(({ status }) => status))].sort(), [
      'Canceled',
      'Charged',
      'FailedToCharge',
      'Placed',
      'Processing',
      'Shipped',
    ]);
    assert.ok(world.orders.some(({ coupon }) => coupon !== null));
    assert.ok(world.orders.some(({ lines }) => lines.length === 2));
    assert.ok(world.orders.every(({ status, ship }) => (status === 'Shipped') === (ship !== null)));
    assert.ok(world.listings.length > 0 && world.listings.length <= 25);
  });

  it('tells the same shipments on both sides', async () => {
    const world = await plant({});

    const tracked = (numbers: readonly (string | null | undefined)[]) =>
      numbers.filter((text) => typeof text === 'string').sort();
    const inChannel = tracked(world.orders.map(({ ship }) => ship?.trackingNumber));
    const parcels = world.salesOrders.flatMap(({ fulfillments }) => fulfillments);
    assert.ok(inChannel.length > 0);
    assert.deepEqual(tracked(parcels.map((parcel) => parcel.tracking_number)), inChannel);
  });

  it('is the same to the last id for the same seed and time, and another for another seed', async () => {
    const first = await plant({});
    const second = await plant({});
    const third = await plant({ seed: 8 });

    assert.deepEqual(first, second);
    assert.notDeepEqual(first.orders, third.orders);
  });

  it('was there before anyone looked: the ledger is empty and the quota untouched', async () => {
    await withSandbox(PLANTED, async ({ sandbox, control }) => {
      const headers = { authorization: 'Bearer demo-token-not-a-secret' };
      const answer = await fetch(`${sandbox.tradegeckoUrl}/variants`, { headers });

      assert.equal(answer.headers.get('x-rate-limit-remaining'), '299');
      assert.deepEqual(
        (await control.ledger()).map(({ kind }) => kind),
        ['call'],
      );
    });
  });

  it('lies in the past of the time that was told', async () => {
    const { orders } = await plant({});

    const ages = orders.map(({ createdAt }) => Date.parse('2026-11-20T10:00:00Z') - Date.parse(createdAt));
    assert.ok(Math.min(...ages) > 0 && Math.max(...ages) < 130 * 86_400_000);
  });

  it('fills a fresh folder only, and leaves another as it is', async () => {
    const stateDir = folder.path;
    const kept: string[] = [];
    const onKept = (): void => {
      kept.push('kept');
    };
    const first = await plant({ stateDir });

    const second = await plant({ stateDir, plant: { orders: 400, skus: 250, onKept } });

    assert.deepEqual([second, kept], [first, ['kept']]);
  });

  it('is refused where it was left half full', async () => {
    const stateDir = folder.path;
    const onProgress = (): void => {
      throw new Error('Ended.');
    };
    await assert.rejects(plant({ stateDir, plant: { orders: 0, skus: 501, onProgress } }), /Ended/);

    await assert.rejects(plant({ stateDir }), /left in the middle of being filled/);
  });

  it('is made for a vendor, too', async () => {
    const houzz = { token: 't', userName: 'u', appName: 'a', accountType: 'vendor' } as const;

    const { orders } = await plant({ houzz });

    assert.equal(orders.length, 40);
  });

  it('draws an order that does not depend on how many others there are', () => {
    assert.deepEqual(drawOrder({ seed: 1, skus: 9 }, 12), drawOrder({ seed: 1, skus: 9 }, 12));
    assert.notDeepEqual(drawOrder({ seed: 1, skus: 9 }, 12).order, drawOrder({ seed: 1, skus: 9 }, 13).order);
  });
});
