import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lamp, openBridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { startWorkerProcess } from '../support/worker-process.js';

describe('a worker killed between the effect and the answer', () => {
  it('leaves one sales order: the next worker looks first', async function () {
    this.timeout(60_000);
    const bridge = await openBridge({ works: false });
    const first = await startWorkerProcess(bridge);
    let second: Awaited<ReturnType<typeof startWorkerProcess>> | undefined;
    try {
      const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'silence', kind: 'cut' } as const;
      await bridge.control.addFaults({ ...fault, applied: true });
      const [id] = await bridge.place(lamp());
      assert.ok(id);
      await bridge.pollOrders();
      await until('the sales order stands', async () => (await bridge.effects('order.created')).length === 1);
      await first.kill();
      second = await startWorkerProcess(bridge);
      await bridge.reaches(id, 'awaiting-shipment', 30_000);

      assert.equal((await bridge.effects('order.created')).length, 1);
      const operations = (await bridge.calls('tradegecko')).map(({ operation }) => operation);
      assert.equal(operations.filter((operation) => operation === 'POST /orders').length, 1);
      assert.equal(await second.stop(), 0);
    } finally {
      await first.kill();
      await second?.kill();
      await bridge.close();
    }
  });
});
