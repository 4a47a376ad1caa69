import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { lamp } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { configOf, openShop, sweepOrders, type Shop } from './support/shop.js';
import { spawnWorker, type SpawnedWorker } from '../support/spawned-worker.js';

const OTHERS = 98;
/** The order sweep and the delivery of one order, and a reserve of 15 that a quota of 10 never exceeds. */
const SPENT_QUOTA = { limit: 10, windowMs: 300_000 };
const LIMIT_MS = 90_000;

describe('a hundred connections in one worker', function () {
  this.timeout(180_000);
  let folder: string;
  let hanging: Shop;
  let spent: Shop;
  let others: readonly Shop[];
  let worker: SpawnedWorker;

  before(async () => {
    const { address, namespace } = await testTemporal();
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-hundred-'));
    [hanging, spent] = await Promise.all([openShop({ timeout: '2m' }), openShop({ quota: SPENT_QUOTA })]);
    others = await Promise.all(Array.from({ length: OTHERS }, () => openShop()));
    const config = join(folder, 'orderbridge.yaml');
    writeFileSync(config, configOf(...[hanging, spent, ...others].map((shop) => shop.yaml())));
    worker = spawnWorker({
      ORDERBRIDGE_CONFIG: config,
      ORDERBRIDGE_DRAIN: '10s',
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
    });
    await worker.says('Working for');
  });

  after(async () => {
    await worker.kill();
    await Promise.all([hanging, spent, ...others].map((shop) => shop.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  it('do not feel one whose service hangs and one whose quota is spent', async () => {
    const { client } = await testTemporal();
    await hanging.control.addFaults({ service: 'houzz', place: 'silence', applied: false, times: 1_000 });
    // More work than the hanging one has slots, and than the other has quota: both have a queue that stands.
    for (let turn = 0; turn < 6; turn += 1) await sweepOrders(client, hanging.id);
    await spent.control.houzz.placeOrders(...Array.from({ length: 5 }, (_, nth) => lampTo(nth)));
    await sweepOrders(client, spent.id);

    await Promise.all(
      others.map(async (shop, nth) => {
        await shop.control.houzz.placeOrders(lampTo(nth));
        await sweepOrders(client, shop.id);
      }),
    );
    // One after the other, because to ask a hundred shops at once would be what keeps them from their work.
    for (const shop of others) {
      await until(`the order of ${shop.id} is delivered`, async () => (await shop.delivered()) === 1, LIMIT_MS);
    }

    const { status, report } = await worker.health();
    const ofHanging = report.connections.find(({ id }) => id === hanging.id);
    const ofSpent = report.connections.find(({ id }) => id === spent.id);
    assert.equal(status, 200, JSON.stringify(report.problems));
    assert.deepEqual([ofHanging?.underWay, ofHanging?.lastSweeps.orders], [4, null]);
    assert.ok((await spent.delivered()) < 5, 'its quota let everything through');
    assert.ok((ofSpent?.slots.waiting ?? 0) > 0, JSON.stringify(ofSpent));
    assert.ok(report.connections.every(({ standing }) => standing === 'working'));
  });

  it('end together within the bound, although one hangs', async () => {
    worker.signal('SIGTERM');

    assert.equal(await worker.ends(30_000), 0, worker.said());
  });
});

/** Each to a house of its own: two of one buyer in the same second would look like parts of one order. */
const lampTo = (house: number): ReturnType<typeof lamp> =>
  lamp({
    address: { address1: `${house} Sample Way`, city: 'Testville', state: 'CA', zip: '90000', phone: '5550100' },
  });
