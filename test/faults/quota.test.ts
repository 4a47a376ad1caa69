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

/** Calls of each window that saw any, in order of time. */
function byWindow(calls: readonly LedgerCall[], windowMs: number): LedgerCall[][] {
  const windows = new Map<number, LedgerCall[]>();
  for (const call of calls) {
    const window = Math.floor(Date.parse(call.at) / windowMs);
    windows.set(window, [...(windows.get(window) ?? []), call]);
  }
  return [...windows.entries()].sort(([a], [b]) => a - b).map(([, list]) => list);
}

function assertNeverCrossed(calls: readonly LedgerCall[]): void {
  assert.equal(calls.filter(({ status }) => status === 429).length, 0, 'no call is refused');
  const lowest = Math.min(...calls.map(({ quotaRemaining }) => quotaRemaining ?? Number.NaN));
  assert.ok(lowest > 0, `the window was never emptied; the lowest was ${lowest}`);
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
    const limit = 100;
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

      const calls = await bridge.calls('tradegecko');
      assertNeverCrossed(calls);
      const full = byWindow(calls, windowMs).map((list) => list.length);
      assert.equal(Math.max(...full), limit - RESERVE, `calls by window: ${full.join(' ')}`);
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

      assertNeverCrossed(await bridge.calls('tradegecko'));
    } finally {
      await Promise.all(workers.map((worker) => worker.kill()));
      await bridge.close();
    }
  });
});
