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
  stockOf,
} from './gecko-api.js';

describe('ending an order', () => {
  const open = openSandboxForEach();
  const act = (order: Document, action: string): Promise<Answer> =>
    call(open, `/orders/${idOf(order)}/actions/${action}`, { method: 'POST' });
  const remove = (order: Document): Promise<Answer> => call(open, `/orders/${idOf(order)}`, { method: 'DELETE' });
  const sellThree = async (status: string): Promise<{ variant: number; order: Document }> => {
    const variant = await makeVariant(open, 'MUG');
    return { variant, order: await createOrder(open, [{ variant_id: variant, quantity: 3 }], { status }) };
  };

  it('T7.2.5 T7.3.5 voids an open order, answers it, and gives its stock back', async () => {
    const { variant, order } = await sellThree('finalized');

    const answer = await act(order, 'void');

    assert.deepEqual([answer.status, rootOf(answer, 'order')['status']], [201, 'void']);
    assert.deepEqual(await stockOf(open, variant), ['10', 0, '10']);
    assert.deepEqual((await effectsOf(open)).at(-1), ['call', 'order.voided']);
  });

  it('T7.3.7 answers an action with nothing when the switch says so', async () => {
    const { order } = await sellThree('active');
    await open.control.turnSwitches({ 'tradegecko.action-answer': '200-empty' });

    const answer = await act(order, 'void');

    assert.deepEqual([answer.status, answer.text], [200, '']);
  });

  it('T7.2.13 keeps the stock of a void order when the switch says so', async () => {
    const { variant, order } = await sellThree('finalized');
    await open.control.turnSwitches({ 'tradegecko.void-releases-stock': 'no' });
    await act(order, 'void');

    assert.deepEqual(await stockOf(open, variant), ['10', '3', '7']);
  });

  it('T7.2.9 refuses a second void with a list of texts, or lets it pass, by switch', async () => {
    const { order } = await sellThree('finalized');
    await act(order, 'void');
    const refused = await act(order, 'void');
    await open.control.turnSwitches({ 'tradegecko.second-void': 'allowed' });
    const allowed = await act(order, 'void');

    assert.deepEqual([refused.status, refused.json], [422, { errors: ['Order is already void'] }]);
    assert.equal(allowed.status, 201);
    assert.equal((await effectsOf(open)).filter(([, effect]) => effect === 'order.voided').length, 1);
  });

  it('T7.2.10 refuses to void a packed order, or voids its parcel with it, by switch', async () => {
    const { variant, order } = await sellThree('finalized');
    await act(order, 'pack');
    const refused = await act(order, 'void');
    await open.control.turnSwitches({ 'tradegecko.void-when-packed': 'allowed' });
    const allowed = await act(order, 'void');

    assert.deepEqual([refused.status, allowed.status], [422, 201]);
    const document = await open.control.tradegecko.order(idOf(order));
    assert.equal(document['packed_status'], 'unpacked');
    assert.deepEqual(document['fulfillment_ids'], []);
    assert.deepEqual(await stockOf(open, variant), ['10', 0, '10']);
  });

  it('T7.2.11 refuses to void what has left in part, or lets what has left stand, by switch', async () => {
    const { variant, order } = await sellThree('finalized');
    const [lineId] = [(await readOrder(open, order['id']))['order_line_item_ids']].flat();
    await open.control.tradegecko.shipOrder(idOf(order), { lines: [{ orderLineItemId: Number(lineId), quantity: 1 }] });

    assert.deepEqual([(await act(order, 'void')).status, (await remove(order)).status], [422, 422]);
    await open.control.turnSwitches({ 'tradegecko.void-when-shipped': 'allowed' });
    const voided = rootOf(await act(order, 'void'), 'order');
    assert.deepEqual([voided['status'], voided['fulfillment_status']], ['void', 'partial']);
    assert.deepEqual(await stockOf(open, variant), ['9', 0, '9']);
  });

  it('T7.2.12 refuses to void an invoiced order unless the switch allows it', async () => {
    const { order } = await sellThree('finalized');
    await act(order, 'invoice');
    const refused = await act(order, 'void');
    await open.control.turnSwitches({ 'tradegecko.void-when-invoiced': 'allowed' });

    assert.deepEqual([refused.status, (await act(order, 'void')).status], [422, 201]);
  });

  for (const [before, after] of [
    ['draft', 'deleted'],
    ['active', 'void'],
    ['finalized', 'void'],
  ] as const) {
    it(`T7.2.7 T7.2.8 T7.2.14 makes a ${before} order ${after} on DELETE, and keeps it readable`, async () => {
      const { variant, order } = await sellThree(before);

      const answer = await remove(order);

      assert.deepEqual([answer.status, answer.text], [204, '']);
      assert.equal((await readOrder(open, order['id']))['status'], after);
      assert.equal((await stockOf(open, variant))[2], '10');
    });
  }

  it('T7.3.1 T7.3.2 invoices and pays the whole order by its actions', async () => {
    const { order } = await sellThree('finalized');

    const paid = rootOf(await act(order, 'pay'), 'order');

    assert.deepEqual([paid['invoice_status'], paid['payment_status']], ['invoiced', 'paid']);
    assert.deepEqual(Object.values(documentOf(paid['invoice_numbers'])), ['INV0001']);
    assert.equal((await act(order, 'pay')).status, 422);
  });
});
