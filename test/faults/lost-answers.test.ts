import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lamp, openBridge, type Bridge } from '../support/bridge.js';

async function withOpenOrder(story: (bridge: Bridge) => Promise<void>): Promise<void> {
  const bridge = await openBridge();
  try {
    await story(bridge);
  } finally {
    await bridge.close();
  }
}

/** Faults that strike `POST /orders`, each with the number of sales orders it leaves behind: always one. */
const DELIVERY_FAULTS = [
  ['the connection is cut before the effect', { place: 'before', kind: 'cut' }],
  ['the connection is cut after the effect', { place: 'after', kind: 'cut' }],
  ['half of the answer comes', { place: 'answer', kind: 'half' }],
  ['the answer is no JSON', { place: 'answer', kind: 'garbage' }],
  ['a 500 comes before the effect', { place: 'before', kind: 'status', status: 500 }],
  ['a 503 comes after the effect', { place: 'after', kind: 'status', status: 503 }],
  ['no answer ever comes, without the effect', { place: 'silence', kind: 'cut', applied: false }],
  ['no answer ever comes, with the effect', { place: 'silence', kind: 'cut', applied: true }],
] as const;

describe('an unclear answer to a delivery', () => {
  for (const [what, fault] of DELIVERY_FAULTS) {
    it(`leaves one sales order when ${what}`, () =>
      withOpenOrder(async (bridge) => {
        await bridge.control.addFaults({ service: 'tradegecko', operation: 'POST /orders', ...fault });
        const [id] = await bridge.place(lamp());
        assert.ok(id);
        await bridge.pollOrders();
        await bridge.reaches(id, 'awaiting-shipment');

        assert.equal((await bridge.effects('order.created')).length, 1);
        const operations = (await bridge.calls('tradegecko')).map(({ operation }) => operation);
        const firstPost = operations.indexOf('POST /orders');
        assert.equal(operations[firstPost + 1], 'GET /orders', `looked first: ${operations.join(', ')}`);
      }));
  }

  it('leaves one sales order when two answers in a row are lost', () =>
    withOpenOrder(async (bridge) => {
      const fault = {
        service: 'tradegecko',
        operation: 'POST /orders',
        place: 'after',
        kind: 'cut',
        times: 2,
      } as const;
      await bridge.control.addFaults(fault);
      const [id] = await bridge.place(lamp());
      assert.ok(id);
      await bridge.pollOrders();
      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.effects('order.created')).length, 1);
    }));
});

describe('an unclear answer to a report', () => {
  for (const place of ['before', 'after'] as const) {
    it(`ships the order once in Houzz when the connection is cut ${place} the effect`, () =>
      withOpenOrder(async (bridge) => {
        const [id] = await bridge.place(lamp());
        assert.ok(id);
        await bridge.pollOrders();
        await bridge.reaches(id, 'awaiting-shipment');
        const [salesOrder] = await bridge.control.tradegecko.orders();
        assert.ok(salesOrder);
        await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
        await bridge.control.addFaults({ service: 'houzz', operation: 'POST updateOrder Ship', place, kind: 'cut' });
        await bridge.pollShipments();

        assert.equal((await (await bridge.order(id)).result()).outcome, 'completed');
        assert.equal((await bridge.effects('order.shipped')).length, 1);
      }));
  }
});

describe('an unclear answer to a void', () => {
  it('leaves the sales order void once when the connection is cut after the effect', () =>
    withOpenOrder(async (bridge) => {
      const [id] = await bridge.place(lamp());
      assert.ok(id);
      await bridge.pollOrders();
      await bridge.reaches(id, 'awaiting-shipment');
      const operation = 'POST /orders/:id/actions/void';
      await bridge.control.addFaults({ service: 'tradegecko', operation, place: 'after', kind: 'cut' });
      await (await bridge.order(id)).signal('cancelOrder', { reason: 'no', by: 'test' });
      assert.equal((await (await bridge.order(id)).result()).outcome, 'cancelled');
      assert.equal((await bridge.effects('order.voided')).length, 1);
      assert.deepEqual(
        (await bridge.control.faults()).map(({ struck }) => struck),
        [1],
      );
    }));
});
