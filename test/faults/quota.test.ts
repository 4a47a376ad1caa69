import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LedgerCall } from '../../src/sandbox/ledger.js';
import { lamp, openBridge, type Bridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.js';

const RESERVE = 15;

async function delivered(bridge: Bridge): Promise<number> {
  return (await bridge.effects('order.created')).length;
}

/** The fewest calls that any window had left, after checking that none was refused. */
function fewestLeft(calls: readonly LedgerCall[]): number {
  assert.equal(calls.filter(({ status }) => status === 429).length, 0, 'no call is refused');
  return Math.min(...calls.map(({ quotaRemaining }) => quotaRemaining ?? Number.NaN));
}

/** Tries of activities beyond the first, over all orders of the bridge. */
async function retriesOf(bridge: Bridge, ids: readonly Parameters<Bridge['order']>[0][]): Promise<number> {
  let retries = 0;
  for (const id of ids) {
    const { events } = await (await bridge.order(id)).fetchHistory();
    for (const { activityTaskStartedEventAttributes: started } of events ?? []) retries += (started?.attempt ?? 1) - 1;
  }
  return retries;
}

describe('the quota of an account', () => {
  it('is used up and never crossed by 1,000 orders, sweeps and a stock walk', async function () {
    this.timeout(240_000);
    const windowMs = 5_000;
    // Low enough that a busy machine uses it up as well.
    const limit = 70;
    const bridge = await openBridge({ quota: { limit, windowMs } });
    try {
      const orders = Array.from({ length: 1_000 }, () => lamp());
      const ids = await bridge.place(...orders);
      await bridge.syncInventory();
      assert.equal((await bridge.pollOrders()).started, 1_000);
      const seen = { sweeps: 0 };
      await until(
        'all are delivered',
        async () => {
          await Promise.all([bridge.pollShipments(), bridge.syncInventory()]);
          seen.sweeps += 1;
          return (await delivered(bridge)) === 1_000;
        },
        200_000,
      );

      const left = fewestLeft(await bridge.calls('tradegecko'));
      assert.ok(left <= RESERVE, `a window is used up to its reserve; ${left} were left`);
      // The last slot is given while more than the reserve is left, and may make its three calls then.
      assert.ok(left > RESERVE - 3, `the reserve stands but for the last slot's calls; ${left} were left`);
      assert.equal(await retriesOf(bridge, ids.slice(0, 100)), 0, 'tasks wait without attempts');
      assert.ok(seen.sweeps > 0);
    } finally {
      await bridge.close();
    }
  });

  it('is never crossed by two worker processes, one of them restarted in an empty window', async function () {
    this.timeout(180_000);
    const bridge = await openBridge({ works: false, quota: { limit: 60, windowMs: 5_000 } });
    const workers: WorkerProcess[] = [];
    try {
      workers.push(...(await Promise.all([startWorkerProcess(bridge), startWorkerProcess(bridge)])));
      await bridge.place(...Array.from({ length: 100 }, () => lamp()));
      assert.equal((await bridge.pollOrders()).started, 100);
      await until('a window is used up', async () => {
        const last = (await bridge.calls('tradegecko')).at(-1)?.quotaRemaining;
        return last !== undefined && last <= RESERVE;
      });
      await workers.shift()?.kill();
      workers.push(await startWorkerProcess(bridge));
      await until('all are delivered', async () => (await delivered(bridge)) === 100, 90_000);

      assert.ok(fewestLeft(await bridge.calls('tradegecko')) > 0, 'no window was emptied');
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()));
      await bridge.close();
    }
  });
});
