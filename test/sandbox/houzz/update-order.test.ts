import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HOUZZ_STATUSES, type HouzzStatus } from '../../../src/sandbox/houzz/order-document.js';
import type { LedgerEffect } from '../../../src/sandbox/ledger.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { updateOrder } from './houzz-api.js';

const LAMP = { lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] };
const SHIP = { Action: 'Ship', ShippingMethod: 'UPS Ground', TrackingNumber: '1ZDEMO1,1ZDEMO2' };

async function placeOne(open: OpenSandbox, status: HouzzStatus = 'Charged'): Promise<string> {
  const [order] = await open.control.houzz.placeOrders({ ...LAMP, status });
  return order?.orderId ?? '';
}

async function effectsByCall(open: OpenSandbox): Promise<LedgerEffect[]> {
  const entries = await open.control.ledger();
  return entries.filter((entry) => entry.kind === 'effect').filter((effect) => effect.by === 'call');
}

describe('updateOrder', () => {
  const open = openSandboxForEach();

  it('ships a charged order with all its tracking numbers in one text', async () => {
    const OrderId = await placeOne(open);

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });

    const order = await open.control.houzz.order(OrderId);
    assert.equal(answer.json['Ack'], 'Success');
    assert.equal(order.status, 'Shipped');
    assert.deepEqual(order.ship, { shippingMethod: 'UPS Ground', trackingNumber: '1ZDEMO1,1ZDEMO2' });
  });

  it('writes a shipment into the ledger once, as made by a call', async () => {
    const OrderId = await placeOne(open);

    await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });

    const effects = await effectsByCall(open);
    assert.deepEqual(
      effects.map(({ effect, subject, details }) => ({ effect, subject, details })),
      [
        {
          effect: 'order.shipped',
          subject: OrderId,
          details: { shippingMethod: 'UPS Ground', trackingNumber: '1ZDEMO1,1ZDEMO2' },
        },
      ],
    );
  });

  it('carries an order through the classic flow', async () => {
    const OrderId = await placeOne(open, 'Placed');

    for (const fields of [{ Action: 'Process' }, { Action: 'Charge' }, SHIP]) {
      const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...fields });
      assert.equal(answer.json['Ack'], 'Success');
    }

    const effects = await effectsByCall(open);
    assert.deepEqual(
      effects.map((effect) => effect.effect),
      ['order.processed', 'order.charged', 'order.shipped'],
    );
  });

  for (const [action, fields, legal] of [
    ['Process', { Action: 'Process' }, ['Placed']],
    ['Charge', { Action: 'Charge' }, ['Processing', 'FailedToCharge']],
    ['Ship', SHIP, ['Charged']],
    ['Cancel', { Action: 'Cancel', CancelCode: '1' }, ['Placed', 'Processing', 'Charged', 'FailedToCharge']],
  ] as const) {
    it(`takes ${action} in its legal states only, and changes nothing in the others`, async () => {
      const taken: HouzzStatus[] = [];
      for (const status of HOUZZ_STATUSES) {
        const OrderId = await placeOne(open, status);
        const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...fields });
        if (answer.json['Ack'] === 'Success') taken.push(status);
        else assert.equal((await open.control.houzz.order(OrderId)).status, status);
      }

      assert.deepEqual(taken.sort(), [...legal].sort());
    });
  }

  it('refuses the misspelt action Cancle', async () => {
    const OrderId = await placeOne(open);

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancle', CancelCode: '1' });

    assert.equal(answer.json['Ack'], 'Error');
    assert.equal((await open.control.houzz.order(OrderId)).status, 'Charged');
  });

  it('keeps the code and the comment of a cancellation, and tells the ledger the code alone', async () => {
    const OrderId = await placeOne(open);

    await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode: '3', Comments: 'Asked by mail' });

    const [effect] = await effectsByCall(open);
    assert.deepEqual((await open.control.houzz.order(OrderId)).cancel, { code: '3', comments: 'Asked by mail' });
    assert.deepEqual(effect?.details, { cancelCode: '3' });
  });

  it('refuses a cancel code that is not known', async () => {
    const OrderId = await placeOne(open);

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode: '9' });

    assert.equal(answer.json['Ack'], 'Error');
  });

  it('refuses a second Ship, or ignores it by the switch, and keeps the first tracking either way', async () => {
    const OrderId = await placeOne(open);
    await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });
    const again = { OrderId, ...SHIP, TrackingNumber: 'OTHER' };

    const refused = await updateOrder(open.sandbox.houzzUrl, again);
    await open.control.turnSwitches({ 'houzz.repeated-action': 'ignored' });
    const ignored = await updateOrder(open.sandbox.houzzUrl, again);

    const order = await open.control.houzz.order(OrderId);
    assert.deepEqual([refused.json['Ack'], ignored.json['Ack']], ['Error', 'Success']);
    assert.equal(order.ship?.trackingNumber, '1ZDEMO1,1ZDEMO2');
    assert.equal((await effectsByCall(open)).length, 1);
  });

  it('ignores only what is repeated, and still refuses to cancel a shipped order', async () => {
    await open.control.turnSwitches({ 'houzz.repeated-action': 'ignored' });
    const OrderId = await placeOne(open, 'Shipped');

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode: '1' });

    assert.equal(answer.json['Ack'], 'Error');
  });

  it('refuses Process and Charge since 2021, or ignores them by the switch', async () => {
    await open.control.turnSwitches({ 'houzz.flow': 'auto-charge' });
    const OrderId = await placeOne(open);

    const refused = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Process' });
    await open.control.turnSwitches({ 'houzz.process-and-charge-in-auto-charge': 'ignored' });
    const ignored = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });

    assert.deepEqual([refused.json['Ack'], ignored.json['Ack']], ['Error', 'Success']);
    assert.deepEqual(await effectsByCall(open), []);
  });

  it('takes any shipping method, or only listed ones by the switch', async () => {
    const first = await placeOne(open);
    const second = await placeOne(open);
    const third = await placeOne(open);
    const own = { ...SHIP, ShippingMethod: 'Our own van' };

    const free = await updateOrder(open.sandbox.houzzUrl, { OrderId: first, ...own });
    await open.control.turnSwitches({ 'houzz.shipping-methods': 'listed-only' });
    const unlisted = await updateOrder(open.sandbox.houzzUrl, { OrderId: second, ...own });
    const listed = await updateOrder(open.sandbox.houzzUrl, { OrderId: third, ...SHIP });

    assert.deepEqual([free.json['Ack'], unlisted.json['Ack'], listed.json['Ack']], ['Success', 'Error', 'Success']);
  });

  it('refuses an order that does not exist, and a Ship without tracking', async () => {
    const OrderId = await placeOne(open);

    const unknown = await updateOrder(open.sandbox.houzzUrl, { OrderId: '0000-0000-0000-0001', ...SHIP });
    const bare = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Ship', ShippingMethod: 'UPS Ground' });

    assert.deepEqual([unknown.json['Ack'], bare.json['Ack']], ['Error', 'Error']);
  });
});
