import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { differenceOf, goodsOf, type Goods } from '../../src/domain/shipped-goods.js';
import { aParcel } from './shipment-builders.js';

const ORDERED: readonly Goods[] = [
  { sku: 'LAMP-1', quantity: 2 },
  { sku: 'MUG-1', quantity: 3 },
];

const CASES: readonly (readonly [what: string, parcels: readonly (readonly Goods[])[], all: boolean, part: boolean])[] =
  [
    ['no parcel says anything', [], true, true],
    ['a parcel does not say what lies in it', [[]], true, true],
    ['one of two parcels does not say what lies in it', [[{ sku: 'LAMP-1', quantity: 1 }], []], true, true],
    ['everything left in one parcel', [ORDERED], true, true],
    ['everything left in several parcels', [ORDERED.slice(0, 1), ORDERED.slice(1)], true, true],
    ['one line left in two parcels', [[lamps(1)], [lamps(1), mugs(3)]], true, true],
    ['a unit lacks', [[lamps(1), mugs(3)]], false, true],
    ['a line lacks', [[lamps(2)]], false, true],
    ['a unit too many left', [[lamps(3), mugs(3)]], false, false],
    ['another SKU left instead', [[lamps(2), { sku: 'MUG-2', quantity: 3 }]], false, false],
    ['another SKU left besides', [[...ORDERED, { sku: 'GIFT', quantity: 1 }]], false, false],
    ['an SKU differs by case only', [[{ sku: 'lamp-1', quantity: 2 }, mugs(3)]], false, false],
    ['a nameless SKU left in the right number', [[{ sku: '', quantity: 2 }, mugs(3)]], true, true],
    ['a nameless SKU left in too small a number', [[{ sku: '', quantity: 1 }, mugs(3)]], false, true],
    ['a nameless SKU left in too great a number', [[{ sku: '', quantity: 9 }, mugs(3)]], false, false],
  ];

function lamps(quantity: number): Goods {
  return { sku: 'LAMP-1', quantity };
}

function mugs(quantity: number): Goods {
  return { sku: 'MUG-1', quantity };
}

describe('what has left against what was ordered', () => {
  for (const [what, parcels, agreesComplete, agreesPartly] of CASES) {
    const shipments = parcels.map((lines, index) => aParcel({ id: String(index + 1), lines }));

    it(`${agreesComplete ? 'agrees' : 'differs'} when all is said to have left and ${what}`, () => {
      assert.equal(differenceOf(ORDERED, { shipments, isComplete: true }) === undefined, agreesComplete);
    });

    it(`${agreesPartly ? 'agrees' : 'differs'} before all has left when ${what}`, () => {
      assert.equal(differenceOf(ORDERED, { shipments, isComplete: false }) === undefined, agreesPartly);
    });
  }

  it('names the SKUs with both numbers', () => {
    const shipments = [aParcel({ lines: [lamps(1), { sku: 'GIFT', quantity: 1 }, mugs(3)] })];

    assert.equal(
      differenceOf(ORDERED, { shipments, isComplete: true }),
      'Shipped of what was ordered: 1 of 2 x LAMP-1, 1 of 0 x GIFT.',
    );
  });

  it('names no more SKUs than a sentence holds', () => {
    const lines = Array.from({ length: 9 }, (_, index) => ({ sku: `S-${index}`, quantity: 1 }));

    const words = differenceOf([], { shipments: [aParcel({ lines })], isComplete: true });

    assert.match(words ?? '', /5 x|0 x S-4, …\.$/);
  });

  it('agrees however the goods are spread over parcels', () => {
    const goods = fc.array(
      fc.record({ sku: fc.constantFrom('A', 'B', 'C'), quantity: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(goods, fc.array(fc.nat(2), { minLength: 45, maxLength: 45 }), (ordered, drawn) => {
        const places = [...drawn];
        const parcels: Goods[][] = [[], [], []];
        for (const { sku, quantity } of ordered) {
          for (let unit = 0; unit < quantity; unit += 1) parcels[places.shift() ?? 0]?.push({ sku, quantity: 1 });
        }
        const shipments = parcels.filter((lines) => lines.length > 0).map((lines) => aParcel({ lines }));

        assert.equal(differenceOf(ordered, { shipments, isComplete: true }), undefined);
        const [first] = shipments;
        assert.ok(first);
        assert.equal(differenceOf(ordered, { shipments: [first], isComplete: false }), undefined);
      }),
    );
  });

  it('counts goods only, and each SKU once', () => {
    const goods = goodsOf([
      { kind: 'item', sku: 'LAMP-1', quantity: 1, unitPrice: 2500 },
      { kind: 'charge', charge: 'shipping', label: 'Shipping', amount: 500 },
      { kind: 'item', sku: 'LAMP-1', quantity: 1, unitPrice: 2400 },
      { kind: 'item', sku: 'MUG-1', quantity: 3, unitPrice: 500 },
    ]);

    assert.deepEqual(goods, ORDERED);
  });
});
