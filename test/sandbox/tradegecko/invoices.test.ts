import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Answer, Document } from './gecko-api.js';
import { call, createOrder, idOf, makeVariant, readOrder, rootOf, rowsOf } from './gecko-api.js';

const INVOICE_KEYS =
  'id created_at updated_at document_url destination_url order_id shipping_address_id billing_address_id ' +
  'payment_term_id due_at exchange_rate invoice_number invoiced_at notes cached_total payment_status order_number ' +
  'company_id currency_id invoice_line_item_ids payment_ids refund_ids';
const LINE_KEYS = 'id created_at updated_at invoice_id order_line_item_id base_price position quantity';

describe('invoices and payments', () => {
  const open = openSandboxForEach();
  const sell = async (changes: Document = {}): Promise<{ order: Document; lines: readonly number[] }> => {
    const variant = await makeVariant(open, 'MUG');
    const lines = [
      { variant_id: variant, quantity: 4, price: '5', tax_rate_override: '10' },
      { freeform: true, label: 'Shipping', price: '3' },
    ];
    const order = await createOrder(open, lines, { order_number: 'HZ-1', ...changes });
    return { order, lines: [order['order_line_item_ids']].flat().map(Number) };
  };
  const post = (path: string, body: Document): Promise<Answer> => call(open, path, { method: 'POST', body });
  const bill = (order: Document, rows: readonly Document[], more: Document = {}): Promise<Answer> =>
    post('/invoices', { invoice: { order_id: order['id'], invoice_line_items: rows, ...more } });
  const pay = (invoice: Document, more: Document = {}): Promise<Answer> =>
    post('/payments', { payment: { invoice_id: invoice['id'], ...more } });
  const read = async (path: string, root: string): Promise<Document> => rootOf(await call(open, path), root);

  it('T10.101 T10.102 T10.103 T10.105 T10.109 charges the lines it names, which stand beside it', async () => {
    const { order, lines } = await sell();
    const row = { order_line_item_id: lines[0], quantity: 1, base_price: '5' };

    const answer = await bill(order, [row], { due_at: '31-12-2026', notes: 'n' });

    const invoice = rootOf(answer, 'invoice');
    assert.equal(answer.status, 201);
    assert.deepEqual(Object.keys(answer.json), ['invoice_line_items', 'invoice']);
    assert.equal(Object.keys(invoice).join(' '), INVOICE_KEYS);
    const { due_at, invoiced_at, cached_total, payment_status, order_number } = invoice;
    const today = (await open.control.info()).now.slice(0, 10);
    assert.deepEqual(
      [due_at, invoiced_at, cached_total, payment_status, order_number],
      ['2026-12-31', today, '5.5', 'unpaid', 'HZ-1'],
    );
    const [part] = rowsOf(answer.json, 'invoice_line_items');
    assert.equal(Object.keys(part ?? {}).join(' '), LINE_KEYS);
    assert.deepEqual([part?.['quantity'], part?.['base_price']], ['1.0', '5.0']);
    assert.equal((await readOrder(open, order['id']))['invoice_status'], 'partial');
  });

  it('T10.104 is refused with 400 without its root and without lines', async () => {
    const { order, lines } = await sell();
    const rootless = await post('/invoices', {
      order_id: order['id'],
      invoice_line_items: [{ order_line_item_id: lines[0], quantity: 1 }],
    });

    assert.deepEqual(
      [rootless.status, rootless.json],
      [400, { type: 'Bad Request', message: 'Required parameter missing: invoice' }],
    );
    assert.equal((await bill(order, [])).status, 400);
  });

  it('T10.103 is refused for more than is left, for a line of another order, and for no order', async () => {
    const { order, lines } = await sell();
    const rows = [{ order_line_item_id: lines[0], quantity: 3 }];
    await bill(order, rows);
    const other = await createOrder(open, []);

    const answers = [await bill(order, rows), await bill(other, rows), await bill({}, rows)];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [422, 422, 422],
    );
  });

  it('T10.107 T7.3 is numbered in a series with a prefix, or as it was sent, and its order knows the number', async () => {
    const { order, lines } = await sell();
    const row = { order_line_item_id: lines[0], quantity: 1 };
    const first = rootOf(await bill(order, [row]), 'invoice');
    const second = rootOf(await bill(order, [row], { invoice_number: 'X-9' }), 'invoice');

    const { invoice_ids, invoices, invoice_numbers } = await readOrder(open, order['id']);
    assert.deepEqual([invoice_ids, invoices], [[first, second].map(idOf), [first, second].map(idOf)]);
    assert.deepEqual(invoice_numbers, { [idOf(first)]: 'INV0001', [idOf(second)]: 'X-9' });
  });

  it('T10.106 is partly paid, then paid, and its order follows', async () => {
    const { order } = await sell();
    await post(`/orders/${idOf(order)}/actions/invoice`, {});
    const [invoice = {}] = rowsOf((await call(open, '/invoices')).json, 'invoices');
    const seen: unknown[] = [];
    for (const amount of ['20', '5']) {
      await pay(invoice, { amount });
      const { payment_status } = await read(`/invoices/${String(invoice['id'])}`, 'invoice');
      seen.push([payment_status, (await readOrder(open, order['id']))['payment_status']]);
    }

    assert.equal(invoice['cached_total'], '25.0');
    assert.deepEqual(seen, [
      ['partial', 'partial'],
      ['paid', 'paid'],
    ]);
    assert.equal((await pay(invoice, { amount: '0.01' })).status, 422);
  });

  it('T10.108 T10.105 is found by every field of its filters, with its lines', async () => {
    const { order, lines } = await sell();
    const rows = [{ order_line_item_id: lines[0], quantity: 1 }];
    const [term] = rowsOf((await call(open, '/payment_terms')).json, 'payment_terms');
    const invoice = rootOf(
      await bill(order, rows, { payment_term_id: term?.['id'], invoice_number: 'X-1' }),
      'invoice',
    );
    const other = await sell({ company_id: undefined, company: { name: 'Pat Doe', company_type: 'consumer' } });
    await post(`/orders/${idOf(other.order)}/actions/pay`, {});

    const names = 'order_id payment_status invoice_number company_id shipping_address_id billing_address_id';
    for (const name of [...names.split(' '), 'payment_term_id']) {
      const found = await call(open, `/invoices?${name}=${String(invoice[name])}`);
      assert.deepEqual(rowsOf(found.json, 'invoices').map(idOf), [idOf(invoice)], name);
      assert.equal(rowsOf(found.json, 'invoice_line_items').length, 1);
    }
    const all = await call(open, `/invoices?currency_id=${String(invoice['currency_id'])}`);
    assert.equal(rowsOf(all.json, 'invoices').length, 2);
    for (const query of [`invoice_id=${idOf(invoice)}`, `order_line_item_id=${String(lines[0])}`]) {
      const found = rowsOf((await call(open, `/invoice_line_items?${query}`)).json, 'invoice_line_items');
      assert.deepEqual(found.map(idOf), [invoice['invoice_line_item_ids']].flat(), query);
    }
  });

  it('T10.103 is changed with its lines while nothing is paid, and its total with them', async () => {
    const { order, lines } = await sell();
    const invoice = rootOf(await bill(order, [{ order_line_item_id: lines[0], quantity: 1 }]), 'invoice');
    const [part] = [invoice['invoice_line_item_ids']].flat();
    const path = `/invoices/${idOf(invoice)}`;
    const rows = [
      { id: part, quantity: 2 },
      { order_line_item_id: lines[1], quantity: 1 },
    ];

    const answer = await call(open, path, {
      method: 'PUT',
      body: { invoice: { notes: 'm', invoice_line_items: rows } },
    });

    assert.equal(answer.status, 204);
    const changed = await read(path, 'invoice');
    assert.deepEqual([changed['notes'], changed['cached_total']], ['m', '14.0']);
    await pay(invoice, { amount: '1' });
    const late = await call(open, path, { method: 'PUT', body: { invoice: { invoice_line_items: rows } } });
    assert.equal(late.status, 422);
  });

  it('T10.101 is gone when it is deleted, unless something is paid', async () => {
    const { order, lines } = await sell();
    const row = { order_line_item_id: lines[0], quantity: 1 };
    const [free, paid] = [rootOf(await bill(order, [row]), 'invoice'), rootOf(await bill(order, [row]), 'invoice')];
    await pay(paid, { amount: '1' });
    const remove = (invoice: Document): Promise<Answer> =>
      call(open, `/invoices/${idOf(invoice)}`, { method: 'DELETE' });

    assert.deepEqual([(await remove(free)).status, (await remove(paid)).status], [204, 422]);
    assert.equal((await call(open, `/invoices/${idOf(free)}`)).status, 404);
    assert.deepEqual((await readOrder(open, order['id']))['invoice_ids'], [idOf(paid)]);
  });

  it('T10.110 takes a payment of what is open when no amount is sent, changes it, and archives it', async () => {
    const { order, lines } = await sell();
    const invoice = rootOf(await bill(order, [{ order_line_item_id: lines[0], quantity: 4 }]), 'invoice');
    const made = rootOf(await pay(invoice, { exchange_rate: '1.5', paid_at: '2026-11-21' }), 'payment');
    const path = `/payments/${idOf(made)}`;
    const changed = await call(open, path, { method: 'PUT', body: { payment: { amount: '2', invoice_id: 1 } } });
    const between = await read(path, 'payment');
    const removed = await call(open, path, { method: 'DELETE' });

    assert.deepEqual(
      [made['amount'], made['status'], made['exchange_rate'], made['payment_method_id']],
      ['22.0', 'active', '1.5', null],
    );
    assert.deepEqual([changed.status, between['amount'], between['invoice_id']], [204, '2.0', invoice['id']]);
    assert.deepEqual([removed.status, (await read(path, 'payment'))['status']], [204, 'archived']);
    assert.deepEqual((await call(open, '/payments')).json, { payments: [] });
    assert.equal((await read(`/invoices/${idOf(invoice)}`, 'invoice'))['payment_status'], 'unpaid');
    assert.deepEqual((await readOrder(open, order['id']))['payment_ids'], []);
  });

  it('T10.111 names the reference of a payment one way or the other, by switch, and reads both', async () => {
    const { order, lines } = await sell();
    const invoice = rootOf(await bill(order, [{ order_line_item_id: lines[0], quantity: 4 }]), 'invoice');
    const one = rootOf(await pay(invoice, { amount: 1, reference: 'a' }), 'payment');
    await open.control.turnSwitches({ 'tradegecko.payment-reference': 'reference' });
    const other = rootOf(await pay(invoice, { amount: 1, reference_number: 'b' }), 'payment');

    assert.deepEqual([one['reference_number'], one['reference']], ['a', undefined]);
    assert.deepEqual([other['reference_number'], other['reference']], [undefined, 'b']);
  });

  it('T10.112 knows payment methods by name', async () => {
    const [method = {}] = rowsOf((await call(open, '/payment_methods')).json, 'payment_methods');

    assert.equal(Object.keys(method).join(' '), 'id created_at updated_at name is_default');
    const found = await call(open, `/payment_methods?name=${encodeURIComponent(String(method['name']))}`);
    assert.deepEqual(rowsOf(found.json, 'payment_methods').map(idOf), [idOf(method)]);
  });
});
