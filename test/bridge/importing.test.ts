import assert from 'node:assert/strict';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import { describe, it } from 'mocha';
import { channelOrderId, type ChannelOrderId } from '../../src/domain/ids.js';
import { otherHubNumberOf } from '../../src/domain/reference.js';
import { releaseHoldSignal, retryNowSignal } from '../../src/messages/order-messages.js';
import { MARKETPLACE_COMPANY_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import { orderStageKey } from '../../src/messages/search-attributes.js';
import type { NewHouzzOrder } from '../../src/sandbox/houzz/order-document.js';
import { lamp, withBridge, type Bridge } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const placeOne = async (bridge: Bridge, order: NewHouzzOrder): Promise<ChannelOrderId> => {
  const [id] = await bridge.place(order);
  return id ?? assert.fail('No order was placed.');
};

const posts = async (bridge: Bridge) =>
  (await bridge.calls('tradegecko', 'POST /orders')).filter(({ operation }) => operation === 'POST /orders').length;

const openOrders = ({ id }: Bridge) => `WorkflowId STARTS_WITH "order/${id}/" AND ExecutionStatus="Running"`;

const stageOf = (run: WorkflowExecutionInfo) => run.typedSearchAttributes.get(orderStageKey);

describe('an order in a status', () => {
  for (const status of ['Processing', 'FailedToCharge', 'Shipped', 'Canceled'] as const) {
    it(`${status} is not imported by default`, () =>
      withBridge(async (bridge) => {
        await placeOne(bridge, lamp({ status }));

        assert.deepEqual([(await bridge.pollOrders()).started, await posts(bridge)], [0, 0]);
      }));
  }

  it('that the setting names is imported, and delivered as it stands', () =>
    withBridge(
      async (bridge) => {
        const ids = await bridge.place(lamp({ status: 'Processing' }), lamp());
        assert.equal((await bridge.pollOrders()).started, 2);
        for (const id of ids) {
          await bridge.reaches(id, 'awaiting-shipment');
          assert.deepEqual((await bridge.status(id)).flags, []);
        }
        assert.deepEqual(await bridge.calls('houzz', 'POST updateOrder'), []);
      },
      { yaml: '    orders: { importStatuses: [charged, processing] }' },
    ));

  it('that becomes importable days after it was created is imported then, after a look for it', () =>
    withBridge(async (bridge) => {
      const id = await placeOne(bridge, lamp({ status: 'FailedToCharge', createdAt: ago(5 * DAY_MS) }));
      assert.equal((await bridge.pollOrders()).started, 0);

      await bridge.control.houzz.setOrderStatus(id, 'Charged');
      assert.equal((await bridge.pollOrders()).started, 1);
      await bridge.reaches(id, 'awaiting-shipment');
      const operations = (await bridge.calls('tradegecko')).map(({ operation }) => operation);
      assert.deepEqual(operations.slice(0, 2), ['GET /orders', 'GET /orders']);
      assert.equal(await posts(bridge), 1);
    }));

  it('that nobody knows stands before a person, and goes on by itself once its status is known', () =>
    withBridge(async (bridge) => {
      const id = await placeOne(bridge, lamp());
      await bridge.control.houzz.setStatusWord(id, 'On Review');
      await bridge.pollOrders();
      await bridge.reaches(id, 'needs-attention');
      const { problem, channelStatus } = await bridge.status(id);
      assert.deepEqual([problem?.reason, channelStatus], ['unrecognised-status', 'unrecognised:On Review']);
      assert.equal((await bridge.pollOrders()).told, 0);

      await bridge.control.houzz.setStatusWord(id, null);
      assert.equal((await bridge.pollOrders()).told, 1);
      await bridge.reaches(id, 'awaiting-shipment');
      assert.equal((await bridge.status(id)).channelStatus, 'charged');
    }));

  it('that nobody knows while it waits for its shipment stops it, and lets it go when it is charged again', () =>
    withBridge(async (bridge) => {
      const { id } = await bridge.deliver();
      await bridge.control.houzz.setStatusWord(id, 'On Review');
      await bridge.pollOrders();
      await bridge.reaches(id, 'needs-attention');
      assert.equal((await bridge.status(id)).problem?.reason, 'unrecognised-status');

      await bridge.control.houzz.setStatusWord(id, null);
      await until('lists show what the channel said', async () => (await bridge.pollOrders()).told === 1);
      await bridge.reaches(id, 'awaiting-shipment');
    }));
});

describe('an order that Houzz no longer shows', () => {
  it('is told missing, never void, and goes on when it is back', () =>
    withBridge(
      async (bridge) => {
        const { id } = await bridge.deliver();
        await bridge.control.houzz.setOrderStatus(id, 'Canceled');
        await bridge.pollOrders();
        await bridge.reaches(id, 'needs-attention');
        assert.equal((await bridge.status(id)).problem?.reason, 'missing-in-channel');
        assert.deepEqual(await bridge.effects('order.voided'), []);

        await bridge.control.houzz.setOrderStatus(id, 'Charged');
        await until('lists show what the channel said', async () => (await bridge.pollOrders()).told === 1);
        await bridge.reaches(id, 'awaiting-shipment');
      },
      { switches: { 'houzz.all-shows-cancelled': 'no' } },
    ));
});

describe('an order that waited before it was delivered', () => {
  const HELD = { yaml: '    orders: { hold: true }' };

  it('is read again in Houzz and looked for in TradeGecko once it is released', () =>
    withBridge(async (bridge) => {
      const id = await bridge.sweepIn();
      await bridge.reaches(id, 'held');
      const before = (await bridge.calls('houzz', 'GET getOrders')).length;
      await (await bridge.order(id)).signal(releaseHoldSignal);
      await bridge.reaches(id, 'awaiting-shipment');

      assert.equal((await bridge.calls('houzz', 'GET getOrders')).length - before, 1);
      assert.equal((await bridge.calls('tradegecko', 'GET /orders')).length, 2);
    }, HELD));

  it('and was cancelled in Houzz meanwhile is not delivered, though no sweep told of it', () =>
    withBridge(async (bridge) => {
      const id = await bridge.sweepIn();
      await bridge.reaches(id, 'held');
      await bridge.control.houzz.cancelOrder(id);
      const handle = await bridge.order(id);
      await handle.signal(releaseHoldSignal);

      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.deepEqual(await bridge.calls('tradegecko'), []);
    }, HELD));

  it('and was shipped there by hand is left to a person', () =>
    withBridge(async (bridge) => {
      const id = await bridge.sweepIn();
      await bridge.reaches(id, 'held');
      await bridge.control.houzz.shipOrder(id, { shippingMethod: 'UPS Ground', trackingNumber: '1Z9' });
      await (await bridge.order(id)).signal(releaseHoldSignal);
      await bridge.reaches(id, 'needs-attention');

      assert.match((await bridge.status(id)).problem?.what ?? '', /shipped there already/);
      assert.deepEqual(await bridge.calls('tradegecko'), []);
    }, HELD));
});

describe('an order that is importable no longer when it has waited', () => {
  const HELD = { yaml: '    orders: { hold: true }' };

  async function released(bridge: Bridge, meanwhile: (id: ChannelOrderId) => Promise<unknown>) {
    const id = await bridge.sweepIn();
    await bridge.reaches(id, 'held');
    await meanwhile(id);
    await (await bridge.order(id)).signal(releaseHoldSignal);
    return id;
  }

  it('is not delivered while its payment is declined, and goes on by itself once it is charged', () =>
    withBridge(async (bridge) => {
      const id = await released(bridge, (own) => bridge.control.houzz.setOrderStatus(own, 'FailedToCharge'));
      await bridge.reaches(id, 'needs-attention');
      assert.equal((await bridge.status(id)).problem?.reason, 'payment-declined');
      assert.deepEqual(await bridge.calls('tradegecko'), []);

      await bridge.control.houzz.setOrderStatus(id, 'Charged');
      await until('lists show what the channel said', async () => (await bridge.pollOrders()).told === 1);
      await bridge.reaches(id, 'awaiting-shipment');
    }, HELD));

  it('is not delivered when its authorisation lapsed in a shop where Houzz charges by itself', () =>
    withBridge(
      async (bridge) => {
        const id = await released(bridge, () => bridge.control.advanceClock(8 * 86_400_000));
        await bridge.reaches(id, 'needs-attention');

        const { problem } = await bridge.status(id);
        assert.equal(problem?.reason, 'refused-by-channel');
        assert.match(problem.what, /is processing there now/);
        assert.deepEqual(await bridge.calls('tradegecko'), []);
      },
      { ...HELD, switches: { 'houzz.flow': 'auto-charge', 'houzz.lapse-in-auto-charge': 'yes' } },
    ));

  it('is charged again before it is delivered in the classic flow', () =>
    withBridge(
      async (bridge) => {
        const id = await released(bridge, () => bridge.control.advanceClock(8 * 86_400_000));
        await bridge.reaches(id, 'awaiting-shipment');

        const at = async (effect: string) => (await bridge.effects(effect))[0]?.seq ?? assert.fail(effect);
        assert.ok((await at('order.charged')) < (await at('order.created')), 'charged, then delivered');
      },
      { ...HELD, houzz: 'flow: classic', switches: { 'houzz.flow': 'classic' } },
    ));

  it('is never delivered after it stood before a person, though no sweep told that it was cancelled', () =>
    withBridge(async (bridge) => {
      const fault = { service: 'tradegecko', operation: 'POST /orders', place: 'before', kind: 'status' } as const;
      await bridge.control.addFaults({ ...fault, status: 401 });
      const id = await bridge.sweepIn();
      await bridge.reaches(id, 'needs-attention');
      await bridge.control.houzz.cancelOrder(id);
      const handle = await bridge.order(id);
      await handle.signal(retryNowSignal);

      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.deepEqual(await bridge.effects('order.created'), []);
    }));
});

describe('an order that another hub delivered', () => {
  // The full id in either number field, and numbers of the other hub's own making.
  const cases = [
    ['the order number', '', (id: ChannelOrderId) => ({ order_number: id })],
    ['the reference number', '', (id: ChannelOrderId) => ({ order_number: 'SO7001', reference_number: id })],
    [
      'a number by its pattern',
      'HZZ-{orderId}',
      (id: ChannelOrderId) => ({ order_number: otherHubNumberOf(id, 'HZZ-{orderId}') }),
    ],
    [
      'a pattern of digits',
      'CR{digits}',
      (id: ChannelOrderId) => ({ reference_number: otherHubNumberOf(id, 'CR{digits}') }),
    ],
  ] as const;

  for (const [what, pattern, numbers] of cases) {
    it(`is recognised by ${what} and not delivered again`, () =>
      withBridge(
        async (bridge) => {
          const id = await placeOne(bridge, lamp({ createdAt: ago(2 * DAY_MS) }));
          const [variant] = await bridge.control.tradegecko.variants();
          await bridge.control.tradegecko.createOrder({
            company_id: MARKETPLACE_COMPANY_ID,
            status: 'finalized',
            issued_at: '2026-11-20',
            shipping_address: { label: id, address1: '1 Main St' },
            ...numbers(id),
            order_line_items: [{ variant_id: variant?.id, quantity: 1, price: '25.00', tax_rate_override: '0' }],
          });
          await bridge.pollOrders();
          await bridge.reaches(id, 'awaiting-shipment');

          assert.equal(await posts(bridge), 0);
          assert.equal((await bridge.control.tradegecko.orders()).length, 1);
        },
        pattern === '' ? {} : { yaml: `    orders: { otherHubPattern: '${pattern}' }` },
      ));
  }
});

describe('an order older than the retention', () => {
  it('is not started without a person, and is listed by the sweep', () =>
    withBridge(async (bridge) => {
      const old = await placeOne(bridge, lamp({ createdAt: ago(30 * DAY_MS) }));
      const young = await placeOne(bridge, lamp({ createdAt: ago(28 * DAY_MS) }));

      const sweep = await bridge.pollOrders();
      assert.deepEqual([sweep.started, sweep.tooOld, sweep.tooOldIds], [1, 1, [old]]);
      await bridge.reaches(young, 'awaiting-shipment');
    }));
});

describe("a vendor's order", () => {
  it('is delivered at its cost', () =>
    withBridge(
      async (bridge) => {
        const { salesOrder } = await bridge.deliver(lamp({ status: 'Placed' }));
        assert.deepEqual([salesOrder.order_line_items[0]?.price, String(salesOrder.total)], ['25.0', '25.0']);
      },
      { accountType: 'vendor' },
    ));
});

describe('daylight saving', () => {
  const YEAR_MS = 366 * DAY_MS;
  // Instants around both changes, with the calendar day that the West Coast gives them.
  const cases = [
    ['before spring forward', '2026-03-08T09:59:59.000Z', '2026-03-08'],
    ['after spring forward', '2026-03-08T10:00:00.000Z', '2026-03-08'],
    ['last second of that day', '2026-03-09T06:59:59.000Z', '2026-03-08'],
    ['first second of the day after', '2026-03-09T07:00:00.000Z', '2026-03-09'],
    ['the first of the repeated hours', '2026-11-01T08:30:00.000Z', '2026-11-01'],
    ["last second of autumn's long day", '2026-11-02T07:59:59.000Z', '2026-11-01'],
    ['first second of the day after it', '2026-11-02T08:00:00.000Z', '2026-11-02'],
  ] as const;

  it('leaves the day and the instant of each order as they were', () =>
    withBridge(async (bridge) => {
      const ids = await bridge.place(...cases.map(([, createdAt]) => lamp({ createdAt })));
      await bridge.pollOrders({ ageMaxMs: YEAR_MS });
      for (const [index, id] of ids.entries()) {
        await bridge.reaches(id, 'awaiting-shipment');
        const [what, createdAt, day] = cases[index] ?? assert.fail('one case an order');
        const made = (await bridge.control.tradegecko.orders()).find((order) => order.reference_number === id);
        assert.equal(JSON.stringify(made?.['issued_at'] ?? '').slice(1, 11), day, what);
        const { memo } = await (await bridge.order(id)).describe();
        assert.equal(memo?.['createdAt'], createdAt, what);
      }
    }));

  it('reads the second of the repeated hours as the first, an hour older and never younger', () =>
    withBridge(async (bridge) => {
      const id = await placeOne(bridge, lamp({ createdAt: '2026-11-01T09:30:00.000Z' }));
      await bridge.pollOrders({ ageMaxMs: YEAR_MS });

      const { memo } = await (await bridge.order(id)).describe();
      assert.equal(memo?.['createdAt'], '2026-11-01T08:30:00.000Z');
    }));

  it('shifts no age: the limit falls between two orders an hour apart, on both sides of each change', () =>
    withBridge(async (bridge) => {
      for (const limit of [
        '2026-03-08T09:30:00Z',
        '2026-03-08T10:30:00Z',
        '2026-11-01T07:30:00Z',
        '2026-11-01T10:30:00Z',
      ]) {
        const limitMs = Date.parse(limit);
        const at = (ms: number) => lamp({ createdAt: new Date(limitMs + ms).toISOString() });
        const [older, younger] = await bridge.place(at(-30 * MINUTE_MS), at(30 * MINUTE_MS));
        assert.ok(older !== undefined && younger !== undefined);

        const sweep = await bridge.pollOrders({ ageMaxMs: Date.now() - limitMs });
        assert.deepEqual([sweep.started, sweep.tooOldIds.includes(older)], [1, true], limit);
        for (const id of [older, younger]) await bridge.control.houzz.setOrderStatus(id, 'Shipped');
      }
    }));
});

describe('an order that was split', () => {
  const two = () => lamp({ lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00' }] });
  const part = { lines: [{ sku: 'LAMP-1', quantity: 1 }] };

  const readings = ['first-part', 'canceled', 'gone'].flatMap((original) =>
    ['new-order-ids', 'shared-order-id'].flatMap((parts) =>
      ['original', 'moment-of-split'].map((created) => ({
        'houzz.split-original': original,
        'houzz.split-parts': parts,
        'houzz.split-created': created,
      })),
    ),
  );
  for (const switches of readings) {
    it(`after it was delivered is never delivered twice, under ${Object.values(switches).join(', ')}`, () =>
      withBridge(
        async (bridge) => {
          const { id } = await bridge.deliver(two());
          await bridge.control.houzz.splitOrder(id, part, part);
          await bridge.pollOrders();
          await until('nothing is under way', async () => {
            const { client } = await testTemporal();
            const open = [];
            for await (const run of client.workflow.list({ query: openOrders(bridge) })) open.push(stageOf(run));
            return open.every((stage) => stage === 'needs-attention');
          });

          assert.equal(await posts(bridge), 1);
          assert.equal((await bridge.pollOrders()).started, 0);
        },
        { switches },
      ));
  }

  for (const parts of ['new-order-ids', 'shared-order-id']) {
    it(`before it was read stops its parts before a person, with ${parts}`, () =>
      withBridge(
        async (bridge) => {
          const id = await placeOne(bridge, two());
          const made = await bridge.control.houzz.splitOrder(id, part, part);
          await bridge.pollOrders();
          for (const orderId of new Set(made.map((one) => channelOrderId(one.orderId)))) {
            await bridge.reaches(orderId, 'needs-attention');
            assert.equal((await bridge.status(orderId)).problem?.reason, 'split-in-channel');
          }
          assert.equal(await posts(bridge), 0);
        },
        { switches: { 'houzz.split-parts': parts } },
      ));
  }

  it("in looks only is delivered on a person's word", () =>
    withBridge(async (bridge) => {
      const address = { address1: '1 Twin Way', city: 'Testville', state: 'CA', zip: '90000' };
      const createdAt = ago(MINUTE_MS);
      const ids = await bridge.place(lamp({ address, createdAt }), lamp({ address, createdAt }));
      await bridge.pollOrders();
      for (const id of ids) {
        await bridge.reaches(id, 'needs-attention');
        const { problem } = await bridge.status(id);
        assert.equal(problem?.reason, 'split-in-channel');
        assert.match(problem.what, /send retryNow/);
        await (await bridge.order(id)).signal(retryNowSignal);
        await bridge.reaches(id, 'awaiting-shipment');
      }
      assert.equal(await posts(bridge), 2);
    }));
});
