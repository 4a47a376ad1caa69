import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { withBridge } from '../support/bridge.js';

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
      withBridge(async (bridge) => {
        await bridge.control.addFaults({ service: 'tradegecko', operation: 'POST /orders', ...fault });
        await bridge.deliver();

        assert.equal((await bridge.effects('order.created')).length, 1);
        const operations = (await bridge.calls('tradegecko')).map(({ operation }) => operation);
        const firstPost = operations.indexOf('POST /orders');
        assert.equal(operations[firstPost + 1], 'GET /orders', `looked first: ${operations.join(', ')}`);
      }));
  }

  it('leaves one sales order when two answers in a row are lost', () =>
    withBridge(async (bridge) => {
      const fault = {
        service: 'tradegecko',
        operation: 'POST /orders',
        place: 'after',
        kind: 'cut',
        times: 2,
      } as const;
      await bridge.control.addFaults(fault);
      await bridge.deliver();
      assert.equal((await bridge.effects('order.created')).length, 1);
    }));
});

describe('an unclear answer to a report', () => {
  for (const place of ['before', 'after'] as const) {
    it(`ships the order once in Houzz when the connection is cut ${place} the effect`, () =>
      withBridge(async (bridge) => {
        const { handle, salesOrder } = await bridge.deliver();
        await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
        await bridge.control.addFaults({ service: 'houzz', operation: 'POST updateOrder Ship', place, kind: 'cut' });
        await bridge.pollShipments();

        assert.equal((await handle.result()).outcome, 'completed');
        assert.equal((await bridge.effects('order.shipped')).length, 1);
      }));
  }
});

describe('an unclear answer to a void', () => {
  it('leaves the sales order void once when the connection is cut after the effect', () =>
    withBridge(async (bridge) => {
      const { handle } = await bridge.deliver();
      const operation = 'POST /orders/:id/actions/void';
      await bridge.control.addFaults({ service: 'tradegecko', operation, place: 'after', kind: 'cut' });
      await handle.signal('cancelOrder', { reason: 'no', by: 'test' });
      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.equal((await bridge.effects('order.voided')).length, 1);
      assert.deepEqual(
        (await bridge.control.faults()).map(({ struck }) => struck),
        [1],
      );
    }));
});
