import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withBridge } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';

describe('a message that a person typed by mistake', () => {
  it("does not stop an order, though it is a sweep's own", () =>
    withBridge(async (bridge) => {
      const { handle, salesOrder } = await bridge.deliver();
      await handle.signal('channelChanged');
      await handle.signal('shipmentsChanged', 'all of it');
      await handle.signal('retryNow', { please: true });

      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      await bridge.pollShipments();
      assert.equal((await handle.result()).outcome, 'completed');
      assert.equal((await bridge.effects('order.shipped')).length, 1);
    }));

  it('as a bare word is a decision all the same', () =>
    withBridge(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.packOrder(salesOrder.id);
      await handle.signal('cancelOrder', 'sold out');
      await bridge.reaches(id, 'cancel-unresolved');

      await handle.executeUpdate('resolveCancellation', { args: ['keep-and-ship'] });
      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.effects('order.voided')).length, 0);
    }));
});

describe('a sweep that fails', () => {
  for (const [status, problem, step] of [
    [401, /unauthorised/, /Renew the credentials/],
    [400, /refused/, /the next run does the same work/],
  ] as const) {
    it(`with ${status} says in its details why, and what to do`, () =>
      withBridge(async (bridge) => {
        const { client } = await testTemporal();
        const fault = { service: 'houzz', operation: 'GET getOrders', place: 'before', kind: 'status' } as const;
        await bridge.control.addFaults({ ...fault, status, times: 100 });

        await assert.rejects(bridge.pollOrders());

        const run = client.workflow.getHandle(`poll-orders/${bridge.id}-1`);
        const { currentDetails } = await run.query<{ currentDetails: string }>('__temporal_workflow_metadata');
        assert.match(currentDetails, problem);
        assert.match(currentDetails, step);
      }));
  }
});
