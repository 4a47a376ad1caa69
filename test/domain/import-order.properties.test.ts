import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { ChannelLine, ChannelOrder } from '../../src/domain/channel-order.js';
import { totalOf } from '../../src/domain/draft-lines.js';
import { importOrder } from '../../src/domain/import-order.js';
import { aCoupon, aKit, anOrder, aProduct, orderRules } from './builders.js';

const SKU_RULES = [aKit('ALIAS', { A: 1 }), aKit('PACK', { A: 7 }), aKit('KIT', { A: 1, B: 2, C: 3 })];

const cents = fc.integer({ min: 0, max: 1_000_000 });
const product = fc
  .record({
    sku: fc.constantFrom('PLAIN', 'ALIAS', 'PACK', 'KIT'),
    quantity: fc.integer({ min: 1, max: 500 }),
    unitPrice: cents,
    tax: cents,
    shipping: cents,
  })
  .map(aProduct);
const coupon = fc
  .record({ amount: cents, tax: cents, shipping: cents })
  .map(({ amount, tax, shipping }) => aCoupon({ amount: -amount, tax: -tax, shipping: -shipping }));
const lines = fc
  .tuple(fc.array(product, { minLength: 1, maxLength: 12 }), fc.array(coupon, { maxLength: 4 }))
  .map(([products, coupons]): ChannelLine[] => [...coupons, ...products]);

interface ByUnit {
  readonly tax: boolean;
  readonly shipping: boolean;
}

const READINGS: readonly ByUnit[] = [
  { tax: false, shipping: false },
  { tax: true, shipping: true },
  { tax: true, shipping: false },
  { tax: false, shipping: true },
];

/** The channel's own sum in BigInt, so that it shares no arithmetic with the code under test. */
function channelSum(order: ChannelOrder, byUnit: ByUnit, withTax = true): number {
  let sum = BigInt(order.flatShipping) + (withTax ? BigInt(order.flatShippingTax) : 0n);
  for (const line of order.lines) {
    const quantity = BigInt(line.kind === 'product' ? line.quantity : 1);
    sum += BigInt(line.kind === 'product' ? line.unitPrice : line.amount) * quantity;
    sum += BigInt(line.shipping) * (byUnit.shipping ? quantity : 1n);
    if (withTax) sum += BigInt(line.tax) * (byUnit.tax ? quantity : 1n);
  }
  return Number(sum);
}

const orders = fc
  .record({ lines, flatShipping: cents, flatShippingTax: cents, byUnit: fc.constantFrom(...READINGS) })
  .map(({ byUnit, ...parts }) => {
    const order = anOrder(parts);
    return { byUnit, order: { ...order, total: channelSum(order, byUnit) } };
  });

describe('import of any order', () => {
  it("sends exactly the channel's total, under any reading, with aliases, kits and coupons", () => {
    fc.assert(
      fc.property(orders, ({ order }) => {
        const result = importOrder(order, orderRules({ skuRules: SKU_RULES }));

        assert.equal(result.kind, 'draft');
        assert.equal(result.draft.total, order.total);
        assert.equal(totalOf(result.draft.lines), order.total);
      }),
      { numRuns: 500 },
    );
  });

  it("sends the channel's total less its tax when tax becomes no line", () => {
    // The readings must differ by more than chance, or the sum without tax is not one single figure.
    const clear = orders.filter(
      ({ order }) => new Set(READINGS.map((reading) => channelSum(order, reading))).size === READINGS.length,
    );
    fc.assert(
      fc.property(clear, ({ order, byUnit }) => {
        const result = importOrder(order, orderRules({ skuRules: SKU_RULES, taxLine: false }));

        assert.equal(result.kind, 'draft');
        assert.equal(result.draft.total, channelSum(order, byUnit, false));
        assert.equal(totalOf(result.draft.lines), result.draft.total);
        assert.equal(
          result.draft.lines.some((line) => line.kind === 'charge' && line.charge === 'tax'),
          false,
        );
      }),
    );
  });

  it('blocks every order whose total is off, by whatever, from every sum', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: -1_000_000, max: 1_000_000 }), ({ order }, offBy) => {
        const total = order.total + offBy;
        fc.pre(READINGS.every((reading) => total !== channelSum(order, reading)));

        const result = importOrder({ ...order, total }, orderRules({ skuRules: SKU_RULES }));

        assert.equal(result.kind === 'blocked' && result.problem.reason, 'total-mismatch');
      }),
    );
  });

  it('sends whole numbers of cents and units, and no charge of nothing', () => {
    fc.assert(
      fc.property(orders, ({ order }) => {
        const result = importOrder(order, orderRules({ skuRules: SKU_RULES }));

        assert.equal(result.kind, 'draft');
        for (const line of result.draft.lines) {
          const figures = line.kind === 'item' ? [line.quantity, line.unitPrice] : [line.amount];
          assert.equal(figures.every(Number.isSafeInteger), true);
          assert.equal(line.kind === 'charge' && line.amount === 0, false);
        }
      }),
    );
  });

  it('never puts personal data into a problem', () => {
    const blank = fc.constantFrom('', ' ');
    const secret = fc.constant('Quillfeather');
    const part = fc.oneof(blank, secret);
    const broken = fc.record({
      customerName: secret,
      address: fc.record({
        line1: part,
        line2: part,
        city: part,
        state: part,
        postalCode: part,
        country: part,
        phone: secret,
      }),
      total: fc.constantFrom(2500, 1),
      shipmentId: fc.constantFrom('1669-5850-6979-3856', 'other'),
      lines: fc.constantFrom([aProduct()], [], [aProduct({ quantity: 0 })]),
    });
    fc.assert(
      fc.property(broken, (change) => {
        const result = importOrder(anOrder(change), orderRules());

        if (result.kind === 'blocked') assert.doesNotMatch(result.problem.what, /Quillfeather/);
      }),
    );
  });
});
