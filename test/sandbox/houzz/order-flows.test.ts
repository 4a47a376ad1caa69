import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { HouzzStatus, NewHouzzOrder } from '../../../src/sandbox/houzz/order-document.js';
import type { LedgerEffect } from '../../../src/sandbox/ledger.js';
import { DEMO_HOUZZ_CREDENTIALS } from '../../../src/sandbox/sandbox.js';
import { openFolderForEach, openSandboxForEach, withSandbox, type OpenSandbox } from '../open-sandbox.js';
import { orderIds, read, updateOrder } from './houzz-api.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const LAMP = { lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] };
const SHIP = { Action: 'Ship', ShippingMethod: 'UPS Ground', TrackingNumber: '1ZDEMO' };

async function placeOne(open: OpenSandbox, changes: Partial<NewHouzzOrder> = {}): Promise<string> {
  const [order] = await open.control.houzz.placeOrders({ ...LAMP, ...changes });
  return order?.orderId ?? '';
}

async function shownAs(open: OpenSandbox, Status: string): Promise<number> {
  return orderIds(await read(open.sandbox.houzzUrl, 'getOrders', { Status })).length;
}

async function statusOf(open: OpenSandbox, orderId: string): Promise<HouzzStatus> {
  return (await open.control.houzz.order(orderId)).status;
}

async function effectsOf(open: OpenSandbox, orderId: string): Promise<LedgerEffect[]> {
  const entries = await open.control.ledger();
  return entries.filter((entry) => entry.kind === 'effect').filter((effect) => effect.subject === orderId);
}

describe('an authorisation in the classic flow', () => {
  const open = openSandboxForEach();

  it('H8.13 lasts seven days, and then the order is processing and has to be charged again', async () => {
    const OrderId = await placeOne(open);
    await open.control.advanceClock(7 * DAY_MS - MINUTE_MS);
    const before = [await shownAs(open, 'Charged'), await shownAs(open, 'InProduction')];
    await open.control.advanceClock(MINUTE_MS);

    const after = [await shownAs(open, 'Charged'), await shownAs(open, 'InProduction')];
    const early = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });
    await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
    const late = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });

    assert.deepEqual(
      [before, after],
      [
        [1, 0],
        [0, 1],
      ],
    );
    assert.deepEqual([early.json['Ack'], late.json['Ack']], ['Error', 'Success']);
  });

  it('H8.13 tells the ledger once that it lapsed, as time alone made it', async () => {
    const OrderId = await placeOne(open);

    await open.control.advanceClock(30 * DAY_MS);
    await statusOf(open, OrderId);
    await statusOf(open, OrderId);

    assert.deepEqual(
      (await effectsOf(open, OrderId)).map(({ by, effect }) => [by, effect]),
      [
        ['control', 'order.placed'],
        ['clock', 'order.authorisation-lapsed'],
      ],
    );
  });

  it('begins anew with each Charge', async () => {
    const OrderId = await placeOne(open, { status: 'Processing' });
    await open.control.advanceClock(6 * DAY_MS);
    await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
    await open.control.advanceClock(6 * DAY_MS);

    const inTime = await statusOf(open, OrderId);
    await open.control.advanceClock(DAY_MS);

    assert.deepEqual([inTime, await statusOf(open, OrderId)], ['Charged', 'Processing']);
  });

  it('begins at its placement here however old the order is, or when it is told to', async () => {
    const old = new Date(Date.now() - 20 * DAY_MS).toISOString();

    const kept = await placeOne(open, { createdAt: old });
    const lapsed = await placeOne(open, { createdAt: old, chargedAt: old });

    assert.deepEqual([await statusOf(open, kept), await statusOf(open, lapsed)], ['Charged', 'Processing']);
  });

  it('does not matter any more once the order is shipped or cancelled', async () => {
    const ids = [await placeOne(open, { status: 'Shipped' }), await placeOne(open, { status: 'Canceled' })];

    await open.control.advanceClock(30 * DAY_MS);

    assert.deepEqual(await Promise.all(ids.map((id) => statusOf(open, id))), ['Shipped', 'Canceled']);
  });
});

describe('a charge', () => {
  const open = openSandboxForEach();

  it('H8.1 H8.10 H8.15 that is declined leaves an order that cannot be shipped until the buyer mends it', async () => {
    const OrderId = await placeOne(open, { status: 'Processing' });
    await open.control.houzz.declineCharges(OrderId);

    await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
    const failed = [await statusOf(open, OrderId), await shownAs(open, 'FailedToCharge')];
    const early = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });
    await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
    const late = await updateOrder(open.sandbox.houzzUrl, { OrderId, ...SHIP });

    assert.deepEqual(failed, ['FailedToCharge', 1]);
    assert.deepEqual([early.json['Ack'], late.json['Ack']], ['Error', 'Success']);
    assert.deepEqual(
      (await effectsOf(open, OrderId)).map(({ effect }) => effect),
      ['order.placed', 'order.charge-failed', 'order.charged', 'order.shipped'],
    );
  });

  it('is declined as often as was told', async () => {
    const OrderId = await placeOne(open, { status: 'Processing' });
    await open.control.houzz.declineCharges(OrderId, 2);
    const statuses: HouzzStatus[] = [];

    for (let attempt = 0; attempt < 3; attempt += 1) {
      await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
      statuses.push(await statusOf(open, OrderId));
    }

    assert.deepEqual(statuses, ['FailedToCharge', 'FailedToCharge', 'Charged']);
  });

  it('H8.11 that is declined answers a success, or an error by the switch, and is declined either way', async () => {
    const answers: unknown[] = [];

    for (const position of ['accepted', 'refused']) {
      await open.control.turnSwitches({ 'houzz.declined-charge': position });
      const OrderId = await placeOne(open, { status: 'Processing' });
      await open.control.houzz.declineCharges(OrderId);
      const answer = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
      answers.push([answer.json['Ack'], await statusOf(open, OrderId)]);
    }

    assert.deepEqual(answers, [
      ['Success', 'FailedToCharge'],
      ['Error', 'FailedToCharge'],
    ]);
  });

  it('H8.12 needs the order processed first, or not by the switch', async () => {
    const OrderId = await placeOne(open, { status: 'Placed' });
    const refused = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });
    await open.control.turnSwitches({ 'houzz.charge-before-process': 'allowed' });

    const allowed = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Charge' });

    assert.deepEqual([refused.json['Ack'], allowed.json['Ack']], ['Error', 'Success']);
  });

  it('may be made by hand, after processing by hand', async () => {
    const id = await placeOne(open, { status: 'Placed' });

    await open.control.houzz.processOrder(id);
    const order = await open.control.houzz.chargeOrder(id);

    assert.equal(order.status, 'Charged');
    await assert.rejects(open.control.houzz.processOrder(id), /Process is not possible for an order in status Charged/);
  });
});

describe('a buyer', () => {
  const open = openSandboxForEach();

  for (const status of ['Placed', 'Processing', 'Charged'] as const) {
    it(`H8.16 may cancel an order that is ${status} for 30 minutes`, async () => {
      const first = await placeOne(open, { status });
      const second = await placeOne(open, { status });
      await open.control.advanceClock(29 * MINUTE_MS);
      await open.control.houzz.cancelByBuyer(first);
      await open.control.advanceClock(MINUTE_MS);

      await assert.rejects(open.control.houzz.cancelByBuyer(second), /within 30 minutes/);

      assert.deepEqual([await statusOf(open, first), await statusOf(open, second)], ['Canceled', status]);
    });
  }

  it('H8.16 cannot cancel what is shipped already', async () => {
    const id = await placeOne(open);
    await updateOrder(open.sandbox.houzzUrl, { OrderId: id, ...SHIP });

    await assert.rejects(open.control.houzz.cancelByBuyer(id), /Cancel is not possible/);
  });
});

describe('an order in the flow of 2021', () => {
  const open = openSandboxForEach({ switches: { 'houzz.flow': 'auto-charge' } });

  it('H8.17 is unseen for 30 minutes and shows up charged', async () => {
    const OrderId = await placeOne(open, { status: 'Placed' });
    await open.control.advanceClock(29 * MINUTE_MS);
    const before = [await shownAs(open, 'All'), await shownAs(open, 'New')];
    const touched = await updateOrder(open.sandbox.houzzUrl, { OrderId, Action: 'Cancel', CancelCode: '1' });
    await open.control.advanceClock(MINUTE_MS);

    const after = [await shownAs(open, 'All'), await shownAs(open, 'Charged')];

    assert.deepEqual([before, touched.json['Ack'], after], [[0, 0], 'Error', [1, 1]]);
    assert.deepEqual(
      (await effectsOf(open, OrderId)).map(({ by, effect }) => [by, effect]),
      [
        ['control', 'order.placed'],
        ['clock', 'order.charged'],
      ],
    );
  });

  it('H8.17 keeps its time of placement and is charged at the half hour, however late anybody looks', async () => {
    const id = await placeOne(open, { status: 'Placed' });
    await open.control.advanceClock(3 * DAY_MS);

    const { createdAt, chargedAt } = await open.control.houzz.order(id);

    assert.equal(Date.parse(chargedAt ?? '') - Date.parse(createdAt), 30 * MINUTE_MS);
  });

  it('H8.18 is never new and never in production', async () => {
    await placeOne(open, { status: 'Placed' });
    await placeOne(open);
    await open.control.advanceClock(DAY_MS);

    assert.deepEqual([await shownAs(open, 'New'), await shownAs(open, 'InProduction')], [0, 0]);
  });

  it('stays unseen when the authorisation is declined, until it succeeds', async () => {
    const id = await placeOne(open, { status: 'Placed' });
    await open.control.houzz.declineCharges(id);
    await open.control.advanceClock(DAY_MS);
    const failed = [await statusOf(open, id), await shownAs(open, 'All')];

    await open.control.houzz.chargeOrder(id);

    assert.deepEqual([failed, await shownAs(open, 'Charged')], [['FailedToCharge', 0], 1]);
  });

  it('H8.16 may be cancelled by its buyer before anybody sees it', async () => {
    const id = await placeOne(open, { status: 'Placed' });

    await open.control.houzz.cancelByBuyer(id);
    await open.control.advanceClock(DAY_MS);

    assert.deepEqual([await statusOf(open, id), await shownAs(open, 'Charged')], ['Canceled', 0]);
  });

  it('H8.21 keeps its authorisation, or loses it after seven days by the switch', async () => {
    const id = await placeOne(open, { status: 'Placed' });
    await open.control.advanceClock(8 * DAY_MS);
    const kept = await statusOf(open, id);

    await open.control.turnSwitches({ 'houzz.lapse-in-auto-charge': 'yes' });

    assert.deepEqual([kept, await statusOf(open, id)], ['Charged', 'Processing']);
  });

  it('H8.19 is seen as placed again when the account keeps the classic flow', async () => {
    await placeOne(open, { status: 'Placed' });

    await open.control.turnSwitches({ 'houzz.flow': 'classic' });

    assert.equal(await shownAs(open, 'New'), 1);
  });

  it('H10.11 takes its stock at placement, or at its authorisation by the switch', async () => {
    const shown: unknown[] = [];

    for (const [sku, position] of [
      ['A', 'yes'],
      ['B', 'when-charged'],
    ] as const) {
      await open.control.turnSwitches({ 'houzz.placement-decrements': position });
      await open.control.houzz.putListing(sku, { quantity: 5 });
      await placeOne(open, { status: 'Placed', lines: [{ sku, quantity: 2, price: '10.00' }] });
      const quantityOf = async () => (await open.control.houzz.listings()).find((one) => one.sku === sku)?.quantity;
      const before = await quantityOf();
      await open.control.advanceClock(30 * MINUTE_MS);
      shown.push([before, await quantityOf()]);
    }

    assert.deepEqual(shown, [
      [3, 3],
      [5, 3],
    ]);
  });
});

for (const flow of ['classic', 'auto-charge']) {
  describe(`an order of a vendor's account under the flow ${flow}`, () => {
    const open = openSandboxForEach({
      houzz: { ...DEMO_HOUZZ_CREDENTIALS, accountType: 'vendor' },
      switches: { 'houzz.flow': flow, 'houzz.lapse-in-auto-charge': 'yes' },
    });

    it('H8.22 H8.23 arrives charged and stays so', async () => {
      await placeOne(open, { status: 'Placed' });
      const atOnce = await shownAs(open, 'Charged');
      await open.control.advanceClock(30 * DAY_MS);

      assert.deepEqual([atOnce, await shownAs(open, 'Charged')], [1, 1]);
    });
  });
}

describe('what time does to orders', () => {
  const folder = openFolderForEach();

  it('is caught up with after a restart, for one order and for several', async () => {
    const ids = await withSandbox({ stateDir: folder.path }, async (open) => {
      const placed = [await placeOne(open), await placeOne(open), await placeOne(open)];
      await open.control.advanceClock(8 * DAY_MS);
      return placed;
    });

    const statuses = await withSandbox({ stateDir: folder.path }, (open) =>
      Promise.all(ids.map((id) => statusOf(open, id))),
    );

    assert.deepEqual(statuses, ['Processing', 'Processing', 'Processing']);
  });
});
