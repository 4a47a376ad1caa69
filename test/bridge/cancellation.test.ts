import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import {
  cancelOrderSignal,
  resolveCancellationUpdate,
  type CancelDecision,
} from '../../src/messages/order-messages.js';
import { lamp, openBridge, withBridge, type Bridge, type DeliveredOrder } from '../support/bridge.js';
import { byHand, placeOld } from '../delivery/world.js';
import { withShipmentSchedule } from '../support/shipment-schedule.js';
import { until } from '../support/until.js';

const UPS = { trackingCompany: 'UPS', service: 'Ground', trackingNumber: '1Z1' };
const NO_CODE = { reason: 'no longer wanted', by: 'ann' };
const WITH_CODE = { ...NO_CODE, houzzCancelCode: '1' };

async function orderInTradegecko(bridge: Bridge, { salesOrder }: Pick<DeliveredOrder, 'salesOrder'>) {
  return bridge.control.tradegecko.order(salesOrder.id);
}

async function statusesOf(bridge: Bridge, order: DeliveredOrder): Promise<readonly [gecko: string, houzz: string]> {
  const [{ status: gecko }, { status: houzz }] = [
    await orderInTradegecko(bridge, order),
    await bridge.control.houzz.order(order.id),
  ];
  return [gecko, houzz];
}

const isPost = ({ operation }: { readonly operation: string }): boolean => operation === 'POST /orders';

const decide = ({ handle }: DeliveredOrder, decision: CancelDecision) =>
  handle.executeUpdate(resolveCancellationUpdate, { args: [{ decision, by: 'ann' }] });

describe('a cancel of a delivered order', () => {
  let bridge: Bridge;

  before(async () => {
    bridge = await openBridge();
  });

  after(async () => {
    await bridge.close();
  });

  it('by an operator with a wrong code voids the sales order and lists the order as open in Houzz', async () => {
    const order = await bridge.deliver();
    await order.handle.signal(cancelOrderSignal, { ...NO_CODE, houzzCancelCode: '7' });

    assert.equal((await order.handle.result()).outcome, 'cancelled');
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Charged']);
    assert.deepEqual((await bridge.pollOrders()).openInChannelIds, [order.id]);
    await bridge.control.houzz.cancelOrder(order.id);
  });

  it('whose code is mended while it waits cancels in Houzz with the later one', async () => {
    const order = await bridge.deliver();
    await bridge.control.tradegecko.packOrder(order.salesOrder.id);
    await order.handle.signal(cancelOrderSignal, { ...NO_CODE, houzzCancelCode: '7' });
    await bridge.reaches(order.id, 'cancel-unresolved');
    await order.handle.signal(cancelOrderSignal, { reason: 'the code was wrong', by: 'bob', houzzCancelCode: '3' });
    const [parcel] = (await orderInTradegecko(bridge, order)).fulfillments;
    await bridge.control.tradegecko.removeFulfillment(parcel?.id ?? 0);
    await order.handle.signal('retryNow');

    const { outcome, cancelledBy } = await order.handle.result();
    assert.deepEqual([outcome, cancelledBy], ['cancelled', 'ann']);
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
  });

  it('asked for twice, by both sides, voids once', async () => {
    const before = (await bridge.effects('order.voided')).length;
    const order = await bridge.deliver();
    await bridge.control.houzz.cancelOrder(order.id);
    await order.handle.signal(cancelOrderSignal, WITH_CODE);
    await bridge.pollOrders();

    await order.handle.result();
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
    assert.equal((await bridge.effects('order.voided')).length, before + 1);
  });

  it('that is under way takes a code that comes meanwhile', async () => {
    const order = await bridge.deliver();
    const operation = 'POST /orders/:id/actions/void';
    const slow = { service: 'tradegecko', operation, place: 'answer', kind: 'slow', delayMs: 500 } as const;
    await bridge.control.addFaults(slow);
    await order.handle.signal(cancelOrderSignal, NO_CODE);
    await until('the void is under way', async () => (await orderInTradegecko(bridge, order)).status === 'void');
    await order.handle.signal(cancelOrderSignal, WITH_CODE);

    assert.equal((await order.handle.result()).reason, NO_CODE.reason);
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
  });

  it('whose code is mended while Houzz refuses the first one cancels in Houzz with the later one', async () => {
    const order = await bridge.deliver();
    const body = JSON.stringify({ Ack: 'Error', Errors: [{ ErrorCode: '1', ShortMessage: 'No such code' }] });
    const houzz = { service: 'houzz' } as const;
    await bridge.control.clearFaults();
    await bridge.control.addFaults(
      { ...houzz, operation: 'GET getOrders', place: 'answer', kind: 'slow', delayMs: 500 },
      { ...houzz, operation: 'POST updateOrder Cancel', place: 'before', kind: 'status', status: 200, body },
    );
    await order.handle.signal(cancelOrderSignal, WITH_CODE);
    await until('the refusal is looked into', async () => (await bridge.control.faults())[0]?.struck === 1);
    await order.handle.signal(cancelOrderSignal, { ...NO_CODE, houzzCancelCode: '2' });

    await order.handle.result();
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
  });

  it('after staff voided it there is no mistake', async () => {
    const order = await bridge.deliver();
    await bridge.control.tradegecko.voidOrder(order.salesOrder.id);
    await order.handle.signal(cancelOrderSignal, WITH_CODE);

    assert.equal((await order.handle.result()).outcome, 'cancelled');
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
  });

  for (const [what, prepare] of [
    ['packed', (id: number) => bridge.control.tradegecko.packOrder(id)],
    ['shipped in part or whole', (id: number) => bridge.control.tradegecko.shipOrder(id, UPS)],
    ['invoiced', (id: number) => bridge.control.tradegecko.invoiceOrder(id)],
  ] as const) {
    it(`stands before a person when something of it is ${what}, and nothing of it is voided`, async () => {
      const order = await bridge.deliver();
      await prepare(order.salesOrder.id);
      await order.handle.signal(cancelOrderSignal, WITH_CODE);
      await bridge.reaches(order.id, 'cancel-unresolved');

      assert.notEqual((await orderInTradegecko(bridge, order)).status, 'void');
      assert.equal((await bridge.control.houzz.order(order.id)).status, 'Charged');
    });
  }

  it('that TradeGecko refuses for lack of rights stands before a person, and a retry carries it out', async () => {
    const order = await bridge.deliver();
    const operation = 'POST /orders/:id/actions/void';
    await bridge.control.addFaults({ service: 'tradegecko', operation, place: 'before', kind: 'status', status: 403 });
    await order.handle.signal(cancelOrderSignal, NO_CODE);
    await bridge.reaches(order.id, 'cancel-unresolved');
    await order.handle.signal('retryNow');

    assert.equal((await order.handle.result()).outcome, 'cancelled');
    assert.equal((await orderInTradegecko(bridge, order)).status, 'void');
  });
});

describe('a cancel that could not be carried out', () => {
  let bridge: Bridge;

  before(async () => {
    bridge = await openBridge();
  });

  after(async () => {
    await bridge.close();
  });

  async function packedAndCancelled(by: 'operator' | 'buyer'): Promise<DeliveredOrder> {
    const order = await bridge.deliver();
    await bridge.control.tradegecko.packOrder(order.salesOrder.id);
    if (by === 'operator') await order.handle.signal(cancelOrderSignal, WITH_CODE);
    else {
      await bridge.control.houzz.cancelOrder(order.id);
      await bridge.pollOrders();
    }
    await bridge.reaches(order.id, 'cancel-unresolved');
    return order;
  }

  it('is not believed to be voided by hand while the sales order stands', async () => {
    const order = await packedAndCancelled('operator');
    await decide(order, 'voided-by-hand');
    await bridge.reaches(order.id, 'cancel-unresolved');
    assert.deepEqual(await statusesOf(bridge, order), ['finalized', 'Charged']);

    const [parcel] = (await orderInTradegecko(bridge, order)).fulfillments;
    await bridge.control.tradegecko.removeFulfillment(parcel?.id ?? 0);
    await bridge.control.tradegecko.voidOrder(order.salesOrder.id);
    await decide(order, 'voided-by-hand');
    assert.equal((await order.handle.result()).outcome, 'cancelled');
    assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
  });

  it('takes one of two decisions that come at once, and refuses the other', async () => {
    const order = await packedAndCancelled('operator');
    const made = await Promise.allSettled([decide(order, 'keep-and-ship'), decide(order, 'settled-by-hand')]);

    assert.deepEqual(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  it('is kept and shipped when a person says so', async () => {
    const order = await packedAndCancelled('operator');
    await decide(order, 'keep-and-ship');
    await bridge.control.tradegecko.shipOrder(order.salesOrder.id, UPS);
    await bridge.pollShipments();

    assert.equal((await order.handle.result()).outcome, 'completed');
    assert.deepEqual(await statusesOf(bridge, order), ['fulfilled', 'Shipped']);
  });

  it('is never kept and shipped when the buyer cancelled it in Houzz', async () => {
    const order = await packedAndCancelled('buyer');
    await assert.rejects(decide(order, 'keep-and-ship'));
    await bridge.control.tradegecko.shipOrder(order.salesOrder.id, UPS);
    await bridge.pollShipments();

    assert.equal((await bridge.status(order.id)).stage, 'cancel-unresolved');
    await decide(order, 'settled-by-hand');
    const { outcome, salesOrderId } = await order.handle.result();
    assert.deepEqual([outcome, salesOrderId], ['cancelled', String(order.salesOrder.id)]);
    assert.deepEqual(await statusesOf(bridge, order), ['fulfilled', 'Canceled']);
  });

  it('is cancelled again when the buyer cancels what was kept', async () => {
    const order = await packedAndCancelled('operator');
    await decide(order, 'keep-and-ship');
    await bridge.reaches(order.id, 'awaiting-shipment');
    await bridge.control.houzz.cancelOrder(order.id);
    await bridge.pollOrders();

    await bridge.reaches(order.id, 'cancel-unresolved');
  });
});

describe('a cancel in the same second as the shipment', () => {
  it('is not carried out when the shipment was told first, nor the shipment reported', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver();
      await bridge.control.tradegecko.shipOrder(order.salesOrder.id, UPS);
      await bridge.control.houzz.cancelOrder(order.id);
      await bridge.pollShipments();

      await bridge.reaches(order.id, 'cancel-unresolved');
      assert.equal((await bridge.status(order.id)).cancel?.by, 'channel');
      assert.deepEqual(await statusesOf(bridge, order), ['fulfilled', 'Canceled']);
    }));

  it('is not carried out when the cancel was told first', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver();
      await bridge.control.houzz.cancelOrder(order.id);
      await bridge.control.tradegecko.shipOrder(order.salesOrder.id, UPS);
      await bridge.pollOrders();

      await bridge.reaches(order.id, 'cancel-unresolved');
      await bridge.pollShipments();
      assert.equal((await bridge.status(order.id)).stage, 'cancel-unresolved');
      assert.deepEqual(await bridge.calls('houzz', 'POST updateOrder'), []);
    }));

  it('by an operator waits for the report that is under way, which then counts', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver();
      const operation = 'POST updateOrder Ship';
      await bridge.control.addFaults({ service: 'houzz', operation, place: 'answer', kind: 'slow', delayMs: 500 });
      await bridge.control.tradegecko.shipOrder(order.salesOrder.id, UPS);
      await bridge.pollShipments();
      await until('the report is under way', async () => (await bridge.effects('order.shipped')).length === 1);
      await order.handle.signal(cancelOrderSignal, WITH_CODE);

      assert.equal((await order.handle.result()).outcome, 'completed');
      assert.deepEqual(await statusesOf(bridge, order), ['fulfilled', 'Shipped']);
    }));

  it('of which the warehouse was faster than the void leaves the order before a person', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        const operation = 'POST /orders/:id/actions/void';
        const slow = { service: 'tradegecko', operation, place: 'before', kind: 'slow', delayMs: 600 } as const;
        await bridge.control.addFaults(slow);
        await order.handle.signal(cancelOrderSignal, WITH_CODE);
        await until('the void is under way', async () => (await bridge.control.faults())[0]?.seen === 1);
        await bridge.control.tradegecko.shipOrder(order.salesOrder.id, UPS);

        await bridge.reaches(order.id, 'cancel-unresolved');
        assert.equal((await bridge.control.houzz.order(order.id)).status, 'Charged');
      },
      { switches: { 'tradegecko.void-when-shipped': 'allowed' } },
    ));
});

describe('a sales order voided in TradeGecko', () => {
  const blind = () => ({ from: new Date(Date.now() + 3_600_000).toISOString(), overlapMs: 0, slowPaceMs: 0 });

  async function voidedByStaff(bridge: Bridge): Promise<DeliveredOrder> {
    const order = await bridge.deliver();
    await bridge.control.tradegecko.voidOrder(order.salesOrder.id);
    await withShipmentSchedule(bridge, blind(), async (run) => {
      await run();
      await run();
    });
    return order;
  }

  it("is a person's affair, and a cancel with a code ends it", () =>
    withBridge(async (bridge) => {
      const order = await voidedByStaff(bridge);
      await bridge.reaches(order.id, 'needs-attention');
      assert.equal((await bridge.status(order.id)).problem?.reason, 'voided-in-order-system');
      await order.handle.signal(cancelOrderSignal, WITH_CODE);
      await order.handle.result();
      assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
    }));

  it('is cancelled in Houzz by itself where the connection gives a code', () =>
    withBridge(
      async (bridge) => {
        const order = await voidedByStaff(bridge);
        assert.equal((await order.handle.result()).cancelledBy, 'order-system');
        assert.deepEqual(await statusesOf(bridge, order), ['void', 'Canceled']);
      },
      { policy: { voidedCancelCode: '2' } },
    ));
});

describe('a cancel before the sales order is known', () => {
  it('of an old order that is being looked up voids what another hub delivered', () =>
    withBridge(async (bridge) => {
      const operation = 'GET /orders';
      const slow = { service: 'tradegecko', operation, place: 'answer', kind: 'slow', delayMs: 500 } as const;
      await bridge.control.addFaults(slow);
      const id = await placeOld(bridge);
      const other = await byHand(bridge, { order_number: 'OLD-HUB-1', reference_number: id });
      await bridge.pollOrders();
      await until('the look-up is under way', async () => (await bridge.control.faults())[0]?.seen === 1);
      const handle = await bridge.order(id);
      await handle.signal(cancelOrderSignal, NO_CODE);

      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.equal((await bridge.control.tradegecko.order(other.id)).status, 'void');
      assert.equal((await bridge.calls('tradegecko', 'POST /orders')).filter(isPost).length, 0);
    }));

  it('of a delivery whose key was used ends the wait, and looks for what the key made', () =>
    withBridge(
      async (bridge) => {
        const body = JSON.stringify({ message: 'Idempotency-Key has already been used' });
        await bridge.control.addFaults({
          service: 'tradegecko',
          operation: 'POST /orders',
          place: 'before',
          kind: 'status',
          status: 409,
          body,
        });
        const id = await bridge.sweepIn();
        await until('the key was refused', async () => (await bridge.control.faults())[0]?.struck === 1);
        const handle = await bridge.order(id);
        await handle.signal(cancelOrderSignal, NO_CODE);

        assert.equal((await handle.result()).outcome, 'cancelled');
        assert.deepEqual(await bridge.control.tradegecko.orders(), []);
      },
      { policy: { lateAnswerMs: 600 } },
    ));

  it('of a delivery that is queued while TradeGecko is down makes no sales order', () =>
    withBridge(async (bridge) => {
      await bridge.control.addFaults({ service: 'tradegecko', place: 'before', kind: 'cut', times: 4 });
      const id = await bridge.sweepIn();
      await until('it was tried', async () => ((await bridge.control.faults())[0]?.struck ?? 0) > 0);
      const handle = await bridge.order(id);
      await handle.signal(cancelOrderSignal, NO_CODE);

      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.deepEqual(await bridge.control.tradegecko.orders(), []);
    }));

  it('of a delivery whose answer was lost voids what it made', () =>
    withBridge(
      async (bridge) => {
        const operation = 'POST /orders';
        await bridge.control.addFaults({ service: 'tradegecko', operation, place: 'after', kind: 'cut' });
        const id = await bridge.sweepIn();
        await until('the sales order stands', async () => (await bridge.effects('order.created')).length === 1);
        const handle = await bridge.order(id);
        await handle.signal(cancelOrderSignal, NO_CODE);

        assert.equal((await handle.result()).outcome, 'cancelled');
        const made = await bridge.control.tradegecko.orders();
        assert.deepEqual(
          made.map(({ status }) => status),
          ['void'],
        );
      },
      { policy: { retryInitialMs: 1_500, retryMaximumMs: 1_500 } },
    ));

  it('whose look-up is refused stands before a person, and a retry carries it out', () =>
    withBridge(
      async (bridge) => {
        const fault = { service: 'tradegecko', kind: 'status', place: 'before' } as const;
        await bridge.control.addFaults({
          service: 'tradegecko',
          operation: 'POST /orders',
          place: 'after',
          kind: 'cut',
        });
        await bridge.control.addFaults({ ...fault, operation: 'GET /orders', status: 403 });
        const id = await bridge.sweepIn();
        await until('the sales order stands', async () => (await bridge.effects('order.created')).length === 1);
        const handle = await bridge.order(id);
        await handle.signal(cancelOrderSignal, NO_CODE);
        await bridge.reaches(id, 'cancel-unresolved');
        await assert.rejects(
          handle.executeUpdate(resolveCancellationUpdate, { args: [{ decision: 'keep-and-ship', by: 'ann' }] }),
        );
        await handle.signal('retryNow');

        assert.equal((await handle.result()).outcome, 'cancelled');
        assert.equal((await bridge.control.tradegecko.orders())[0]?.status, 'void');
      },
      { policy: { retryInitialMs: 1_500, retryMaximumMs: 1_500 } },
    ));

  it('of an order that needs attention lets TradeGecko hear nothing of it', () =>
    withBridge(async (bridge) => {
      const id = await bridge.sweepIn(lamp({ lines: [{ sku: 'NOT-YET', quantity: 1, price: '5.00' }] }));
      await bridge.reaches(id, 'needs-attention');
      await bridge.control.houzz.cancelOrder(id);
      await bridge.pollOrders();

      assert.equal((await (await bridge.order(id)).result()).outcome, 'cancelled');
      assert.deepEqual(await bridge.control.tradegecko.orders(), []);
    }));
});
