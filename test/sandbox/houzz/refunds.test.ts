import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { HouzzOrderDocument, NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { listIn, read, recordOf, updateOrder } from './houzz-api.js';

const ORDER: NewHouzzOrder = {
  lines: [{ sku: 'LAMP-1', quantity: 2, price: '25.00', tax: '4.00', shipping: '6.00' }],
  coupon: { code: 'DEMO', amount: '3.50' },
  flatShipping: '7.00',
  flatShippingTax: '0.50',
  status: 'Shipped',
};

async function placeOne(open: OpenSandbox, changes: Partial<NewHouzzOrder> = {}): Promise<HouzzOrderDocument> {
  const [order] = await open.control.houzz.placeOrders({ ...ORDER, ...changes });
  assert.ok(order);
  return order;
}

async function shown(open: OpenSandbox): Promise<Readonly<Record<string, unknown>>> {
  const [order] = listIn(await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Shipped' }), 'Orders');
  return order ?? {};
}

function refundsIn(order: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>[] {
  const refunds = order['RefundItems'] ?? [];
  assert.ok(Array.isArray(refunds));
  return refunds.map(recordOf);
}

describe('a refund', () => {
  const open = openSandboxForEach();

  it('H7.3.1 H7.3.3 H7.1.13 H4.13 gives all back as one row without SKU and quantity', async () => {
    const { orderId } = await placeOne(open);
    const before = await shown(open);

    await open.control.houzz.refundOrder(orderId);

    const [refund, second] = refundsIn(await shown(open));
    assert.equal('RefundItems' in before, false);
    assert.equal(second, undefined);
    const { RefundId, Created, ...others } = refund ?? {};
    assert.deepEqual(others, { Price: '-46.50', Tax: '-4.50', Shipping: '-13.00', Type: 'Refund' });
    assert.match(String(RefundId), /^\d{4}-\d{4}-\d{4}-\d{4}$/);
    assert.match(String(Created), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  });

  it('H7.3.2 H7.3.4 keeps the status Shipped and the total of its order', async () => {
    const { orderId } = await placeOne(open);
    const { OrderTotal } = await shown(open);

    await open.control.houzz.refundOrder(orderId);

    const after = await shown(open);
    assert.deepEqual([after['Status'], after['OrderTotal']], ['Shipped', OrderTotal]);
  });

  it('H7.4.4 has an id made of the second of the refund, not of the order', async () => {
    const { orderId } = await placeOne(open, { createdAt: '2026-01-15T10:00:00Z' });

    const { refunds } = await open.control.houzz.refundOrder(orderId);

    const digits = Number(refunds[0]?.refundId.replaceAll('-', ''));
    const second = Math.floor(Date.parse(refunds[0]?.createdAt ?? '') / 1_000);
    assert.equal(Math.floor(digits / 2 ** 20), second);
  });

  it('H7.3.1 H4.12 stands in XML inside a wrapper', async () => {
    const { orderId } = await placeOne(open);
    await open.control.houzz.refundOrder(orderId);

    const answer = await read(open.sandbox.houzzUrl, 'getOrders', { Status: 'Shipped', format: 'xml' });

    assert.match(answer.text, /<RefundItems><RefundItem><RefundId>[\d-]+<\/RefundId><Price>-46.50<\/Price>/);
  });

  it('may give a part back, and then no more than is left', async () => {
    const { orderId } = await placeOne(open);

    await open.control.houzz.refundOrder(orderId, { price: '40.00' });
    await assert.rejects(open.control.houzz.refundOrder(orderId, { price: '6.51' }), /within what is left/);
    const { refunds } = await open.control.houzz.refundOrder(orderId);

    assert.deepEqual(
      refunds.map(({ price, tax, shipping }) => [price, tax, shipping]),
      [
        ['-40.00', '0.00', '0.00'],
        ['-6.50', '-4.50', '-13.00'],
      ],
    );
    await assert.rejects(open.control.houzz.refundOrder(orderId), /above nothing/);
  });

  it('needs money that was taken: an order that is not shipped has none', async () => {
    const { orderId } = await placeOne(open, { status: 'Charged' });

    await assert.rejects(open.control.houzz.refundOrder(orderId), /An order in status Charged has no money to refund/);
  });

  it('H7.3.5 H9.7 is none of the actions of updateOrder', async () => {
    const { orderId } = await placeOne(open);

    for (const Action of ['Refund', 'Return', 'Split', 'Accept', 'Reject']) {
      const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId: orderId, Action });
      assert.equal(answer.json['Ack'], 'Error', Action);
    }

    assert.deepEqual((await open.control.houzz.order(orderId)).refunds, []);
  });

  it('tells the ledger its amounts', async () => {
    const { orderId } = await placeOne(open);

    const { refunds } = await open.control.houzz.refundOrder(orderId);

    const last = (await open.control.ledger()).at(-1);
    assert.ok(last?.kind === 'effect');
    const refundId = refunds[0]?.refundId;
    assert.deepEqual([last.effect, last.by, last.subject], ['order.refunded', 'control', orderId]);
    assert.deepEqual(last.details, { refundId, price: '-46.50', tax: '-4.50', shipping: '-13.00' });
  });
});
