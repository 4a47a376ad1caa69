import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MARKETPLACE_COMPANY_ID } from '../../../src/sandbox/tradegecko/service.js';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import { call, createOrder, documentOf, idOf, makeVariant, orderOf, rootOf, rowsOf, stockOf } from './gecko-api.js';

const ORDER_KEYS =
  'id created_at updated_at document_url assignee_id billing_address_id company_id contact_id currency_id ' +
  'shipping_address_id stock_location_id user_id default_price_list_id email fulfillment_status invoice_status ' +
  'issued_at notes order_number packed_status payment_status phone_number reference_number return_status ' +
  'returning_status shippability_status backordering_status ship_at source_url status tax_label tax_override ' +
  'tax_treatment total tags fulfillment_ids fulfillment_return_ids invoice_ids payment_ids refund_ids invoices ' +
  'cached_total default_price_type_id source tax_type tracking_number url source_id invoice_numbers order_line_item_ids';

describe('creating an order', () => {
  const open = openSandboxForEach();
  const errorsOf = async (lines: readonly Document[], changes: Document = {}): Promise<unknown> => {
    const answer = await call(open, '/orders', { method: 'POST', body: orderOf(lines, changes) });
    assert.equal(answer.status, 422, answer.text);
    return answer.json['errors'];
  };

  it('T7.1 T7.2 T7.3 T7.4.2 T7.4.3 T7.5 T7.5.19 answers 201 with the order in its known key order, and a link to it', async () => {
    const id = await makeVariant(open, 'MUG');
    const body = orderOf(
      [
        { variant_id: id, quantity: '2', price: '19.95', tax_rate_override: '0' },
        { freeform: true, line_type: 'shipping', label: 'Shipping', quantity: 1, price: '5.0' },
        { freeform: true, line_type: 'discount', label: 'Coupon', price: '-3.0' },
      ],
      {
        order_number: 'HZ-1',
        reference_number: '1',
        tags: ['marketplace'],
        currency_iso: 'USD',
        ship_at: '21-11-2026',
      },
    );

    const answer = await call(open, '/orders', { method: 'POST', body });

    const order = rootOf(answer, 'order');
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('location'), `${open.sandbox.tradegeckoUrl}/ajax/orders/${idOf(order)}`);
    assert.equal(Object.keys(order).join(' '), ORDER_KEYS);
    assert.deepEqual(
      [order['total'], order['status'], order['issued_at'], order['ship_at'], order['shippability_status']],
      ['41.9', 'finalized', '2026-11-20', '2026-11-21', 'shippable'],
    );
    assert.equal(order['billing_address_id'], order['shipping_address_id']);
    assert.equal([order['order_line_item_ids']].flat().length, 3);
  });

  it('T7.4.1 T7.1.15 is a draft when no status is sent, or active by switch', async () => {
    const draft = await createOrder(open, [], { status: undefined });
    await open.control.turnSwitches({ 'tradegecko.default-status': 'active' });
    const active = await createOrder(open, [], { status: undefined });

    assert.deepEqual([draft['status'], active['status']], ['draft', 'active']);
  });

  it('T7.11 has the bare number 0 as its total when nothing is on it', async () => {
    assert.equal((await createOrder(open, []))['total'], 0);
  });

  it('T7.4.17 is numbered by the server when it brings no number', async () => {
    const numbers = [await createOrder(open, []), await createOrder(open, [], { order_number: '' })];

    assert.deepEqual(
      numbers.map((order) => order['order_number']),
      ['SO0001', 'SO0002'],
    );
  });

  it('T7.4.19 T7.4.20 may repeat an order number, unless the switch forbids it', async () => {
    await createOrder(open, [], { order_number: 'HZ-1' });
    await createOrder(open, [], { order_number: 'HZ-1' });
    await open.control.turnSwitches({ 'tradegecko.order-number-unique': 'yes' });

    assert.deepEqual(await errorsOf([], { order_number: 'HZ-1' }), { order_number: ['has already been taken'] });
  });

  for (const [fact, what, changes, errors] of [
    ['T7.4.1', 'no date', { issued_at: undefined }, { issued_at: ["can't be blank"] }],
    ['T7.5', 'a date that is none', { issued_at: 'soon' }, { issued_at: ['is invalid'] }],
    ['T7.4.1', 'no company', { company_id: undefined }, { company_id: ["can't be blank"] }],
    ['T7.4.1', 'an unknown company', { company_id: 1 }, { company_id: ['must exist'] }],
    ['T7.4.1', 'no address', { shipping_address: undefined }, { shipping_address_id: ["can't be blank"] }],
    [
      'T7.4.5',
      'an address without label',
      { shipping_address: { address1: '1 Main St' } },
      { 'shipping_address.label': ["can't be blank"] },
    ],
    [
      'T7.4.5',
      'an address without street',
      { shipping_address: { label: 'x' } },
      { 'shipping_address.address1': ["can't be blank"] },
    ],
    ['T7.4.12', 'another currency', { currency_iso: 'EUR' }, { currency_iso: ['is invalid'] }],
    ['T7.8', 'an unknown place', { stock_location_id: 1 }, { stock_location_id: ['must exist'] }],
    ['T7.2.4', 'a status of the server', { status: 'fulfilled' }, { status: ['is not included in the list'] }],
  ] as const) {
    it(`${fact} is refused with ${what}, and leaves nothing behind`, async () => {
      assert.deepEqual(await errorsOf([], changes), errors);
      assert.deepEqual(await open.control.tradegecko.orders(), []);
      assert.deepEqual(rowsOf((await call(open, '/addresses')).json, 'addresses'), []);
    });
  }

  for (const [fact, what, line, errors] of [
    ['T7.4.15', 'an unknown variant', { variant_id: 1, price: '1' }, { 'order_line_items.variant_id': ['must exist'] }],
    ['T7.5.6', 'neither variant nor freeform', { price: '1' }, { 'order_line_items.variant_id': ["can't be blank"] }],
    [
      'T7.5.6',
      'a freeform line without label',
      { freeform: true, price: '1' },
      { 'order_line_items.label': ["can't be blank"] },
    ],
    [
      'T7.5.1',
      'a quantity of zero',
      { freeform: true, label: 'x', price: '1', quantity: 0 },
      { 'order_line_items.quantity': ['must be greater than 0'] },
    ],
    [
      'T7.5.1',
      'a price in words',
      { freeform: true, label: 'x', price: 'one' },
      { 'order_line_items.price': ['is not a number', "can't be blank"] },
    ],
  ] as const) {
    it(`${fact} is refused with ${what}`, async () => {
      assert.deepEqual(await errorsOf([line]), errors);
    });
  }

  it('T7.4.7 refuses an embedded address whose label the company has, unless the switch ignores it', async () => {
    const shipping_address = { label: 'Same', address1: '1 Main St' };
    await createOrder(open, [], { shipping_address });
    const errors = await errorsOf([], { shipping_address });
    await open.control.turnSwitches({ 'tradegecko.address-label-unique': 'ignored' });

    assert.deepEqual(errors, { 'shipping_address.label': ['has already been taken'] });
    assert.equal(typeof (await createOrder(open, [], { shipping_address }))['id'], 'number');
  });

  it('T7.4.21 refuses a text of an embedded address that is longer than the switch allows', async () => {
    const addressOf = (length: number) => ({ shipping_address: { label: 'x', address1: '🏠'.repeat(length) } });
    const refusal = (length: number) => ({
      'shipping_address.address1': [`is too long (maximum is ${length} characters)`],
    });

    await createOrder(open, [], addressOf(300));
    for (const length of [255, 100]) {
      await open.control.turnSwitches({
        'tradegecko.address-length': String(length),
        'tradegecko.address-label-unique': 'ignored',
      });
      assert.deepEqual(await errorsOf([], addressOf(length + 1)), refusal(length));
      await createOrder(open, [], addressOf(length));
    }
  });

  it('T7.4.5 takes an embedded address of nothing but a street and a label', async () => {
    const { shipping_address_id } = await createOrder(open, [], { shipping_address: { label: 'x', address1: '1' } });

    const address = rootOf(await call(open, `/addresses/${String(shipping_address_id)}`), 'address');
    assert.deepEqual(
      [address['label'], address['address1'], address['company_id']],
      ['x', '1', MARKETPLACE_COMPANY_ID],
    );
  });

  it('T7.4.15 is refused whole when one of its lines names an unknown variant', async () => {
    const id = await makeVariant(open, 'MUG');

    assert.deepEqual(await errorsOf([{ variant_id: id }, { variant_id: id + 1 }]), {
      'order_line_items.variant_id': ['must exist'],
    });
    assert.deepEqual(await stockOf(open, id), ['10', null, '10']);
  });

  it('T7.4.4 makes the company that is embedded in it', async () => {
    const company = { name: 'Pat Doe', company_type: 'consumer', email: 'pat@buyer.example' };
    const order = await createOrder(open, [], { company_id: undefined, company });

    const found = rowsOf((await call(open, '/companies?email=pat@buyer.example')).json, 'companies');
    assert.deepEqual(
      found.map((row) => [row['id'], row['name'], row['address_ids']]),
      [[order['company_id'], 'Pat Doe', [order['shipping_address_id']]]],
    );
  });

  it("T7.5.9 takes the variant's price when the line brings none", async () => {
    const id = await makeVariant(open, 'MUG');

    assert.equal((await createOrder(open, [{ variant_id: id, quantity: 3 }]))['total'], '15.0');
  });

  for (const [status, expected] of [
    ['draft', ['10', null, '10']],
    ['active', ['10', '4', '6']],
    ['finalized', ['10', '4', '6']],
  ] as const) {
    it(`T7.1.9 T7.1.14 holds stock back as ${status} should`, async () => {
      const id = await makeVariant(open, 'MUG');
      await createOrder(open, [{ variant_id: id, quantity: 4 }], { status });

      assert.deepEqual(await stockOf(open, id), expected);
    });
  }

  it('leaves the updated_at of a variant alone when its stock moves, or moves it, by switch', async () => {
    const id = await makeVariant(open, 'MUG');
    const updatedAt = async (): Promise<unknown> =>
      rootOf(await call(open, `/variants/${id}`), 'variant')['updated_at'];
    const before = await updatedAt();
    await open.control.advanceClock(1_000);
    await createOrder(open, [{ variant_id: id }]);
    const still = await updatedAt();
    await open.control.turnSwitches({ 'tradegecko.stock-touches-updated-at': 'yes' });
    await createOrder(open, [{ variant_id: id }]);

    assert.equal(still, before);
    assert.notEqual(await updatedAt(), before);
  });
});

describe('reading an order', () => {
  const open = openSandboxForEach();

  it('puts what is included before the order, and only on a single one', async () => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant }, { freeform: true, label: 'x', price: 1 }]);
    const include = 'include=order_line_items,shipping_address,billing_address,company';

    const single = await call(open, `/orders/${idOf(order)}?${include}`);
    const list = await call(open, `/orders?${include}`);

    assert.deepEqual(Object.keys(single.json), ['order_line_items', 'addresses', 'companies', 'order']);
    assert.deepEqual(
      rowsOf(single.json, 'order_line_items').map((line) => [line['variant_id'], line['freeform'], line['quantity']]),
      [
        [variant, false, '1.0'],
        [null, true, '1.0'],
      ],
    );
    assert.equal(rowsOf(single.json, 'addresses').length, 1);
    assert.deepEqual(Object.keys(list.json), ['orders']);
  });

  it('T7.5.13 lists its lines by order and by the status of their order', async () => {
    const order = await createOrder(open, [{ freeform: true, label: 'x', price: 1 }]);
    await createOrder(open, [{ freeform: true, label: 'y', price: 1 }], { status: 'draft' });

    const ofOrder = rowsOf((await call(open, `/order_line_items?order_id=${idOf(order)}`)).json, 'order_line_items');
    const ofDrafts = rowsOf((await call(open, '/order_line_items?order_status=draft')).json, 'order_line_items');

    assert.deepEqual(
      ofOrder.map((line) => line['label']),
      ['x'],
    );
    assert.deepEqual(
      ofDrafts.map((line) => line['label']),
      ['y'],
    );
    assert.equal((await call(open, `/order_line_items/${idOf(documentOf(ofOrder[0]))}`)).status, 200);
  });
});
