import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lamp, withBridge } from '../support/bridge.js';
import { withShipmentSchedule } from '../support/shipment-schedule.js';

describe('the shipment sweep under its schedule', () => {
  it('goes on from the last run: a parcel told once is not told again, though its order still waits', () =>
    withBridge(async (bridge) => {
      const { id, salesOrder } = await bridge.deliver(
        lamp({ lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00' }] }),
      );
      const [line] = salesOrder.order_line_items;
      assert.ok(line);
      await bridge.control.tradegecko.shipOrder(salesOrder.id, {
        trackingCompany: 'UPS',
        trackingNumber: '1Z1',
        lines: [{ orderLineItemId: line.id, quantity: 1 }],
      });
      await withShipmentSchedule(bridge, {}, async (run) => {
        // The start command's own way, twice: a second start must not lose what the first run left.
        const first = await run();
        const second = await run();

        assert.deepEqual([first.signalled, second.signalled], [1, 0]);
        assert.equal(second.cursor, first.cursor);
        assert.equal(second.read, 1, 'the overlap reads it again');
        assert.equal((await bridge.status(id)).stage, 'awaiting-shipment');
      });
    }));
});

describe('the slow look at all open sales orders', () => {
  // A cursor that stands after every change, as if each had been missed; the slow look is due at each run but the first.
  const blind = () => ({ from: new Date(Date.now() + 3_600_000).toISOString(), overlapMs: 0, slowPaceMs: 0 });

  it('finds a shipment that the quick sweep was never shown', () =>
    withBridge(async (bridge) => {
      const { handle, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      await withShipmentSchedule(bridge, blind(), async (run) => {
        assert.equal((await run()).signalled, 0);
        assert.equal((await run()).signalled, 1);
        assert.equal((await handle.result()).outcome, 'completed');
      });
    }));

  it('stops an order whose sales order somebody voided', () =>
    withBridge(async (bridge) => {
      const { id, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.voidOrder(salesOrder.id);
      await withShipmentSchedule(bridge, blind(), async (run) => {
        await run();
        await run();
        await bridge.reaches(id, 'needs-attention');
        assert.equal((await bridge.status(id)).problem?.reason, 'voided-in-order-system');
      });
    }));

  it('tells nobody when nothing changed', () =>
    withBridge(async (bridge) => {
      await bridge.deliver();
      await withShipmentSchedule(bridge, blind(), async (run) => {
        assert.deepEqual([(await run()).signalled, (await run()).signalled], [0, 0]);
      });
    }));
});
