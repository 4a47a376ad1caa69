import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, documentOf, idOf, makeVariant, readOrder, rootOf, rowsOf } from './gecko-api.js';

describe("an order's actions", () => {
  const open = openSandboxForEach();
  const act = (order: Document, action: string, body?: Document): Promise<Answer> =>
    call(open, `/orders/${idOf(order)}/actions/${action}`, { method: 'POST', body });
  const sell = async (changes: Document = {}): Promise<Document> => {
    const variant = await makeVariant(open, 'MUG');
    const lines = [
      { variant_id: variant, quantity: '3', price: '5' },
      { freeform: true, label: 'Shipping', price: '4' },
    ];
    return createOrder(open, lines, changes);
  };
  const listOf = async (order: Document, plural: string): Promise<Document[]> =>
    rowsOf((await call(open, `/${plural}?order_id=${idOf(order)}&order=created_at asc`)).json, plural);

  it('T7.3.1 T7.1.3 invoices what is left, with what the body says', async () => {
    const order = await sell();
    const [line] = [order['order_line_item_ids']].flat();
    const invoice_line_items = [{ order_line_item_id: line, quantity: 1 }];
    await call(open, '/invoices', { method: 'POST', body: { invoice: { order_id: order['id'], invoice_line_items } } });
    const between = await readOrder(open, order['id']);

    const after = rootOf(
      await act(order, 'invoice', { invoice: { due_at: '31-12-2026', invoiced_at: '2026-11-21', notes: 'n' } }),
      'order',
    );

    assert.deepEqual([between['invoice_status'], after['invoice_status']], ['partial', 'invoiced']);
    const [, invoice] = await listOf(order, 'invoices');
    const { due_at, invoiced_at, notes, cached_total } = documentOf(invoice);
    assert.deepEqual([due_at, invoiced_at, notes, cached_total], ['2026-12-31', '2026-11-21', 'n', '14.0']);
    assert.equal((await act(order, 'invoice')).status, 422);
  });

  it('T7.3.2 T7.1.3 pays what is invoiced, and invoices and pays the rest', async () => {
    const order = await sell();
    const [line] = [order['order_line_item_ids']].flat();
    const invoice_line_items = [{ order_line_item_id: line, quantity: 1 }];
    const made = await call(open, '/invoices', {
      method: 'POST',
      body: { invoice: { order_id: order['id'], invoice_line_items } },
    });
    const payment = { invoice_id: rootOf(made, 'invoice')['id'], amount: '2' };
    await call(open, '/payments', { method: 'POST', body: { payment } });
    const between = await readOrder(open, order['id']);

    const after = rootOf(await act(order, 'pay', { payment: { paid_at: '2026-11-22' } }), 'order');

    assert.deepEqual([between['payment_status'], after['payment_status']], ['partial', 'paid']);
    const payments = rowsOf((await call(open, '/payments?order=created_at asc')).json, 'payments');
    assert.deepEqual(
      payments.map(({ amount, paid_at }) => [amount, String(paid_at).slice(0, 10) === '2026-11-22']),
      [
        ['2.0', false],
        ['3.0', true],
        ['14.0', true],
      ],
    );
    assert.deepEqual(after['payment_ids'], payments.map(idOf));
  });

  it('T7.3.2 pays by the name of a method, and refuses a name that the account lacks', async () => {
    const [method] = rowsOf((await call(open, '/payment_methods')).json, 'payment_methods');
    const order = await sell();
    const refused = await act(order, 'pay', { payment: { payment_method_name: 'Shells' } });
    await act(order, 'pay', { payment: { payment_method_name: method?.['name'] } });

    assert.deepEqual(refused.json, { errors: { payment_method_name: ['is invalid'] } });
    const [payment] = rowsOf((await call(open, '/payments')).json, 'payments');
    assert.equal(payment?.['payment_method_id'], method?.['id']);
  });

  it('T7.3.3 T7.1.8 packs all that is unpacked in one parcel, with what the body says', async () => {
    const order = await sell();
    const fulfillment = {
      tracking_number: '1Z',
      tracking_company: 'UPS',
      tracking_url: 't.example/1Z',
      service: 'Ground',
      notes: 'n',
    };

    const after = rootOf(await act(order, 'pack', { fulfillment }), 'order');

    assert.deepEqual(
      [after['status'], after['packed_status'], after['fulfillment_status']],
      ['finalized', 'packed', 'unshipped'],
    );
    const [parcel] = await listOf(order, 'fulfillments');
    for (const [name, value] of Object.entries({ ...fulfillment, status: 'packed' }))
      assert.equal(parcel?.[name], value);
    assert.equal((await act(order, 'pack')).status, 422);
  });

  it('T7.3.4 T7.1.8 ships all, and leaves the order unpaid and not invoiced', async () => {
    const order = await sell();

    const after = rootOf(await act(order, 'fulfil'), 'order');

    const { status, packed_status, fulfillment_status, invoice_status, payment_status } = after;
    assert.deepEqual(
      [status, packed_status, fulfillment_status, invoice_status, payment_status],
      ['fulfilled', 'packed', 'shipped', 'uninvoiced', 'unpaid'],
    );
    assert.equal((await act(order, 'fulfil')).status, 422);
  });

  for (const action of ['invoice', 'pay', 'pack', 'fulfil']) {
    it(`T7.1.12 refuses to ${action} a draft, an active, a void and a deleted order`, async () => {
      const orders = [await sell({ status: 'draft' }), await sell({ status: 'active' })];
      const gone = [await sell(), await sell({ status: 'draft' })];
      for (const order of gone) await call(open, `/orders/${idOf(order)}`, { method: 'DELETE' });

      for (const order of [...orders, ...gone]) assert.equal((await act(order, action)).status, 422);
    });
  }

  it('answers 404 to an action that there is none of, and for an order that there is none of', async () => {
    const order = await sell();

    assert.equal((await act(order, 'ship')).status, 404);
    assert.equal((await act({ id: 1 }, 'void')).status, 404);
  });
});
