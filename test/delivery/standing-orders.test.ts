import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import type { OrderStatus } from '../../src/messages/order-messages.js';
import { cancelOrderSignal, resolveAttentionUpdate, retryNowSignal } from '../../src/messages/order-messages.js';
import { openBridge, withBridge, type Bridge } from '../support/bridge.js';
import { until } from '../support/until.js';
import { asStaff, assertMadeOnce, byHand, isLive, numberOf, onPost, placeOld, salesOrdersOf } from './world.js';

/** How long the order waits before it tries again: time for a person to do something in between. */
const PAUSE_MS = 1_000;

describe('an order under whose numbers something stands', () => {
  let bridge: Bridge;

  before(async () => {
    bridge = await openBridge({ policy: { retryInitialMs: PAUSE_MS, retryMaximumMs: PAUSE_MS, lateAnswerMs: 600 } });
  });

  after(async () => {
    await bridge.close();
  });

  /** Places an order, lets `people` act in TradeGecko, and sweeps. */
  async function placeOver(people: (id: ChannelOrderId) => Promise<void>): Promise<ChannelOrderId> {
    const id = await placeOld(bridge);
    await people(id);
    await bridge.pollOrders();
    return id;
  }

  /** Lets the answer to the first POST be lost after its effect, and `people` act before the next try. */
  async function loseAnswer(people: (made: number) => Promise<void>): Promise<ChannelOrderId> {
    await bridge.control.clearFaults();
    await bridge.control.addFaults(onPost({ place: 'after', kind: 'cut' }));
    const id = await bridge.sweepIn();
    const made = await until('the sales order is made', async () => (await salesOrdersOf(bridge, id))[0]);
    await people(made.id);
    return id;
  }

  async function stopsAt(id: ChannelOrderId, reason: string): Promise<OrderStatus> {
    await bridge.reaches(id, 'needs-attention');
    const status = await bridge.status(id);
    assert.equal(status.problem?.reason, reason, status.problem?.what);
    return status;
  }

  /** Goods that can leave, for a sales order made by hand. */
  async function aLamp(price = '25.00') {
    const variant = (await bridge.control.tradegecko.variants()).find(({ sku }) => sku === 'LAMP-1');
    return { order_line_items: [{ variant_id: variant?.id, quantity: '1', price, tax_rate_override: '0' }] };
  }

  async function shipAndTell(id: ChannelOrderId, salesOrder: number): Promise<void> {
    await bridge.control.tradegecko.shipOrder(salesOrder, { trackingCompany: 'UPS', trackingNumber: '1Z1' });
    await bridge.pollShipments();
    await until('the order heard of its parcel', async () => (await bridge.status(id)).shipments.length === 1);
  }

  const numbers = (id: ChannelOrderId) => ({ order_number: numberOf(id), reference_number: id });

  it('takes over a live one beside a void one', async () => {
    const id = await placeOver(async (own) => {
      const gone = await byHand(bridge, numbers(own));
      await bridge.control.tradegecko.voidOrder(gone.id);
      await byHand(bridge, numbers(own));
    });
    await bridge.reaches(id, 'awaiting-shipment');

    const [, live] = await salesOrdersOf(bridge, id);
    assert.equal((await bridge.status(id)).salesOrderId, String(live?.id));
    assert.equal((await salesOrdersOf(bridge, id)).length, 2);
  });

  it('takes over the first of two live ones, and asks a person', async () => {
    const id = await placeOver(async (own) => {
      await byHand(bridge, numbers(own));
      await byHand(bridge, numbers(own));
    });

    const { problem, salesOrderId } = await stopsAt(id, 'changed-in-order-system');
    assert.match(problem?.what ?? '', /both stand for HZ-/);
    const standing = await salesOrdersOf(bridge, id);
    assert.deepEqual([standing.length, standing.some((one) => String(one.id) === salesOrderId)], [2, true]);
  });

  it('stays before the person though one of two live ones ships, and reports on the person’s word', async () => {
    const id = await placeOver(async (own) => {
      await byHand(bridge, { ...numbers(own), ...(await aLamp()) });
      await byHand(bridge, { ...numbers(own), ...(await aLamp()) });
    });
    const { salesOrderId } = await stopsAt(id, 'changed-in-order-system');
    await shipAndTell(id, Number(salesOrderId));
    await stopsAt(id, 'changed-in-order-system');

    await (await bridge.order(id)).signal(retryNowSignal);
    assert.equal((await (await bridge.order(id)).result()).outcome, 'completed');
  });

  it('is cancelled with all live ones that stand for it, also after a person let it go on', async () => {
    for (const isLetGo of [false, true]) {
      const id = await placeOver(async (own) => {
        await byHand(bridge, numbers(own));
        await byHand(bridge, numbers(own));
      });
      await stopsAt(id, 'changed-in-order-system');
      const handle = await bridge.order(id);
      if (isLetGo) {
        await handle.signal(retryNowSignal);
        await bridge.reaches(id, 'awaiting-shipment');
      }
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
      assert.equal((await handle.result()).outcome, 'cancelled');

      assert.deepEqual((await salesOrdersOf(bridge, id)).map(isLive), [false, false]);
    }
  });

  it('whose cancel is refused for two live ones goes on with both when it is tried again', async () => {
    const id = await placeOver(async (own) => {
      await byHand(bridge, { ...numbers(own), ...(await aLamp()) });
      await byHand(bridge, { ...numbers(own), ...(await aLamp()) });
    });
    await stopsAt(id, 'changed-in-order-system');
    for (const { id: standing } of await salesOrdersOf(bridge, id)) await bridge.control.tradegecko.packOrder(standing);
    const handle = await bridge.order(id);
    await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
    await bridge.reaches(id, 'cancel-unresolved');
    for (const { fulfillments } of await salesOrdersOf(bridge, id)) {
      for (const parcel of fulfillments) await bridge.control.tradegecko.removeFulfillment(parcel.id);
    }
    await handle.signal(retryNowSignal);
    assert.equal((await handle.result()).outcome, 'cancelled');

    assert.deepEqual((await salesOrdersOf(bridge, id)).map(isLive), [false, false]);
  });

  it('takes over one that staff made under another number with the full id', async () => {
    const id = await placeOver(async (own) => {
      await byHand(bridge, { order_number: 'SO-77', reference_number: own });
    });
    await bridge.reaches(id, 'awaiting-shipment');

    assert.equal((await salesOrdersOf(bridge, id)).length, 1);
  });

  it('takes over one with another total, and asks a person with both sums', async () => {
    const id = await placeOver(async (own) => {
      const line = { freeform: true, label: 'A lamp', quantity: '1', price: '24.00', tax_rate_override: '0' };
      await byHand(bridge, { ...numbers(own), order_line_items: [line] });
    });

    const { problem } = await stopsAt(id, 'total-mismatch');
    assert.match(problem?.what ?? '', /totals 24\.00; the channel order totals 25\.00/);
  });

  it('stays before the person for its total though it ships, and reports once the total is accepted', async () => {
    const id = await placeOver(async (own) => {
      await byHand(bridge, { ...numbers(own), ...(await aLamp('24.00')) });
    });
    const { salesOrderId } = await stopsAt(id, 'total-mismatch');
    await shipAndTell(id, Number(salesOrderId));
    await stopsAt(id, 'total-mismatch');

    const decision = { by: 'ann', why: 'agreed with the buyer', decision: 'accept-total' } as const;
    await (await bridge.order(id)).executeUpdate(resolveAttentionUpdate, { args: [decision] });
    assert.equal((await (await bridge.order(id)).result()).outcome, 'completed');
  });

  it('neither takes over nor repeats another customer’s under its number, and goes on when that has another', async () => {
    let stranger = 0;
    const id = await placeOver(async (own) => {
      stranger = (await byHand(bridge, { order_number: numberOf(own), reference_number: 'PO-55' })).id;
    });
    const { problem, salesOrderId } = await stopsAt(id, 'refused-by-order-system');
    assert.match(problem?.what ?? '', new RegExp(`^Sales order ${stranger} has the number HZ-`));
    assert.equal(salesOrderId, null);

    await asStaff(bridge, { method: 'PUT', id: stranger, fields: { order_number: 'SO-55' } });
    await (await bridge.order(id)).signal(retryNowSignal);
    await bridge.reaches(id, 'awaiting-shipment');
    await assertMadeOnce(bridge, id);
  });

  it('leaves another customer’s under its number alone when it is cancelled', async () => {
    let stranger = 0;
    const id = await placeOver(async (own) => {
      stranger = (await byHand(bridge, { order_number: numberOf(own), reference_number: '' })).id;
    });
    await stopsAt(id, 'refused-by-order-system');
    await (await bridge.order(id)).signal(cancelOrderSignal, { reason: 'no', by: 'test' });
    assert.equal((await (await bridge.order(id)).result()).outcome, 'cancelled');

    assert.ok(isLive(await bridge.control.tradegecko.order(stranger)));
  });

  it('finds its own after a lost answer, though staff gave it another number meanwhile', async () => {
    const id = await loseAnswer((made) =>
      asStaff(bridge, { method: 'PUT', id: made, fields: { order_number: 'SO-88' } }),
    );
    await bridge.reaches(id, 'awaiting-shipment');

    await assertMadeOnce(bridge, id);
  });

  it('is not made again when staff voided its own before the next try, until a person decides so', async () => {
    const id = await loseAnswer(async (made) => {
      await bridge.control.tradegecko.voidOrder(made);
    });
    const { nextStep } = await stopsAt(id, 'voided-in-order-system');
    assert.match(nextStep, /deliver-again/);
    const looks = async () => (await bridge.calls('tradegecko', 'GET /orders')).length;
    const before = await looks();
    await (await bridge.order(id)).signal(retryNowSignal);
    // Two calls: both number fields are asked.
    await until('it looked again', async () => (await looks()) === before + 2);
    await stopsAt(id, 'voided-in-order-system');
    assert.equal((await salesOrdersOf(bridge, id)).length, 1);

    const decision = { by: 'ann', why: 'voided by mistake', decision: 'deliver-again' } as const;
    await (await bridge.order(id)).executeUpdate(resolveAttentionUpdate, { args: [decision] });
    await bridge.reaches(id, 'awaiting-shipment');
    assert.deepEqual((await salesOrdersOf(bridge, id)).map(isLive), [false, true]);
  });
});

describe('an order that is delivered as a draft', () => {
  const yaml = '      createAs: draft';

  it('is found after a lost answer, and stands once', () =>
    withBridge(
      async (bridge) => {
        await bridge.control.addFaults(onPost({ place: 'after', kind: 'cut' }));
        const id = await bridge.sweepIn();
        await bridge.reaches(id, 'awaiting-shipment');

        await assertMadeOnce(bridge, id);
        assert.equal((await salesOrdersOf(bridge, id))[0]?.status, 'draft');
      },
      { yaml, switches: { 'tradegecko.lists-hide-void': 'hide' } },
    ));

  it('is not made again when staff deleted it before the next try', () =>
    withBridge(
      async (bridge) => {
        await bridge.control.addFaults(onPost({ place: 'after', kind: 'cut' }));
        const id = await bridge.sweepIn();
        const made = await until('the draft is made', async () => (await salesOrdersOf(bridge, id))[0]);
        await asStaff(bridge, { method: 'DELETE', id: made.id });
        await bridge.reaches(id, 'needs-attention');

        assert.equal((await bridge.status(id)).problem?.reason, 'voided-in-order-system');
        assert.deepEqual(
          (await salesOrdersOf(bridge, id)).map(({ status }) => status),
          ['deleted'],
        );
      },
      {
        yaml,
        policy: { retryInitialMs: PAUSE_MS, retryMaximumMs: PAUSE_MS },
        switches: { 'tradegecko.lists-hide-void': 'hide' },
      },
    ));
});

describe('an order that a person corrects after a refusal', () => {
  const correction = { by: 'ann', why: 'the buyer wrote', address: { city: 'Otherville' } };

  async function correctAfterRefusal(bridge: Bridge, isAppliedLate: boolean): Promise<ChannelOrderId> {
    const refusal = onPost({ place: 'before', kind: 'status', status: 422 });
    await bridge.control.addFaults(...(isAppliedLate ? [onPost({ place: 'after', kind: 'cut' }), refusal] : [refusal]));
    const id = await bridge.sweepIn();
    await bridge.reaches(id, 'needs-attention');
    await (await bridge.order(id)).executeUpdate(resolveAttentionUpdate, { args: [correction] });
    return id;
  }

  it('is delivered once, as corrected', () =>
    withBridge(async (bridge) => {
      const id = await correctAfterRefusal(bridge, false);
      await bridge.reaches(id, 'awaiting-shipment');

      await assertMadeOnce(bridge, id);
      const [made] = await salesOrdersOf(bridge, id);
      assert.match(JSON.stringify(made), /Otherville/);
    }));

  it('stands before a person when the sales order without the correction appears after all', () =>
    withBridge(
      async (bridge) => {
        const id = await correctAfterRefusal(bridge, true);
        await bridge.control.advanceClock(30_000);
        await until('the doubt', async () => (await bridge.status(id)).problem?.reason === 'changed-in-order-system');

        await assertMadeOnce(bridge, id);
        assert.match((await bridge.status(id)).problem?.what ?? '', /stood there before the order was corrected here/);
      },
      { switches: { 'tradegecko.list-lag': '30s' }, policy: { lateAnswerMs: 500 } },
    ));
});
