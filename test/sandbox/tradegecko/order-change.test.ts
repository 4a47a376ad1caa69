import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import type { Document } from './gecko-api.js';
import { call, createOrder, idOf, makeVariant, readOrder, rootOf, stockOf } from './gecko-api.js';

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

  it('T7.2.1 T7.2.2 commits stock when a draft becomes active, once', async () => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: id, quantity: 4 }], { status: 'draft' });
    await put(order, { status: 'active' });
    await put(order, { status: 'finalized' });

    assert.deepEqual(await stockOf(open, id), ['10', '4', '6']);
  });

  it('T7.8 moves what it holds back when its place changes', async () => {
    const id = await makeVariant(open, 'MUG');
    const order = await createOrder(open, [{ variant_id: id, quantity: 4 }]);
    await put(order, { stock_location_id: 8402 });

    assert.deepEqual(await stockOf(open, id), ['10', 0, '10']);
  });

  it('T7.2.3 refuses the way back to draft, or allows it, by switch', async () => {
    const order = await createOrder(open, []);
    const refused = await put(order, { status: 'draft' });
    await open.control.turnSwitches({ 'tradegecko.back-to-draft': 'allowed' });
    const allowed = await put(order, { status: 'draft' });

    assert.deepEqual([refused.status, allowed.status], [422, 204]);
  });

  it('T7.1.10 T7.1.11 T7.4.9 appends lines to an open order but not to a finalized one', async () => {
    const id = await makeVariant(open, 'MUG');
    const lines = { order_line_items: [{ variant_id: id, price: '2' }] };
    const active = await createOrder(open, [{ variant_id: id, price: '1' }], { status: 'active' });
    const final = await createOrder(open, [{ variant_id: id, price: '1' }]);

    assert.deepEqual([(await put(active, lines)).status, (await put(final, lines)).status], [204, 422]);
    assert.equal((await readOrder(open, active['id']))['total'], '3.0');
    assert.deepEqual(await stockOf(open, id), ['10', '3', '7']);
  });

  it('T7.2.6 voids by status, unless the switch refuses it', async () => {
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
