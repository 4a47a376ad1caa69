import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HOUZZ_STATUSES, type NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import { openSandboxForEach } from '../open-sandbox.js';
import { listIn, orderIds, read } from './houzz-api.js';

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

  it('leaves the key Orders out when there is none', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });

    assert.deepEqual(Object.keys(answer.json), ['Ack', 'Version', 'Timestamp']);
  });

  it('answers without a count of the whole', async () => {
    await open.control.houzz.placeOrders(LAMP);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });

    assert.deepEqual(Object.keys(answer.json), ['Ack', 'Version', 'Timestamp', 'Orders']);
  });

  it('filters by words that are not always those of the orders', async () => {
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

  it('counts neither shipped nor cancelled orders among the active', async () => {
    await open.control.houzz.placeOrders(...HOUZZ_STATUSES.map((status) => ({ ...LAMP, status })));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Active' });

    const statuses = listIn(answer, 'Orders').map((order) => order['Status']);
    assert.deepEqual(statuses.sort(), ['Charged', 'FailedToCharge', 'Placed', 'Processing']);
  });

  it('takes the filter in any case', async () => {
    await open.control.houzz.placeOrders(LAMP);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'CHARGED' });

    assert.equal(orderIds(answer).length, 1);
  });

  it('shows an order under its new status at once', async () => {
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

  it('hides cancelled orders from All where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.all-shows-cancelled': 'no' });
    await open.control.houzz.placeOrders(LAMP, { ...LAMP, status: 'Canceled' });

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });

    assert.equal(orderIds(answer).length, 1);
  });

  it('hides an order in its half hour of authorisation in the flow of 2021', async () => {
    await open.control.turnSwitches({ 'houzz.flow': 'auto-charge' });
    const [order] = await open.control.houzz.placeOrders({ ...LAMP, status: 'Placed' });

    const before = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });
    await open.control.houzz.setOrderStatus(order?.orderId ?? '', 'Charged');
    const after = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All' });

    assert.deepEqual([orderIds(before).length, orderIds(after).length], [0, 1]);
  });

  it('answers an unknown filter as the switch says', async () => {
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

  it('shows the newest order first', async () => {
    const placed = await open.control.houzz.placeOrders(...ordersByMinute(3));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged' });

    assert.deepEqual(orderIds(answer), placed.map((order) => order.orderId).reverse());
  });

  it('counts Start in orders, not in pages', async () => {
    const placed = await open.control.houzz.placeOrders(...ordersByMinute(5));
    const newestFirst = placed.map((order) => order.orderId).reverse();

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', {
      Status: 'Charged',
      Start: '1',
      NumberOfItems: '2',
    });

    assert.deepEqual(orderIds(answer), newestFirst.slice(1, 3));
  });

  it('pages through several statuses in one order of time', async () => {
    const inTime = ordersByMinute(6).map((order, index) =>
      index % 2 === 0 ? order : { ...order, status: 'Shipped' as const },
    );
    const placed = await open.control.houzz.placeOrders(...inTime);
    const newestFirst = placed.map((order) => order.orderId).reverse();

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', Start: '2', NumberOfItems: '3' });

    assert.deepEqual(orderIds(answer), newestFirst.slice(2, 5));
  });

  it('answers without Orders past the end', async () => {
    await open.control.houzz.placeOrders(...ordersByMinute(2));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged', Start: '2' });

    assert.equal('Orders' in answer.json, false);
  });

  it('shifts the pages when an order arrives at the top meanwhile', async () => {
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

  it('cuts pages silently where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.page-cap': '10' });
    await open.control.houzz.placeOrders(...ordersByMinute(12));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Charged', NumberOfItems: '1000' });

    assert.equal(orderIds(answer).length, 10);
  });

  it('refuses a Start that is no number', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Start: 'first' });

    assert.equal(answer.json['Ack'], 'Error');
  });
});

describe('getOrders: dates', () => {
  const open = openSandboxForEach();
  const at = (createdAt: string): NewHouzzOrder => ({ ...LAMP, createdAt });

  it('takes From and To as Pacific days, each on its own', async () => {
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

  it('takes a To with time and zone', async () => {
    const placed = await open.control.houzz.placeOrders(at('2026-11-20T10:00:00Z'), at('2026-11-20T10:00:01Z'));

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', To: '2026-11-20 10:00:00+00:00' });

    assert.deepEqual(orderIds(answer), [placed[0]?.orderId]);
  });

  it('takes the days as UTC, and To without its day, where the switches say so', async () => {
    await open.control.turnSwitches({ 'houzz.date-zone': 'utc', 'houzz.to-includes-its-day': 'no' });
    const placed = await open.control.houzz.placeOrders(at('2026-11-19T23:59:59Z'), at('2026-11-20T00:00:00Z'));

    const from = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', From: '2026-11-20' });
    const to = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'All', To: '2026-11-20' });

    assert.deepEqual(orderIds(from), [placed[1]?.orderId]);
    assert.deepEqual(orderIds(to), [placed[0]?.orderId]);
  });

  it('refuses a From that is no date', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { From: 'yesterday' });

    assert.equal(answer.json['Ack'], 'Error');
  });
});
