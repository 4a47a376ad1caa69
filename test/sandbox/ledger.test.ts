import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { answerOf, read, updateOrder } from './houzz/houzz-api.js';
import { openSandboxForEach } from './open-sandbox.js';

const LAMP = { lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] };

describe('the ledger', () => {
  const open = openSandboxForEach();

  it('is empty at first', async () => {
    assert.deepEqual(await open.control.ledger(), []);
  });

  it('lists calls in the words of the service, and tells them from what people do', async () => {
    const [order] = await open.control.houzz.placeOrders(LAMP);
    await read(open.sandbox.houzzUrl, 'getOrders');
    const OrderId = order?.orderId ?? '';
    await updateOrder(open.sandbox.houzzUrl, {
      OrderId,
      Action: 'Ship',
      ShippingMethod: 'UPS Ground',
      TrackingNumber: '1ZDEMO',
    });

    const entries = await open.control.ledger();

    assert.deepEqual(
      entries.map((entry) => (entry.kind === 'call' ? [entry.operation, entry.status] : [entry.effect, entry.by])),
      [
        ['order.placed', 'control'],
        ['GET getOrders', 200],
        ['order.shipped', 'call'],
        ['POST updateOrder Ship', 200],
      ],
    );
  });

  it('numbers its entries from 1 without a gap and reads on from any of them', async () => {
    await open.control.houzz.placeOrders(LAMP, LAMP, LAMP);

    const all = await open.control.ledger();
    const rest = await open.control.ledger(1);
    const none = await open.control.ledger(3);

    assert.deepEqual(
      all.map((entry) => entry.seq),
      [1, 2, 3],
    );
    assert.deepEqual(rest, all.slice(1));
    assert.deepEqual(none, []);
  });

  it('tells the last number, also where nothing is new', async () => {
    await open.control.houzz.placeOrders(LAMP);
    const url = `${open.sandbox.houzzUrl}/_sandbox/ledger`;

    const answers = [await fetch(url), await fetch(`${url}?after=1`)];

    const lasts = await Promise.all(answers.map(async (answer) => (await answerOf(answer)).json['last']));
    assert.deepEqual(lasts, [1, 1]);
  });

  it('holds neither names nor addresses nor secrets', async () => {
    const address = { address1: '77 Hidden Lane', city: 'Secretville', state: 'CA', zip: '99999', phone: '5559999' };
    await open.control.houzz.placeOrders({ ...LAMP, customerName: 'Nobody Knows', address });
    await read(open.sandbox.houzzUrl, 'getOrders');

    const text = JSON.stringify(await open.control.ledger());

    assert.doesNotMatch(text, /Hidden Lane|Secretville|99999|5559999|Nobody Knows|DEMO\+TOKEN/);
  });
});
