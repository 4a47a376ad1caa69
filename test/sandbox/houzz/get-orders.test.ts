import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HOUZZ_STATUSES, type NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import { openSandboxForEach } from '../open-sandbox.js';
import { listIn, orderIds, read, recordOf } from './houzz-api.js';

const LAMP = { lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] };

/** Orders one minute apart, the oldest first. */
function ordersByMinute(count: number, more: Partial<NewHouzzOrder> = {}): NewHouzzOrder[] {
  const first = Date.parse('2026-11-20T10:00:00Z');
  return Array.from({ length: count }, (_, index) => ({
    ...LAMP,
    createdAt: new Date(first + index * 60_000).toISOString(),
    ...more,
  }));
}

describe('getOrders: which orders', () => {
  const open = openSandboxForEach();

  it('H4.10 leaves the key Orders out when there is none', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });

    assert.deepEqual(Object.keys(answer.json), ['Ack', 'Version', 'Timestamp']);
  });

  it('H7.17 answers without a count of the whole', async () => {
    await open.control.houzz.placeOrders(LAMP);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });

    assert.deepEqual(Object.keys(answer.json), ['Ack', 'Version', 'Timestamp', 'Orders']);
  });

  it('H7.1 H8.1 H8.4 H8.5 H8.6 filters by words that are not always those of the orders', async () => {
    const placed = await open.control.houzz.placeOrders(...HOUZZ_STATUSES.map((status) => ({ ...LAMP, status })));
    const shown = new Map<string, unknown[]>();

    for (const word of ['New', 'InProduction', 'Charged', 'FailedToCharge', 'Shipped']) {
      const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: word });
      shown.set(
        word,
        listIn(answer, 'Orders').map((order) => order['Status']),
      );
    }

    assert.equal(placed.length, HOUZZ_STATUSES.length);
    assert.deepEqual(Object.fromEntries(shown), {
      New: ['Placed'],
      InProduction: ['Processing'],
      Charged: ['Charged'],
      FailedToCharge: ['FailedToCharge'],
      Shipped: ['Shipped'],
    });
  });

  it('H7.1 H8.7 counts neither shipped nor cancelled orders among the active', async () => {
    await open.control.houzz.placeOrders(...HOUZZ_STATUSES.map((status) => ({ ...LAMP, status })));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Active' });

    const statuses = listIn(answer, 'Orders').map((order) => order['Status']);
    assert.deepEqual(statuses.sort(), ['Charged', 'FailedToCharge', 'Placed', 'Processing']);
  });

  it('H7.2 takes the filter in any case', async () => {
    await open.control.houzz.placeOrders(LAMP);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'CHARGED' });

    assert.equal(orderIds(answer).length, 1);
  });

  it('H7.16 H8.8 shows an order under its new status at once', async () => {
    const [order] = await open.control.houzz.placeOrders(LAMP);
    await open.control.houzz.cancelOrder(order?.orderId ?? '');

    const charged = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });
    const all = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });

    assert.deepEqual(orderIds(charged), []);
    assert.deepEqual(
      listIn(all, 'Orders').map((shown) => shown['Status']),
      ['Canceled'],
    );
  });

  it('H7.4 hides cancelled orders from All where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.all-shows-cancelled': 'no' });
    await open.control.houzz.placeOrders(LAMP, { ...LAMP, status: 'Canceled' });

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });

    assert.equal(orderIds(answer).length, 1);
  });

  it('H8.17 hides an order in its half hour of authorisation in the flow of 2021', async () => {
    await open.control.turnSwitches({ 'houzz.flow': 'auto-charge' });
    const [order] = await open.control.houzz.placeOrders({ ...LAMP, status: 'Placed' });

    const before = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });
    await open.control.houzz.setOrderStatus(order?.orderId ?? '', 'Charged');
    const after = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });

    assert.deepEqual([orderIds(before).length, orderIds(after).length], [0, 1]);
  });

  it('H6.1 H7.5 H7.6 H8.8 means all orders without Status, or the active ones by the switch', async () => {
    await open.control.houzz.placeOrders(...HOUZZ_STATUSES.map((status) => ({ ...LAMP, status })));
    const counts: number[] = [];

    for (const position of ['All', 'Active']) {
      await open.control.turnSwitches({ 'houzz.default-status': position });
      counts.push(orderIds(await read(open.sandbox.houzzUrl, 'getOrders')).length);
      counts.push(orderIds(await read(open.sandbox.houzzUrl, 'getOrders', { Status: '' })).length);
    }

    assert.deepEqual(counts, [6, 6, 4, 4]);
  });

  it('H8.7 counts shipped orders among the active where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.active-filter': 'all-but-canceled' });
    await open.control.houzz.placeOrders(...HOUZZ_STATUSES.map((status) => ({ ...LAMP, status })));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Active' });

    assert.equal(orderIds(answer).length, 5);
  });

  it('H7.3 answers an unknown filter as the switch says', async () => {
    await open.control.houzz.placeOrders(LAMP);
    const counts: unknown[] = [];

    for (const position of ['refused', 'empty', 'ignored']) {
      await open.control.turnSwitches({ 'houzz.unknown-status-filter': position });
      const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Canceled' });
      counts.push([answer.json['Ack'], orderIds(answer).length]);
    }

    assert.deepEqual(counts, [
      ['Error', 0],
      ['Success', 0],
      ['Success', 1],
    ]);
  });
});

describe('getOrders: pages', () => {
  const open = openSandboxForEach();

  it('H7.19 shows the newest order first', async () => {
    const placed = await open.control.houzz.placeOrders(...ordersByMinute(3));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });

    assert.deepEqual(orderIds(answer), placed.map((order) => order.orderId).reverse());
  });

  it('H7.7 counts Start in orders, not in pages', async () => {
    const placed = await open.control.houzz.placeOrders(...ordersByMinute(5));
    const newestFirst = placed.map((order) => order.orderId).reverse();

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', {
      Status: 'Charged',
      Start: '1',
      NumberOfItems: '2',
    });

    assert.deepEqual(orderIds(answer), newestFirst.slice(1, 3));
  });

  it('H7.7 H7.19 pages through several statuses in one order of time', async () => {
    const inTime = ordersByMinute(6).map((order, index) =>
      index % 2 === 0 ? order : { ...order, status: 'Shipped' as const },
    );
    const placed = await open.control.houzz.placeOrders(...inTime);
    const newestFirst = placed.map((order) => order.orderId).reverse();

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', Start: '2', NumberOfItems: '3' });

    assert.deepEqual(orderIds(answer), newestFirst.slice(2, 5));
  });

  it('H4.10 answers without Orders past the end', async () => {
    await open.control.houzz.placeOrders(...ordersByMinute(2));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged', Start: '2' });

    assert.equal('Orders' in answer.json, false);
  });

  it('H15.1 shifts the pages when an order arrives at the top meanwhile', async () => {
    const [first, second] = await open.control.houzz.placeOrders(...ordersByMinute(2));
    const pageOne = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged', NumberOfItems: '1' });
    await open.control.houzz.placeOrders(LAMP);

    const pageTwo = await read(open.sandbox.houzzUrl, 'getOrders', {
      Status: 'Charged',
      Start: '1',
      NumberOfItems: '1',
    });

    assert.deepEqual(orderIds(pageOne), [second?.orderId]);
    assert.deepEqual(orderIds(pageTwo), [second?.orderId]);
    assert.notEqual(first?.orderId, second?.orderId);
  });

  it('H7.9 cuts pages silently where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.page-cap': '10' });
    await open.control.houzz.placeOrders(...ordersByMinute(12));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged', NumberOfItems: '1000' });

    assert.equal(orderIds(answer).length, 10);
  });

  it('H7.8 H7.10 H7.18 shows 172 orders in one answer without being asked, and 1000 when asked', async () => {
    await open.control.houzz.placeOrders(...Array.from({ length: 1_001 }, () => LAMP));

    const unasked = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });
    const asked = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged', NumberOfItems: '1000' });

    assert.ok(orderIds(unasked).length >= 172);
    assert.equal(orderIds(asked).length, 1_000);
  });

  it('refuses a Start that is no number', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Start: 'first' });

    assert.equal(answer.json['Ack'], 'Error');
  });
});

describe('getOrders: dates', () => {
  const open = openSandboxForEach();
  const at = (createdAt: string): NewHouzzOrder => ({ ...LAMP, createdAt });

  it('H7.11 H7.13 H7.14 H7.15 takes From and To as Pacific days, each on its own', async () => {
    // The 20th of November in the zone of Houzz runs from 08:00 UTC to 08:00 UTC.
    const placed = await open.control.houzz.placeOrders(
      at('2026-11-20T07:59:59Z'),
      at('2026-11-20T08:00:00Z'),
      at('2026-11-21T07:59:59Z'),
      at('2026-11-21T08:00:00Z'),
    );
    const [before, first, last, after] = placed.map((order) => order.orderId);

    const from = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20' });
    const to = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', To: '2026-11-20' });
    const both = await read(open.sandbox.houzzUrl, 'getOrders', {
      Status: 'All',
      From: '2026-11-20',
      To: '2026-11-20',
    });

    assert.deepEqual(orderIds(from), [after, last, first]);
    assert.deepEqual(orderIds(to), [last, first, before]);
    assert.deepEqual(orderIds(both), [last, first]);
  });

  for (const [what, day, first, last] of [
    ['of 23 hours in spring', '2026-03-08', '2026-03-08T08:00:00Z', '2026-03-09T06:59:59Z'],
    ['of 25 hours in autumn', '2026-11-01', '2026-11-01T07:00:00Z', '2026-11-02T07:59:59Z'],
  ] as const) {
    it(`H7.11 H7.14 takes a day ${what} whole`, async () => {
      const second = (instant: string, by: number): string => new Date(Date.parse(instant) + by * 1_000).toISOString();
      const placed = await open.control.houzz.placeOrders(
        at(second(first, -1)),
        at(first),
        at(last),
        at(second(last, 1)),
      );

      const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: day, To: day });

      assert.deepEqual(orderIds(answer), [placed[2]?.orderId, placed[1]?.orderId]);
    });
  }

  it('H7.13 does not look at when an order was changed', async () => {
    const [placed] = await open.control.houzz.placeOrders(at('2026-11-10T10:00:00Z'));
    await open.control.houzz.setOrderStatus(placed?.orderId ?? '', 'Shipped');

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20' });

    assert.deepEqual(orderIds(answer), []);
  });

  it('H7.12 takes a To with time and zone', async () => {
    const placed = await open.control.houzz.placeOrders(at('2026-11-20T10:00:00Z'), at('2026-11-20T10:00:01Z'));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', To: '2026-11-20 10:00:00+00:00' });

    assert.deepEqual(orderIds(answer), [placed[0]?.orderId]);
  });

  it('H7.14 H7.15 takes the days as UTC, and To without its day, where the switches say so', async () => {
    await open.control.turnSwitches({ 'houzz.date-zone': 'utc', 'houzz.to-includes-its-day': 'no' });
    const placed = await open.control.houzz.placeOrders(at('2026-11-19T23:59:59Z'), at('2026-11-20T00:00:00Z'));

    const from = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20' });
    const to = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', To: '2026-11-20' });

    assert.deepEqual(orderIds(from), [placed[1]?.orderId]);
    assert.deepEqual(orderIds(to), [placed[0]?.orderId]);
  });

  it('H7.20 leaves the day of From out where the switch says so, and no second of a From with a time', async () => {
    await open.control.turnSwitches({ 'houzz.from-includes-its-day': 'no' });
    const placed = await open.control.houzz.placeOrders(at('2026-11-21T07:59:59Z'), at('2026-11-21T08:00:00Z'));

    const day = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20' });
    const second = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20 23:59:59' });

    assert.deepEqual(orderIds(day), [placed[1]?.orderId]);
    assert.deepEqual(orderIds(second), [placed[1]?.orderId, placed[0]?.orderId]);
  });

  it('H7.13 compares the dates with the last change where the switch says so, newest creation first', async () => {
    await open.control.turnSwitches({ 'houzz.dates-are-of': 'change' });
    const placed = await open.control.houzz.placeOrders(
      at('2026-11-10T10:00:00Z'),
      at('2026-11-11T10:00:00Z'),
      at('2026-11-12T10:00:00Z'),
    );
    for (const order of placed.slice(0, 2)) await open.control.houzz.setOrderStatus(order.orderId, 'Shipped');
    const [first, second, unchanged] = placed.map(({ orderId }) => orderId);

    const since = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20' });
    const until = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', To: '2026-11-20' });
    const page = await read(open.sandbox.houzzUrl, 'getOrders', {
      Status: 'All',
      From: '2026-11-20',
      Start: '1',
      NumberOfItems: '1',
    });

    assert.deepEqual(orderIds(since), [second, first]);
    assert.deepEqual(orderIds(until), [unchanged]);
    assert.deepEqual(orderIds(page), [first]);
  });

  it('refuses a From that is no date', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { From: 'yesterday' });

    assert.equal(answer.json['Ack'], 'Error');
  });
});

describe('getOrder', () => {
  const open = openSandboxForEach();

  it('H6.2 is no method, or shows one order by its id by the switch', async () => {
    const [placed] = await open.control.houzz.placeOrders(LAMP, LAMP);
    const OrderId = placed?.orderId ?? '';
    const absent = await read(open.sandbox.houzzUrl, 'getOrder', { OrderId });
    await open.control.turnSwitches({ 'houzz.get-order': 'present' });

    const present = await read(open.sandbox.houzzUrl, 'getOrder', { OrderId });
    const unknown = await read(open.sandbox.houzzUrl, 'getOrder', { OrderId: '0000-0000-0000-0001' });
    const none = await read(open.sandbox.houzzUrl, 'getOrder');

    assert.deepEqual(
      [absent, present, unknown, none].map((answer) => answer.json['Ack']),
      ['Error', 'Success', 'Error', 'Error'],
    );
    assert.equal(recordOf(present.json['Order'])['OrderId'], OrderId);
  });
});
