import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { call, createOrder, idOf, makeVariant, rootOf } from './gecko-api.js';
import { arrived, deliveriesThat, makeCompany, makeWebhook, openReceiverForEach, type Letter } from './receiver.js';

const SECRET = 'demo-client-secret-not-a-secret';
const sign = (text: string, secret: string): string => createHmac('sha256', secret).update(text).digest('base64');
const signatureIn = ({ headers }: Letter): string => String(headers['x-gecko-signature']);

describe('a delivery to a webhook', () => {
  const open = openSandboxForEach();
  const receiver = openReceiverForEach();

  it('T9.2.1 T9.2.4 is posted as JSON with the id, the event, the moment and the address of what it is about', async () => {
    await makeWebhook(open, receiver.address);
    const id = await makeCompany(open);

    const [letter] = await arrived(receiver, 1);

    assert.equal(letter?.method, 'POST');
    assert.equal(letter.headers['content-type'], 'application/json');
    assert.deepEqual(Object.keys(letter.json), ['object_id', 'event', 'timestamp', 'resource_url']);
    assert.equal(letter.json['object_id'], id);
    assert.equal(letter.json['resource_url'], `${open.sandbox.tradegeckoUrl}/companies/${id}.json`);
  });

  it('T9.2.1 leads to the record by its address', async () => {
    await makeWebhook(open, receiver.address);
    const id = await makeCompany(open);

    const [letter] = await arrived(receiver, 1);
    const path = String(letter?.json['resource_url']).slice(open.sandbox.tradegeckoUrl.length);

    assert.equal(idOf(rootOf(await call(open, path), 'company')), id);
  });

  it('T9.2.2 names the event in the singular and the moment in whole seconds', async () => {
    await makeWebhook(open, receiver.address);
    await makeCompany(open);

    const [letter] = await arrived(receiver, 1);
    const seconds = Number(letter?.json['timestamp']);

    assert.equal(letter?.json['event'], 'company.create');
    assert.ok(Number.isInteger(seconds) && Math.abs(seconds - Date.now() / 1000) < 60, String(seconds));
  });

  it('T9.2.3 adds the order to what it tells of a fulfilment', async () => {
    await makeWebhook(open, receiver.address, 'fulfillment.create');
    const variant = await makeVariant(open, 'MUG');
    const order = idOf(await createOrder(open, [{ variant_id: variant, quantity: 2 }]));
    await open.control.tradegecko.packOrder(order);

    const [letter] = await arrived(receiver, 1);

    assert.deepEqual(Object.keys(letter?.json ?? {}).at(-1), 'order_id');
    assert.equal(letter?.json['order_id'], order);
  });

  it('T9.2.5 gives the id of the order, and of the variant whose stock moved', async () => {
    await makeWebhook(open, receiver.address, 'order.create');
    await makeWebhook(open, receiver.address, 'variant.stock_level_update');
    const variant = await makeVariant(open, 'MUG');
    const order = idOf(await createOrder(open, [{ variant_id: variant, quantity: 2 }]));

    await arrived(receiver, 2);
    const told = new Set(receiver.letters.map(({ json }) => `${String(json['event'])} ${String(json['object_id'])}`));

    assert.ok(told.has(`order.create ${order}`), [...told].join());
    assert.ok(told.has(`variant.stock_level_update ${variant}`), [...told].join());
  });

  it('T9.3.1 T9.3.2 carries an id of its own and the HMAC-SHA256 of its body, in base64 on one line', async () => {
    await makeWebhook(open, receiver.address);
    await makeCompany(open, 'One');
    await makeCompany(open, 'Two');

    const letters = await arrived(receiver, 2);

    assert.equal(new Set(letters.map(({ headers }) => headers['x-gecko-delivery'])).size, 2);
    for (const letter of letters) assert.equal(signatureIn(letter), sign(letter.raw, SECRET));
  });

  it('T9.3.3 is signed over the JSON written anew when the switch says so', async () => {
    await open.control.turnSwitches({ 'tradegecko.webhook-signature': 'reserialised' });
    await makeWebhook(open, receiver.address);
    await makeCompany(open);

    const [letter] = await arrived(receiver, 1);
    assert.ok(letter !== undefined);

    assert.notEqual(signatureIn(letter), sign(letter.raw, SECRET));
    assert.equal(signatureIn(letter), sign(JSON.stringify(letter.json), SECRET));
  });

  it('T9.3.4 is signed with the secret of the application whose privileged token made the webhook', async () => {
    const application = await open.control.tradegecko.addApplication({ name: 'Other' });
    const { token } = await open.control.tradegecko.addToken({ applicationId: application.id });
    const headers = { authorization: `Bearer ${token}` };
    const body = { webhook: { address: receiver.address, event: 'company.create' } };
    await call(open, '/webhooks', { method: 'POST', headers, body });
    await makeCompany(open);

    const [letter] = await arrived(receiver, 1);
    assert.ok(letter !== undefined);

    assert.equal(signatureIn(letter), sign(letter.raw, application.clientSecret));
  });

  it('goes to each webhook of its event and to no other', async () => {
    await makeWebhook(open, `${receiver.address}/1`);
    await makeWebhook(open, `${receiver.address}/2`);
    await makeWebhook(open, `${receiver.address}/3`, 'company.destroy');
    await makeCompany(open);

    const deliveries = await deliveriesThat(open, 'were received', (all) =>
      all.every(({ state }) => state === 'received'),
    );

    assert.deepEqual(deliveries.map(({ address }) => address).sort(), [
      `${receiver.address}/1`,
      `${receiver.address}/2`,
    ]);
  });

  for (const address of ['http://192.0.2.1/hooks', 'https://shop.example/', 'http://127.0.0.1.shop.example/']) {
    it(`never leaves this machine for ${address}, and says so`, async () => {
      await makeWebhook(open, address);
      await makeCompany(open);

      const [delivery] = await deliveriesThat(open, 'were tried', ([first]) => {
        return first?.attempts.length === 1;
      });

      const [attempt] = delivery?.attempts ?? [];

      assert.equal(attempt?.problem, 'The sandbox delivers to addresses of this machine only.');
      assert.deepEqual([attempt.status, delivery?.state], [null, 'waiting']);
    });
  }
});
