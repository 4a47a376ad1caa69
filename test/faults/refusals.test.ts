import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retryNowSignal } from '../../src/messages/order-messages.js';
import { withBridge } from '../support/bridge.js';
import { until } from '../support/until.js';

describe('credentials that are refused', () => {
  for (const status of [401, 403] as const) {
    it(`stop an order before a person when TradeGecko answers ${status}, until they are renewed`, () =>
      withBridge(async (bridge) => {
        const operation = 'POST /orders';
        await bridge.control.addFaults({ service: 'tradegecko', operation, place: 'before', kind: 'status', status });
        const id = await bridge.sweepIn();
        await bridge.reaches(id, 'needs-attention');
        const { problem, nextStep } = await bridge.status(id);
        assert.equal(problem?.reason, 'unauthorised');
        assert.match(nextStep, /Renew the credentials/);

        await (await bridge.order(id)).signal(retryNowSignal);
        await bridge.reaches(id, 'awaiting-shipment');
        assert.equal((await bridge.effects('order.created')).length, 1);
      }));
  }

  it('fail the sweep of Houzz with the reason, and start nothing', () =>
    withBridge(async (bridge) => {
      await bridge.place({ lines: [{ sku: 'LAMP-1', quantity: 1, price: '25.00' }] });
      const fault = { service: 'houzz', operation: 'GET getOrders', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 401 });

      const failure = await bridge.pollOrders().then(
        () => undefined,
        (error: unknown) => error,
      );
      const reasons: string[] = [];
      for (let error = failure; error instanceof Error; error = error.cause) reasons.push(error.message);
      assert.ok(reasons.join('\n').includes('(unauthorised)'), reasons.join('\n'));
      assert.equal((await bridge.pollOrders()).started, 1);
    }));
});

describe('a refusal by TradeGecko', () => {
  it('stops the order with the words of the service, and a person lets it go on under another key', () =>
    withBridge(async (bridge) => {
      const body = JSON.stringify({ errors: { issued_at: ["can't be blank"] } });
      const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 422, body });
      const id = await bridge.sweepIn();
      await bridge.reaches(id, 'needs-attention');
      const { problem } = await bridge.status(id);
      assert.equal(problem?.reason, 'refused-by-order-system');
      assert.match(problem.what, /issued_at/);

      await (await bridge.order(id)).signal(retryNowSignal);
      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.effects('order.created')).length, 1);
    }));
});

describe('a service that is gone', () => {
  it('holds the order in delivery, and it goes on when the service is back', () =>
    withBridge(async (bridge) => {
      const fault = { service: 'tradegecko', place: 'before', kind: 'cut', times: 6 } as const;
      await bridge.control.addFaults(fault);
      const id = await bridge.sweepIn();
      await until('several tries', async () => (await bridge.control.faults())[0]?.struck === 6);
      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.effects('order.created')).length, 1);
    }));
});
