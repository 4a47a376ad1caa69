import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import {
  call,
  createOrder,
  documentOf,
  idOf,
  makeVariant,
  orderOf,
  readOrder,
  rootOf,
  rowsOf,
  stockOf,
} from './gecko-api.js';

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

  it('answers 201 with the order in its known key order, and a link to it', async () => {
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

  it('is a draft when no status is sent, or active by switch', async () => {
    const draft = await createOrder(open, [], { status: undefined });
    await open.control.turnSwitches({ 'tradegecko.default-status': 'active' });
    const active = await createOrder(open, [], { status: undefined });

    assert.deepEqual([draft['status'], active['status']], ['draft', 'active']);
  });

  it('has the bare number 0 as its total when nothing is on it', async () => {
    assert.equal((await createOrder(open, []))['total'], 0);
  });

  it('is numbered by the server when it brings no number', async () => {
    const numbers = [await createOrder(open, []), await createOrder(open, [], { order_number: '' })];

    assert.deepEqual(
      numbers.map((order) => order['order_number']),
      ['SO0001', 'SO0002'],
    );
  });

  it('may repeat an order number, unless the switch forbids it', async () => {
    await createOrder(open, [], { order_number: 'HZ-1' });
    await createOrder(open, [], { order_number: 'HZ-1' });
    await open.control.turnSwitches({ 'tradegecko.order-number-unique': 'yes' });

    assert.deepEqual(await errorsOf([], { order_number: 'HZ-1' }), { order_number: ['has already been taken'] });
  });

  for (const [what, changes, errors] of [
    ['no date', { issued_at: undefined }, { issued_at: ["can't be blank"] }],
    ['a date that is none', { issued_at: 'soon' }, { issued_at: ['is invalid'] }],
    ['no company', { company_id: undefined }, { company_id: ["can't be blank"] }],
    ['an unknown company', { company_id: 1 }, { company_id: ['must exist'] }],
    ['no address', { shipping_address: undefined }, { shipping_address_id: ["can't be blank"] }],
    [
      'an address without label',
      { shipping_address: { address1: '1 Main St' } },
      { 'shipping_address.label': ["can't be blank"] },
    ],
    [
      'an address without street',
      { shipping_address: { label: 'x' } },
      { 'shipping_address.address1': ["can't be blank"] },
    ],
    ['another currency', { currency_iso: 'EUR' }, { currency_iso: ['is invalid'] }],
    ['an unknown place', { stock_location_id: 1 }, { stock_location_id: ['must exist'] }],
    ['a status of the server', { status: 'fulfilled' }, { status: ['is not included in the list'] }],
  ] as const) {
    it(`is refused with ${what}, and leaves nothing behind`, async () => {
      assert.deepEqual(await errorsOf([], changes), errors);
      assert.deepEqual(await open.control.tradegecko.orders(), []);
      assert.deepEqual(rowsOf((await call(open, '/addresses')).json, 'addresses'), []);
    });
  }

  for (const [what, line, errors] of [
    ['an unknown variant', { variant_id: 1, price: '1' }, { 'order_line_items.variant_id': ['must exist'] }],
    ['neither variant nor freeform', { price: '1' }, { 'order_line_items.variant_id': ["can't be blank"] }],
    ['a freeform line without label', { freeform: true, price: '1' }, { 'order_line_items.label': ["can't be blank"] }],
    [
      'a quantity of zero',
      { freeform: true, label: 'x', price: '1', quantity: 0 },
      { 'order_line_items.quantity': ['must be greater than 0'] },
    ],
    [
      'a price in words',
      { freeform: true, label: 'x', price: 'one' },
      { 'order_line_items.price': ['is not a number', "can't be blank"] },
    ],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      assert.deepEqual(await errorsOf([line]), errors);
    });
  }

  it('refuses an embedded address whose label the company has, unless the switch ignores it', async () => {
    const shipping_address = { label: 'Same', address1: '1 Main St' };
    await createOrder(open, [], { shipping_address });
    const errors = await errorsOf([], { shipping_address });
    await open.control.turnSwitches({ 'tradegecko.address-label-unique': 'ignored' });

    assert.deepEqual(errors, { 'shipping_address.label': ['has already been taken'] });
    assert.equal(typeof (await createOrder(open, [], { shipping_address }))['id'], 'number');
  });

  it('makes the company that is embedded in it', async () => {
    const company = { name: 'Pat Doe', company_type: 'consumer', email: 'pat@buyer.example' };
    const order = await createOrder(open, [], { company_id: undefined, company });

    const found = rowsOf((await call(open, '/companies?email=pat@buyer.example')).json, 'companies');
    assert.deepEqual(
      found.map((row) => [row['id'], row['name'], row['address_ids']]),
      [[order['company_id'], 'Pat Doe', [order['shipping_address_id']]]],
    );
  });

  for (const [what, lines, changes, total] of [
    ['tax on top', [{ price: '10', tax_rate_override: '7.5' }], {}, '10.75'],
    ['tax inside', [{ price: '10', tax_rate_override: '7.5' }], { tax_treatment: 'inclusive' }, '10.0'],
    ['a percentage off', [{ price: '10', quantity: '3', discount: '90.0' }], {}, '3.0'],
    ['an amount off each unit', [{ price: '10', quantity: '3', discount_amount: '0.5', discount: '90' }], {}, '28.5'],
    ['sums that binary fractions miss', [{ price: '0.1' }, { price: '0.2' }], {}, '0.3'],
    ['half a cent upwards', [{ price: '1.005' }], {}, '1.01'],
  ] as const) {
    it(`totals ${what} exactly`, async () => {
      const freeform = lines.map((line) => ({ freeform: true, label: 'x', ...line }));

      assert.equal((await createOrder(open, freeform, changes))['total'], total);
    });
  }

  it('rounds the sum once, or each line, by switch', async () => {
    const lines = ['a', 'b'].map((label) => ({ freeform: true, label, price: '1.004' }));
    const bySum = await createOrder(open, lines);
    await open.control.turnSwitches({ 'tradegecko.total-rounding': 'line' });
    const byLine = await createOrder(open, lines);

    assert.deepEqual([bySum['total'], byLine['total']], ['2.01', '2.0']);
  });

  it("takes the variant's price when the line brings none", async () => {
    const id = await makeVariant(open, 'MUG');

    assert.equal((await createOrder(open, [{ variant_id: id, quantity: 3 }]))['total'], '15.0');
  });

  for (const [status, expected] of [
    ['draft', ['10', null, '10']],
    ['active', ['10', '4', '6']],
    ['finalized', ['10', '4', '6']],
  ] as const) {
    it(`holds stock back as ${status} should`, async () => {
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

  it('lists its lines by order and by the status of their order', async () => {
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

describe('changing an order', () => {
  const open = openSandboxForEach();
  const put = (order: Document, changes: Document) =>
    call(open, `/orders/${idOf(order)}`, { method: 'PUT', body: { order: changes } });

  it('keeps what is left out, and answers 204 or the order by switch', async () => {
    const order = await createOrder(open, [], { notes: 'a', email: 'a@b.example' });
    const silent = await put(order, { notes: 'b' });
    await open.control.turnSwitches({ 'tradegecko.put-answer': '200' });
    const spoken = await put(order, { email: null });

    assert.deepEqual([silent.status, silent.text], [204, '']);
    const changed = rootOf(spoken, 'order');
    assert.deepEqual([changed['notes'], changed['email'], changed['order_number']], ['b', null, order['order_number']]);
  });

  it('commits stock when a draft becomes active, once', async () => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: id, quantity: 4 }], { status: 'draft' });
    await put(order, { status: 'active' });
    await put(order, { status: 'finalized' });

    assert.deepEqual(await stockOf(open, id), ['10', '4', '6']);
  });

  it('moves what it holds back when its place changes', async () => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: id, quantity: 4 }]);
    await put(order, { stock_location_id: 8402 });

    assert.deepEqual(await stockOf(open, id), ['10', 0, '10']);
  });

  it('refuses the way back to draft, or allows it, by switch', async () => {
    const order = await createOrder(open, []);
    const refused = await put(order, { status: 'draft' });
    await open.control.turnSwitches({ 'tradegecko.back-to-draft': 'allowed' });
    const allowed = await put(order, { status: 'draft' });

    assert.deepEqual([refused.status, allowed.status], [422, 204]);
  });

  it('appends lines to an open order but not to a finalized one', async () => {
    const id = await makeVariant(open, 'MUG');
    const lines = { order_line_items: [{ variant_id: id, price: '2' }] };
    const active = await createOrder(open, [{ variant_id: id, price: '1' }], { status: 'active' });
    const final = await createOrder(open, [{ variant_id: id, price: '1' }]);

    assert.deepEqual([(await put(active, lines)).status, (await put(final, lines)).status], [204, 422]);
    assert.equal((await readOrder(open, active['id']))['total'], '3.0');
    assert.deepEqual(await stockOf(open, id), ['10', '3', '7']);
  });

  it('voids by status, unless the switch refuses it', async () => {
    const order = await createOrder(open, []);
    await open.control.turnSwitches({ 'tradegecko.put-status-void': 'refused' });
    const refused = await put(order, { status: 'void' });
    await open.control.turnSwitches({ 'tradegecko.put-status-void': 'allowed' });
    await put(order, { status: 'void' });

    assert.equal(refused.status, 422);
    assert.equal((await readOrder(open, order['id']))['status'], 'void');
  });

  it('is refused once it is void', async () => {
    const order = await createOrder(open, []);
    await call(open, `/orders/${idOf(order)}/actions/void`, { method: 'POST' });

    assert.equal((await put(order, { notes: 'late' })).status, 422);
  });
});
