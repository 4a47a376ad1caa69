import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Fault } from '../../src/sandbox/faults/faults.js';
import { lamp } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { configOf, openShop, sweepOrders, type Shop } from './support/shop.js';
import { withWorker, type SpawnedWorker } from '../support/spawned-worker.js';

const POST = { service: 'tradegecko', operation: 'POST /orders' } as const;

describe('a worker that is told to end while a call is under way', function () {
  this.timeout(120_000);
  let folder: string;
  let shop: Shop;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    const { address, namespace } = await testTemporal();
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-drain-'));
    shop = await openShop();
    const config = join(folder, 'orderbridge.yaml');
    writeFileSync(config, configOf(shop.yaml()));
    env = { ORDERBRIDGE_CONFIG: config, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  });

  afterEach(async () => {
    await shop.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function withCallUnderWay(
    fault: Fault,
    more: Readonly<Record<string, string>>,
    story: (worker: SpawnedWorker) => Promise<void>,
  ): Promise<void> {
    await withWorker({ ...env, ...more }, async (worker) => {
      const { client } = await testTemporal();
      await worker.says('Working for');
      await shop.control.addFaults(fault);
      await shop.control.houzz.placeOrders(lamp());
      await sweepOrders(client, shop.id);
      await until('the call is under way', async () => (await shop.control.faults())[0]?.struck === 1, 60_000);
      await story(worker);
    });
  }

  const posts = async (): Promise<number> =>
    (await shop.control.ledger()).filter(
      ({ kind, ...entry }) => kind === 'call' && 'operation' in entry && entry.operation === POST.operation,
    ).length;

  it('lets the call finish, makes no other, and ends with 0', () =>
    withCallUnderWay({ ...POST, place: 'answer', kind: 'slow', delayMs: 4_000 }, {}, async (worker) => {
      worker.signal('SIGTERM');

      await worker.says('finishing what is under way, at most 45s');
      assert.equal((await worker.health()).report.status, 'draining');
      assert.equal(await worker.ends(), 0, worker.said());
      assert.deepEqual([await shop.delivered(), await posts()], [1, 1]);
      assert.match(worker.said(), /Stopped\./);
    }));

  it('calls off, within its bound, a call that does not finish', () =>
    withCallUnderWay({ ...POST, place: 'silence', applied: false }, { ORDERBRIDGE_DRAIN: '5s' }, async (worker) => {
      worker.signal('SIGTERM');

      assert.equal(await worker.ends(20_000), 0, worker.said());
      assert.doesNotMatch(worker.said(), /"level":"(error|fatal)"/);
    }));

  it('ends at once at the second signal, and says what becomes of the call', () =>
    withCallUnderWay({ ...POST, place: 'silence', applied: false }, {}, async (worker) => {
      worker.signal('SIGTERM');
      await worker.says('finishing what is under way');

      worker.signal('SIGTERM');

      assert.equal(await worker.ends(5_000), 130, worker.said());
      assert.match(worker.said(), /ended at once\. What was under way is tried again by the next worker\./);
    }));
});
