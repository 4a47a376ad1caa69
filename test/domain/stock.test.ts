import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { StockedItem, StockRules } from '../../src/domain/rules.js';
import { sellable, sellableKit } from '../../src/domain/stock.js';
import { anItem, stockRules } from './builders.js';

interface Case {
  readonly title: string;
  readonly item?: Partial<StockedItem>;
  readonly rules?: Partial<StockRules>;
  readonly inFlight?: number;
  readonly quantity: number;
}

const TWO_ROOMS = [
  { id: '3', onHand: 12, committed: 5 },
  { id: '4', onHand: 30, committed: 0 },
];
const EMPTY = [{ id: '3', onHand: 0, committed: 0 }];
const PROMISED = [{ id: '3', onHand: 2, committed: 9 }];

const CASES: readonly Case[] = [
  { title: 'what is on hand less what is committed', quantity: 7 },
  { title: 'nothing without a location', item: { locations: [] }, quantity: 0 },
  { title: 'nothing when nothing is on hand', item: { locations: EMPTY }, quantity: 0 },
  { title: 'nothing when more is committed than on hand', item: { locations: PROMISED }, quantity: 0 },
  {
    title: 'nothing when stock is below zero',
    item: { locations: [{ id: '3', onHand: -4, committed: 0 }] },
    quantity: 0,
  },
  { title: 'the sum over all locations when none is configured', item: { locations: TWO_ROOMS }, quantity: 37 },
  { title: 'only the configured location', item: { locations: TWO_ROOMS }, rules: { locations: ['4'] }, quantity: 30 },
  {
    title: 'several configured locations',
    item: { locations: TWO_ROOMS },
    rules: { locations: ['4', '3'] },
    quantity: 37,
  },
  { title: 'nothing when the item is at no configured location', rules: { locations: ['9'] }, quantity: 0 },
  {
    title: 'less where another location is short',
    item: { locations: [...PROMISED, { id: '4', onHand: 30, committed: 0 }] },
    quantity: 23,
  },
  { title: 'less by what is in flight', inFlight: 3, quantity: 4 },
  { title: 'nothing when all is in flight', inFlight: 7, quantity: 0 },
  { title: 'nothing when more is in flight than free', inFlight: 8, quantity: 0 },
  { title: 'less by the buffer', rules: { buffer: 2 }, quantity: 5 },
  { title: 'nothing below the buffer', rules: { buffer: 8 }, quantity: 0 },
  { title: 'its percentage, rounded down', rules: { percentage: 50 }, quantity: 3 },
  { title: 'nothing at a percentage of zero', rules: { percentage: 0 }, quantity: 0 },
  { title: 'the percentage of what the buffer leaves', rules: { buffer: 2, percentage: 50 }, quantity: 2 },
  { title: 'at most the cap', rules: { cap: 4 }, quantity: 4 },
  { title: 'nothing under a cap of zero', rules: { cap: 0 }, quantity: 0 },
  { title: 'all of it under a higher cap', rules: { cap: 8 }, quantity: 7 },
  { title: "at most the item's own limit", item: { maxOnline: 3 }, quantity: 3 },
  { title: "the lower of cap and the item's limit", item: { maxOnline: 3 }, rules: { cap: 2 }, quantity: 2 },
  { title: 'nothing under a limit below zero', item: { maxOnline: -1 }, quantity: 0 },
  { title: 'whole units only', item: { locations: [{ id: '3', onHand: 2.9, committed: 0 }] }, quantity: 2 },
  { title: 'whole units under a broken limit', item: { maxOnline: 2.5 }, quantity: 2 },
  {
    title: 'all rules in their order',
    item: { locations: TWO_ROOMS, maxOnline: 14 },
    rules: { buffer: 2, percentage: 50, cap: 20 },
    inFlight: 4,
    quantity: 14,
  },
  { title: 'the configured figure for what is not tracked', item: { isTracked: false }, quantity: 99 },
  { title: 'the configured figure for what may oversell', item: { mayOversell: true, locations: EMPTY }, quantity: 99 },
  {
    title: 'the configured figure whatever is in flight or buffered',
    item: { isTracked: false },
    rules: { buffer: 50, percentage: 10 },
    inFlight: 50,
    quantity: 99,
  },
  {
    title: 'no more than the cap of what is not tracked',
    item: { isTracked: false },
    rules: { cap: 10 },
    quantity: 10,
  },
  { title: 'no more than the limit of what may oversell', item: { mayOversell: true, maxOnline: 6 }, quantity: 6 },
];

describe('sellable stock', () => {
  for (const { title, item, rules, inFlight = 0, quantity } of CASES) {
    it(`is ${title}`, () => {
      assert.equal(Object.is(sellable(anItem(item), stockRules(rules), inFlight).quantity, quantity), true);
    });
  }

  it('explains every figure of a counted item', () => {
    const rules = stockRules({ locations: ['4'], buffer: 2, percentage: 50, cap: 20 });

    const { terms } = sellable(anItem({ locations: TWO_ROOMS, maxOnline: 14 }), rules, 5);

    assert.deepEqual(terms, {
      kind: 'counted',
      onHand: 30,
      committed: 0,
      inFlight: 5,
      free: 25,
      buffer: 2,
      afterBuffer: 23,
      percentage: 50,
      afterPercentage: 11,
      cap: 20,
      maxOnline: 14,
    });
  });

  it('shows by how much too much is promised', () => {
    const { terms } = sellable(anItem({ locations: PROMISED }), stockRules({ buffer: 3 }), 1);

    assert.equal(terms.kind, 'counted');
    assert.deepEqual([terms.free, terms.afterBuffer, terms.afterPercentage], [-8, 0, 0]);
  });

  it('says why an item is not counted', () => {
    const untracked = sellable(anItem({ isTracked: false, mayOversell: true }), stockRules(), 0);
    const oversold = sellable(anItem({ mayOversell: true }), stockRules({ cap: 5 }), 0);

    const limits = { untrackedQuantity: 99, maxOnline: null };
    assert.deepEqual(untracked.terms, { kind: 'uncounted', why: 'untracked', cap: null, ...limits });
    assert.deepEqual(oversold.terms, { kind: 'uncounted', why: 'may-oversell', cap: 5, ...limits });
  });

  it('is a whole number within every limit and never more than is free', () => {
    const units = fc.integer({ min: -50, max: 500 });
    const limits = fc.option(fc.integer({ min: 0, max: 300 }));
    const worlds = fc.record({
      locations: fc.array(fc.record({ id: fc.constantFrom('1', '2', '3'), onHand: units, committed: fc.nat(500) })),
      configured: fc.subarray(['1', '2', '3']),
      buffer: fc.nat(50),
      percentage: fc.integer({ min: 0, max: 100 }),
      cap: limits,
      maxOnline: limits,
      inFlight: fc.nat(50),
    });
    fc.assert(
      fc.property(worlds, ({ locations, configured, maxOnline, inFlight, ...rules }) => {
        const item = anItem({ locations, maxOnline });
        const { quantity, terms } = sellable(item, stockRules({ ...rules, locations: configured }), inFlight);

        assert.equal(terms.kind, 'counted');
        assert.equal(Number.isSafeInteger(quantity) && quantity >= 0, true);
        assert.equal(quantity <= Math.max(0, terms.free - rules.buffer), true);
        assert.equal(quantity <= (rules.cap ?? Infinity) && quantity <= (maxOnline ?? Infinity), true);
      }),
    );
  });

  it('never grows with what is in flight', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.integer({ min: 0, max: 100 }), (inFlight, more, percentage) => {
        const rules = stockRules({ percentage });
        const before = sellable(anItem(), rules, inFlight).quantity;

        assert.equal(sellable(anItem(), rules, inFlight + more).quantity <= before, true);
      }),
    );
  });
});

describe('sellable kits', () => {
  const cup = { sku: 'CUP', quantity: 9, needed: 2 };
  const pot = { sku: 'POT', quantity: 5, needed: 1 };
  const tray = { sku: 'TRAY', quantity: 0, needed: 1 };

  it('are as many as their one part allows', () => {
    assert.equal(sellableKit([pot]).quantity, 5);
  });

  it('are as many as the scarcest of several parts allows, in whole kits', () => {
    assert.equal(sellableKit([pot, cup]).quantity, 4);
  });

  it('are none when one part is gone', () => {
    assert.equal(sellableKit([pot, cup, tray]).quantity, 0);
  });

  it('are none when a part does not suffice for one', () => {
    assert.equal(sellableKit([{ sku: 'CUP', quantity: 1, needed: 2 }]).quantity, 0);
  });

  it('explain what each part allows', () => {
    assert.deepEqual(sellableKit([pot, cup]).terms, {
      kind: 'kit',
      parts: [
        { ...pot, kits: 5 },
        { ...cup, kits: 4 },
      ],
    });
  });

  it('can be made from their parts, and one more cannot', () => {
    const part = fc.record({ sku: fc.constant('P'), quantity: fc.nat(1000), needed: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(part, fc.array(part, { maxLength: 5 }), (first, others) => {
        const { quantity } = sellableKit([first, ...others]);

        const parts = [first, ...others];
        assert.equal(
          parts.every((each) => each.needed * quantity <= each.quantity),
          true,
        );
        assert.equal(
          parts.some((each) => each.needed * (quantity + 1) > each.quantity),
          true,
        );
      }),
    );
  });
});
