import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, idOf, makeVariant, readOrder, rootOf, rowsOf, stockOf } from './gecko-api.js';

const LINE_KEYS =
  'id created_at updated_at order_id variant_id tax_type_id discount freeform image_url label line_type position ' +
  'price quantity tax_rate_override tax_rate fulfillment_line_item_ids fulfillment_return_line_item_ids ' +
  'invoice_line_item_ids';

describe('order lines', () => {
  const open = openSandboxForEach();
  const post = (line: Document): Promise<Answer> =>
    call(open, '/order_line_items', { method: 'POST', body: { order_line_item: line } });
  const put = (id: number, line: Document): Promise<Answer> =>
    call(open, `/order_line_items/${id}`, { method: 'PUT', body: { order_line_item: line } });
  const remove = (id: number): Promise<Answer> => call(open, `/order_line_items/${id}`, { method: 'DELETE' });
  const linesOf = async (order: Document): Promise<Document[]> =>
    rowsOf((await call(open, `/orders/${idOf(order)}?include=order_line_items`)).json, 'order_line_items');
  const sell = async (status = 'active'): Promise<{ variant: number; order: Document; line: number }> => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant, quantity: '2', price: '5' }], { status });
    return { variant, order, line: Number([order['order_line_item_ids']].flat()[0]) };
  };

  it('T7.5.1 T7.5.2 shows a plain product line in its known key order, with nulls', async () => {
    const { line } = await sell();

    const document = rootOf(await call(open, `/order_line_items/${line}`), 'order_line_item');

    assert.equal(Object.keys(document).join(' '), LINE_KEYS);
    const { freeform, line_type, discount, image_url, label, quantity, price } = document;
    assert.deepEqual(
      [freeform, line_type, discount, image_url, label, quantity, price],
      [false, null, null, null, null, '2.0', '5.0'],
    );
  });

  it('T7.4.10 is added to an order, which then costs and holds more', async () => {
    const { variant, order } = await sell();

    const answer = await post({ order_id: order['id'], variant_id: variant, quantity: 3, price: '1' });

    const line = rootOf(answer, 'order_line_item');
    assert.deepEqual([answer.status, line['position'], line['order_id']], [201, 1, order['id']]);
    assert.equal((await readOrder(open, order['id']))['total'], '13.0');
    assert.deepEqual(await stockOf(open, variant), ['10', '5', '5']);
  });

  it('T7.4.10 is taken without its root', async () => {
    const { order } = await sell();
    const body = { order_id: order['id'], freeform: true, label: 'Shipping', price: '4' };

    assert.equal((await call(open, '/order_line_items', { method: 'POST', body })).status, 201);
    assert.equal((await linesOf(order)).length, 2);
  });

  it('T7.4.11 is changed, and its order with it', async () => {
    const { variant, order, line } = await sell();

    const answer = await put(line, { quantity: '4', price: '2.5', label: 'Blue' });

    assert.deepEqual([answer.status, answer.text], [204, '']);
    const [changed] = await linesOf(order);
    assert.deepEqual(
      [changed?.['quantity'], changed?.['price'], changed?.['label'], changed?.['variant_id']],
      ['4.0', '2.5', 'Blue', variant],
    );
    assert.equal((await readOrder(open, order['id']))['total'], '10.0');
    assert.deepEqual(await stockOf(open, variant), ['10', '4', '6']);
  });

  it('T7.4.11 is removed for good, and its order holds and costs less', async () => {
    const { variant, order, line } = await sell();

    assert.equal((await remove(line)).status, 204);

    assert.equal((await call(open, `/order_line_items/${line}`)).status, 404);
    assert.equal((await readOrder(open, order['id']))['total'], 0);
    assert.deepEqual(await stockOf(open, variant), ['10', 0, '10']);
  });

  it('T7.4.11 replaces product lines the way one client did: the new ones first, then the old ones away', async () => {
    const { variant, order, line } = await sell();
    await call(open, `/orders/${idOf(order)}`, {
      method: 'PUT',
      body: { order: { order_line_items: [{ variant_id: variant, quantity: 1, price: '7' }] } },
    });
    await remove(line);

    assert.deepEqual(
      (await linesOf(order)).map((row) => [row['quantity'], row['position']]),
      [['1.0', 1]],
    );
    assert.equal((await readOrder(open, order['id']))['total'], '7.0');
  });

  it('T7.5.11 stays on the order that it was made for', async () => {
    const { order, line } = await sell();
    const other = await createOrder(open, [], { status: 'active' });

    await put(line, { order_id: other['id'] });

    assert.equal((await linesOf(order)).length, 1);
  });

  it('T7.5.12 gets another variant, or keeps its own, by switch', async () => {
    const { variant, line } = await sell();
    const other = await makeVariant(open, 'CUP');
    await open.control.turnSwitches({ 'tradegecko.line-variant-change': 'ignored' });
    await put(line, { variant_id: other });
    const kept = await stockOf(open, variant);
    await open.control.turnSwitches({ 'tradegecko.line-variant-change': 'applied' });
    await put(line, { variant_id: other });

    assert.deepEqual(kept, ['10', '2', '8']);
    assert.deepEqual(
      [await stockOf(open, variant), await stockOf(open, other)],
      [
        ['10', 0, '10'],
        ['10', '2', '8'],
      ],
    );
  });

  for (const status of ['finalized', 'void', 'deleted']) {
    it(`T7.1.11 is neither added, changed nor removed on a ${status} order`, async () => {
      const { order, line } = await sell(status === 'void' ? 'active' : status === 'deleted' ? 'draft' : status);
      if (status !== 'finalized') await call(open, `/orders/${idOf(order)}`, { method: 'DELETE' });

      const added = await post({ order_id: order['id'], freeform: true, label: 'x', price: '1' });

      const statuses = [added.status, (await put(line, { price: '1' })).status, (await remove(line)).status];
      assert.deepEqual(statuses, [422, 422, 422]);
    });
  }

  it('T7.1.11 is changed on a finalized order when the switch allows it, but not below what is packed', async () => {
    const { order, line } = await sell('finalized');
    await open.control.turnSwitches({ 'tradegecko.edit-finalized-lines': 'allowed' });
    const lines = [{ orderLineItemId: line, quantity: 1 }];
    await open.control.tradegecko.packOrder(idOf(order), { lines });

    const statuses = [(await put(line, { quantity: 1 })).status, (await put(line, { quantity: '0.5' })).status];

    assert.deepEqual(statuses, [204, 422]);
    assert.equal((await remove(line)).status, 422);
    assert.equal((await readOrder(open, order['id']))['packed_status'], 'packed');
  });

  it('T7.5.6 T7.5.7 moves no stock when it is freeform, and keeps the spelling of its type', async () => {
    const { variant, order } = await sell();
    await post({
      order_id: order['id'],
      freeform: true,
      variant_id: variant,
      label: 'x',
      line_type: 'Shipping',
      price: 4,
    });

    const line = (await linesOf(order)).at(-1);
    assert.deepEqual([line?.['variant_id'], line?.['line_type']], [null, 'Shipping']);
    assert.deepEqual(await stockOf(open, variant), ['10', '2', '8']);
  });

  it('T7.5.8 stands where its position says', async () => {
    const lines = [
      { freeform: true, label: 'last', price: '1', position: 2 },
      { freeform: true, label: 'first', price: '1', position: 0 },
    ];
    const order = await createOrder(open, lines);

    assert.deepEqual(
      (await linesOf(order)).map((line) => line['label']),
      ['first', 'last'],
    );
    assert.deepEqual(order['order_line_item_ids'], (await linesOf(order)).map(idOf));
  });

  it("T7.5.9 T7.9 takes the price of its order's price list, also when its own is taken away", async () => {
    const { variant, order, line } = await sell();
    await call(open, `/variants/${variant}`, { method: 'PUT', body: { variant: { wholesale_price: '3' } } });
    const wholesale = { default_price_list_id: 'wholesale' };
    const cheaper = await createOrder(open, [{ variant_id: variant, quantity: 2 }], wholesale);
    await put(line, { price: null });

    assert.deepEqual([cheaper['total'], cheaper['default_price_list_id']], ['6.0', 'wholesale']);
    assert.equal((await readOrder(open, order['id']))['total'], '10.0');
  });

  for (const [discount, status] of [
    ['-100', 201],
    ['100', 201],
    ['100.1', 422],
    ['-100.1', 422],
  ] as const) {
    it(`T7.5.3 answers ${status} to a discount of ${discount} per cent`, async () => {
      const { variant, order } = await sell();

      assert.equal((await post({ order_id: order['id'], variant_id: variant, price: '1', discount })).status, status);
    });
  }

  it('T7.5.4 T7.5.5 charges each unit its price less what is taken off', async () => {
    const { variant, order, line } = await sell();
    await put(line, { discount: '25' });
    const percent = (await readOrder(open, order['id']))['total'];
    await put(line, { discount_amount: '1.5' });

    assert.deepEqual([percent, (await readOrder(open, order['id']))['total']], ['7.5', '7.0']);
    assert.deepEqual(await stockOf(open, variant), ['10', '2', '8']);
  });

  it('T7.5.13 is found by its order, its variant and the status of its order', async () => {
    const { variant, order } = await sell();
    await createOrder(open, [{ freeform: true, label: 'x', price: '1' }], { status: 'draft' });

    for (const query of [`order_id=${idOf(order)}`, `variant_id=${variant}`, 'order_status=active']) {
      const found = rowsOf((await call(open, `/order_line_items?${query}`)).json, 'order_line_items');
      assert.deepEqual(found.map(idOf), [order['order_line_item_ids']].flat(), query);
      assert.ok(!('order_status' in (found[0] ?? {})));
    }
  });

  it('is refused for an order that there is none of, and without one', async () => {
    const line = { freeform: true, label: 'x', price: '1' };

    assert.deepEqual((await post({ ...line, order_id: 1 })).json, { errors: { order_id: ['must exist'] } });
    assert.deepEqual((await post(line)).json, { errors: { order_id: ["can't be blank"] } });
  });
});
