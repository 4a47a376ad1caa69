import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { HouzzOrderDocument, NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import { createRandom } from '../../../src/sandbox/random.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { listIn, read, updateOrder } from './houzz-api.js';

const ORDER: NewHouzzOrder = {
  createdAt: '2026-01-15T10:00:00Z',
  lines: [
    { sku: 'LAMP-1', quantity: 3, price: '25.00', tax: '1.00', shipping: '5.00' },
    { sku: 'RUG-1', quantity: 1, price: '80.00' },
  ],
  coupon: { code: 'DEMO', amount: '3.50' },
  flatShipping: '7.00',
  flatShippingTax: '0.50',
};
const PARTS = [
  { lines: [{ sku: 'LAMP-1', quantity: 2 }] },
  {
    lines: [
      { sku: 'LAMP-1', quantity: 1 },
      { sku: 'RUG-1', quantity: 1 },
    ],
  },
] as const;

async function placeOne(open: OpenSandbox, changes: Partial<NewHouzzOrder> = {}): Promise<HouzzOrderDocument> {
  const [order] = await open.control.houzz.placeOrders({ ...ORDER, ...changes });
  assert.ok(order);
  return order;
}

async function split(
  open: OpenSandbox,
): Promise<{ original: HouzzOrderDocument; parts: readonly HouzzOrderDocument[] }> {
  const original = await placeOne(open);
  return { original, parts: await open.control.houzz.splitOrder(original.orderId, ...PARTS) };
}

async function shown(open: OpenSandbox): Promise<readonly (readonly [unknown, unknown, unknown])[]> {
  const orders = listIn(await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' }), 'Orders');
  return orders.map((order) => [order['OrderId'], order['ShipmentId'], order['Status']] as const);
}

const shipOf = (OrderId: string | undefined) => ({
  OrderId: OrderId ?? '',
  Action: 'Ship',
  ShippingMethod: 'UPS Ground',
  TrackingNumber: '1ZDEMO',
});

describe('a split order', () => {
  const open = openSandboxForEach();

  it('H9.13 H9.14 H7.1.3 stays as its first part beside new orders, at the same time of creation', async () => {
    const { original, parts } = await split(open);

    const orders = await shown(open);

    assert.deepEqual(
      parts.map(({ lines }) => lines.map(({ sku, quantity }) => [sku, quantity])),
      [
        [['LAMP-1', 2]],
        [
          ['LAMP-1', 1],
          ['RUG-1', 1],
        ],
      ],
    );
    assert.equal(parts[0]?.orderId, original.orderId);
    assert.notEqual(parts[1]?.orderId, original.orderId);
    assert.equal(parts[1]?.shipmentId, parts[1]?.orderId);
    assert.ok(parts.every(({ created }) => created === original.created));
    assert.equal(orders.length, 2);
  });

  it('H9.13 has its parts shipped one by one', async () => {
    const { parts } = await split(open);

    const first = await updateOrder(open.sandbox.houzzUrl, shipOf(parts[0]?.orderId));
    const between = (await shown(open)).map(([, , status]) => status).sort();
    const second = await updateOrder(open.sandbox.houzzUrl, shipOf(parts[1]?.orderId));

    assert.deepEqual([first.json['Ack'], second.json['Ack']], ['Success', 'Success']);
    assert.deepEqual(between, ['Charged', 'Shipped']);
  });

  it('comes to the same sum in its parts, its coupon and flat amounts going with the first', async () => {
    const { original, parts } = await split(open);

    const cents = (total: string): number => Math.round(Number(total) * 100);
    assert.equal(
      parts.reduce((sum, { total }) => sum + cents(total), 0),
      cents(original.total),
    );
    assert.deepEqual(
      parts.map(({ coupon, flatShipping }) => [coupon?.amount ?? null, flatShipping]),
      [
        ['3.50', '7.00'],
        [null, '0.00'],
      ],
    );
    assert.deepEqual(
      parts.map(({ lines }) => lines.map(({ tax, shipping }) => [tax, shipping])),
      [
        [['0.66', '3.33']],
        [
          ['0.34', '1.67'],
          ['0.00', '0.00'],
        ],
      ],
    );
  });

  for (const reading of ['line', 'unit', 'unit-and-line', 'line-and-unit']) {
    it(`comes to the same sum for any quantities and charges, counted once a ${reading}`, async () => {
      await open.control.turnSwitches({ 'houzz.tax-and-shipping-are-per': reading });
      const random = createRandom(7);
      const upTo = (most: number): number => 1 + Math.floor(random() * most);
      const amount = (): string => (upTo(9_999) / 100).toFixed(2);

      for (let round = 0; round < 25; round += 1) {
        const lines = ['A', 'B'].map((sku) => {
          return { sku, quantity: 1 + upTo(5), price: amount(), tax: amount(), shipping: amount() };
        });
        const whole = await placeOne(open, { lines });
        const first = lines.map(({ sku, quantity }) => ({ sku, quantity: upTo(quantity - 1) }));
        const second = lines.map(({ sku, quantity }, at) => ({ sku, quantity: quantity - (first[at]?.quantity ?? 0) }));

        const parts = await open.control.houzz.splitOrder(whole.orderId, { lines: first }, { lines: second });

        const sum = parts.reduce((total, part) => total + Math.round(Number(part.total) * 100), 0);
        assert.equal(sum, Math.round(Number(whole.total) * 100));
      }
    });
  }

  it('H7.1.3 H9.14 shares its OrderId with parts of other ShipmentIds where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.split-parts': 'shared-order-id' });
    const { original, parts } = await split(open);

    const orders = await shown(open);
    const shipped = await updateOrder(open.sandbox.houzzUrl, shipOf(parts[1]?.shipmentId));

    assert.ok(orders.every(([orderId]) => orderId === original.orderId));
    assert.equal(new Set(orders.map(([, shipmentId]) => shipmentId)).size, 2);
    assert.equal(shipped.json['Ack'], 'Success');
    assert.equal((await open.control.houzz.order(original.orderId)).status, 'Charged');
    assert.equal((await open.control.houzz.order(parts[1]?.shipmentId ?? '')).status, 'Shipped');
  });

  for (const [fate, statuses] of [
    ['canceled', ['Canceled', 'Charged', 'Charged']],
    ['gone', ['Charged', 'Charged']],
  ] as const) {
    for (const position of ['new-order-ids', 'shared-order-id']) {
      it(`H9.14 is ${fate} itself where the switch says so, beside parts with ${position}`, async () => {
        await open.control.turnSwitches({ 'houzz.split-original': fate, 'houzz.split-parts': position });
        const { original, parts } = await split(open);

        const orders = await shown(open);

        assert.deepEqual(orders.map(([, , status]) => status).sort(), statuses);
        assert.equal(parts.length, 2);
        assert.ok(parts.every(({ shipmentId }) => shipmentId !== original.shipmentId));
        assert.ok(parts.every(({ orderId }) => (orderId === original.orderId) === (position === 'shared-order-id')));
      });
    }
  }

  it('H9.14 has parts created at the moment of the split where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.split-created': 'moment-of-split' });

    const { original, parts } = await split(open);

    assert.equal(parts[0]?.createdAt, original.createdAt);
    assert.ok(Date.parse(parts[1]?.createdAt ?? '') > Date.parse(original.createdAt));
  });

  it('restores with a cancelled part only what that part took', async () => {
    await open.control.turnSwitches({ 'houzz.cancel-restores': 'yes' });
    await open.control.houzz.putListing('LAMP-1', { quantity: 3 });
    const { parts } = await split(open);

    await open.control.houzz.cancelOrder(parts[1]?.orderId ?? '');

    assert.equal((await open.control.houzz.listings())[0]?.quantity, 1);
  });

  it('tells the ledger the ids of its new parts', async () => {
    const { original, parts } = await split(open);

    const last = (await open.control.ledger()).at(-1);
    assert.ok(last?.kind === 'effect');
    assert.deepEqual([last.effect, last.subject], ['order.split', original.orderId]);
    assert.deepEqual(last.details['orderIds'], [parts[1]?.orderId]);
  });

  for (const [what, parts] of [
    [
      'one part',
      [
        {
          lines: [
            { sku: 'LAMP-1', quantity: 3 },
            { sku: 'RUG-1', quantity: 1 },
          ],
        },
      ],
    ],
    ['units missing', [{ lines: [{ sku: 'LAMP-1', quantity: 1 }] }, { lines: [{ sku: 'RUG-1', quantity: 1 }] }]],
    ['units too many', [{ lines: [{ sku: 'LAMP-1', quantity: 4 }] }, { lines: [{ sku: 'RUG-1', quantity: 1 }] }]],
    ['an empty part', [...PARTS, { lines: [] }]],
    ['another SKU', [{ lines: [{ sku: 'NONE', quantity: 3 }] }, { lines: [{ sku: 'RUG-1', quantity: 1 }] }]],
  ] as const) {
    it(`is not split with ${what}`, async () => {
      const { orderId } = await placeOne(open);

      await assert.rejects(open.control.houzz.splitOrder(orderId, ...parts), /parts/i);

      assert.deepEqual((await open.control.houzz.orders()).length, 1);
    });
  }

  it('is split in three, and never once it is shipped', async () => {
    const { orderId } = await placeOne(open);
    const one = { lines: [{ sku: 'LAMP-1', quantity: 1 }] };
    const parts = await open.control.houzz.splitOrder(orderId, one, one, {
      lines: [...one.lines, { sku: 'RUG-1', quantity: 1 }],
    });
    const shipped = await placeOne(open, { status: 'Shipped' });

    assert.equal(parts.length, 3);
    await assert.rejects(open.control.houzz.splitOrder(shipped.orderId, ...PARTS), /in status Shipped cannot be split/);
  });
});
