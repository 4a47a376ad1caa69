import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cancelOrderSignal, resolveAttentionUpdate, retryNowSignal } from '../../src/messages/order-messages.js';
import { lamp, withBridge, type Bridge, type BridgeOptions } from '../support/bridge.js';
import { billableActions } from '../support/billing.js';
import { until } from '../support/until.js';

const CLASSIC: BridgeOptions = { houzz: 'flow: classic', switches: { 'houzz.flow': 'classic' } };
const placed = () => lamp({ status: 'Placed' });
const DAY_MS = 86_400_000;

const classic = (story: (bridge: Bridge) => Promise<void>, switches: Readonly<Record<string, string>> = {}) =>
  withBridge(story, { ...CLASSIC, switches: { ...CLASSIC.switches, ...switches } });

/** The actions that Houzz was asked for, in their order. */
const actionsOf = async (bridge: Bridge): Promise<readonly string[]> =>
  (await bridge.calls('houzz', 'POST updateOrder')).map(({ operation }) => operation.replace('POST updateOrder ', ''));

const ship = async (bridge: Bridge, salesOrderId: number) => {
  await bridge.control.tradegecko.shipOrder(salesOrderId, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
  await bridge.pollShipments();
};

describe('an order of the classic flow', () => {
  it('is processed and charged before it is delivered, and goes on to its end', () =>
    classic(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver(placed());

      assert.deepEqual(await actionsOf(bridge), ['Process', 'Charge']);
      const at = async (effect: string) => (await bridge.effects(effect))[0]?.seq ?? assert.fail(effect);
      assert.ok((await at('order.charged')) < (await at('order.created')), 'charged, then delivered');
      assert.equal((await bridge.status(id)).channelStatus, 'charged');
      await ship(bridge, salesOrder.id);
      assert.equal((await handle.result()).outcome, 'completed');
      assert.deepEqual(await actionsOf(bridge), ['Process', 'Charge', 'Ship']);
      // Two more than a plain order: the authorisation, and the status that it led to.
      assert.equal(billableActions(await handle.fetchHistory()), 8);
    }));

  for (const [status, actions] of [
    ['Processing', ['Charge']],
    ['Charged', []],
  ] as const) {
    it(`needs ${actions.length} of the two actions when it is found ${status}`, () =>
      classic(async (bridge) => {
        await bridge.deliver(lamp({ status }));

        assert.deepEqual(await actionsOf(bridge), actions);
      }));
  }

  it('is left alone by further sweeps', () =>
    classic(async (bridge) => {
      await bridge.deliver(placed());

      const again = await bridge.pollOrders();
      assert.deepEqual([again.importable, again.started, again.told], [1, 0, 0]);
    }));

  it('that was cancelled between the list and the charge is cancelled here', () =>
    classic(async (bridge) => {
      const fault = { service: 'houzz', operation: 'POST updateOrder Process', place: 'before' } as const;
      await bridge.control.addFaults({ ...fault, kind: 'slow', delayMs: 600 });
      const id = await bridge.sweepIn(placed());
      await until('Process is on its way', async () => (await bridge.control.faults())[0]?.struck === 1);
      await bridge.control.houzz.cancelByBuyer(id);

      const result = await (await bridge.order(id)).result();
      assert.deepEqual([result.outcome, result.cancelledBy], ['cancelled', 'channel']);
      assert.deepEqual(await bridge.calls('tradegecko'), []);
    }));

  it('that an operator cancels during the charge never reaches TradeGecko', () =>
    classic(async (bridge) => {
      const fault = { service: 'houzz', operation: 'POST updateOrder Charge', place: 'answer' } as const;
      await bridge.control.addFaults({ ...fault, kind: 'slow', delayMs: 600 });
      const id = await bridge.sweepIn(placed());
      await until('it is charged', async () => (await bridge.effects('order.charged')).length === 1);
      const handle = await bridge.order(id);
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'ann', houzzCancelCode: '1' });

      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.deepEqual(await bridge.calls('tradegecko'), []);
      assert.equal((await bridge.control.houzz.order(id)).status, 'Canceled');
    }));
});

describe('a lost answer', () => {
  for (const action of ['Process', 'Charge']) {
    it(`of ${action} is harmless: the order is ${action === 'Charge' ? 'charged' : 'processed'} once`, () =>
      classic(async (bridge) => {
        const fault = {
          service: 'houzz',
          operation: `POST updateOrder ${action}`,
          place: 'after',
          kind: 'cut',
        } as const;
        await bridge.control.addFaults(fault);
        await bridge.deliver(placed());

        assert.deepEqual(await actionsOf(bridge), ['Process', 'Charge']);
      }));
  }

  it('of a declined Charge leads to the person, and not to a second Charge', () =>
    classic(async (bridge) => {
      const fault = { service: 'houzz', operation: 'POST updateOrder Charge', place: 'after', kind: 'cut' } as const;
      await bridge.control.addFaults(fault);
      const [id] = await bridge.place(placed());
      assert.ok(id);
      await bridge.control.houzz.declineCharges(id, 5);
      await bridge.pollOrders();
      await bridge.reaches(id, 'needs-attention');

      assert.equal((await bridge.status(id)).problem?.reason, 'payment-declined');
      assert.deepEqual(await actionsOf(bridge), ['Process', 'Charge']);
    }));
});

describe('a declined payment', () => {
  for (const reading of ['accepted', 'refused']) {
    it(`stops the order with one next step, also when the Charge is ${reading}, until Houzz shows it charged`, () =>
      classic(
        async (bridge) => {
          const [id] = await bridge.place(placed());
          assert.ok(id);
          await bridge.control.houzz.declineCharges(id);
          await bridge.pollOrders();
          await bridge.reaches(id, 'needs-attention');
          const { problem, nextStep, channelStatus } = await bridge.status(id);
          assert.deepEqual([problem?.reason, channelStatus], ['payment-declined', 'charge-failed']);
          assert.match(nextStep, /goes on by itself/);
          assert.deepEqual([(await bridge.pollOrders()).told, (await bridge.effects('order.created')).length], [0, 0]);

          const reads = async () => (await bridge.calls('houzz', 'GET getOrders')).length;
          const before = await reads();
          await (await bridge.order(id)).signal(retryNowSignal);
          await until('it was read again', async () => (await reads()) > before);
          assert.deepEqual(
            await actionsOf(bridge),
            ['Process', 'Charge'],
            'a declined card is not charged again by us',
          );

          await bridge.control.houzz.chargeOrder(id);
          assert.equal((await bridge.pollOrders()).told, 1);
          await bridge.reaches(id, 'awaiting-shipment');
          assert.equal((await bridge.effects('order.created')).length, 1);
          const looks = (await bridge.calls('tradegecko', 'GET /orders')).length;
          assert.equal(looks, 2, 'an order that waited is looked up in both number fields before it is delivered');
        },
        { 'houzz.declined-charge': reading },
      ));
  }
});

describe('an authorisation that lapsed before the order shipped', () => {
  const lapse = (bridge: Bridge) => bridge.control.advanceClock(8 * DAY_MS);

  it('is renewed once at Ship, and the order is shipped', () =>
    classic(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver(placed());
      await lapse(bridge);
      assert.equal((await bridge.control.houzz.order(id)).status, 'Processing');
      assert.equal((await bridge.pollOrders()).told, 0, 'a lapse is no news: it is renewed when the order ships');

      await ship(bridge, salesOrder.id);
      assert.equal((await handle.result()).outcome, 'completed');
      assert.deepEqual(await actionsOf(bridge), ['Process', 'Charge', 'Ship', 'Charge', 'Ship']);
      assert.equal((await bridge.control.houzz.order(id)).ship?.trackingNumber, '1Z1');
    }));

  it("and lapses again is a person's matter; charged by hand, the order ships", () =>
    classic(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver(placed());
      await lapse(bridge);
      // Houzz is gone between the renewal and the next Ship, for so long that the new authorisation lapses, too.
      const fault = { service: 'houzz', operation: 'POST updateOrder Ship', place: 'before', kind: 'cut' } as const;
      await bridge.control.addFaults({ ...fault, skip: 1, times: 2 });
      await ship(bridge, salesOrder.id);
      await until('it is renewed', async () => (await bridge.effects('order.charged')).length === 2);
      await lapse(bridge);
      await bridge.reaches(id, 'needs-attention');
      const { problem } = await bridge.status(id);
      assert.equal(problem?.reason, 'refused-by-channel');
      assert.match(problem.what, /lapsed again/);
      assert.equal((await bridge.effects('order.charged')).length, 2);

      await bridge.control.houzz.chargeOrder(id);
      await handle.signal(retryNowSignal);
      assert.equal((await handle.result()).outcome, 'completed');
      assert.equal((await bridge.effects('order.shipped')).length, 1);
    }));

  it('and is declined when it is renewed stops the order, which ships once it is charged', () =>
    classic(async (bridge) => {
      const { id, handle, salesOrder } = await bridge.deliver(placed());
      await lapse(bridge);
      await bridge.control.houzz.declineCharges(id);
      await ship(bridge, salesOrder.id);
      await bridge.reaches(id, 'needs-attention');
      assert.equal((await bridge.status(id)).problem?.reason, 'payment-declined');
      const correction = { by: 'ann', why: 'The buyer called.', address: { city: 'Austin' } };
      const update = handle.executeUpdate(resolveAttentionUpdate, { args: [correction] });
      await assert.rejects(update, (error: Error) => /is delivered: change sales order/.test(String(error.cause)));

      await bridge.control.houzz.chargeOrder(id);
      await bridge.pollOrders();
      assert.equal((await handle.result()).outcome, 'completed');
    }));

  it('of a shop where Houzz charges by itself is left to a person, whatever it does with a Charge', () =>
    withBridge(
      async (bridge) => {
        const { id, salesOrder } = await bridge.deliver();
        await bridge.control.advanceClock(8 * DAY_MS);
        await ship(bridge, salesOrder.id);
        await bridge.reaches(id, 'needs-attention');

        assert.equal((await bridge.status(id)).problem?.reason, 'refused-by-channel');
        assert.deepEqual(await actionsOf(bridge), ['Ship']);
      },
      { switches: { 'houzz.flow': 'auto-charge', 'houzz.lapse-in-auto-charge': 'yes' } },
    ));
});
