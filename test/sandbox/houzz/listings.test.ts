import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { LedgerEffect } from '../../../src/sandbox/ledger.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { listIn, read, recordOf, updateInventory, updateOrder } from './houzz-api.js';

async function stockEffects(open: OpenSandbox): Promise<LedgerEffect[]> {
  const entries = await open.control.ledger();
  return entries.filter((entry) => entry.kind === 'effect').filter((effect) => effect.effect === 'stock.set');
}

async function quantityOf(open: OpenSandbox, sku: string): Promise<number | undefined> {
  return (await open.control.houzz.listings()).find((listing) => listing.sku === sku)?.quantity;
}

describe('getListings', () => {
  const open = openSandboxForEach();

  it('H4.10 H11.1 counts none and leaves Listings out when there is none', async () => {
    const answer = await read(open.sandbox.houzzUrl, 'getListings', { Status: 'Active' });

    assert.equal(answer.json['TotalListingCount'], '0');
    assert.equal('Listings' in answer.json, false);
  });

  it('H6.5 H11.3 H11.4 H11.5 pages by an offset in listings and counts all that match', async () => {
    for (const sku of ['A', 'B', 'C', 'D']) await open.control.houzz.putListing(sku, { quantity: 1 });
    await open.control.houzz.putListing('B', { status: 'Inactive' });

    const answer = await read(open.sandbox.houzzUrl, 'getListings', {
      Status: 'active',
      Start: '1',
      NumberOfItems: '1',
    });
    const past = await read(open.sandbox.houzzUrl, 'getListings', { Status: 'Active', Start: '3' });

    assert.equal(answer.json['TotalListingCount'], '3');
    assert.deepEqual(
      listIn(answer, 'Listings').map((listing) => [listing['SKU'], listing['Quantity']]),
      [['C', '1']],
    );
    assert.deepEqual([past.json['TotalListingCount'], 'Listings' in past.json], ['3', false]);
  });

  it('H11.23 takes any page size, or refuses one above 100 by the switch', async () => {
    await open.control.houzz.putListing('A', { quantity: 1 });
    const ask = (NumberOfItems: string) => read(open.sandbox.houzzUrl, 'getListings', { NumberOfItems });
    const usual = await ask('1000');
    await open.control.turnSwitches({ 'houzz.listing-page-limit': '100' });

    const [most, tooMany] = [await ask('100'), await ask('101')];

    assert.deepEqual(
      [usual, most, tooMany].map((answer) => answer.json['Ack']),
      ['Success', 'Success', 'Error'],
    );
  });

  it('follows a listing that comes or changes its status between two readings', async () => {
    const counts: unknown[] = [];
    const count = async () =>
      counts.push((await read(open.sandbox.houzzUrl, 'getListings', { Status: 'Active' })).json['TotalListingCount']);

    await count();
    await open.control.houzz.putListing('A', { quantity: 1 });
    await count();
    await open.control.houzz.putListing('A', { status: 'Deleted' });
    await count();

    assert.deepEqual(counts, ['0', '1', '0']);
  });

  it('H11.2 counts in a number where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.listing-count': 'number' });

    const answer = await read(open.sandbox.houzzUrl, 'getListings');

    assert.equal(answer.json['TotalListingCount'], 0);
  });

  it('H6.6 shows one listing by its SKU and by its product id', async () => {
    const listing = await open.control.houzz.putListing('LAMP-1', { quantity: 4, price: '25.00' });

    const bySku = await read(open.sandbox.houzzUrl, 'getListing', { SKU: 'lamp-1' });
    const byProduct = await read(open.sandbox.houzzUrl, 'getListing', { productId: listing.productId });

    assert.equal(recordOf(bySku.json['Listing'])['Quantity'], '4');
    assert.deepEqual(bySku.json['Listing'], byProduct.json['Listing']);
  });

  it('H11.8 answers an unknown SKU with an error, or without a Listing by the switch', async () => {
    const refused = await read(open.sandbox.houzzUrl, 'getListing', { SKU: 'NONE' });
    await open.control.turnSwitches({ 'houzz.missing-listing': 'absent' });

    const absent = await read(open.sandbox.houzzUrl, 'getListing', { SKU: 'NONE' });

    assert.deepEqual([refused.json['Ack'], absent.json['Ack'], 'Listing' in absent.json], ['Error', 'Success', false]);
  });
});

describe('updateInventory', () => {
  const open = openSandboxForEach();

  it('H10.3 H10.7 H10.9 sets an absolute quantity and keeps every field that is left out', async () => {
    const before = await open.control.houzz.putListing('LAMP-1', { quantity: 4, price: '25.00', title: 'Lamp' });

    const answer = await updateInventory(open.sandbox.houzzUrl, { SKU: 'LAMP-1', Action: 'update', Quantity: '7' });

    const [after] = await open.control.houzz.listings();
    assert.equal(answer.json['Ack'], 'Success');
    assert.deepEqual(after, { ...before, quantity: 7 });
  });

  it('H10.13 takes a quantity that is written as 7.0, and none that is no whole number', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });

    const whole = await updateInventory(open.sandbox.houzzUrl, { SKU: 'LAMP-1', Action: 'update', Quantity: '7.0' });
    const half = await updateInventory(open.sandbox.houzzUrl, { SKU: 'LAMP-1', Action: 'update', Quantity: '7.5' });

    assert.deepEqual([whole.json['Ack'], half.json['Ack']], ['Success', 'Error']);
    assert.equal(await quantityOf(open, 'LAMP-1'), 7);
  });

  it('H6.4 H10.6 changes the lead times and the price before discount', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
    const days = { ShippingLeadTimeMin: '2', ShippingLeadTimeMax: '7' };

    await updateInventory(open.sandbox.houzzUrl, { SKU: 'LAMP-1', Action: 'update', ...days, MSRP: '19.9' });

    const [listing] = await open.control.houzz.listings();
    assert.deepEqual([listing?.leadTimeMin, listing?.leadTimeMax, listing?.msrp], [2, 7, '19.90']);
  });

  it('tells the ledger the quantity and the one before', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });

    await updateInventory(open.sandbox.houzzUrl, { SKU: 'LAMP-1', Action: 'update', Quantity: '0' });

    const last = (await stockEffects(open)).at(-1);
    assert.deepEqual([last?.by, last?.subject, last?.details], ['call', 'LAMP-1', { quantity: 0, previous: 4 }]);
  });

  it('H10.8 finds the SKU in any case, or only as written by the switch', async () => {
    await open.control.houzz.putListing('Lamp-1', { quantity: 4 });
    const upper = { SKU: 'LAMP-1', Action: 'update', Quantity: '5' };

    const found = await updateInventory(open.sandbox.houzzUrl, upper);
    await open.control.turnSwitches({ 'houzz.sku-case': 'sensitive' });
    const lost = await updateInventory(open.sandbox.houzzUrl, upper);

    assert.deepEqual([found.json['Ack'], lost.json['Ack']], ['Success', 'Error']);
    assert.equal(await quantityOf(open, 'Lamp-1'), 5);
  });

  it('H10.4 H10.5 H10.7 changes price and status in any case without touching the quantity', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });

    await updateInventory(open.sandbox.houzzUrl, { SKU: 'LAMP-1', Action: 'update', Price: '9.5', Status: 'inactive' });

    const [listing] = await open.control.houzz.listings();
    assert.deepEqual([listing?.price, listing?.status, listing?.quantity], ['9.50', 'Inactive', 4]);
  });

  for (const [what, fields] of [
    ['a quantity below zero', { SKU: 'LAMP-1', Action: 'update', Quantity: '-1' }],
    ['a quantity that is no number', { SKU: 'LAMP-1', Action: 'update', Quantity: 'many' }],
    ['another action', { SKU: 'LAMP-1', Action: 'replace', Quantity: '1' }],
    ['an unknown SKU', { SKU: 'NONE', Action: 'update', Quantity: '1' }],
    ['no SKU', { Action: 'update', Quantity: '1' }],
  ] as const) {
    it(`H10.2 H10.10 refuses ${what} and changes nothing`, async () => {
      await open.control.houzz.putListing('LAMP-1', { quantity: 4 });

      const answer = await updateInventory(open.sandbox.houzzUrl, fields);

      assert.equal(answer.json['Ack'], 'Error');
      assert.equal(await quantityOf(open, 'LAMP-1'), 4);
    });
  }
});

describe('the quantity that a listing shows', () => {
  const open = openSandboxForEach();
  const order = { lines: [{ sku: 'lamp-1', quantity: 3, price: '10.00' }] };

  it('H10.11 falls when an order is placed, and never below zero', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });

    await open.control.houzz.placeOrders(order, order);

    assert.equal(await quantityOf(open, 'LAMP-1'), 0);
    assert.deepEqual(
      (await stockEffects(open)).map((effect) => effect.details),
      [
        { quantity: 4, previous: 0 },
        { quantity: 1, previous: 4 },
        { quantity: 0, previous: 1 },
      ],
    );
  });

  it('H10.11 stays when an order is placed where the switch says so', async () => {
    await open.control.turnSwitches({ 'houzz.placement-decrements': 'no' });
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });

    await open.control.houzz.placeOrders(order);

    assert.equal(await quantityOf(open, 'LAMP-1'), 4);
  });

  it('H10.12 comes back with a cancellation only where the switch says so, and only what was taken', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
    const [first, second] = await open.control.houzz.placeOrders(order, order);
    await open.control.houzz.cancelOrder(first?.orderId ?? '');
    const kept = await quantityOf(open, 'LAMP-1');
    await open.control.turnSwitches({ 'houzz.cancel-restores': 'yes' });

    await updateOrder(open.sandbox.houzzUrl, { OrderId: second?.orderId ?? '', Action: 'Cancel', CancelCode: '1' });

    assert.deepEqual([kept, await quantityOf(open, 'LAMP-1')], [0, 1]);
  });
});
