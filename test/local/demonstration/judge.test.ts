import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { SalesOrderFacts } from '../../../src/local/demonstration/documents.js';
import type { Evidence, OrderRun } from '../../../src/local/demonstration/evidence.js';
import { judge } from '../../../src/local/demonstration/judge/judge.js';
import { judgementLines } from '../../../src/local/demonstration/judge/table.js';
import { PLAIN } from '../../../src/commands/output/style.js';
import type { Story } from '../../../src/local/demonstration/plan.js';
import type { HouzzOrderDocument } from '../../../src/sandbox/houzz/order-document.js';
import type { LedgerEntry } from '../../../src/sandbox/ledger.js';
import { call, effect, goodWorld, orderOf } from './good-world.js';

type Spoil = (world: Evidence) => Evidence;

const inOrder =
  (story: Story, change: (order: HouzzOrderDocument) => Partial<HouzzOrderDocument>): Spoil =>
  (world) => {
    const { orderId } = orderOf(world, story);
    return {
      ...world,
      orders: world.orders.map((one) => (one.orderId === orderId ? { ...one, ...change(one) } : one)),
    };
  };

const inSalesOrder =
  (story: Story, change: (order: SalesOrderFacts) => Partial<SalesOrderFacts>): Spoil =>
  (world) => {
    const { orderId } = orderOf(world, story);
    const salesOrders = world.salesOrders.map((one) =>
      one.reference_number === orderId ? { ...one, ...change(one) } : one,
    );
    return { ...world, salesOrders };
  };

const inRun =
  (story: Story, stands: OrderRun['stands']): Spoil =>
  (world) => {
    const { orderId } = orderOf(world, story);
    return { ...world, runs: world.runs.map((run) => (run.orderId === orderId ? { ...run, stands } : run)) };
  };

const withEntries =
  (make: (world: Evidence) => readonly LedgerEntry[]): Spoil =>
  (world) => ({ ...world, entries: [...world.entries, ...make(world)] });

const without =
  (story: Story, part: 'runs' | 'salesOrders'): Spoil =>
  (world) => {
    const { orderId } = orderOf(world, story);
    if (part === 'runs') return { ...world, runs: world.runs.filter((run) => run.orderId !== orderId) };
    return { ...world, salesOrders: world.salesOrders.filter((one) => one.reference_number !== orderId) };
  };

const again = (world: Evidence, story: Story): LedgerEntry =>
  effect('tradegecko', 'order.created', {
    subject: '9999',
    details: { referenceNumber: orderOf(world, story).orderId },
  });

const firstLine = (
  { order_line_items: [first, ...rest] }: SalesOrderFacts,
  change: (line: SalesOrderFacts['order_line_items'][number]) => Partial<SalesOrderFacts['order_line_items'][number]>,
) => ({ order_line_items: first === undefined ? [] : [{ ...first, ...change(first) }, ...rest] });

const SPOILED: readonly (readonly [what: string, spoil: Spoil, claim: string])[] = [
  ['an order that no workflow holds', without('coupon', 'runs'), 'Importable orders with one workflow each'],
  ['an order that no workflow holds', without('coupon', 'runs'), 'Lost'],
  ['an order that was never delivered', without('tax', 'salesOrders'), 'Lost'],
  ['an order that was never delivered', without('tax', 'salesOrders'), 'Importable orders delivered exactly once'],
  ['a workflow that failed', inRun('kit', 'failed'), 'Lost'],
  ['a second sales order', secondSalesOrder, 'Duplicates'],
  ['a second sales order', secondSalesOrder, 'Importable orders delivered exactly once'],
  ['a second one that was deleted again', withEntries((world) => [again(world, 'kit')]), 'Duplicates'],
  [
    'a sales order for nobody',
    withEntries(() => [effect('tradegecko', 'order.created', { subject: '77', details: { referenceNumber: 'x' } })]),
    'Duplicates',
  ],
  [
    'an order that was not to be imported',
    withEntries((world) => [again(world, 'not importable')]),
    'Orders not to be imported, left alone',
  ],
  [
    'an older order that has a workflow',
    (world) => ({
      ...world,
      runs: [...world.runs, { orderId: orderOf(world, 'older than the start').orderId, stands: 'delivering' }],
    }),
    'Orders not to be imported, left alone',
  ],
  [
    'a total that is a cent off',
    inSalesOrder('coupon', ({ total }) => ({ total: total + 1 })),
    'Sales orders with the same total, to the cent',
  ],
  [
    'a wrong quantity',
    inSalesOrder('several units', (one) => firstLine(one, ({ quantity }) => ({ quantity: quantity + 1 }))),
    'Sales orders with the same goods, prices, charges',
  ],
  [
    'a wrong price',
    inSalesOrder('one parcel', (one) => firstLine(one, ({ price }) => ({ price: price - 1 }))),
    'Sales orders with the same goods, prices, charges',
  ],
  [
    'a price that another one pays for',
    inSalesOrder('several lines', movePrice),
    'Sales orders with the same goods, prices, charges',
  ],
  [
    "a parcel to somebody else's house",
    inSalesOrder('coupon', ({ shipping_address }) => ({
      shipping_address: shipping_address === null ? null : { ...shipping_address, address1: '99 Elsewhere' },
    })),
    'Sales orders to the name and address of the buyer',
  ],
  [
    'a name whose letters were lost',
    inSalesOrder('tax', ({ shipping_address }) => ({
      shipping_address: shipping_address === null ? null : { ...shipping_address, company_name: 'P?t Example' },
    })),
    'Sales orders to the name and address of the buyer',
  ],
  [
    'a sales order without an address',
    inSalesOrder('tax', () => ({ shipping_address: null })),
    'Sales orders to the name and address of the buyer',
  ],
  [
    'one number for two sales orders',
    (world) => inSalesOrder('tax', () => ({ order_number: numberOf(world, 'coupon') }))(world),
    'Sales orders with a number of their own',
  ],
  [
    'an alias that was not followed',
    inSalesOrder('alias', (one) => firstLine(one, () => ({ variant_id: 100 }))),
    'Sales orders with the same goods, prices, charges',
  ],
  [
    'tax that became part of the shipping',
    inSalesOrder('everything at once', mergeCharges),
    'Sales orders with the same goods, prices, charges',
  ],
  [
    'a kit whose rounding is lost',
    inSalesOrder('kit', ({ order_line_items }) => ({
      order_line_items: order_line_items.filter(({ variant_id }) => variant_id !== null),
    })),
    'Sales orders with the same goods, prices, charges',
  ],
  ['a shipped order that does not end', inRun('two parcels', 'awaiting-shipment'), 'Shipped orders completed'],
  [
    'a shipment that was never reported',
    inOrder('one parcel', () => ({ status: 'Charged', ship: null })),
    'Shipped orders reported to Houzz once',
  ],
  [
    'a shipment reported twice',
    withEntries((world) => [
      effect('houzz', 'order.shipped', { subject: orderOf(world, 'expedited').orderId, details: {} }),
    ]),
    'Shipped orders reported to Houzz once',
  ],
  [
    'a second tracking number that is missing',
    inOrder('two parcels', ({ ship }) => ({
      ship: ship === null ? null : { ...ship, trackingNumber: ship.trackingNumber.split(',')[0] ?? '' },
    })),
    'Reports with all tracking numbers and the method',
  ],
  [
    'a wrong shipping method',
    inOrder('one parcel', ({ ship }) => ({ ship: ship === null ? null : { ...ship, shippingMethod: 'By foot' } })),
    'Reports with all tracking numbers and the method',
  ],
  [
    'a cancelled order that was reported as shipped',
    inOrder('cancelled while waiting', () => ({ ship: { shippingMethod: 'UPS Ground', trackingNumber: '1' } })),
    'Other orders never reported as shipped',
  ],
  [
    'an order cancelled soon that stays live',
    inSalesOrder('cancelled soon', () => ({ status: 'finalized' })),
    'Cancelled soon: void, or never delivered',
  ],
  [
    'an order cancelled while waiting that stays live',
    inSalesOrder('cancelled while waiting', () => ({ status: 'finalized' })),
    'Cancelled while waiting: void',
  ],
  [
    'a packed order that was voided',
    inSalesOrder('cancelled after packing', () => ({ status: 'void' })),
    'Cancelled after packing: before a person',
  ],
  [
    'a packed order that nobody stands before',
    inRun('cancelled after packing', 'awaiting-shipment'),
    'Cancelled after packing: before a person',
  ],
  [
    "an operator's cancel that voided nothing",
    inSalesOrder('cancelled by operator', () => ({ status: 'finalized' })),
    'Cancelled by an operator: void',
  ],
  [
    'a code that Houzz never heard of',
    inOrder('cancelled by operator with code', () => ({ status: 'Charged', cancel: null })),
    'With a code: cancelled in Houzz by it, if it may be',
  ],
  [
    'a cancel in Houzz without a code',
    inOrder('cancelled by operator', () => ({ status: 'Canceled' })),
    'Without a code: left open in Houzz',
  ],
  [
    'stock that is one off',
    (world) => ({
      ...world,
      listings: world.listings.map((one) => (one.sku === 'RUG-BLUE' ? { ...one, quantity: 66 } : one)),
    }),
    'SKUs whose stock in Houzz equals the rules',
  ],
  [
    'a call of POST /orders too many',
    withEntries(() => [call('tradegecko', 'POST /orders', 20)]),
    'Calls of POST /orders, one for each delivery',
  ],
  [
    'a call of Ship too many',
    withEntries(() => [call('houzz', 'POST updateOrder Ship')]),
    'Calls of Ship, one for each shipped order',
  ],
  ['a 429', withEntries(() => [{ ...call('tradegecko', 'GET /orders', 5), status: 429 }]), 'Answers 429 of TradeGecko'],
  [
    'a window that was used to its last call',
    withEntries(() => [call('tradegecko', 'GET /orders', 0)]),
    'Calls that left nothing of the quota',
  ],
];

function secondSalesOrder(world: Evidence): Evidence {
  const { orderId } = orderOf(world, 'one parcel');
  const twin = world.salesOrders.filter(({ reference_number }) => reference_number === orderId);
  return { ...world, salesOrders: [...world.salesOrders, ...twin.map((one) => ({ ...one, id: 9999 }))] };
}

const numberOf = (world: Evidence, story: Story): string =>
  world.salesOrders.find(({ reference_number }) => reference_number === orderOf(world, story).orderId)?.order_number ??
  '';

/** Four units cost a cent less each, two others two cents more: the sum stays the same. */
function movePrice({ order_line_items }: SalesOrderFacts): Partial<SalesOrderFacts> {
  const moved = order_line_items.map((line) => {
    if (line.quantity === 4) return { ...line, price: line.price - 1 };
    return line.quantity === 2 ? { ...line, price: line.price + 2 } : line;
  });
  return { order_line_items: moved };
}

/** Two charges become one line, so that the total still agrees. */
function mergeCharges({ order_line_items }: SalesOrderFacts): Partial<SalesOrderFacts> {
  const charges = order_line_items.filter(({ variant_id }) => variant_id === null);
  const [first, second] = charges.slice(-3);
  const merged = order_line_items.flatMap((line) => {
    if (line === second) return [];
    return line === first ? [{ ...line, price: line.price + (second?.price ?? 0) }] : [line];
  });
  return { order_line_items: merged };
}

describe('judge of the demonstration', () => {
  it('finds everything right in a world where it is', () => {
    for (const seed of [1, 2, 3]) {
      assert.deepEqual(
        judge(goodWorld(seed)).figures.filter(({ ok }) => !ok),
        [],
      );
    }
  });

  for (const [what, spoil, claim] of SPOILED) {
    it(`finds ${what}: ${claim}`, () => {
      const { ok, figures } = judge(spoil(goodWorld()));

      assert.equal(ok, false);
      assert.ok(figures.some((figure) => figure.claim === claim && !figure.ok));
    });
  }

  it('judges by the reading of Houzz that stands: a hidden cancel goes before a person, a refused one stays open', () => {
    const world = goodWorld();
    const hidden = { ...world, switches: { 'houzz.all-shows-cancelled': 'no' } };
    const refused = { ...world, switches: { 'houzz.cancel-when-charged': 'refused' } };
    const wrong = (evidence: Evidence) => judge(evidence).figures.flatMap(({ ok, claim }) => (ok ? [] : [claim]));

    assert.deepEqual(wrong(hidden), [
      'Cancelled soon: void, or never delivered',
      'Cancelled while waiting: void',
      'Cancelled after packing: before a person',
    ]);
    assert.deepEqual(wrong(refused), ['With a code: cancelled in Houzz by it, if it may be']);
  });

  it('misses a kind of order that is not among them', () => {
    const world = goodWorld();
    const kit = orderOf(world, 'kit').orderId;

    const { figures } = judge({
      ...world,
      // Twenty orders as before, one of them twice another's story.
      orders: world.orders.map((one) => (one.orderId === kit ? { ...one, plan: orderOf(world, 'coupon').plan } : one)),
    });

    assert.deepEqual(figures[0]?.wrong, ['kit']);
  });

  it('lets a call be made again after a kill, but not its effect', () => {
    const interrupted = { ...goodWorld(), isUninterrupted: false };
    const calledAgain = withEntries(() => [call('tradegecko', 'POST /orders', 20)])(interrupted);
    const madeAgain = withEntries((world) => [again(world, 'tax')])(interrupted);

    assert.equal(judge(calledAgain).ok, true);
    assert.equal(judge(madeAgain).ok, false);
  });

  it('is fine with an order that was cancelled before anybody saw it', () => {
    const world = goodWorld();
    const { orderId } = orderOf(world, 'cancelled soon');
    const unseen: Evidence = {
      ...world,
      runs: world.runs.filter((run) => run.orderId !== orderId),
      salesOrders: world.salesOrders.filter(({ reference_number }) => reference_number !== orderId),
      entries: world.entries.filter((entry, index) => {
        const next = world.entries[index + 1];
        const isOf = (one: LedgerEntry | undefined): boolean =>
          one?.kind === 'effect' && one.details['referenceNumber'] === orderId;
        return !isOf(entry) && !isOf(next);
      }),
    };

    assert.equal(judge(unseen).ok, true);
  });

  it('says nothing wrong of a world without orders', () => {
    const empty = { ...goodWorld(), orders: [], salesOrders: [], runs: [], entries: [] };

    assert.equal(judge(empty).ok, true);
  });

  it('prints each figure beside what it should be within 80 columns, and names what is wrong', () => {
    const lines = judgementLines(judge(secondSalesOrder(goodWorld())), PLAIN);

    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    assert.ok(lines.some((line) => /^Duplicates +1 +0 WRONG$/.test(line)));
    assert.ok(lines.includes('    sales order 9999, in no entry'));
  });
});
