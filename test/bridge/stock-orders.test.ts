import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { cancelOrderSignal, releaseHoldSignal } from '../../src/messages/order-messages.js';
import { lamp, withBridge, type Bridge } from '../support/bridge.js';
import { callAsStaff } from '../support/staff.js';
import { showsInTime, shownIn, withStockSchedule, writtenBy } from '../support/stock.js';
import { until } from '../support/until.js';

const THREE = lamp({ lines: [{ sku: 'LAMP-1', quantity: 3, price: '25.00' }] });
const STOCK = { 'LAMP-1': 10 };

describe('an order and the stock it takes', () => {
  it('is counted once while it is held, delivered and cancelled, where Houzz counts it at the placement', () =>
    withBridge(
      (bridge) =>
        withStockSchedule(bridge, { raiseAfterMs: 3_600_000 }, async (compare) => {
          await compare();
          const [id] = await bridge.place(THREE);
          assert.ok(id);
          const unseen = await compare();
          assert.deepEqual(fallsOf(unseen.bookmark), [['LAMP-1', 3]], 'sold in Houzz, not here yet');

          await bridge.pollOrders();
          await bridge.reaches(id, 'held');
          const held = await compare();
          assert.deepEqual(fallsOf(held.bookmark), [], 'the import explains what fell');

          await (await bridge.order(id)).signal(releaseHoldSignal);
          await bridge.reaches(id, 'awaiting-shipment');
          await compare();
          assert.deepEqual([await shownIn(bridge), await writtenBy(bridge)], [{ 'LAMP-1': 7 }, []]);

          await bridge.control.houzz.cancelOrder(id);
          await bridge.pollOrders();
          await (await bridge.order(id)).result();
          await compare();
          assert.deepEqual(
            [await shownIn(bridge), await writtenBy(bridge)],
            [{ 'LAMP-1': 10 }, []],
            'Houzz gives back',
          );
        }),
      { stock: STOCK, switches: { 'houzz.cancel-restores': 'yes' }, yaml: '    orders: { hold: true }' },
    ));

  it('lowers the listing at its import where Houzz counts nothing', () =>
    withBridge(
      async (bridge) => {
        const id = await bridge.sweepIn(THREE);
        await bridge.reaches(id, 'held');
        await bridge.syncInventory();
        assert.deepEqual(await shownIn(bridge), { 'LAMP-1': 7 });

        const handle = await bridge.order(id);
        await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
        await handle.result();
        await bridge.syncInventory();
        assert.deepEqual(await shownIn(bridge), { 'LAMP-1': 10 });
      },
      { stock: STOCK, switches: { 'houzz.placement-decrements': 'no' }, yaml: '    orders: { hold: true }' },
    ));

  it('stays in flight while its sales order is a draft, which commits nothing', () =>
    withBridge(
      async (bridge) => {
        const { salesOrder } = await bridge.deliver(THREE);
        await bridge.syncInventory();
        assert.deepEqual(await shownIn(bridge), { 'LAMP-1': 7 });

        await callAsStaff(bridge, {
          method: 'PUT',
          path: `/orders/${salesOrder.id}`,
          body: { order: { status: 'finalized' } },
        });
        await bridge.syncInventory();
        assert.deepEqual(await shownIn(bridge), { 'LAMP-1': 7 });
        assert.deepEqual(await writtenBy(bridge), ['LAMP-1=7']);
      },
      { stock: STOCK, switches: { 'houzz.placement-decrements': 'no' }, tradegecko: 'createAs: draft' },
    ));
});

describe('a higher figure', () => {
  it('is not shown while the sweep of the orders fails, however long it stands', () =>
    withBridge(
      (bridge) =>
        withStockSchedule(bridge, { raiseAfterMs: 200 }, async (compare) => {
          await bridge.pollOrders();
          await compare();
          await bridge.control.tradegecko.changeStock({ sku: 'LAMP-1', delta: 5 });
          const since = Date.now();

          const waiting = await until('it has stood for long', async () => {
            const result = await compare();
            assert.equal(result.raised, 0);
            return Date.now() - since > 1_500 && result;
          });

          assert.equal(waiting.waiting, 1);
          await showsInTime(bridge, compare, ['LAMP-1', 15]);
        }),
      { stock: STOCK },
    ));
});

type Bookmark = Awaited<ReturnType<Bridge['syncInventory']>>['bookmark'];

function fallsOf({ moved }: Bookmark): readonly (readonly [string, number])[] {
  return moved.flatMap(([sku, { falls }]) => falls.map(({ units }) => [sku, units] as const));
}
