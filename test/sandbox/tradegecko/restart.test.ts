import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSandboxControl } from '../../../src/sandbox/control/client.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import { openFolderForEach, PLAIN_OPTIONS, type OpenSandbox } from '../open-sandbox.js';
import { call, createOrder, idOf, makeVariant, orderOf, rowsOf, stockOf } from './gecko-api.js';

describe('the TradeGecko side after a restart', () => {
  const folder = openFolderForEach();

  async function within(work: (open: OpenSandbox) => Promise<void>): Promise<void> {
    const sandbox = await startSandbox({ ...PLAIN_OPTIONS, stateDir: folder.path });
    try {
      await work({ sandbox, control: createSandboxControl(sandbox.tradegeckoUrl) });
    } finally {
      await sandbox.close();
    }
  }

  it('knows its orders, stock, keys and indexes, and plants no second world', async () => {
    const headers = { 'idempotency-key': 'k' };
    let variant = 0;
    let first = 0;
    await within(async (open) => {
      variant = await makeVariant(open, 'MUG');
      first = idOf(await createOrder(open, [{ variant_id: variant, quantity: 2 }], { order_number: 'HZ-1' }));
      await call(open, '/orders', { method: 'POST', body: orderOf([]), headers });
    });

    await within(async (open) => {
      const found = rowsOf((await call(open, '/orders?order_number=HZ-1')).json, 'orders');
      const next = await createOrder(open, []);

      assert.deepEqual(found.map(idOf), [first]);
      assert.equal(idOf(next), first + 2);
      assert.deepEqual(await stockOf(open, variant), ['10', '2', '8']);
      assert.equal((await call(open, '/orders', { method: 'POST', body: orderOf([]), headers })).status, 409);
      assert.equal(rowsOf((await call(open, '/locations')).json, 'locations').length, 2);
    });
  });

  it('knows what was shipped, invoiced and paid, and nothing of what was removed', async () => {
    let id = 0;
    let removed = 0;
    await within(async (open) => {
      const variant = await makeVariant(open, 'MUG');
      const order = await createOrder(open, [{ variant_id: variant }, { variant_id: variant }], { status: 'active' });
      id = idOf(order);
      removed = Number([order['order_line_item_ids']].flat()[1]);
      await call(open, `/order_line_items/${removed}`, { method: 'DELETE' });
      await call(open, `/orders/${id}`, { method: 'PUT', body: { order: { status: 'finalized' } } });
      await open.control.tradegecko.shipOrder(id);
      await open.control.tradegecko.payOrder(id);
      await open.control.tradegecko.returnOrder(id);
    });

    await within(async (open) => {
      const order = await open.control.tradegecko.receiveReturns(id);

      assert.deepEqual(
        [order.status, order['payment_status'], order['return_status']],
        ['fulfilled', 'paid', 'returned'],
      );
      assert.match(JSON.stringify(order['invoice_numbers']), /^\{"\d+":"INV0001"\}$/);
      assert.equal((await call(open, `/order_line_items/${removed}`)).status, 404);
      assert.equal(order.order_line_items.length, 1);
    });
  });
});
