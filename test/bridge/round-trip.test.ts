import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cancelOrderSignal } from '../../src/messages/order-messages.js';
import { lamp, withBridge } from '../support/bridge.js';
import { until } from '../support/until.js';

describe('the round trip of an order', () => {
  it('takes one TradeGecko call to deliver with a warm catalogue and one Houzz call to report', () =>
    withBridge(async (bridge) => {
      await bridge.syncInventory();
      const [id] = await bridge.place(lamp());
      assert.ok(id);
      const callsBefore = (await bridge.calls('tradegecko')).length;
      assert.equal((await bridge.pollOrders()).started, 1);
      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.calls('tradegecko')).length - callsBefore, 1);

      const [salesOrder] = await bridge.control.tradegecko.orders();
      assert.ok(salesOrder);
      assert.deepEqual([salesOrder.reference_number, salesOrder.status], [id, 'finalized']);
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      const houzzBefore = (await bridge.calls('houzz')).length;
      assert.equal((await bridge.pollShipments()).signalled, 1);
      assert.equal((await (await bridge.order(id)).result()).outcome, 'completed');
      assert.equal((await bridge.calls('houzz')).length - houzzBefore, 1);
      assert.equal((await bridge.control.houzz.order(id)).ship?.trackingNumber, '1Z1');
    }));

  it('asks for unknown SKUs in one call when the catalogue is cold', () =>
    withBridge(
      async (bridge) => {
        const [id] = await bridge.place(
          lamp({
            lines: [
              { sku: 'LAMP-1', quantity: 1, price: '25.00' },
              { sku: 'MUG-1', quantity: 2, price: '5.00' },
            ],
          }),
        );
        assert.ok(id);
        await bridge.pollOrders();
        await bridge.reaches(id, 'awaiting-shipment');
        assert.equal((await bridge.calls('tradegecko')).length, 2);
      },
      { stock: { 'LAMP-1': 10, 'MUG-1': 10 } },
    ));

  it('sends all tracking numbers of two parcels in one report', () =>
    withBridge(async (bridge) => {
      const { id, salesOrder } = await bridge.deliver(
        lamp({ lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00' }] }),
      );
      const line = salesOrder.order_line_items[0];
      assert.ok(line);
      const first = {
        trackingCompany: 'UPS',
        trackingNumber: '1Z1',
        lines: [{ orderLineItemId: line.id, quantity: 1 }],
      };
      await bridge.control.tradegecko.shipOrder(salesOrder.id, first);
      assert.equal((await bridge.pollShipments()).signalled, 1);
      assert.equal((await bridge.status(id)).stage, 'awaiting-shipment');
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z2' });
      await bridge.pollShipments();
      await (await bridge.order(id)).result();
      const { ship } = await bridge.control.houzz.order(id);
      assert.deepEqual(ship?.trackingNumber.split(/,\s*/).sort(), ['1Z1', '1Z2']);
      assert.equal((await bridge.effects('order.shipped')).length, 1);
    }));
});

describe('a sweep over nothing new', () => {
  it('starts nothing and tells nobody', () =>
    withBridge(async (bridge) => {
      const ids = await bridge.place(lamp(), lamp(), lamp());
      assert.equal((await bridge.pollOrders()).started, 3);
      for (const id of ids) await bridge.reaches(id, 'awaiting-shipment');

      const again = await bridge.pollOrders();
      assert.deepEqual([again.importable, again.started, again.told, again.openInChannel], [3, 0, 0, 0]);
      assert.equal((await bridge.pollShipments()).signalled, 0);
    }));

  it('does not list an order as open in Houzz that ended here while Houzz was being read', () =>
    withBridge(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver();
      // The first page holds the order as it still was; the second one, which is empty, takes its time.
      const slow = { service: 'houzz', operation: 'GET getOrders', place: 'answer', kind: 'slow' } as const;
      await bridge.control.addFaults({ ...slow, delayMs: 1_500, skip: 1 });
      const sweep = bridge.pollOrders();
      await until('the second page is asked for', async () => (await bridge.control.faults())[0]?.struck === 1);
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      await bridge.pollShipments();
      await handle.result();

      assert.deepEqual((await sweep).openInChannelIds, []);
      assert.equal((await bridge.control.houzz.order(id)).status, 'Shipped');
    }));

  it('reads an empty shop', () =>
    withBridge(async (bridge) => {
      const result = await bridge.pollOrders();
      assert.deepEqual([result.importable, result.started], [0, 0]);
    }));
});

describe('a cancel', () => {
  it('by the buyer in Houzz voids the sales order', () =>
    withBridge(async (bridge) => {
      const { id } = await bridge.deliver();
      await bridge.control.houzz.cancelOrder(id);
      assert.equal((await bridge.pollOrders()).told, 1);
      const result = await (await bridge.order(id)).result();
      assert.deepEqual([result.outcome, result.cancelledBy], ['cancelled', 'channel']);
      assert.equal((await bridge.control.tradegecko.orders())[0]?.status, 'void');
    }));

  it('by an operator with a code cancels in Houzz too', () =>
    withBridge(async (bridge) => {
      const { id, handle } = await bridge.deliver();
      await handle.signal(cancelOrderSignal, { reason: 'sold out', by: 'ann', houzzCancelCode: '1' });
      await handle.result();
      assert.equal((await bridge.control.tradegecko.orders())[0]?.status, 'void');
      assert.equal((await bridge.control.houzz.order(id)).status, 'Canceled');
    }));

  it('without a code leaves the order open in Houzz, and the sweep lists it', () =>
    withBridge(async (bridge) => {
      const { id, handle } = await bridge.deliver();
      await handle.signal(cancelOrderSignal, { reason: 'sold out', by: 'ann' });
      await handle.result();
      const sweep = await bridge.pollOrders();
      assert.deepEqual([sweep.started, sweep.openInChannelIds], [0, [id]]);
    }));

  it('of a packed order stands before a person', () =>
    withBridge(async (bridge) => {
      const { id, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.packOrder(salesOrder.id);
      await bridge.control.houzz.cancelOrder(id);
      await bridge.pollOrders();
      await bridge.reaches(id, 'cancel-unresolved');
      assert.equal((await bridge.control.tradegecko.order(salesOrder.id)).status, 'finalized');
    }));

  it('of a held order makes no call to TradeGecko at all', () =>
    withBridge(
      async (bridge) => {
        const id = await bridge.sweepIn();
        await bridge.reaches(id, 'held');
        const handle = await bridge.order(id);
        await handle.signal(cancelOrderSignal, { reason: 'no', by: 'ann' });
        assert.equal((await handle.result()).outcome, 'cancelled');
        assert.deepEqual(await bridge.calls('tradegecko'), []);
      },
      { yaml: '    orders: { hold: true }' },
    ));

  it('while the POST is under way waits for its answer, then voids what it made', () =>
    withBridge(async (bridge) => {
      const operation = 'POST /orders';
      const fault = { service: 'tradegecko', operation, place: 'answer', kind: 'slow', delayMs: 1_000 } as const;
      await bridge.control.addFaults(fault);
      const id = await bridge.sweepIn();
      await until('the sales order stands', async () => (await bridge.effects('order.created')).length === 1);
      const handle = await bridge.order(id);
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'ann' });

      assert.equal((await handle.result()).outcome, 'cancelled');
      const operations = (await bridge.calls('tradegecko')).map((call) => call.operation);
      const posts = operations.filter((one) => one === operation);
      assert.deepEqual([posts.length, operations.at(-1)], [1, 'GET /orders/:id'], operations.join(', '));
      assert.equal((await bridge.control.tradegecko.orders())[0]?.status, 'void');
    }));

  it('after the shipment was reported changes nothing', () =>
    withBridge(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver();
      await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
      await bridge.pollShipments();
      await handle.result();
      await assert.rejects(handle.signal(cancelOrderSignal, { reason: 'too late', by: 'ann' }));
      assert.equal((await bridge.control.houzz.order(id)).status, 'Shipped');
      assert.equal((await bridge.control.tradegecko.order(salesOrder.id)).status, 'fulfilled');
    }));
});

describe('stock', () => {
  it('that differs is written, and only that', () =>
    withBridge(
      async (bridge) => {
        const quiet = await bridge.syncInventory();
        assert.deepEqual([quiet.listings, quiet.lowered, quiet.raised], [2, 0, 0]);
        await bridge.control.tradegecko.changeStock({ sku: 'MUG-1', delta: -4 });
        const lowered = await bridge.syncInventory();
        assert.deepEqual([lowered.lowered, lowered.raised], [1, 0]);
        await bridge.control.tradegecko.changeStock({ sku: 'MUG-1', delta: 7 });
        const raised = await bridge.syncInventory();
        assert.deepEqual([raised.lowered, raised.raised], [0, 1]);
        const listing = (await bridge.control.houzz.listings()).find(({ sku }) => sku === 'MUG-1');
        assert.equal(listing?.quantity, 13);
        assert.equal(
          (await bridge.effects('stock.set')).filter(({ by, service }) => by === 'call' && service === 'houzz').length,
          2,
        );
      },
      { stock: { 'LAMP-1': 10, 'MUG-1': 10 } },
    ));

  it('is raised only after it stood for the configured time', () =>
    withBridge(
      async (bridge) => {
        await bridge.control.tradegecko.changeStock({ sku: 'MUG-1', delta: 5 });
        const waiting = await bridge.syncInventory({ raiseAfterMs: 3_600_000 });
        assert.deepEqual([waiting.raised, waiting.waiting], [0, 1]);
      },
      { stock: { 'MUG-1': 10 } },
    ));

  it('counts an order that is imported but not yet delivered', () =>
    withBridge(
      async (bridge) => {
        // The order's SKU is known in Houzz only, so it is held up; its stock is promised all the same.
        const [id] = await bridge.place(
          lamp({
            lines: [
              { sku: 'MUG-1', quantity: 3, price: '5.00' },
              { sku: 'NOT-YET', quantity: 1, price: '5.00' },
            ],
          }),
        );
        assert.ok(id);
        await bridge.pollOrders();
        await bridge.reaches(id, 'needs-attention');
        assert.equal((await bridge.status(id)).problem?.reason, 'unknown-sku');
        await bridge.syncInventory();
        assert.equal((await bridge.control.houzz.listings()).find(({ sku }) => sku === 'MUG-1')?.quantity, 7);
      },
      { stock: { 'MUG-1': 10 }, switches: { 'houzz.placement-decrements': 'no' } },
    ));
});
