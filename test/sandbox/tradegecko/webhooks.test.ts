import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { call, effectsOf, idOf, rootOf, rowsOf } from './gecko-api.js';
import { makeWebhook } from './receiver.js';

const ADDRESS = 'https://shop.example/hooks';

const DOCUMENTED = [
  'account.update',
  'address.create',
  'address.update',
  'channel.destroy',
  'company.create',
  'company.update',
  'company.destroy',
  'contact.create',
  'contact.update',
  'document_theme.update',
  'fulfillment.create',
  'fulfillment.fulfilled',
  'fulfillment_return.create',
  'fulfillment_return.received',
  'image.create',
  'invoice.create',
  'invoice.destroy',
  'location.create',
  'location.update',
  'order.create',
  'order.finalized',
  'order.fulfilled',
  'payment.create',
  'procurement.create',
  'product.create',
  'product.destroy',
  'purchase_order.create',
  'purchase_order.received',
  'stock_adjustment.create',
  'stock_transfer.create',
  'variant.create',
  'variant.stock_level_update',
];

describe('/webhooks', () => {
  const open = openSandboxForEach();

  it('T9.1 T9.2 makes, lists, reads, changes and deletes a webhook', async () => {
    const id = await makeWebhook(open, ADDRESS, 'order.create');
    const listed = rowsOf((await call(open, '/webhooks')).json, 'webhooks');
    const body = { webhook: { event: 'order.fulfilled' } };
    const changed = await call(open, `/webhooks/${id}`, { method: 'PUT', body });
    const read = rootOf(await call(open, `/webhooks/${id}`), 'webhook');
    const deleted = await call(open, `/webhooks/${id}`, { method: 'DELETE' });

    assert.deepEqual(listed.map(idOf), [id]);
    assert.deepEqual(Object.keys(listed[0] ?? {}), [
      'id',
      'created_at',
      'updated_at',
      'address',
      'event',
      'oauth_application_id',
    ]);
    assert.deepEqual([changed.status, deleted.status], [204, 204]);
    assert.deepEqual(
      [read['address'], read['event'], read['oauth_application_id']],
      [ADDRESS, 'order.fulfilled', 60001],
    );
    assert.equal((await call(open, `/webhooks/${id}`)).status, 404);
    assert.deepEqual(rowsOf((await call(open, '/webhooks')).json, 'webhooks'), []);
    assert.deepEqual(await effectsOf(open), [
      ['call', 'webhook.created'],
      ['call', 'webhook.updated'],
      ['call', 'webhook.deleted'],
    ]);
  });

  it('T9.3 shows an application its own webhooks only', async () => {
    const own = await makeWebhook(open, ADDRESS, 'order.create');
    const { id: applicationId } = await open.control.tradegecko.addApplication({});
    const { token } = await open.control.tradegecko.addToken({ applicationId });
    const headers = { authorization: `Bearer ${token}` };

    for (const path of ['/webhooks', `/webhooks?ids=${own}`, '/webhooks?oauth_application_id=60001']) {
      assert.deepEqual(rowsOf((await call(open, path, { headers })).json, 'webhooks'), [], path);
    }
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { webhook: { event: 'order.create' } } : undefined;
      assert.equal((await call(open, `/webhooks/${own}`, { method, headers, body })).status, 404, method);
    }
  });

  it('T9.4 refuses a webhook of several events', async () => {
    const body = { webhook: { address: ADDRESS, event: ['order.create', 'order.finalized'] } };

    assert.equal((await call(open, '/webhooks', { method: 'POST', body })).status, 422);
  });

  it('T9.1.1 takes each documented event', async () => {
    for (const event of DOCUMENTED) await makeWebhook(open, ADDRESS, event);

    const listed = rowsOf((await call(open, '/webhooks?limit=250')).json, 'webhooks');
    assert.deepEqual(listed.map((webhook) => webhook['event']).sort(), [...DOCUMENTED].sort());
  });

  for (const event of ['order.update', 'order.void', 'orders.create', 'order', 'order.create.now', '', 'toString.x']) {
    it(`T9.1.2 refuses the event "${event}", which nobody documented`, async () => {
      const answer = await call(open, '/webhooks', { method: 'POST', body: { webhook: { address: ADDRESS, event } } });

      assert.equal(answer.status, 422);
      assert.deepEqual(Object.keys(answer.json), ['errors']);
    });
  }

  it('T9.1.3 takes an event that an older client listed when the switch says so, but none that nobody knew', async () => {
    await open.control.turnSwitches({ 'tradegecko.webhook-events': 'wider' });
    await makeWebhook(open, ADDRESS, 'order.update');
    const webhook = { address: ADDRESS, event: 'order.void' };

    assert.equal((await call(open, '/webhooks', { method: 'POST', body: { webhook } })).status, 422);
  });

  for (const [address, text] of [
    ['', "can't be blank"],
    ['nowhere', 'is invalid'],
    ['ftp://shop.example/', 'is invalid'],
  ] as const) {
    it(`refuses the address "${address}"`, async () => {
      const body = { webhook: { address, event: 'order.create' } };
      const answer = await call(open, '/webhooks', { method: 'POST', body });

      assert.equal(answer.status, 422);
      assert.match(answer.text, new RegExp(text));
    });
  }
});
