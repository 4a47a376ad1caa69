import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { amountsOf, findLineReading, type LineReading, type PricedOrder } from '../../src/domain/line-readings.js';
import { aCoupon, anOrder, aProduct } from './builders.js';

interface Agreed {
  readonly title: string;
  readonly order: Partial<PricedOrder>;
  readonly reading: LineReading;
}

const taxed = aProduct({ quantity: 3, unitPrice: 1000, tax: 80, shipping: 500 });

const AGREED: readonly Agreed[] = [
  { title: 'per line for an order of nothing', order: { lines: [], total: 0 }, reading: 'per-line' },
  {
    title: 'per line when both readings agree',
    order: { lines: [aProduct({ tax: 200 })], total: 2700 },
    reading: 'per-line',
  },
  { title: 'per line when the total says so', order: { lines: [taxed], total: 3580 }, reading: 'per-line' },
  { title: 'per unit when the total says so', order: { lines: [taxed], total: 4740 }, reading: 'per-unit' },
  {
    title: 'per unit with coupons, which count once',
    order: { lines: [taxed, aCoupon({ amount: -350, tax: -28, shipping: -100 })], total: 4262 },
    reading: 'per-unit',
  },
  {
    title: 'per unit with flat shipping and its tax, which count once',
    order: { lines: [taxed], flatShipping: 700, flatShippingTax: 56, total: 5496 },
    reading: 'per-unit',
  },
  {
    title: 'per line over several lines',
    order: { lines: [taxed, aProduct({ quantity: 2, tax: 10 }), aCoupon()], total: 3580 + 5010 - 350 },
    reading: 'per-line',
  },
  {
    title: 'per unit over several lines',
    order: { lines: [taxed, aProduct({ quantity: 2, tax: 10 }), aCoupon()], total: 4740 + 5020 - 350 },
    reading: 'per-unit',
  },
];

describe('reading of tax and shipping', () => {
  for (const { title, order, reading } of AGREED) {
    it(`is ${title}`, () => {
      assert.deepEqual(findLineReading(anOrder(order)), { kind: 'agreed', reading });
    });
  }

  it('is a mismatch with both sums when neither explains the total', () => {
    const result = findLineReading(anOrder({ lines: [taxed], total: 4000 }));

    assert.deepEqual(result, { kind: 'mismatch', perLine: 3580, perUnit: 4740, channelTotal: 4000 });
  });

  it('is a mismatch when tax is by unit and shipping by line, which nobody has seen', () => {
    assert.equal(findLineReading(anOrder({ lines: [taxed], total: 3740 })).kind, 'mismatch');
  });

  for (const offBy of [-1, 1]) {
    it(`is a mismatch when the total is off by ${offBy} cent`, () => {
      assert.equal(findLineReading(anOrder({ total: 2500 + offBy })).kind, 'mismatch');
    });
  }

  it('multiplies tax and shipping by the quantity only per unit', () => {
    assert.deepEqual(amountsOf(taxed, 'per-line'), { goods: 3000, tax: 80, shipping: 500 });
    assert.deepEqual(amountsOf(taxed, 'per-unit'), { goods: 3000, tax: 240, shipping: 1500 });
  });
});
