import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import { call, createOrder, idOf, makeVariant, readOrder } from './gecko-api.js';

/** Webhooks to elsewhere are kept with their deliveries, and never called. */
const ADDRESS = 'https://hooks.example/sales';
const EVENTS = [
  'order.create',
  'order.finalized',
  'order.fulfilled',
  'fulfillment.create',
  'fulfillment.fulfilled',
  'fulfillment_return.create',
  'fulfillment_return.received',
  'invoice.create',
  'invoice.destroy',
  'payment.create',
  'address.create',
  'company.create',
  'variant.stock_level_update',
];

describe('what a sale tells webhooks', () => {
  const open = openSandboxForEach();
  const listen = async (): Promise<void> => {
    for (const event of EVENTS) {
      const made = await call(open, '/webhooks', { method: 'POST', body: { webhook: { address: ADDRESS, event } } });
      assert.equal(made.status, 201, made.text);
    }
  };
  const told = async (): Promise<readonly string[]> => {
    const deliveries = await open.control.tradegecko.webhookDeliveries();
    return deliveries.map(({ event, objectId }) => `${event} ${objectId}`).sort();
  };
  const act = (order: Document, action: string) =>
    call(open, `/orders/${idOf(order)}/actions/${action}`, { method: 'POST' });

  it('tells of a finalized order, its new address and company, and of the stock that it holds back', async () => {
    const variant = await makeVariant(open, 'MUG');
    await listen();

    const order = await createOrder(open, [{ variant_id: variant }], {
      company_id: undefined,
      company: { name: 'Pat Doe', company_type: 'consumer' },
    });

    assert.deepEqual(await told(), [
      `address.create ${String(order['shipping_address_id'])}`,
      `company.create ${String(order['company_id'])}`,
      `order.create ${idOf(order)}`,
      `order.finalized ${idOf(order)}`,
      `variant.stock_level_update ${variant}`,
    ]);
  });

  it('tells that a draft was made, and later once that it is final', async () => {
    await listen();
    const order = await createOrder(open, [], { status: 'draft' });
    for (const status of ['active', 'finalized', 'finalized']) {
      await call(open, `/orders/${idOf(order)}`, { method: 'PUT', body: { order: { status } } });
    }

    const events = (await told()).filter((event) => event.startsWith('order.'));
    assert.deepEqual(events, [`order.create ${idOf(order)}`, `order.finalized ${idOf(order)}`]);
  });

  it('T7.3.3 tells of a packed parcel, and of nothing more', async () => {
    const order = await createOrder(open, [{ variant_id: await makeVariant(open, 'MUG') }]);
    await listen();
    await act(order, 'pack');

    const [id] = [(await readOrder(open, order['id']))['fulfillment_ids']].flat();
    assert.deepEqual(await told(), [`fulfillment.create ${String(id)}`]);
  });

  it('tells of shipping once a variant, be it on several lines', async () => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant }, { variant_id: variant, quantity: 2 }]);
    await act(order, 'pack');
    await listen();
    await act(order, 'fulfil');

    const [id] = [(await readOrder(open, order['id']))['fulfillment_ids']].flat();
    assert.deepEqual(await told(), [
      `fulfillment.fulfilled ${String(id)}`,
      `order.fulfilled ${idOf(order)}`,
      `variant.stock_level_update ${variant}`,
    ]);
  });

  it('tells nothing of stock when a change moves none', async () => {
    const order = await createOrder(open, [{ variant_id: await makeVariant(open, 'MUG') }]);
    await listen();
    await call(open, `/orders/${idOf(order)}`, { method: 'PUT', body: { order: { notes: 'n' } } });

    assert.deepEqual(await told(), []);
  });

  it('tells of what comes back, of invoices and of payments', async () => {
    const order = await createOrder(open, [{ variant_id: await makeVariant(open, 'MUG') }]);
    await act(order, 'fulfil');
    await listen();
    await open.control.tradegecko.returnOrder(idOf(order));
    await open.control.tradegecko.receiveReturns(idOf(order));
    await act(order, 'pay');
    const second = await createOrder(open, [{ freeform: true, label: 'x', price: 1 }]);
    await act(second, 'invoice');
    const [invoice] = [(await readOrder(open, second['id']))['invoice_ids']].flat();
    await call(open, `/invoices/${String(invoice)}`, { method: 'DELETE' });

    const events = (await told()).map((event) => event.split(' ')[0]);
    assert.deepEqual(events, [
      'address.create',
      'fulfillment_return.create',
      'fulfillment_return.received',
      'invoice.create',
      'invoice.create',
      'invoice.destroy',
      'order.create',
      'order.finalized',
      'payment.create',
      'variant.stock_level_update',
    ]);
  });
});
