import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import { DEMO_HOUZZ_CREDENTIALS } from '../../../src/sandbox/sandbox.js';
import { openSandboxForEach } from '../open-sandbox.js';
import { listIn, read, recordOf } from './houzz-api.js';

const ORDER: NewHouzzOrder = {
  createdAt: '2020-06-15T17:00:00Z',
  lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00', title: 'Demo lamp & shade' }],
  coupon: { code: 'DEMO', amount: '3.50' },
  customerName: 'Pat Example',
  address: { address1: '1 Sample Way', address2: 'Unit 2', city: 'Testville', state: 'CA', zip: '90000' },
};

describe('an order on the wire', () => {
  const open = openSandboxForEach();

  it('H4.11 H4.13 H7.1.5 H7.1.6 H7.1.7 H7.1.8 H7.1.10 H7.1.11 H7.2.2 H7.2.4 H7.2.5 H7.2.6 H7.2.10 has the fields that were seen, all scalars as strings, and leaves out what is absent', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 2 });
    const other = await open.control.houzz.putListing('CHAIR-1', { quantity: 1 });
    const [placed] = await open.control.houzz.placeOrders(ORDER);

    const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

    assert.deepEqual(order, {
      OrderId: placed?.orderId,
      ShipmentId: placed?.orderId,
      Created: '2020-06-15 10:00:00',
      Status: 'Charged',
      CustomerName: 'Pat Example',
      Address: {
        Address: '1 Sample Way, Unit 2',
        Address1: '1 Sample Way',
        Address2: 'Unit 2',
        City: 'Testville',
        State: 'CA',
        Zip: '90000',
      },
      ShippingMethod: 'Standard',
      FlatShipping: '0.00',
      FlatShippingTax: '0.00',
      OrderTotal: '46.5000',
      OrderItems: [
        {
          SKU: 'LAMP-1',
          ProductId: placed?.lines[0]?.productId,
          Title: 'Demo lamp & shade',
          Quantity: '2',
          Price: '25.00',
          Tax: '0.00',
          Shipping: '0.00',
          Type: 'Product',
        },
        {
          SKU: 'CHAIR-1',
          ProductId: other.productId,
          Title: 'Promotion: DEMO',
          Price: '-3.50',
          Tax: '0.00',
          Shipping: '0.00',
          Type: 'Coupon',
        },
      ],
    });
  });

  it('H4.7 H4.8 H4.9 H4.12 has in XML a wrapper with one child for each entry', async () => {
    await open.control.houzz.placeOrders(ORDER);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { format: 'xml' });

    assert.match(answer.type, /^text\/xml/);
    assert.match(answer.text, /<GetOrdersResponse><Ack>Success<\/Ack>.*<Orders><Order><OrderId>/s);
    assert.match(answer.text, /<OrderItems><OrderItem><SKU>LAMP-1<\/SKU>.*<\/OrderItem><OrderItem>.*<\/OrderItems>/s);
    assert.match(answer.text, /<Title>Demo lamp &amp; shade<\/Title>/);
    assert.doesNotMatch(answer.text, /<Phone>/);
  });

  it('H7.1.1 H7.4.1 has an id of 16 digits whose leading part is the second of its creation', async () => {
    const [placed] = await open.control.houzz.placeOrders(ORDER);

    const id = placed?.orderId ?? '';

    assert.match(id, /^\d{4}-\d{4}-\d{4}-\d{4}$/);
    assert.equal(Math.floor(Number(id.replaceAll('-', '')) / 2 ** 20), Date.parse('2020-06-15T17:00:00Z') / 1000);
  });

  it('H7.1.2 has a ShipmentId equal to its OrderId', async () => {
    await open.control.houzz.placeOrders(ORDER, ORDER);

    const orders = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

    assert.ok(orders.every((order) => order['ShipmentId'] === order['OrderId']));
  });

  it('H7.4.3 sorts by time when it is sorted by id', async () => {
    const times = ['2020-06-15T17:00:01Z', '2026-11-23T20:15:30Z', '2018-05-31T13:29:17Z'];
    const placed = await open.control.houzz.placeOrders(...times.map((createdAt) => ({ ...ORDER, createdAt })));

    const byId = placed.toSorted((one, other) => (one.orderId < other.orderId ? -1 : 1));

    assert.deepEqual(
      byId.map(({ createdAt }) => Date.parse(createdAt)),
      times.map((time) => Date.parse(time)).sort((one, other) => one - other),
    );
  });

  it('H7.1.9 has the level of shipping that the buyer chose', async () => {
    await open.control.houzz.placeOrders({ ...ORDER, shippingMethod: 'Expedited' });

    const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

    assert.equal(order?.['ShippingMethod'], 'Expedited');
  });

  it('H7.1.7 has a country where it is not of the US', async () => {
    const address = { address1: '1 Way', city: 'Testville', state: 'ON', zip: 'K1A 0A1', country: 'CA' };
    await open.control.houzz.placeOrders({ ...ORDER, address });

    const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

    assert.equal(recordOf(order?.['Address'])['Country'], 'CA');
  });

  for (const count of [1, 3]) {
    it(`H7.1.12 H7.2.1 H7.2.3 H7.2.7 H15.2 has a list of items when there are ${count} of them`, async () => {
      const lines = Array.from({ length: count }, (_, index) => ({
        sku: `S-${index}`,
        quantity: 1,
        price: '1.5',
        tax: '0.1',
      }));
      await open.control.houzz.placeOrders({ lines });

      const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');
      const inXml = await read(open.sandbox.houzzUrl, 'getOrders', { format: 'xml' });

      const items = order?.['OrderItems'];
      assert.ok(Array.isArray(items));
      const money = items.map(recordOf).map(({ Type, Price, Tax, Shipping }) => [Type, Price, Tax, Shipping]);
      assert.deepEqual(
        money,
        Array.from({ length: count }, () => ['Product', '1.50', '0.10', '0.00']),
      );
      assert.ok(items.map(recordOf).every(({ ProductId }) => /^\d+$/.test(String(ProductId))));
      assert.equal(inXml.text.split('<OrderItem>').length - 1, count);
    });
  }

  it('H7.1.15 has more fields while it is open where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.extra-order-fields': 'present' });
    await open.control.houzz.placeOrders(ORDER, { ...ORDER, status: 'Shipped' });

    const orders = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

    const extras = new Map(orders.map((order) => [order['Status'], 'ShipBy' in order]));
    assert.deepEqual([extras.get('Charged'), extras.get('Shipped')], [true, false]);
  });

  it('has an id of its own among thousands of the same second', async () => {
    const placed = await open.control.houzz.placeOrders(...Array.from({ length: 4_000 }, () => ORDER));

    assert.equal(new Set(placed.map((order) => order.orderId)).size, 4_000);
  });

  for (const [season, createdAt, created] of [
    ['winter', '2026-11-23T20:15:30Z', '2026-11-23 12:15:30'],
    ['summer', '2026-07-01T06:59:59Z', '2026-06-30 23:59:59'],
    ['the first of the two hours that autumn has twice', '2026-11-01T08:30:00Z', '2026-11-01 01:30:00'],
    ['the second of the two hours that autumn has twice', '2026-11-01T09:30:00Z', '2026-11-01 01:30:00'],
    ['the moment that spring skips an hour', '2026-03-08T10:00:00Z', '2026-03-08 03:00:00'],
    ['midnight', '2026-01-15T08:00:00Z', '2026-01-15 00:00:00'],
  ] as const) {
    it(`H7.1.4 H7.4.2 shows Created as Pacific wall time in ${season}`, async () => {
      await open.control.houzz.placeOrders({ ...ORDER, createdAt });

      const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

      assert.equal(order?.['Created'], created);
    });
  }

  it('H7.2.8 H7.2.11 sums tax and shipping once for each line, or for each unit by the switch', async () => {
    const lines = [{ sku: 'LAMP-1', quantity: 3, price: '10.00', tax: '0.80', shipping: '5.00' }];
    const flat = { flatShipping: '7.00', flatShippingTax: '0.55' };

    const totals: (string | undefined)[] = [];
    for (const reading of ['line', 'unit', 'unit-and-line', 'line-and-unit']) {
      await open.control.turnSwitches({ 'houzz.tax-and-shipping-are-per': reading });
      totals.push((await open.control.houzz.placeOrders({ lines, ...flat }))[0]?.total);
    }

    assert.deepEqual(totals, ['43.3500', '54.9500', '44.9500', '53.3500']);
  });

  it('H7.2.1 H7.2.2 H7.2.3 has no SKU on its coupon where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.coupon-sku': 'absent' });
    await open.control.houzz.placeOrders(ORDER);

    const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders'), 'Orders');

    const items = order?.['OrderItems'];
    assert.ok(Array.isArray(items));
    assert.deepEqual(Object.keys(recordOf(items[1])), ['Title', 'Price', 'Tax', 'Shipping', 'Type']);
  });

  it('H7.1.14 never shows the tracking number or the plan of the scenario', async () => {
    const [placed] = await open.control.houzz.placeOrders({ ...ORDER, plan: { secret: 'plan-of-the-scenario' } });
    await open.control.houzz.shipOrder(placed?.orderId ?? '', {
      shippingMethod: 'UPS Ground',
      trackingNumber: '1ZDEMO',
    });

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Shipped' });

    assert.match(answer.text, /"Status":"Shipped"/);
    assert.doesNotMatch(answer.text, /1ZDEMO|plan-of-the-scenario/);
  });

  it('H8.2 H8.3 spells its cancelled and processing states as the switches say', async () => {
    await open.control.turnSwitches({ 'houzz.cancelled-word': 'Cancelled', 'houzz.processing-word': 'InProduction' });
    await open.control.houzz.placeOrders({ ...ORDER, status: 'Canceled' }, { ...ORDER, status: 'Processing' });

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });

    const words = listIn(answer, 'Orders').map((order) => order['Status']);
    assert.deepEqual(words.sort(), ['Cancelled', 'InProduction']);
  });
});

describe('an order of a vendor account', () => {
  const open = openSandboxForEach({ houzz: { ...DEMO_HOUZZ_CREDENTIALS, accountType: 'vendor' } });

  it('H7.2.9 has Cost where a seller has Price', async () => {
    await open.control.houzz.placeOrders(ORDER);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders');

    assert.match(answer.text, /"Cost":"25.00"/);
    assert.doesNotMatch(answer.text, /"Price"/);
  });
});
