import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cancelOrderSignal } from '../../src/messages/order-messages.js';
import { assertMadeOnce, isLive, onPost, placeOld, salesOrdersOf } from '../delivery/world.js';
import { lamp, openBridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';

describe('a worker killed amid its calls', () => {
  it('leaves one sales order for each order, and none for the one that was being cancelled', async function () {
    this.timeout(120_000);
    const bridge = await openBridge({ works: false });
    const first = await startWorkerProcess(bridge);
    let second: Awaited<ReturnType<typeof startWorkerProcess>> | undefined;
    try {
      // Killed before the effect, after it, and while looking; all four calls are under way at that moment.
      await bridge.control.addFaults(
        onPost({ place: 'silence', applied: true }),
        onPost({ place: 'silence', applied: false }),
        onPost({ place: 'silence', applied: true }),
        { service: 'tradegecko', operation: 'GET /orders', place: 'silence', applied: false },
      );
      const old = await placeOld(bridge);
      const [cancelled, ...others] = await bridge.place(lamp(), lamp(), lamp());
      assert.ok(cancelled);
      await bridge.pollOrders();
      await until('all four calls hang', async () =>
        (await bridge.control.faults()).every(({ struck }) => struck === 1),
      );
      await (await bridge.order(cancelled)).signal(cancelOrderSignal, { reason: 'no', by: 'test' });
      await until('the cancel is heard', async () => (await bridge.status(cancelled)).cancel !== null);
      await first.kill();
      second = await startWorkerProcess(bridge);
      for (const id of [old, ...others]) await bridge.reaches(id, 'awaiting-shipment', 60_000);

      assert.equal((await (await bridge.order(cancelled)).result()).outcome, 'cancelled');
      assert.deepEqual((await salesOrdersOf(bridge, cancelled)).filter(isLive), []);
      for (const id of [old, ...others]) await assertMadeOnce(bridge, id);
      assert.equal(await second.stop(), 0);
    } finally {
      await first.kill();
      await second?.kill();
      await bridge.close();
    }
  });
});
