import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { referenceOf } from '../../src/domain/reference.js';
import { resolveAttentionUpdate, retryNowSignal } from '../../src/messages/order-messages.js';
import type { NewHouzzOrder } from '../../src/sandbox/houzz/order-document.js';
import { MARKETPLACE_COMPANY_ID } from '../../src/sandbox/tradegecko/fresh-world.js';
import { lamp, withBridge, type Bridge } from '../support/bridge.js';
import { sweepTwice } from '../support/odd-worlds.js';
import { callAsStaff, changeRecord } from '../support/staff.js';
import { until } from '../support/until.js';

interface SentAddress {
  readonly label: string;
  readonly company_name: string | null;
  readonly address1: string;
  readonly address2: string | null;
  readonly country: string | null;
  readonly phone_number: string | null;
}

function isAddressAnswer(value: unknown): value is { readonly address: SentAddress } {
  return typeof value === 'object' && value !== null && 'address' in value;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : assert.fail('It is no text.');

/** The address of the only sales order, as TradeGecko holds it, with the order's notes. */
async function sentAddress(bridge: Bridge): Promise<SentAddress & { readonly notes: string }> {
  const [salesOrder] = await bridge.control.tradegecko.orders();
  assert.ok(salesOrder);
  const answer = await callAsStaff(bridge, {
    method: 'GET',
    path: `/addresses/${textOf(salesOrder['shipping_address_id'])}`,
  });
  assert.ok(isAddressAnswer(answer));
  return { ...answer.address, notes: textOf(salesOrder['notes']) };
}

const ADDRESS = { address1: '1 Sample Way', city: 'Testville', state: 'CA', zip: '90000' } as const;
const of = (sku: string): NewHouzzOrder => ({ lines: [{ sku, quantity: 1, price: '25.00' }] });

describe('the goods of an order', () => {
  it('that TradeGecko does not know yet are delivered by themselves once it does', () =>
    withBridge(
      async (bridge) => {
        const id = await bridge.sweepIn(of('NEW-1'));
        await bridge.reaches(id, 'needs-attention');
        const { problem } = await bridge.status(id);
        assert.equal(problem?.reason, 'unknown-sku');

        await bridge.control.tradegecko.putVariant('NEW-1', { price: '25.00' });

        await bridge.reaches(id, 'awaiting-shipment');
        assert.equal((await bridge.effects('order.created')).length, 1);
      },
      { policy: { slowRetryMs: 200 } },
    ));

  it('are never taken for those of another spelling, which is named', () =>
    withBridge(async (bridge) => {
      await bridge.control.tradegecko.putVariant('RUG-1', { price: '25.00' });
      await bridge.syncInventory();
      const id = await bridge.sweepIn(of('rug-1'));
      await bridge.reaches(id, 'needs-attention');

      const { problem } = await bridge.status(id);

      assert.equal(problem?.reason, 'unknown-sku');
      assert.match(problem.what, /rug-1 \(there is RUG-1, spelled otherwise\)/);
      assert.deepEqual(await bridge.effects('order.created'), []);
    }));

  it('are the live ones where archived variants share their SKU, and stop before a person where live ones do', () =>
    withBridge(
      async (bridge) => {
        const [one, other] = await bridge.control.tradegecko.variants();
        assert.ok(one && other);
        await changeRecord(bridge, `/variants/${other.id}`, { variant: { sku: 'LAMP-1' } });
        const id = await bridge.sweepIn();
        await bridge.reaches(id, 'needs-attention');
        const { problem } = await bridge.status(id);
        assert.equal(problem?.reason, 'ambiguous-sku');
        assert.ok(
          [one.id, other.id].every((variant) => problem.what.includes(String(variant))),
          problem.what,
        );

        await bridge.control.tradegecko.putVariant('LAMP-1', { status: 'archived' });
        await (await bridge.order(id)).signal(retryNowSignal);
        await bridge.reaches(id, 'awaiting-shipment');

        const [salesOrder] = await bridge.control.tradegecko.orders();
        const live = (await bridge.control.tradegecko.variants()).filter(({ status }) => status === 'active');
        assert.deepEqual(
          [salesOrder?.order_line_items[0]?.variant_id],
          live.map((variant) => variant.id),
        );
      },
      { stock: { 'LAMP-1': 10, 'LAMP-2': 10 } },
    ));

  it('of a kit are sent as its parts with what cannot be shared, at the price of the kit', () =>
    withBridge(
      async (bridge) => {
        const { salesOrder } = await bridge.deliver({ lines: [{ sku: 'TEA', quantity: 2, price: '10.00' }] });

        assert.deepEqual(
          salesOrder.order_line_items.map(({ quantity, price }) => [Number(quantity), Number(price)]),
          [
            [2, 3.33],
            [4, 3.33],
            [1, 0.02],
          ],
        );
        assert.equal(Number(salesOrder.total), 20);
      },
      { stock: { POT: 10, CUP: 20 }, yaml: '    orders: { kits: { TEA: { POT: 1, CUP: 2 } } }' },
    ));
});

describe('the money of an order', () => {
  const order: NewHouzzOrder = {
    lines: [{ sku: 'LAMP-1', quantity: 3, price: '10.00', tax: '0.80', shipping: '5.00' }],
    coupon: { code: 'DEMO', amount: '3.50' },
    flatShipping: '7.00',
    flatShippingTax: '0.56',
  };
  const totals = { line: 39.86, unit: 51.46, 'unit-and-line': 41.46, 'line-and-unit': 49.86 } as const;

  it('is what Houzz says, whichever way it reads tax and shipping', () =>
    withBridge(async (bridge) => {
      for (const [reading, total] of Object.entries(totals)) {
        await bridge.control.turnSwitches({ 'houzz.tax-and-shipping-are-per': reading });
        const { salesOrder } = await bridge.deliver(order);

        assert.equal(Number(salesOrder.total), total);
      }
    }));
});

describe('the address of an order', () => {
  it('reaches TradeGecko without losing a word, however long it may be there', () =>
    withBridge(
      async (bridge) => {
        const words = Array.from({ length: 40 }, (_, index) => `word${index + 10}`);
        const address1 = `1 ${words.join(' ')}`;

        await bridge.deliver(
          lamp({ address: { ...ADDRESS, address1, address2: 'Unit 2', phone: '555-0100 ext. 12' } }),
        );

        const sent = await sentAddress(bridge);
        assert.ok([sent.address1, sent.address2 ?? ''].every((line) => line.length <= 100));
        const text = [sent.address1, sent.address2, sent.notes].join(' ');
        for (const word of [...words, 'Unit', '2']) assert.ok(text.split(/[\s.]+/).includes(word), word);
        assert.deepEqual([sent.phone_number, sent.country], ['555-0100 ext. 12', 'US']);
      },
      { switches: { 'tradegecko.address-length': '100' } },
    ));

  it('is written with an odd name, or with none', () =>
    withBridge(async (bridge) => {
      await bridge.deliver(lamp({ customerName: '  Siobhán\nO’Néill 🌸 <x> ', address: ADDRESS }));

      assert.equal((await sentAddress(bridge)).company_name, 'Siobhán O’Néill 🌸 <x>');
    }));

  it('that lacks a part stops the order, naming the part and nothing of the address', () =>
    withBridge(async (bridge) => {
      const id = await bridge.sweepIn(lamp({ address: { ...ADDRESS, address1: '1 Quillfeather Way', city: '-' } }));
      await bridge.reaches(id, 'needs-attention');

      const { problem } = await bridge.status(id);

      assert.equal(problem?.reason, 'invalid-address');
      assert.match(problem.what, /lacks a city/);
      assert.doesNotMatch(problem.what, /Quillfeather/);
      assert.deepEqual(await bridge.calls('tradegecko'), []);
    }));

  it('gets the next label where its own is taken, after a wait in which an earlier try would have shown', () =>
    withBridge(
      async (bridge) => {
        const [id] = await bridge.place(lamp());
        assert.ok(id);
        const label = referenceOf(id, 'HZ-');
        const address = { company_id: MARKETPLACE_COMPANY_ID, label, address1: '9 Other Way' };
        await callAsStaff(bridge, { method: 'POST', path: '/addresses', body: { address } });

        await bridge.pollOrders();
        await bridge.reaches(id, 'awaiting-shipment');

        assert.equal((await sentAddress(bridge)).label, `${label} (2)`);
        assert.equal((await bridge.effects('order.created')).length, 1);
        const looks = (await bridge.calls('tradegecko', 'GET /orders')).length;
        assert.equal(looks, 4, 'two look-ups of two calls each');
      },
      { switches: { 'tradegecko.address-label-unique': 'enforced' } },
    ));

  it('stops before a person when the next label is taken too, and goes on under the one after it', () =>
    withBridge(
      async (bridge) => {
        const [id] = await bridge.place(lamp());
        assert.ok(id);
        const reference = referenceOf(id, 'HZ-');
        for (const label of [reference, `${reference} (2)`]) {
          const address = { company_id: MARKETPLACE_COMPANY_ID, label, address1: '9 Other Way' };
          await callAsStaff(bridge, { method: 'POST', path: '/addresses', body: { address } });
        }
        await bridge.pollOrders();
        await bridge.reaches(id, 'needs-attention');
        const { problem } = await bridge.status(id);
        assert.equal(problem?.reason, 'refused-by-order-system');
        assert.match(problem.what, /label of its address/);

        await (await bridge.order(id)).signal(retryNowSignal);
        await bridge.reaches(id, 'awaiting-shipment');

        assert.equal((await sentAddress(bridge)).label, `${reference} (3)`);
        assert.equal((await bridge.effects('order.created')).length, 1);
      },
      { switches: { 'tradegecko.address-label-unique': 'enforced' } },
    ));

  it('is written again under the next label at once when a person has the order delivered again', () =>
    withBridge(
      async (bridge) => {
        const { id, handle, salesOrder } = await bridge.deliver();
        await bridge.control.tradegecko.voidOrder(salesOrder.id);
        await sweepTwice(bridge, { slowPaceMs: 0 });
        await bridge.reaches(id, 'needs-attention');

        await handle.executeUpdate(resolveAttentionUpdate, {
          args: [{ by: 'Kim', why: 'voided by mistake', decision: 'deliver-again' }],
        });
        await bridge.reaches(id, 'awaiting-shipment');

        const orders = await bridge.control.tradegecko.orders();
        assert.deepEqual(orders.map(({ status }) => status).toSorted(), ['finalized', 'void']);
        assert.equal(
          (await bridge.calls('tradegecko', 'POST /orders')).filter(({ status }) => status === 422).length,
          0,
        );
      },
      { switches: { 'tradegecko.address-label-unique': 'enforced' } },
    ));

  it('stops before a person when the label is taken by a sales order of ours that is void', () =>
    withBridge(
      async (bridge) => {
        const [id] = await bridge.place(lamp());
        assert.ok(id);
        const label = referenceOf(id, 'HZ-');
        const made = await bridge.control.tradegecko.createOrder({
          company_id: MARKETPLACE_COMPANY_ID,
          shipping_address: { label, address1: '1 Sample Way' },
          issued_at: '2026-11-20',
          order_number: label,
          reference_number: id,
          status: 'finalized',
          order_line_items: [],
        });
        await bridge.control.tradegecko.voidOrder(made.id);

        await bridge.pollOrders();
        await bridge.reaches(id, 'needs-attention');

        assert.equal((await bridge.status(id)).problem?.reason, 'voided-in-order-system');
        await until('no second sales order', async () => (await bridge.control.tradegecko.orders()).length === 1);
      },
      { switches: { 'tradegecko.address-label-unique': 'enforced' } },
    ));
});
