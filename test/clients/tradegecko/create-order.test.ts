import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { checkAddress } from '../../../src/domain/address.js';
import type { DraftLine, SalesOrder } from '../../../src/domain/sales-order.js';
import type { CreateResult } from '../../../src/ports/order-system.js';
import { apiErrorOf } from '../support/api-error.js';
import { draftOf, startTradegeckoWorld, type TradegeckoWorld } from '../support/tradegecko-world.js';

const POST = 'POST /orders';
const VARIANTS = 'GET /variants';

describe('creating a sales order in TradeGecko', () => {
  let world: TradegeckoWorld;

  beforeEach(async () => {
    world = await startTradegeckoWorld();
    await world.stock('LAMP-1', 10);
    await world.stock('LAMP-2', 10);
  });

  afterEach(async () => {
    await world.close();
  });

  const createdBy = (result: CreateResult): SalesOrder => {
    assert.equal(result.kind, 'created', JSON.stringify(result));
    return result.salesOrder;
  };

  it('takes two calls with a cold catalogue and one with a warm one', async () => {
    const client = world.client();

    createdBy(await client.createSalesOrder(draftOf(1), { key: 'k1' }));
    assert.deepEqual(await world.newCalls(), [VARIANTS, POST]);

    createdBy(await client.createSalesOrder(draftOf(2), { key: 'k2' }));
    assert.deepEqual(await world.newCalls(), [POST]);
  });

  it('takes one call after the catalogue was walked, and one look-up for several unknown SKUs', async () => {
    const lines: readonly DraftLine[] = ['LAMP-1', 'LAMP-2'].map((sku) => ({
      kind: 'item',
      sku,
      quantity: 1,
      unitPrice: 100,
    }));
    const walked = world.client();
    await walked.listItems(null, {});
    await world.newCalls();

    createdBy(await walked.createSalesOrder(draftOf(1, { lines, total: 200 }), { key: 'k1' }));
    assert.deepEqual(await world.newCalls(), [POST]);

    createdBy(await world.client().createSalesOrder(draftOf(2, { lines, total: 200 }), { key: 'k2' }));
    assert.deepEqual(await world.newCalls(), [VARIANTS, POST]);
  });

  it('writes all of the draft and reads back what was made', async () => {
    const lines: readonly DraftLine[] = [
      { kind: 'item', sku: 'LAMP-1', quantity: 2, unitPrice: 2500 },
      { kind: 'charge', charge: 'shipping', label: 'Shipping', amount: 999 },
      { kind: 'charge', charge: 'tax', label: 'Tax', amount: 401 },
      { kind: 'charge', charge: 'discount', label: 'Promotion: DEMO', amount: -350 },
      { kind: 'charge', charge: 'rounding', label: 'Rounding', amount: -1 },
    ];
    const draft = draftOf(1, { lines, total: 6049, notes: 'By hand', tags: ['Houzz', 'Expedited'] });

    const order = createdBy(await world.client().createSalesOrder(draft, { key: 'k1' }));

    assert.deepEqual(
      { ...order, id: '', updatedAt: '' },
      {
        id: '',
        orderNumber: 'HZ-1',
        referenceNumber: '1669-5850-6979-0001',
        status: { kind: 'finalized' },
        packed: 'none',
        shipped: 'none',
        invoiced: 'none',
        total: 6049,
        updatedAt: '',
      },
    );
    const made = await world.control.tradegecko.order(Number(order.id));
    assert.deepEqual(
      [made['issued_at'], made['notes'], made['tags']],
      ['2026-11-20', 'By hand', ['Houzz', 'Expedited']],
    );
    assert.deepEqual(
      made.order_line_items.map((line) => [line['line_type'], line.quantity, line.price, line.tax_rate_override]),
      [
        [null, '2.0', '25.0', '0.0'],
        ['shipping', '1.0', '9.99', '0.0'],
        ['fee', '1.0', '4.01', '0.0'],
        ['discount', '1.0', '-3.5', '0.0'],
        ['rounding', '1.0', '-0.01', '0.0'],
      ],
    );
    const [variant] = await world.control.tradegecko.variants();
    assert.equal(variant?.committed_stock, '2');
  });

  it('swaps the two numbers and makes drafts, by setting', async () => {
    const client = world.client({ numberFields: 'id-first', createAs: 'draft' });

    const order = createdBy(await client.createSalesOrder(draftOf(1), { key: 'k1' }));

    assert.deepEqual([order.orderNumber, order.referenceNumber], ['1669-5850-6979-0001', 'HZ-1']);
    assert.deepEqual(order.status, { kind: 'draft' });
    assert.equal((await client.findByReference(draftOf(1).reference, {})).length, 1);
  });

  it('is blocked by a SKU that no live variant has, after one look, and posts nothing', async () => {
    await world.control.tradegecko.putVariant('LAMP-1', { status: 'archived' });
    const client = world.client();
    await world.newCalls();

    const result = await client.createSalesOrder(draftOf(1), { key: 'k1' });

    assert.equal(result.kind, 'blocked');
    assert.equal(result.reason, 'unknown-sku');
    assert.match(result.what, /LAMP-1/);
    assert.deepEqual(await world.newCalls(), [VARIANTS]);
    await world.control.tradegecko.putVariant('LAMP-1', { status: 'active' });
    createdBy(await client.createSalesOrder(draftOf(1), { key: 'k1' }));
  });

  for (const status of ['409', '400']) {
    it(`says that the key was used, whatever the status (${status})`, async () => {
      await world.control.turnSwitches({ 'tradegecko.duplicate-key-status': status });
      const client = world.client();
      createdBy(await client.createSalesOrder(draftOf(1), { key: 'k1' }));

      assert.deepEqual(await client.createSalesOrder(draftOf(1), { key: 'k1' }), { kind: 'key-used' });
    });
  }

  it('makes the order once when the first answer is lost', async () => {
    await world.control.addFaults({ service: 'tradegecko', operation: POST, place: 'after', kind: 'cut' });
    const client = world.client();

    const error = await apiErrorOf(client.createSalesOrder(draftOf(1), { key: 'k1' }));
    const again = await client.createSalesOrder(draftOf(1), { key: 'k1' });
    const [found] = await client.findByReference(draftOf(1).reference, {});

    assert.equal(error.details.mayHaveBeenApplied, true);
    assert.deepEqual(again, { kind: 'key-used' });
    assert.equal(found?.total, 5000);
    assert.equal((await world.control.tradegecko.orders()).length, 1);
  });

  const spoilt: readonly (readonly [string, 'half' | 'garbage', string])[] = [
    ['cut in the middle', 'half', 'unreachable'],
    ['no JSON', 'garbage', 'unexpected-shape'],
  ];
  for (const [title, kind, code] of spoilt) {
    it(`leaves in doubt what was made when the answer is ${title}`, async () => {
      await world.control.addFaults({ service: 'tradegecko', operation: POST, place: 'answer', kind });

      const error = await apiErrorOf(world.client().createSalesOrder(draftOf(1), { key: 'k1' }));

      assert.equal(error.code, code);
      assert.equal(error.details.mayHaveBeenApplied, true);
    });
  }

  it('is refused in the words of TradeGecko, and asks for the SKUs afresh the next time', async () => {
    const client = world.client();
    createdBy(await client.createSalesOrder(draftOf(1), { key: 'k1' }));

    const result = await client.createSalesOrder(draftOf(2, { currency: 'XXX' }), { key: 'k2' });
    assert.equal(result.kind, 'refused');
    assert.match(result.what, /currency/);
    await world.newCalls();

    createdBy(await client.createSalesOrder(draftOf(2), { key: 'k3' }));
    assert.deepEqual(await world.newCalls(), [VARIANTS, POST]);
  });

  it('says that the label of the address is taken, and takes the next label', async () => {
    const client = world.client();
    createdBy(await client.createSalesOrder(draftOf(1), { key: 'k1' }));
    const draft = draftOf(2, { addressLabel: 'HZ-1' });

    assert.deepEqual(await client.createSalesOrder(draft, { key: 'k2' }), { kind: 'label-taken' });
    createdBy(await client.createSalesOrder({ ...draft, addressLabel: 'HZ-1 (2)' }, { key: 'k3' }));

    assert.deepEqual(await world.newCalls(), [VARIANTS, POST, POST, POST]);
  });

  for (const limit of ['none', '255', '100']) {
    it(`is not refused for any address that was fitted, where the limit is ${limit}`, async () => {
      await world.control.turnSwitches({ 'tradegecko.address-length': limit });
      const long = 'é🏠'.repeat(300);
      const given = { line1: `1 ${long}`, line2: long, city: `x${long}`, state: long, postalCode: `9${long}` };
      const recipient = { customerName: long, address: { ...given, country: long, phone: long } };
      const fitted = checkAddress(recipient, 'US');
      assert.equal(fitted.kind, 'complete');

      createdBy(await world.client().createSalesOrder(draftOf(1, fitted.recipient), { key: 'k1' }));
    });
  }

  it('is refused by an address that is too long, in the words of the service and without its text', async () => {
    await world.control.turnSwitches({ 'tradegecko.address-length': '100' });
    const draft = draftOf(1, { customerName: 'Quillfeather'.repeat(10) });

    const result = await world.client().createSalesOrder(draft, { key: 'k1' });

    assert.equal(result.kind, 'refused');
    assert.match(result.what, /company_name is too long/);
    assert.doesNotMatch(result.what, /Quillfeather/);
  });
});
