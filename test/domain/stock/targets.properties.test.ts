import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { itemId } from '../../../src/domain/ids.js';
import { stockRulebook } from '../../../src/domain/stock/rules.js';
import { targetsOf } from '../../../src/domain/stock/targets.js';
import { aKit, anItem, stockRules } from '../builders.js';
import { recomputed } from './terms.js';

const units = fc.integer({ min: -20, max: 200 });
const limit = fc.option(fc.integer({ min: 0, max: 120 }));
const worlds = fc.record({
  lamps: units,
  cups: units,
  committed: fc.nat(40),
  inFlight: fc.nat(30),
  hidden: fc.nat(30),
  buffer: fc.nat(20),
  percentage: fc.integer({ min: 0, max: 100 }),
  floor: fc.nat(10),
  cap: limit,
  maxOnline: limit,
  needed: fc.integer({ min: 1, max: 5 }),
});
type World = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function figures({ lamps, cups, committed, inFlight, hidden, maxOnline, needed, ...rules }: World) {
  const room = (onHand: number) => [{ id: '3', onHand, committed }];
  const targets = targetsOf({
    items: [
      anItem({ id: itemId('1'), sku: 'LAMP', locations: room(lamps), maxOnline }),
      anItem({ id: itemId('2'), sku: 'CUP', locations: room(cups), maxOnline }),
    ],
    inFlight: new Map([['LAMP', inFlight]]),
    hidden: (sku) => (sku === 'LAMP' ? hidden : 0),
    skuRules: [aKit('SET', { LAMP: needed, CUP: 1 })],
    rulebook: stockRulebook(stockRules(rules), []),
  });
  return ['LAMP', 'SET'].map((sku) => {
    const target = targets(sku);
    assert.equal(target.kind, 'target');
    return target;
  });
}

/** The same by counting up one by one, so that it shares no formula with the code under test. */
function counted(world: World, listing: 'LAMP' | 'SET'): number {
  const gone = { LAMP: world.committed + world.inFlight + world.hidden, CUP: world.committed };
  const allows = (onHand: number, taken: number, want: number) =>
    want * 100 <= (onHand - taken - world.buffer) * world.percentage && want <= (world.maxOnline ?? want);
  let most = 0;
  while (most < (world.cap ?? 1_000)) {
    const next = most + 1;
    const lamps = listing === 'SET' ? next * world.needed : next;
    if (!allows(world.lamps, gone.LAMP, lamps)) break;
    if (listing === 'SET' && !allows(world.cups, gone.CUP, next)) break;
    most = next;
  }
  return most < world.floor ? 0 : most;
}

const quantities = (world: World) => figures(world).map(({ quantity }) => quantity);
const isNowhereAbove = (some: readonly number[], others: readonly number[]) =>
  some.every((quantity, index) => quantity <= (others[index] ?? -1));

describe('the figure of any listing', () => {
  it('is what counting up one by one allows, whole and within every limit, and its terms explain it', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const [lamp, set] = figures(world);
        assert.deepEqual([lamp?.quantity, set?.quantity], [counted(world, 'LAMP'), counted(world, 'SET')]);
        for (const target of [lamp, set]) {
          assert.ok(target !== undefined && Number.isSafeInteger(target.quantity) && target.quantity >= 0);
          assert.ok(target.quantity <= (world.cap ?? Infinity) && target.quantity <= (world.maxOnline ?? Infinity));
          assert.ok(target.quantity <= target.quantityWithoutHidden);
          assert.equal(recomputed(target.terms), target.quantity);
        }
      }),
      { numRuns: 10_000 },
    );
  });

  it('never falls when more is on hand', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), (world, more) => {
        assert.ok(isNowhereAbove(quantities(world), quantities({ ...world, lamps: world.lamps + more })));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never rises by what is in flight or hidden', () => {
    fc.assert(
      fc.property(worlds, fc.nat(20), fc.nat(20), (world, flying, hiding) => {
        const more = { ...world, inFlight: world.inFlight + flying, hidden: world.hidden + hiding };

        assert.ok(isNowhereAbove(quantities(more), quantities(world)));
      }),
      { numRuns: 2_000 },
    );
  });
});
