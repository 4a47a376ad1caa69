import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ALIASES, KITS } from '../../../src/local/demonstration/goods.js';
import { readPlan, STORIES } from '../../../src/local/demonstration/plan.js';
import { planOrder, planOrders, type PlannedOrder } from '../../../src/local/demonstration/scenario.js';

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);

const withStory = (planned: readonly PlannedOrder[], story: string): PlannedOrder => {
  const found = planned.find(({ plan }) => plan.story === story);
  assert.ok(found, story);
  return found;
};

describe('scenario of the demonstration', () => {
  it('holds every story within twenty orders of every seed', () => {
    for (const seed of SEEDS) {
      const told = new Set(planOrders(seed, 20).map(({ plan }) => plan.story));

      assert.deepEqual([...told].sort(), [...STORIES].sort(), `seed ${seed}`);
    }
  });

  it('plans the same for the same seed, and another order of things for another', () => {
    assert.deepEqual(planOrders(7, 60), planOrders(7, 60));
    assert.notDeepEqual(
      planOrders(7, 20).map(({ plan }) => plan.story),
      planOrders(8, 20).map(({ plan }) => plan.story),
    );
  });

  it('plans an order by its place alone, so that a restart goes on counting', () => {
    assert.deepEqual(planOrders(3, 60)[45], planOrder(3, 45));
  });

  it('plans none, one and several', () => {
    assert.deepEqual(
      [0, 1, 200].map((count) => planOrders(1, count).length),
      [0, 1, 200],
    );
  });

  it('keeps plans that survive JSON', () => {
    for (const { plan } of planOrders(5, 40)) assert.deepEqual(readPlan(JSON.parse(JSON.stringify(plan))), plan);
  });

  it('reads no plan from an order that was placed by hand', () => {
    assert.equal(readPlan(null), undefined);
  });

  it('does what each story says, in every seed', () => {
    for (const seed of SEEDS) {
      const planned = planOrders(seed, 20);
      const order = (story: string) => withStory(planned, story).order;
      const fate = (story: string) => withStory(planned, story).plan.fate;

      assert.ok(order('coupon').coupon);
      assert.ok(order('shipping by line').lines.some(({ shipping }) => shipping !== undefined));
      assert.ok(order('tax').lines.some(({ tax }) => tax !== undefined));
      assert.ok(order('flat shipping').flatShipping);
      assert.ok(order('alias').lines.some(({ sku }) => Object.hasOwn(ALIASES, sku)));
      assert.ok(order('kit').lines.some(({ sku }) => Object.hasOwn(KITS, sku)));
      assert.ok(order('several units').lines.some(({ quantity }) => quantity > 1));
      assert.equal(order('expedited').shippingMethod, 'Expedited');
      assert.equal(order('not importable').status, 'Processing');
      assert.ok(withStory(planned, 'older than the start').ageMs > 0);
      const twoParcels = fate('two parcels');
      assert.ok(twoParcels.kind === 'ship' && twoParcels.parcels.length === 2);
      const code = fate('cancelled by operator with code');
      assert.ok(code.kind === 'cancel-by-operator' && /^[1-4]$/.test(code.code ?? ''));
    }
  });

  it('gives each parcel a tracking number of its own', () => {
    const numbers = planOrders(2, 200).flatMap(({ plan }) =>
      plan.fate.kind === 'ship' ? plan.fate.parcels.map(({ trackingNumber }) => trackingNumber) : [],
    );

    assert.equal(new Set(numbers).size, numbers.length);
  });

  it('counts a good to the same figure every time, or two counts would never rest', () => {
    const counts = planOrders(2, 400).flatMap(({ plan }) => (plan.fate.kind === 'ship' ? (plan.fate.count ?? []) : []));
    const figures = new Map(counts.map(({ sku, quantity }) => [sku, quantity]));

    assert.ok(counts.length > figures.size);
    assert.ok(counts.every(({ sku, quantity }) => figures.get(sku) === quantity));
  });
});
