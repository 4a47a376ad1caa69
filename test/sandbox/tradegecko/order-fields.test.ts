import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MARKETPLACE_COMPANY_ID } from '../../../src/sandbox/tradegecko/service.js';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import { call, createOrder, documentOf, idOf, makeVariant, orderOf, readOrder, rootOf, rowsOf } from './gecko-api.js';

const pick = (document: Document, names: string): readonly unknown[] => names.split(' ').map((name) => document[name]);

describe("an order's fields", () => {
  const open = openSandboxForEach();
  const put = (order: Document, changes: Document) =>
    call(open, `/orders/${idOf(order)}`, { method: 'PUT', body: { order: changes } });

  it('T7.4 repeats itself under deprecated names', async () => {
    const order = await createOrder(open, [{ freeform: true, label: 'x', price: '2' }]);

    const [total, list, treatment] = pick(order, 'total default_price_list_id tax_treatment');
    assert.deepEqual(pick(order, 'cached_total default_price_type_id tax_type source url tracking_number'), [
      total,
      list,
      treatment,
      null,
      null,
      null,
    ]);
  });

  for (const [sent, day] of [
    ['2026-11-20T23:59:00-08:00', '2026-11-20'],
    ['21-02-2026', '2026-02-21'],
    ['Jul 03 2026', '2026-07-03'],
    ['2026-11-20 10:00:00', '2026-11-20'],
  ] as const) {
    it(`T7.5 reads ${sent} as the day ${day}`, async () => {
      const order = await createOrder(open, [], { issued_at: sent, ship_at: sent });

      assert.deepEqual(pick(order, 'issued_at ship_at'), [day, day]);
    });
  }

  it('T7.6 tells which user and which application made it, and no application for one made by hand', async () => {
    const order = await createOrder(open, []);
    const byHand = await open.control.tradegecko.createOrder({
      company_id: MARKETPLACE_COMPANY_ID,
      issued_at: '2026-11-20',
      shipping_address: { label: 'By hand', address1: '1 Main St' },
    });

    const user = rootOf(await call(open, '/users/current'), 'user');
    assert.equal(order['user_id'], user['id']);
    assert.equal(typeof order['source_id'], 'number');
    assert.equal(byHand['source_id'], null);
  });

  it('T7.7 T7.12 keeps what a client says of it, and takes every change', async () => {
    const said = {
      email: 'a@b.example',
      phone_number: '1',
      notes: 'n',
      reference_number: 'r',
      source_url: 'https://s',
    };
    const order = await createOrder(open, [], { ...said, tags: ['a', 'b'], ship_at: '2026-11-21' });
    const changed = { email: null, phone_number: '2', notes: 'm', reference_number: 's', source_url: null };
    const company = rootOf(
      await call(open, '/companies', {
        method: 'POST',
        body: { company: { name: 'Other', company_type: 'consumer' } },
      }),
      'company',
    );
    const address = { company_id: company['id'], address1: '2 Main St', label: 'x' };
    const { id } = rootOf(await call(open, '/addresses', { method: 'POST', body: { address } }), 'address');
    const ids = { company_id: company['id'], shipping_address_id: id, billing_address_id: id };
    await put(order, { ...changed, ...ids, tags: ['c'], ship_at: null });

    const names = 'email phone_number notes reference_number source_url tags ship_at';
    assert.deepEqual(pick(order, names), [...Object.values(said), ['a', 'b'], '2026-11-21']);
    const after = await readOrder(open, order['id']);
    assert.deepEqual(pick(after, names), [...Object.values(changed), ['c'], null]);
    assert.deepEqual(pick(after, Object.keys(ids).join(' ')), Object.values(ids));
  });

  it("T7.10 takes the account's tax treatment where none is sent", async () => {
    const plain = await createOrder(open, []);
    const body = { account: { default_tax_treatment: 'inclusive' } };
    await call(open, '/accounts/current', { method: 'PUT', body });
    const after = await createOrder(open, []);
    const sent = await createOrder(open, [], { tax_treatment: 'exclusive' });

    assert.deepEqual(
      [plain, after, sent].map((order) => order['tax_treatment']),
      ['exclusive', 'inclusive', 'exclusive'],
    );
  });

  it('T7.4.16 reads the old name of the tax treatment, and nothing of statuses that only the server writes', async () => {
    const sent = { tax_type: 'inclusive', payment_status: 'paid', fulfillment_status: 'shipped' };
    const order = await createOrder(open, [], sent);

    assert.deepEqual(pick(order, 'tax_treatment payment_status fulfillment_status'), [
      'inclusive',
      'unpaid',
      'unshipped',
    ]);
  });

  it('T7.4.12 T7.4.13 finds its currency by code or by id', async () => {
    const [currency] = rowsOf((await call(open, '/currencies')).json, 'currencies');
    const byId = await createOrder(open, [], { currency_id: currency?.['id'] });
    const unknown = await call(open, '/orders', { method: 'POST', body: orderOf([], { currency_id: 1 }) });

    assert.equal(byId['currency_id'], currency?.['id']);
    assert.equal((await createOrder(open, [], { currency_iso: 'usd' }))['currency_id'], currency?.['id']);
    assert.deepEqual(unknown.json, { errors: { currency_id: ['must exist'] } });
  });

  it('T7.4.18 tells the next order number without taking it, and leaves out those that clients gave away', async () => {
    const next = async (): Promise<unknown> =>
      (await call(open, '/orders/available_identifiers?type=order_number')).json['identifier'];
    const first = await next();
    await createOrder(open, [], { order_number: 'SO0001' });
    const second = await next();
    const order = await createOrder(open, []);

    assert.deepEqual([first, second, order['order_number'], await next()], ['SO0001', 'SO0002', 'SO0002', 'SO0003']);
    assert.equal((await call(open, '/orders/available_identifiers')).status, 400);
  });

  it('T7.4.6 makes a new address for each one embedded, be it the same as another', async () => {
    const address = { address1: '1 Main St', city: 'Springfield' };
    const first = await createOrder(open, [], { shipping_address: { ...address, label: 'a' } });
    const second = await createOrder(open, [], {
      shipping_address: { ...address, label: 'b' },
      billing_address: { ...address, label: 'c' },
    });

    const ids = [first['shipping_address_id'], second['shipping_address_id'], second['billing_address_id']];
    assert.equal(new Set(ids).size, 3);
  });

  it('T7.4.8 lets a company take no addresses nested in it', async () => {
    const company = { name: 'Nested', company_type: 'business', addresses: [{ label: 'a', address1: '1 Main St' }] };
    const made = rootOf(await call(open, '/companies', { method: 'POST', body: { company } }), 'company');

    assert.deepEqual(made['address_ids'], []);
  });

  it('T7.4.14 takes an order of 251 lines, or times out, by switch', async () => {
    const lines = Array.from({ length: 251 }, (_, at) => ({ freeform: true, label: `Line ${at}`, price: '1' }));
    const taken = await createOrder(open, lines);
    await open.control.turnSwitches({ 'tradegecko.long-orders': '503' });
    const late = await call(open, '/orders', { method: 'POST', body: orderOf(lines) });
    const shorter = await createOrder(open, lines.slice(1));

    assert.deepEqual([taken['total'], late.status, shorter['total']], ['251.0', 503, '250.0']);
  });

  for (const name of ['shippable', 'partially_shippable', 'not_shippable']) {
    it(`T7.1.5 is ${name} by what lies at its place`, async () => {
      const full = await makeVariant(open, 'FULL', 5);
      const empty = await makeVariant(open, 'EMPTY', 0);
      const variants = { shippable: [full], partially_shippable: [full, empty], not_shippable: [empty] }[name] ?? [];
      const order = await createOrder(
        open,
        variants.map((variant_id) => ({ variant_id, price: '1' })),
      );

      assert.equal(order['shippability_status'], name);
      const found = await call(open, `/orders?shippability_status=${name}`);
      assert.deepEqual(rowsOf(found.json, 'orders').map(idOf), [idOf(order)]);
    });
  }

  it('T7.1.6 T7.1.7 is not backordered without a purchase, or as short as its stock, by switch', async () => {
    const full = await makeVariant(open, 'FULL', 5);
    const empty = await makeVariant(open, 'EMPTY', 0);
    const sets = [[full], [full, empty], [empty]];
    const orders: Document[] = [];
    for (const set of sets) {
      orders.push(
        await createOrder(
          open,
          set.map((variant_id) => ({ variant_id, price: '1' })),
        ),
      );
    }
    await open.control.turnSwitches({ 'tradegecko.backordering': 'shortage' });
    const after = await Promise.all(orders.map((order) => readOrder(open, order['id'])));

    const words = (list: readonly Document[]): readonly unknown[] => list.map((order) => order['backordering_status']);
    assert.deepEqual(words(orders), ['not_backordered', 'not_backordered', 'not_backordered']);
    assert.deepEqual(words(after), ['not_backordered', 'partially_backordered', 'backordered']);
  });
});

describe('finding orders', () => {
  const open = openSandboxForEach();

  it('T7.13 T7.1.1 narrows the list by every field that the documentation names', async () => {
    const variant = await makeVariant(open, 'MUG');
    const lines = [{ variant_id: variant, price: '1' }];
    await createOrder(open, [], { status: 'draft', company_id: undefined, company: OTHER, stock_location_id: 8402 });
    const wanted = await createOrder(open, lines, {
      order_number: 'HZ-1',
      reference_number: 'R-1',
      tags: ['one', 'two'],
      contact_id: 7,
      assignee_id: 8,
    });
    for (const action of ['fulfil', 'pay'])
      await call(open, `/orders/${idOf(wanted)}/actions/${action}`, { method: 'POST' });
    await open.control.tradegecko.returnOrder(idOf(wanted), { received: true });
    const order = await readOrder(open, wanted['id']);

    for (const name of FILTERS.split(' ')) {
      const [value] = [order[name]].flat();
      const query = new URLSearchParams([[name, String(value)]]);
      const found = rowsOf((await call(open, `/orders?${query.toString()}`)).json, 'orders').map(idOf);
      assert.ok(found.includes(idOf(order)), name);
      assert.equal(found.length, SHARED.includes(name) ? 2 : 1, name);
      const none = await call(open, `/orders?${name}=${name === 'tags' || name.endsWith('status') ? 'other' : '99'}`);
      assert.deepEqual(rowsOf(none.json, 'orders'), [], name);
    }
  });

  it('T7.13 takes several values of one field, and skips a blank one', async () => {
    for (const status of ['draft', 'active', 'finalized']) await createOrder(open, [], { status });

    const several = await call(open, '/orders?status[]=draft&status[]=active');
    const blank = await call(open, '/orders?status=');

    const statuses = rowsOf(several.json, 'orders').map((order) => documentOf(order)['status']);
    assert.deepEqual(statuses.sort(), ['active', 'draft']);
    assert.equal(rowsOf(blank.json, 'orders').length, 3);
  });
});

const OTHER = { name: 'Pat Doe', company_type: 'consumer' };
const FILTERS =
  'order_number reference_number company_id contact_id assignee_id user_id source_id billing_address_id ' +
  'shipping_address_id currency_id stock_location_id tags status payment_status invoice_status packed_status ' +
  'fulfillment_status return_status returning_status shippability_status backordering_status';
/** What both orders have in common. */
const SHARED: readonly string[] = [
  'user_id',
  'source_id',
  'currency_id',
  'returning_status',
  'shippability_status',
  'backordering_status',
];
