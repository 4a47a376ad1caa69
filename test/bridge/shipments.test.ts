import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { temporal } from '@temporalio/proto';
import { salesOrderId } from '../../src/domain/ids.js';
import { resolveAttentionUpdate, shipmentsChangedSignal } from '../../src/messages/order-messages.js';
import { attentionReasonKey } from '../../src/messages/search-attributes.js';
import { lamp, withBridge, type Bridge, type DeliveredOrder } from '../support/bridge.js';
import { QUICK } from '../support/orders.js';
import { withShipmentSchedule } from '../support/shipment-schedule.js';
import { changeRecord } from '../support/staff.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

const lamps = (quantity: number) => lamp({ lines: [{ sku: 'LAMP-1', quantity, price: '25.00' }] });

/** Sends one lamp of an order on its way, under a number where one is given. */
async function shipOne(bridge: Bridge, { salesOrder }: DeliveredOrder, trackingNumber = ''): Promise<void> {
  const line = salesOrder.order_line_items[0];
  assert.ok(line);
  const lines = [{ orderLineItemId: line.id, quantity: 1 }];
  const tracking = trackingNumber === '' ? {} : { trackingNumber };
  await bridge.control.tradegecko.shipOrder(salesOrder.id, { trackingCompany: 'UPS', ...tracking, lines });
}

async function shippedNumbers(bridge: Bridge, { id }: DeliveredOrder): Promise<readonly string[]> {
  return (await bridge.control.houzz.order(id)).ship?.trackingNumber.split(',').sort() ?? [];
}

async function parcelOf(bridge: Bridge, { salesOrder }: DeliveredOrder): Promise<number> {
  const parcel = (await bridge.control.tradegecko.order(salesOrder.id)).fulfillments.at(-1);
  assert.ok(parcel);
  return parcel.id;
}

async function stopsFor(bridge: Bridge, { id }: DeliveredOrder, reason: string): Promise<void> {
  await bridge.reaches(id, 'needs-attention');
  assert.equal((await bridge.status(id)).problem?.reason, reason);
}

const ship = (bridge: Bridge, { salesOrder }: DeliveredOrder, parcel: object = {}) =>
  bridge.control.tradegecko.shipOrder(salesOrder.id, parcel);

const UPS = { trackingCompany: 'UPS', service: 'Ground', trackingNumber: '1Z1' };

describe('a shipment in several parcels', () => {
  it('over several days is reported once, with all numbers, on the last day', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver(lamps(3));
      for (const number of ['1Z1', '1Z2']) {
        await shipOne(bridge, order, number);
        await bridge.pollShipments();
        await bridge.control.advanceClock(26 * 3_600_000);
      }
      assert.equal((await bridge.status(order.id)).stage, 'awaiting-shipment');
      assert.deepEqual(await shippedNumbers(bridge, order), []);
      await shipOne(bridge, order, '1Z3');
      await bridge.pollShipments();

      assert.equal((await order.handle.result()).outcome, 'completed');
      assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1', '1Z2', '1Z3']);
    }));

  it('is reported at the first parcel when the connection says so, and the others are listed', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver(lamps(2));
        await shipOne(bridge, order, '1Z1');
        await bridge.pollShipments();
        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);

        await shipOne(bridge, order, '1Z2');
        await until('the later parcel is listed', async () => {
          const { signalled, changedAfterEndIds } = await bridge.pollShipments();
          return signalled === 0 && changedAfterEndIds.includes(order.id);
        });
        assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);
      },
      { policy: { reportAt: 'first-parcel' } },
    ));

  it('of which the first has left is not reported again where a person reported it by hand', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver(lamps(2));
        await bridge.control.houzz.shipOrder(order.id, { shippingMethod: 'UPS Ground', trackingNumber: 'BY-HAND' });
        await bridge.pollOrders();
        await shipOne(bridge, order, '1Z1');
        await bridge.pollShipments();

        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.deepEqual(await bridge.calls('houzz', 'POST updateOrder Ship'), []);
        assert.deepEqual(await shippedNumbers(bridge, order), ['BY-HAND']);
      },
      { policy: { reportAt: 'first-parcel' } },
    ));

  it('of an order that went on in a new run of its workflow is told to it, and listed as late nowhere', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver(lamps(3));
        const newest = await bridge.order(order.id);
        const { runId } = await newest.describe();
        await shipOne(bridge, order, '1Z1');
        await bridge.pollShipments();
        await until('it is in a new run', async () => (await newest.describe()).runId !== runId);
        await until('lists show the end of the first run', async () => {
          const { client } = await testTemporal();
          const query = `WorkflowId="${newest.workflowId}" AND ExecutionStatus="ContinuedAsNew"`;
          return (await client.workflow.count(query)).count > 0;
        });

        await shipOne(bridge, order, '1Z2');
        const { signalled, changedAfterEnd } = await bridge.pollShipments();
        assert.deepEqual([signalled, changedAfterEnd], [1, 0]);
      },
      { policy: { messagesPerRun: 1 } },
    ));

  it('of which one is taken back waits again until everything has left', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        await ship(bridge, order, { trackingCompany: 'NOBODY', trackingNumber: '1Z0' });
        await bridge.pollShipments();
        await stopsFor(bridge, order, 'unmapped-carrier');
        await bridge.control.tradegecko.removeFulfillment(await parcelOf(bridge, order));
        await bridge.pollShipments();
        await bridge.reaches(order.id, 'awaiting-shipment');

        await ship(bridge, order, UPS);
        await bridge.pollShipments();
        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);
      },
      { yaml: '    shipments: { unmapped: ask }', switches: { 'tradegecko.lists-hide-void': 'hide' } },
    ));
});

describe('a tracking number', () => {
  it('that comes late, or is corrected before the report, is the one that Houzz gets', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver(lamps(2));
      await shipOne(bridge, order, 'WRONG');
      await bridge.pollShipments();
      await bridge.control.tradegecko.changeFulfillment(await parcelOf(bridge, order), { tracking_number: '1Z1' });
      await shipOne(bridge, order);
      await bridge.pollShipments();
      assert.equal((await bridge.status(order.id)).stage, 'awaiting-shipment');
      await bridge.control.tradegecko.changeFulfillment(await parcelOf(bridge, order), { tracking_number: '1Z2' });
      await bridge.pollShipments();

      await order.handle.result();
      assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1', '1Z2']);
    }));

  it('that does not come is not waited for a second time when nothing was mended', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        await ship(bridge, order, { trackingCompany: 'UPS' });
        await bridge.pollShipments();
        await stopsFor(bridge, order, 'tracking-missing');
        const eventsOf = async (isMeant: (event: HistoryEvent) => boolean) =>
          ((await order.handle.fetchHistory()).events ?? []).filter(isMeant).length;
        const upserts = () => eventsOf((event) => Boolean(event.upsertWorkflowSearchAttributesEventAttributes));
        const before = await upserts();
        await order.handle.signal('retryNow');
        await until('it went on and came back', async () => (await upserts()) >= before + 2);

        await stopsFor(bridge, order, 'tracking-missing');
        assert.equal(await eventsOf((event) => Boolean(event.timerStartedEventAttributes)), 1);
      },
      { policy: { trackingWaitMs: 100 } },
    ));

  it('that does not come stops the order, which goes on when it does', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        await ship(bridge, order, { trackingUrl: 'track.example.com/1Z1' });
        await bridge.pollShipments();
        await stopsFor(bridge, order, 'tracking-missing');
        await bridge.control.tradegecko.changeFulfillment(await parcelOf(bridge, order), {
          tracking_number: '1Z1',
          tracking_company: 'UPS',
        });
        await bridge.pollShipments();

        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);
      },
      { policy: { trackingWaitMs: 100 } },
    ));

  it('that lacks on one of two parcels holds the report for a while only', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver(lamps(2));
        await shipOne(bridge, order, '1Z1');
        await shipOne(bridge, order);
        await bridge.pollShipments();

        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);
      },
      { policy: { trackingWaitMs: 100 } },
    ));

  for (const [reading, ends] of [
    ['accepted', 'completed'],
    ['refused', 'needs-attention'],
  ] as const) {
    it(`of freight is not waited for by setting: ${ends} when Houzz has such a report ${reading}`, () =>
      withBridge(
        async (bridge) => {
          const order = await bridge.deliver();
          await ship(bridge, order, { trackingCompany: 'Old Dominion' });
          await bridge.pollShipments();
          if (ends === 'needs-attention') await stopsFor(bridge, order, 'refused-by-channel');
          else assert.equal((await order.handle.result()).outcome, ends);
          const { ship: reported } = await bridge.control.houzz.order(order.id);
          assert.equal(reported?.shippingMethod, ends === 'completed' ? 'Old Dominion' : undefined);
        },
        {
          policy: { trackingWaitMs: 100, shipWithoutTracking: true },
          switches: { 'houzz.ship-without-tracking': reading },
        },
      ));
  }

  it('that is corrected after the report is listed by the sweep, because Houzz takes no correction', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver();
      await ship(bridge, order, UPS);
      assert.equal((await bridge.pollShipments()).changedAfterEnd, 0);
      await order.handle.result();
      await bridge.control.tradegecko.changeFulfillment(await parcelOf(bridge, order), { tracking_number: '1Z9' });

      await until('the correction is listed', async () =>
        (await bridge.pollShipments()).changedAfterEndIds.includes(order.id),
      );
      assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);
    }));
});

describe('a parcel that leaves before the answer to the delivery is known', () => {
  for (const numberFields of ['reference-first', 'id-first']) {
    it(`is told to its order by its number, with the numbers ${numberFields}`, () =>
      withBridge(
        async (bridge) => {
          const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'answer', kind: 'slow' } as const;
          await bridge.control.addFaults({ ...fault, delayMs: 1_500 });
          const id = await bridge.sweepIn();
          const made = await until('it stands', async () => (await bridge.control.tradegecko.orders())[0]);
          await bridge.control.tradegecko.shipOrder(made.id, UPS);

          assert.equal((await bridge.pollShipments()).signalled, 1);
          assert.equal((await bridge.status(id)).stage, 'delivering');
          assert.equal((await (await bridge.order(id)).result()).outcome, 'completed');
        },
        { tradegecko: `numberFields: ${numberFields}` },
      ));
  }
});

describe('an order marked as fulfilled without any record of a parcel', () => {
  it("is a person's affair, who may have it reported without a number", () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        const salesOrder = {
          id: salesOrderId(String(order.salesOrder.id)),
          orderNumber: order.salesOrder.order_number,
          referenceNumber: order.id,
          status: { kind: 'fulfilled' },
          packed: 'none',
          shipped: 'none',
          invoiced: 'none',
          total: 2500,
          updatedAt: '2026-11-23T12:00:00.000Z',
        } as const;
        await order.handle.signal(shipmentsChangedSignal, { salesOrder, shipments: [], isOverdue: false });
        await stopsFor(bridge, order, 'tracking-missing');
        const resolution = { by: 'ann', why: 'fetched by the buyer', decision: 'ship-without-tracking' } as const;
        await order.handle.executeUpdate(resolveAttentionUpdate, { args: [resolution] });

        assert.equal((await order.handle.result()).outcome, 'completed');
        const { ship: reported } = await bridge.control.houzz.order(order.id);
        assert.equal(reported?.shippingMethod, 'Standard Shipping');
      },
      {
        yaml: '    shipments: { defaultMethod: Standard Shipping }',
        policy: { trackingWaitMs: 100 },
        switches: { 'houzz.ship-without-tracking': 'accepted' },
      },
    ));
});

describe('a carrier', () => {
  const METHODS = `    shipments:
      unmapped: ask
      carriers:
        - { carrier: UPS, service: Ground, method: UPS Ground }
        - { carrier: UPS, method: UPS 3 Day Select }`;

  it('becomes a shipping method by its service first, and the first parcel speaks for mixed ones', () =>
    withBridge(
      async (bridge) => {
        const [exact, any, mixed] = [await bridge.deliver(), await bridge.deliver(), await bridge.deliver(lamps(2))];
        await ship(bridge, exact, UPS);
        await ship(bridge, any, { ...UPS, service: 'Something else' });
        await shipOne(bridge, mixed, '1Z1');
        await ship(bridge, mixed, { trackingCompany: 'FedEx', trackingNumber: 'F2' });
        await bridge.pollShipments();
        const methods: (string | undefined)[] = [];
        for (const { id, handle } of [exact, any, mixed]) {
          await handle.result();
          methods.push((await bridge.control.houzz.order(id)).ship?.shippingMethod);
        }

        assert.deepEqual(methods, ['UPS Ground', 'UPS 3 Day Select', 'UPS 3 Day Select']);
      },
      { yaml: METHODS },
    ));

  it('that is not known stops the order by setting, and the latest word of the warehouse releases it', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        await ship(bridge, order, { trackingNumber: '1Z0' });
        await bridge.pollShipments();
        await stopsFor(bridge, order, 'unmapped-carrier');
        await bridge.control.tradegecko.changeFulfillment(await parcelOf(bridge, order), {
          tracking_company: 'UPS',
          tracking_number: '1Z1',
        });
        await bridge.pollShipments();

        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.deepEqual(await shippedNumbers(bridge, order), ['1Z1']);
      },
      { yaml: METHODS },
    ));
});

describe('a sales order that staff edited', () => {
  const EDITABLE = { 'tradegecko.edit-finalized-lines': 'allowed' };

  for (const [what, quantity] of [
    ['short', '1'],
    ['with more units than ordered', '3'],
  ] as const) {
    it(`and shipped ${what} is not reported, until a person reports it by hand`, () =>
      withBridge(
        async (bridge) => {
          const order = await bridge.deliver(lamps(2));
          const line = order.salesOrder.order_line_items[0];
          await changeRecord(bridge, `/order_line_items/${line?.id ?? 0}`, { order_line_item: { quantity } });
          await ship(bridge, order, UPS);
          await bridge.pollShipments();
          await stopsFor(bridge, order, 'changed-in-order-system');
          assert.equal((await bridge.effects('order.shipped')).length, 0);

          await bridge.control.houzz.shipOrder(order.id, { shippingMethod: 'UPS Ground', trackingNumber: 'BY-HAND' });
          await bridge.pollOrders();
          assert.equal((await order.handle.result()).outcome, 'completed');
          assert.deepEqual(await shippedNumbers(bridge, order), ['BY-HAND']);
        },
        { switches: EDITABLE },
      ));
  }

  it('under another number, even that of another order, is found by its id', () =>
    withBridge(async (bridge) => {
      const [first, second] = [await bridge.deliver(), await bridge.deliver()];
      const number = second.salesOrder.order_number;
      await changeRecord(bridge, `/orders/${first.salesOrder.id}`, { order: { order_number: number } });
      await ship(bridge, first, UPS);
      await until('lists show both', async () => (await bridge.pollShipments()).signalled > 0);

      assert.equal((await first.handle.result()).outcome, 'completed');
      assert.equal((await bridge.status(second.id)).stage, 'awaiting-shipment');
      assert.deepEqual((await bridge.status(second.id)).shipments, []);
    }));
});

describe('an order that waits too long', () => {
  it('is flagged by the slow look once, and the flag is gone when it has shipped', () =>
    withBridge(async (bridge) => {
      const order = await bridge.deliver();
      const reason = async () => (await order.handle.describe()).typedSearchAttributes.get(attentionReasonKey) ?? '';
      await withShipmentSchedule(bridge, { overdueAfterMs: 0, slowPaceMs: 0 }, async (run) => {
        await run();
        assert.equal((await run()).signalled, 1);
        await until('the flag is shown', async () => (await reason()) === 'overdue');
        assert.deepEqual((await bridge.status(order.id)).flags, ['overdue']);
        assert.equal((await run()).signalled, 0);

        await ship(bridge, order, UPS);
        await run();
        await order.handle.result();
        await until('the flag is gone', async () => (await reason()) === '');
      });
    }));
});

describe('a lost answer to a report', () => {
  it('followed by refused credentials is looked up before the next report', () =>
    withBridge(
      async (bridge) => {
        const order = await bridge.deliver();
        const houzz = { service: 'houzz' } as const;
        await bridge.control.addFaults(
          { ...houzz, operation: 'POST updateOrder Ship', place: 'after', kind: 'cut' },
          { ...houzz, operation: 'GET getOrders', place: 'before', kind: 'status', status: 401 },
        );
        await ship(bridge, order, UPS);
        await bridge.pollShipments();
        await stopsFor(bridge, order, 'unauthorised');
        await order.handle.signal('retryNow');

        assert.equal((await order.handle.result()).outcome, 'completed');
        assert.equal((await bridge.calls('houzz', 'POST updateOrder Ship')).length, 1);
      },
      { switches: { 'houzz.repeated-action': 'ignored' }, policy: { slowRetryMs: QUICK.slowRetryMs } },
    ));
});
