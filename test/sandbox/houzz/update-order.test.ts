import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HOUZZ_STATUSES, type HouzzStatus } from '../../../src/sandbox/houzz/order-document.js';
import { SHIPPING_METHODS } from '../../../src/sandbox/houzz/shipping-methods.js';
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

  it('H8.14 H9.4 H9.15 ships a charged order with all its tracking numbers in one text', async () => {
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

  it('H8.9 H8.10 H9.2 H9.3 carries an order through the classic flow', async () => {
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
    it(`H8.9 H8.10 H8.14 H8.15 H9.12 takes ${action} in its legal states only, and changes nothing in the others`, async () => {
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

  it('H9.5 H9.8 H9.11 takes each of the four cancel codes, for the whole order', async () => {
    for (const CancelCode of ['1', '2', '3', '4']) {
      const OrderId = await placeOne(open);
      const part = { SKU: 'LAMP-1', Quantity: '1' };

      const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode, ...part });

      const order = await open.control.houzz.order(OrderId);
      assert.deepEqual([answer.json['Ack'], order.status, order.cancel?.code], ['Success', 'Canceled', CancelCode]);
    }
  });

  it('H9.10 needs no comment to cancel, or one by the switch', async () => {
    const [first, second] = [await placeOne(open), await placeOne(open)];
    const cancel = { Action: 'Cancel', CancelCode: '1' };
    const optional = await updateOrder(open.sandbox.houzzUrl, { OrderId: first, ...cancel });
    await open.control.turnSwitches({ 'houzz.cancel-comments': 'required' });

    const without = await updateOrder(open.sandbox.houzzUrl, { OrderId: second, ...cancel });
    const commented = await updateOrder(open.sandbox.houzzUrl, {
      OrderId: second,
      ...cancel,
      Comments: 'Out of stock',
    });

    assert.deepEqual(
      [optional, without, commented].map((answer) => answer.json['Ack']),
      ['Success', 'Error', 'Success'],
    );
  });

  it('H9.12 cancels a charged order, or not by the switch', async () => {
    await open.control.turnSwitches({ 'houzz.cancel-when-charged': 'refused' });
    const cancel = { Action: 'Cancel', CancelCode: '1' };

    const charged = await updateOrder(open.sandbox.houzzUrl, { OrderId: await placeOne(open), ...cancel });
    const placed = await updateOrder(open.sandbox.houzzUrl, { OrderId: await placeOne(open, 'Placed'), ...cancel });

    assert.deepEqual([charged.json['Ack'], placed.json['Ack']], ['Error', 'Success']);
  });

  it('H6.3 H9.1 H9.19 moves the one order it names and answers nothing but the success', async () => {
    const [first, second] = [await placeOne(open), await placeOne(open)];

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId: first, ...SHIP });

    assert.deepEqual(Object.keys(answer.json), ['Ack', 'Version', 'Timestamp']);
    assert.equal((await open.control.houzz.order(second)).status, 'Charged');
  });

  it('H9.16 takes tracking numbers of any length, or up to a limit by the switch', async () => {
    const long = { ...SHIP, TrackingNumber: Array.from({ length: 20 }, () => '1ZDEMO000000000000').join(',') };
    const [first, second] = [await placeOne(open), await placeOne(open)];
    const free = await updateOrder(open.sandbox.houzzUrl, { OrderId: first, ...long });
    await open.control.turnSwitches({ 'houzz.tracking-limit': '255' });

    const limited = await updateOrder(open.sandbox.houzzUrl, { OrderId: second, ...long });
    const short = await updateOrder(open.sandbox.houzzUrl, { OrderId: second, ...SHIP });

    assert.deepEqual(
      [free, limited, short].map((answer) => answer.json['Ack']),
      ['Success', 'Error', 'Success'],
    );
  });

  it('H9.1.1 H9.1.3 takes each of the 34 display names, and no carrier beside it', async () => {
    await open.control.turnSwitches({ 'houzz.shipping-methods': 'listed-only' });
    assert.equal(SHIPPING_METHODS.length, 34);

    for (const ShippingMethod of SHIPPING_METHODS) {
      const OrderId = await placeOne(open);
      const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP, ShippingMethod, Carrier: 'x' });
      assert.equal(answer.json['Ack'], 'Success', ShippingMethod);
      assert.equal((await open.control.houzz.order(OrderId)).ship?.shippingMethod, ShippingMethod);
    }
  });

  it('H9.6 refuses the misspelt action Cancle', async () => {
    const OrderId = await placeOne(open);

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancle', CancelCode: '1' });

    assert.equal(answer.json['Ack'], 'Error');
    assert.equal((await open.control.houzz.order(OrderId)).status, 'Charged');
  });

  it('H9.5 keeps the code and the comment of a cancellation, and tells the ledger the code alone', async () => {
    const OrderId = await placeOne(open);

    await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode: '3', Comments: 'Asked by mail' });

    const [effect] = await effectsByCall(open);
    assert.deepEqual((await open.control.houzz.order(OrderId)).cancel, { code: '3', comments: 'Asked by mail' });
    assert.deepEqual(effect?.details, { cancelCode: '3' });
  });

  it('H9.8 H9.9 refuses a cancel code that is not known', async () => {
    const OrderId = await placeOne(open);

    const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode: '9' });

    assert.equal(answer.json['Ack'], 'Error');
  });

  it('H9.18 refuses a second Ship, or ignores it by the switch, and keeps the first tracking either way', async () => {
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

  it('H8.20 refuses Process and Charge since 2021, or ignores them by the switch', async () => {
    await open.control.turnSwitches({ 'houzz.flow': 'auto-charge' });
    const OrderId = await placeOne(open);

    const refused = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Process' });
    await open.control.turnSwitches({ 'houzz.process-and-charge-in-auto-charge': 'ignored' });
    const ignored = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });

    assert.deepEqual([refused.json['Ack'], ignored.json['Ack']], ['Error', 'Success']);
    assert.deepEqual(await effectsByCall(open), []);
  });

  it('H9.1.2 takes any shipping method, or only listed ones by the switch', async () => {
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

  it('H9.17 refuses an order that does not exist, and a Ship without tracking', async () => {
    const OrderId = await placeOne(open);

    const unknown = await updateOrder(open.sandbox.houzzUrl, { OrderId: '0000-0000-0000-0001', ...SHIP });
    const bare = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Ship', ShippingMethod: 'UPS Ground' });

    assert.deepEqual([unknown.json['Ack'], bare.json['Ack']], ['Error', 'Error']);
  });
});
