import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { lamp } from '../support/bridge.js';
import { until } from '../support/until.js';
import { ownTemporal, type OwnTemporal } from './support/own-temporal.js';
import { configOf, openShop, sweepOrders, type Shop } from './support/shop.js';
import { withWorker } from '../support/spawned-worker.js';

describe('a worker whose Temporal is not there', function () {
  this.timeout(150_000);
  let folder: string;
  let shop: Shop;
  let temporal: OwnTemporal;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-gone-'));
    shop = await openShop();
    temporal = await ownTemporal();
    const config = join(folder, 'orderbridge.yaml');
    writeFileSync(config, configOf(shop.yaml()));
    env = { ORDERBRIDGE_CONFIG: config, TEMPORAL_ADDRESS: temporal.address };
  });

  afterEach(async () => {
    await temporal.close();
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('waits for it at the start, and goes on by itself after it was killed and came back', () =>
    withWorker(env, async (worker) => {
      await worker.says('does not answer at');
      assert.equal((await worker.health()).report.status, 'starting');
      await temporal.start();
      await worker.says('Working for');
      assert.equal((await worker.health()).status, 200);

      await temporal.kill();
      await worker.says('does not answer any more');
      const { status, report } = await worker.health();
      await shop.control.houzz.placeOrders(lamp());
      await temporal.start();
      await temporal.use((client) => sweepOrders(client, shop.id));
      await until('the order is delivered', async () => (await shop.delivered()) === 1, 60_000);

      assert.equal(status, 503);
      assert.deepEqual([report.status, report.temporal?.isReachable], ['unwell', false]);
      await worker.says('Temporal answers again, after');
      worker.signal('SIGTERM');
      assert.equal(await worker.ends(), 0, worker.said());
    }));

  it('gives up within its bound, and says what to do', () =>
    withWorker({ ...env, ORDERBRIDGE_TEMPORAL_WAIT: '0s' }, async (worker) => {
      assert.equal(await worker.ends(), 3, worker.said());
      assert.match(worker.said(), /No Temporal service answers at .*correct TEMPORAL_ADDRESS or the profile/);
    }));

  it('ends in order although it is gone', () =>
    withWorker({ ...env, ORDERBRIDGE_DRAIN: '10s' }, async (worker) => {
      await temporal.start();
      await worker.says('Working for');
      await temporal.kill();
      await worker.says('does not answer any more');

      worker.signal('SIGTERM');

      assert.equal(await worker.ends(20_000), 0, worker.said());
      assert.match(worker.said(), /Stopped\./);
      assert.doesNotMatch(worker.said(), /"level":"(error|fatal)"/);
    }));
});
