import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { amountsOf, findLineReading, type LineReading, type PricedOrder } from '../../src/domain/line-readings.js';
import { aCoupon, anOrder, aProduct } from './builders.js';

interface Agreed {
  readonly title: string;
  readonly order: Partial<PricedOrder>;
  readonly reading: LineReading;
}

const BY_LINE: LineReading = { tax: 'per-line', shipping: 'per-line' };
const BY_UNIT: LineReading = { tax: 'per-unit', shipping: 'per-unit' };
const TAX_BY_UNIT: LineReading = { tax: 'per-unit', shipping: 'per-line' };
const SHIPPING_BY_UNIT: LineReading = { tax: 'per-line', shipping: 'per-unit' };

const taxed = aProduct({ quantity: 3, unitPrice: 1000, tax: 80, shipping: 500 });

const AGREED: readonly Agreed[] = [
  { title: 'per line for an order of nothing', order: { lines: [], total: 0 }, reading: BY_LINE },
  {
    title: 'per line when both readings agree',
    order: { lines: [aProduct({ tax: 200 })], total: 2700 },
    reading: BY_LINE,
  },
  { title: 'per line when the total says so', order: { lines: [taxed], total: 3580 }, reading: BY_LINE },
  { title: 'per unit when the total says so', order: { lines: [taxed], total: 4740 }, reading: BY_UNIT },
  {
    title: 'per unit with coupons, which count once',
    order: { lines: [taxed, aCoupon({ amount: -350, tax: -28, shipping: -100 })], total: 4262 },
    reading: BY_UNIT,
  },
  {
    title: 'per unit with flat shipping and its tax, which count once',
    order: { lines: [taxed], flatShipping: 700, flatShippingTax: 56, total: 5496 },
    reading: BY_UNIT,
  },
  {
    title: 'per line over several lines',
    order: { lines: [taxed, aProduct({ quantity: 2, tax: 10 }), aCoupon()], total: 3580 + 5010 - 350 },
    reading: BY_LINE,
  },
  {
    title: 'per unit over several lines',
    order: { lines: [taxed, aProduct({ quantity: 2, tax: 10 }), aCoupon()], total: 4740 + 5020 - 350 },
    reading: BY_UNIT,
  },
  {
    title: 'mixed, with tax by unit, when only that explains the total',
    order: { lines: [taxed], total: 3000 + 240 + 500 },
    reading: TAX_BY_UNIT,
  },
  {
    title: 'mixed, with shipping by unit, when only that explains the total',
    order: { lines: [taxed], total: 3000 + 80 + 1500 },
    reading: SHIPPING_BY_UNIT,
  },
  {
    title: 'tax by unit when both mixed readings explain the total with other lines, as tax follows the price',
    order: { lines: [aProduct({ quantity: 3, tax: 80, shipping: 80 })], total: 7500 + 240 + 80 },
    reading: TAX_BY_UNIT,
  },
  {
    title: 'by line when amounts below zero make all four explain the total',
    order: { lines: [aProduct({ quantity: 2 }), aProduct({ quantity: 2, tax: 50, shipping: -50 })], total: 10_000 },
    reading: BY_LINE,
  },
];

describe('reading of tax and shipping', () => {
  for (const { title, order, reading } of AGREED) {
    it(`is ${title}`, () => {
      assert.deepEqual(findLineReading(anOrder(order)), { kind: 'agreed', reading });
    });
  }

  it('is a mismatch with the sum under each reading when none explains the total', () => {
    const result = findLineReading(anOrder({ lines: [taxed], total: 4000 }));

    assert.deepEqual(result, {
      kind: 'mismatch',
      sums: [
        { reading: BY_LINE, sum: 3580 },
        { reading: BY_UNIT, sum: 4740 },
        { reading: TAX_BY_UNIT, sum: 3740 },
        { reading: SHIPPING_BY_UNIT, sum: 4580 },
      ],
      channelTotal: 4000,
    });
  });

  it('is never one for each line: a total that only such a mixture explains is a mismatch', () => {
    const lines = [aProduct({ quantity: 2, tax: 100 }), aProduct({ quantity: 3, tax: 10 })];

    assert.equal(findLineReading(anOrder({ lines, total: 5000 + 200 + 7500 + 10 })).kind, 'mismatch');
  });

  for (const offBy of [-1, 1]) {
    it(`is a mismatch when the total is off by ${offBy} cent`, () => {
      assert.equal(findLineReading(anOrder({ total: 2500 + offBy })).kind, 'mismatch');
    });
  }

  it('multiplies tax and shipping by the quantity only per unit', () => {
    assert.deepEqual(amountsOf(taxed, BY_LINE), { goods: 3000, tax: 80, shipping: 500 });
    assert.deepEqual(amountsOf(taxed, BY_UNIT), { goods: 3000, tax: 240, shipping: 1500 });
  });
});
