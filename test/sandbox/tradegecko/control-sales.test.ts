import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { MARKETPLACE_COMPANY_ID } from '../../../src/sandbox/tradegecko/service.js';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import { call, createOrder, effectsOf, idOf, makeVariant, stockOf } from './gecko-api.js';

describe('what people do with a sale by hand', () => {
  const open = openSandboxForEach();
  const sell = async (): Promise<{ variant: number; order: Document; line: number }> => {
    const variant = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: variant, quantity: 3, price: '5' }]);
    return { variant, order, line: Number([order['order_line_item_ids']].flat()[0]) };
  };

  it('makes a sales order, and refuses one that lacks something in the words of the API', async () => {
    const order = { company_id: MARKETPLACE_COMPANY_ID, issued_at: '2026-11-20', status: 'finalized' };
    const address = { label: 'By hand', address1: '1 Main St' };

    const made = await open.control.tradegecko.createOrder({ ...order, shipping_address: address });

    assert.deepEqual([made.status, made.order_number], ['finalized', 'SO0001']);
    assert.deepEqual((await effectsOf(open)).at(-1), ['control', 'order.created']);
    await assert.rejects(open.control.tradegecko.createOrder(order), /shipping_address_id/);
  });

  it('invoices and pays', async () => {
    const { order } = await sell();

    const invoiced = await open.control.tradegecko.invoiceOrder(idOf(order));
    const paid = await open.control.tradegecko.payOrder(idOf(order));

    assert.deepEqual([invoiced['invoice_status'], invoiced['payment_status']], ['invoiced', 'unpaid']);
    assert.equal(paid['payment_status'], 'paid');
    await assert.rejects(open.control.tradegecko.payOrder(idOf(order)), /Nothing is left to pay/);
  });

  it('sends goods back in part, takes them in, and refuses more than was shipped', async () => {
    const { variant, order, line } = await sell();
    const lines = [{ orderLineItemId: line, quantity: 1 }];
    await assert.rejects(open.control.tradegecko.returnOrder(idOf(order)), /Only what was shipped/);
    await open.control.tradegecko.shipOrder(idOf(order));

    const coming = await open.control.tradegecko.returnOrder(idOf(order), { lines, trackingNumber: '1ZR' });
    const back = await open.control.tradegecko.receiveReturns(idOf(order));
    const rest = await open.control.tradegecko.returnOrder(idOf(order), { received: true });

    assert.deepEqual(
      [coming, back, rest].map((document) => [document['returning_status'], document['return_status']]),
      [
        ['partial', 'unreturned'],
        ['unreturning', 'partial'],
        ['unreturning', 'returned'],
      ],
    );
    assert.deepEqual(await stockOf(open, variant), ['10', 0, '10']);
    await assert.rejects(open.control.tradegecko.receiveReturns(idOf(order)), /on its way back/);
  });

  it('takes a parcel apart, packed or shipped', async () => {
    const { variant, order } = await sell();
    const packed = await open.control.tradegecko.packOrder(idOf(order));
    const unpacked = await open.control.tradegecko.removeFulfillment(packed.fulfillments[0]?.id ?? 0);
    const shipped = await open.control.tradegecko.shipOrder(idOf(order));
    const back = await open.control.tradegecko.removeFulfillment(shipped.fulfillments[1]?.id ?? 0);

    assert.deepEqual(
      [unpacked.packed_status, back.status, back.fulfillment_status],
      ['unpacked', 'finalized', 'unshipped'],
    );
    assert.deepEqual(
      back.fulfillments.map(({ status }) => status),
      ['deleted', 'void'],
    );
    assert.deepEqual(await stockOf(open, variant), ['10', '3', '7']);
  });

  it('spends none of the quota', async () => {
    const { order } = await sell();
    const remaining = async (): Promise<number> =>
      Number((await call(open, '/orders?limit=0')).headers.get('x-rate-limit-remaining'));
    const before = await remaining();
    await open.control.tradegecko.shipOrder(idOf(order));
    await open.control.tradegecko.payOrder(idOf(order));

    assert.equal(await remaining(), before - 1);
  });
});
