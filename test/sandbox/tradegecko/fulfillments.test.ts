import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import {
  call,
  createOrder,
  documentOf,
  effectsOf,
  idOf,
  makeVariant,
  readOrder,
  rootOf,
  rowsOf,
  stockOf,
} from './gecko-api.js';

const FULFILLMENT_KEYS =
  'id created_at updated_at order_id shipping_address_id billing_address_id stock_location_id delivery_type ' +
  'exchange_rate notes packed_at receipt received_at service shipped_at status tracking_company tracking_number ' +
  'tracking_url order_number company_id fulfillment_line_item_ids';

describe('fulfilments', () => {
  const open = openSandboxForEach();
  const sell = async (quantity: number): Promise<{ variant: number; order: Document; line: number }> => {
    const variant = await makeVariant(open, 'MUG');
    const lines = [
      { variant_id: variant, quantity },
      { freeform: true, label: 'Shipping', price: 5 },
    ];
    const order = await createOrder(open, lines, { order_number: 'HZ-1' });
    return { variant, order, line: Number([order['order_line_item_ids']].flat()[0]) };
  };
  const post = (fulfillment: Document): Promise<Answer> =>
    call(open, '/fulfillments', { method: 'POST', body: { fulfillment } });
  const put = (id: number, fulfillment: Document): Promise<Answer> =>
    call(open, `/fulfillments/${id}`, { method: 'PUT', body: { fulfillment } });
  const pack = (order: Document, line: number, quantity: number): Promise<Answer> =>
    post({ order_id: order['id'], fulfillment_line_items: [{ order_line_item_id: line, quantity }] });
  const act = (order: Document, action: string, body: Document = {}): Promise<Answer> =>
    call(open, `/orders/${idOf(order)}/actions/${action}`, { method: 'POST', body });

  it('lists none with both its roots', async () => {
    assert.deepEqual((await call(open, '/fulfillments')).json, { fulfillment_line_items: [], fulfillments: [] });
  });

  it('T8.1 T8.2 T8.5 T8.22 is packed when created, beside its lines, and moves no stock', async () => {
    const { variant, order, line } = await sell(3);

    const answer = await pack(order, line, 1);

    const fulfillment = rootOf(answer, 'fulfillment');
    assert.deepEqual(Object.keys(answer.json), ['fulfillment_line_items', 'fulfillment']);
    assert.equal(Object.keys(fulfillment).join(' '), FULFILLMENT_KEYS);
    assert.deepEqual(
      [fulfillment['status'], fulfillment['shipped_at'], fulfillment['order_number']],
      ['packed', null, 'HZ-1'],
    );
    assert.deepEqual(
      rowsOf(answer.json, 'fulfillment_line_items').map((part) => [
        part['order_line_item_id'],
        part['quantity'],
        part['variant_sku'],
      ]),
      [[line, '1.0', 'MUG']],
    );
    assert.equal((await readOrder(open, order['id']))['packed_status'], 'partial');
    assert.deepEqual(await stockOf(open, variant), ['10', '3', '7']);
  });

  it('T7.1.2 T7.2.4 T8.12 T8.14 T8.17 T8.22 leaves the order finalized and partly shipped until the last parcel has left', async () => {
    const { variant, order, line } = await sell(3);
    const statuses: unknown[] = [];
    for (const quantity of [1, 2]) {
      const fulfillment = rootOf(await pack(order, line, quantity), 'fulfillment');
      await put(idOf(fulfillment), { status: 'fulfilled', tracking_number: `1Z-${quantity}` });
      const { status, fulfillment_status, packed_status } = await readOrder(open, order['id']);
      statuses.push([status, fulfillment_status, packed_status, await stockOf(open, variant)]);
    }

    assert.deepEqual(statuses, [
      ['finalized', 'partial', 'partial', ['9', '2', '7']],
      ['fulfilled', 'shipped', 'packed', ['7', 0, '7']],
    ]);
    assert.deepEqual(
      (await effectsOf(open)).map(([, effect]) => effect).filter((effect) => effect.startsWith('fulfillment.')),
      ['fulfillment.created', 'fulfillment.fulfilled', 'fulfillment.created', 'fulfillment.fulfilled'],
    );
  });

  it('T8.10 T8.16 moves the updated_at of itself and of its order', async () => {
    const { order, line } = await sell(1);
    const id = idOf(rootOf(await pack(order, line, 1), 'fulfillment'));
    await open.control.advanceClock(60_000);
    const since = (await open.control.info()).now;
    await put(id, { status: 'fulfilled' });

    const changed = await call(open, `/fulfillments?status=fulfilled&updated_at_min=${since}&order=updated_at+asc`);
    assert.deepEqual(rowsOf(changed.json, 'fulfillments').map(idOf), [id]);
    assert.ok(String((await readOrder(open, order['id']))['updated_at']) >= since);
  });

  it('T8.9 takes tracking after it was shipped, without a scheme, and shows it as it came', async () => {
    const { order } = await sell(1);
    await act(order, 'fulfil');
    const [id] = [(await readOrder(open, order['id']))['fulfillment_ids']].flat().map(Number);
    await put(id ?? 0, { tracking_url: 'track.example.com/1', tracking_number: '1' });

    const { tracking_url, tracking_company, status } = rootOf(
      await call(open, `/fulfillments/${id ?? 0}`),
      'fulfillment',
    );
    assert.deepEqual([tracking_url, tracking_company, status], ['track.example.com/1', null, 'fulfilled']);
  });

  it('T8.7 T8.8 is fulfilled without shipped_at when the switch says so', async () => {
    const { order } = await sell(1);
    await open.control.turnSwitches({ 'tradegecko.shipped-at': 'null' });
    await act(order, 'fulfil', { fulfillment: { tracking_number: '1Z' } });

    const [fulfillment] = rowsOf((await call(open, `/fulfillments?order_id=${idOf(order)}`)).json, 'fulfillments');
    assert.deepEqual([documentOf(fulfillment)['shipped_at'], documentOf(fulfillment)['tracking_number']], [null, '1Z']);
  });

  for (const name of ['fulfil', 'fulfill']) {
    it(`T7.3.4 T7.3.6 ships all by the action ${name}: what is packed, and the rest in one new parcel`, async () => {
      const { variant, order, line } = await sell(3);
      await pack(order, line, 1);

      const answer = await act(order, name, { fulfillment: { tracking_company: 'UPS', tracking_number: '1Z' } });

      const shipped = rootOf(answer, 'order');
      assert.deepEqual([shipped['status'], shipped['fulfillment_status']], ['fulfilled', 'shipped']);
      const list = await call(open, `/fulfillments?order_id=${idOf(order)}&order=created_at asc`);
      assert.deepEqual(
        rowsOf(list.json, 'fulfillments').map((row) => [row['status'], row['tracking_number']]),
        [
          ['fulfilled', '1Z'],
          ['fulfilled', '1Z'],
        ],
      );
      assert.deepEqual(
        rowsOf(list.json, 'fulfillment_line_items').map((part) => part['quantity']),
        ['1.0', '2.0'],
      );
      assert.deepEqual(await stockOf(open, variant), ['7', 0, '7']);
    });
  }

  it('T5.2 T8.11 is refused without lines with 400', async () => {
    const { order } = await sell(1);

    const answer = await post({ order_id: order['id'] });

    assert.equal(answer.status, 400);
    assert.equal(answer.json['message'], 'Cannot create or update a Fulfillment without line items');
  });

  it('is refused for more than is left', async () => {
    const { order, line } = await sell(3);
    await pack(order, line, 2);

    const answer = await pack(order, line, 2);

    assert.equal(answer.status, 422);
    assert.deepEqual(answer.json['errors'], {
      'fulfillment_line_items.quantity': ['is more than what is left'],
    });
  });

  for (const status of ['draft', 'active']) {
    it(`T7.1.12 is refused for a ${status} order`, async () => {
      const variant = await makeVariant(open, 'MUG');
      const order = await createOrder(open, [{ variant_id: variant }], { status });

      assert.equal((await act(order, 'pack')).status, 422);
      assert.equal((await act(order, 'fulfil')).status, 422);
    });
  }

  it('T7.1.13 is allowed for an active order when the switch says so', async () => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant }], { status: 'active' });
    await open.control.turnSwitches({ 'tradegecko.pack-before-finalized': 'allowed' });

    assert.equal((await act(order, 'fulfil')).status, 201);
    assert.deepEqual(await stockOf(open, variant), ['9', 0, '9']);
  });

  it('never goes back from fulfilled to packed', async () => {
    const { order } = await sell(1);
    await act(order, 'fulfil');
    const [id] = [(await readOrder(open, order['id']))['fulfillment_ids']].flat().map(Number);

    assert.equal((await put(id ?? 0, { status: 'packed' })).status, 422);
  });

  it('T8.18 leaves an order of freeform lines alone finalized, with nothing to ship', async () => {
    const order = await createOrder(open, [{ freeform: true, label: 'Gift card', price: 5 }]);

    assert.equal((await act(order, 'fulfil')).status, 422);
    assert.equal((await readOrder(open, order['id']))['status'], 'finalized');
  });
});
