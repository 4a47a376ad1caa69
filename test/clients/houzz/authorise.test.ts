import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { channelOrderId } from '../../../src/domain/ids.js';
import type { HouzzStatus } from '../../../src/sandbox/houzz/order-document.js';
import { keyOf, startHouzzWorld, type HouzzWorld } from '../support/houzz-world.js';

describe('authorising a payment in the classic flow', () => {
  let world: HouzzWorld;

  afterEach(() => world.close());

  const placed = async (status: HouzzStatus, switches: Readonly<Record<string, string>> = {}) => {
    world = await startHouzzWorld({ 'houzz.flow': 'classic', ...switches });
    const [order] = await world.control.houzz.placeOrders({
      lines: [{ sku: 'LAMP-1', quantity: 1, price: '25.00' }],
      status,
    });
    return keyOf(order ?? assert.fail('No order was placed.'));
  };
  const authorise = (key: ReturnType<typeof keyOf>, flow: 'classic' | 'auto-charge' = 'classic') =>
    world.client({ flow }).authorise(key, {});

  const cases = [
    ['Placed', 'authorised', 2],
    ['Processing', 'authorised', 1],
    ['Charged', 'authorised', 0],
    ['FailedToCharge', 'declined', 0],
    ['Shipped', 'refused', 0],
    ['Canceled', 'refused', 0],
  ] as const;
  for (const [status, expected, actions] of cases) {
    it(`of an order that is ${status} ends ${expected} after ${actions} actions`, async () => {
      const key = await placed(status);

      assert.equal((await authorise(key)).kind, expected);
      assert.equal(await world.calls('POST updateOrder'), actions);
    });
  }

  for (const word of ['Processing', 'InProduction']) {
    it(`goes on from an order that Houzz calls ${word}`, async () => {
      const key = await placed('Processing', { 'houzz.processing-word': word });

      assert.equal((await authorise(key)).kind, 'authorised');
    });
  }

  for (const reading of ['accepted', 'refused']) {
    it(`tells a declined card when the Charge is ${reading}`, async () => {
      const key = await placed('Placed', { 'houzz.declined-charge': reading });
      await world.control.houzz.declineCharges(key.orderId);

      assert.equal((await authorise(key)).kind, 'declined');
      assert.equal((await authorise(key)).kind, 'declined');
      assert.equal(await world.calls('POST updateOrder Charge'), 1);
    });
  }

  it('says what Houzz said when an action is refused and the order stays where it was', async () => {
    const key = await placed('Placed');
    await world.control.turnSwitches({ 'houzz.flow': 'auto-charge' });
    await world.control.houzz.setOrderStatus(key.orderId, 'Processing');

    const result = await authorise(key);

    assert.equal(result.kind, 'refused');
    assert.match(result.what, /not possible/);
  });

  it('of an order that Houzz does not hold tells no status', async () => {
    const key = await placed('Placed');

    const result = await authorise({ ...key, orderId: channelOrderId('9999-9999-9999-9999') });

    assert.deepEqual([result.kind, result.kind === 'refused' && result.status], ['refused', null]);
  });

  it('is no affair of a shop where Houzz charges by itself: nothing is sent', async () => {
    const key = await placed('Processing');

    assert.equal((await authorise(key, 'auto-charge')).kind, 'refused');
    assert.equal(await world.calls('POST updateOrder'), 0);
  });
});
