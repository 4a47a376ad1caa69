import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { wantedDeeds, type View } from '../../../src/local/demonstration/deeds.js';
import type { SalesOrderFacts } from '../../../src/local/demonstration/documents.js';
import type { OrderRun } from '../../../src/local/demonstration/evidence.js';
import type { Story } from '../../../src/local/demonstration/plan.js';
import { goodWorld, orderOf } from './good-world.js';

const world = goodWorld();
const LATER_MS = 60_000;

interface Standing {
  readonly salesOrder?: Partial<SalesOrderFacts>;
  readonly stands?: OrderRun['stands'];
  readonly isInHouzz?: 'Charged' | 'Canceled' | 'Shipped';
  readonly isUnhurried?: boolean;
  readonly afterMs?: number;
}

/** One order alone, delivered and untouched unless told otherwise. */
function viewOf(story: Story, standing: Standing): View {
  const order = orderOf(world, story);
  const salesOrders = world.salesOrders
    .filter(({ reference_number }) => reference_number === order.orderId)
    .map((one) => ({
      ...one,
      status: 'finalized',
      packed_status: 'unpacked',
      fulfillment_status: 'unshipped',
      ...standing.salesOrder,
    }));
  return {
    orders: [{ ...order, status: standing.isInHouzz ?? 'Charged' }],
    salesOrders: standing.salesOrder === undefined ? [] : salesOrders,
    runs: standing.stands === undefined ? [] : [{ orderId: order.orderId, stands: standing.stands }],
    variants: world.variants,
    nowMs: Date.parse(order.createdAt) + (standing.afterMs ?? LATER_MS),
    isUnhurried: standing.isUnhurried ?? false,
  };
}

const kindsOf = (story: Story, standing: Standing): string[] =>
  wantedDeeds(viewOf(story, standing)).map(({ kind }) => kind);

const DELIVERED: Standing = { salesOrder: {}, stands: 'awaiting-shipment' };
const sent = { id: 1, status: 'fulfilled', tracking_number: 'x' };

const CASES: readonly (readonly [claim: string, story: Story, standing: Standing, wanted: readonly string[]])[] = [
  ['do nothing with an order that was not delivered', 'one parcel', {}, []],
  ['ship an order that was delivered', 'one parcel', DELIVERED, ['ship']],
  ['do nothing more with one that has left', 'one parcel', { salesOrder: { fulfillment_status: 'shipped' } }, []],
  ['do nothing with one that is void', 'one parcel', { salesOrder: { status: 'void' } }, []],
  ['ship the second parcel after the first', 'two parcels', { salesOrder: { fulfillments: [sent] } }, ['ship']],
  [
    'count stock when the order has left',
    'stock counted',
    { salesOrder: { fulfillment_status: 'shipped' } },
    ['count'],
  ],
  ['wait a while where somebody watches', 'one parcel', { ...DELIVERED, isUnhurried: true, afterMs: 1_000 }, []],
  ['ship in the end where somebody watches', 'one parcel', { ...DELIVERED, isUnhurried: true }, ['ship']],
  ['do nothing with an order that is not to be imported', 'not importable', {}, []],
  ['cancel soon, delivered or not', 'cancelled soon', {}, ['cancel-in-channel']],
  ['cancel only once', 'cancelled soon', { isInHouzz: 'Canceled' }, []],
  ['do not cancel a waiting order before it waits', 'cancelled while waiting', {}, []],
  ['cancel an order that waits', 'cancelled while waiting', DELIVERED, ['cancel-in-channel']],
  ['pack before they cancel too late', 'cancelled after packing', DELIVERED, ['pack']],
  [
    'cancel too late when it is packed',
    'cancelled after packing',
    { salesOrder: { packed_status: 'packed' }, stands: 'awaiting-shipment' },
    ['cancel-in-channel'],
  ],
  ['cancel as an operator', 'cancelled by operator', DELIVERED, ['cancel-by-operator']],
  [
    'do not cancel as an operator what is being cancelled',
    'cancelled by operator',
    { salesOrder: {}, stands: 'cancelling' },
    [],
  ],
];

describe('people of the demonstration', () => {
  for (const [claim, story, standing, wanted] of CASES) {
    it(claim, () => {
      assert.deepEqual(kindsOf(story, standing), wanted);
    });
  }

  it('put one unit into the first of two parcels and label each', () => {
    const [first] = wantedDeeds(viewOf('two parcels', DELIVERED));
    const [second] = wantedDeeds(viewOf('two parcels', { salesOrder: { fulfillments: [sent] } }));

    assert.ok(first?.kind === 'ship' && second?.kind === 'ship');
    assert.deepEqual(
      first.parcel.lines?.map(({ quantity }) => quantity),
      [1],
    );
    assert.equal(second.parcel.lines, undefined);
    assert.notEqual(first.parcel.trackingNumber, second.parcel.trackingNumber);
  });

  it('fill a shelf that runs empty, and leave one alone that does not', () => {
    const shelf = (stock_on_hand: number) =>
      wantedDeeds({
        orders: [],
        salesOrders: [],
        runs: [],
        nowMs: 0,
        isUnhurried: false,
        variants: world.variants
          .filter(({ sku }) => sku === 'RUG-BLUE')
          .map((one) => ({ ...one, locations: one.locations.map((place) => ({ ...place, stock_on_hand })) })),
      }).map(({ kind }) => kind);

    assert.deepEqual([shelf(39), shelf(40)], [['restock'], []]);
  });
});
