import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { BlockingReason, Problem } from '../../src/domain/attention.js';
import type { ChannelOrder } from '../../src/domain/channel-order.js';
import { channelOrderId } from '../../src/domain/ids.js';
import { importOrder } from '../../src/domain/import-order.js';
import type { OrderRules } from '../../src/domain/order-rules.js';
import type { DraftLine, SalesOrderDraft } from '../../src/domain/sales-order.js';
import { ADDRESS, aCoupon, aKit, anOrder, aProduct, orderRules } from './builders.js';

function draftFrom(order: ChannelOrder, rules: OrderRules = orderRules()): SalesOrderDraft {
  const result = importOrder(order, rules);
  if (result.kind === 'blocked') assert.fail(result.problem.what);
  return result.draft;
}

function problemWith(order: ChannelOrder, rules: OrderRules = orderRules()): Problem {
  const result = importOrder(order, rules);
  if (result.kind === 'draft') assert.fail('The order was imported.');
  return result.problem;
}

function item(sku: string, quantity: number, unitPrice: number): DraftLine {
  return { kind: 'item', sku, quantity, unitPrice };
}

function charge(kind: 'shipping' | 'discount' | 'tax' | 'rounding', label: string, amount: number): DraftLine {
  return { kind: 'charge', charge: kind, label, amount };
}

interface Mapped {
  readonly title: string;
  readonly order: Partial<ChannelOrder>;
  readonly rules?: Partial<OrderRules>;
  readonly lines: readonly DraftLine[];
  readonly total: number;
}

const TEA = aKit('TEA', { POT: 1, CUP: 2 });
const LAMP = item('LAMP-1', 1, 2500);
const ROUNDING = 'Rounding of kit prices';

const MAPPED: readonly Mapped[] = [
  { title: 'one product line', order: {}, lines: [LAMP], total: 2500 },
  {
    title: 'several product lines in their order, the same SKU twice',
    order: { lines: [aProduct({ quantity: 2 }), aProduct({ sku: 'RUG', unitPrice: 1999 }), aProduct()], total: 9499 },
    lines: [item('LAMP-1', 2, 2500), item('RUG', 1, 1999), LAMP],
    total: 9499,
  },
  {
    title: 'a free product',
    order: { lines: [aProduct({ unitPrice: 0 })], total: 0 },
    lines: [item('LAMP-1', 1, 0)],
    total: 0,
  },
  {
    title: 'as many units of one line as may be',
    order: { lines: [aProduct({ quantity: 1_000_000, unitPrice: 1 })], total: 1_000_000 },
    lines: [item('LAMP-1', 1_000_000, 1)],
    total: 1_000_000,
  },
  {
    title: 'a line of the largest amount, to the cent',
    order: { lines: [aProduct({ unitPrice: 1_000_000_000_000, tax: 1 })], total: 1_000_000_000_001 },
    lines: [item('LAMP-1', 1, 1_000_000_000_000), charge('tax', 'Tax', 1)],
    total: 1_000_000_000_001,
  },
  {
    title: 'shipping of one line',
    order: { lines: [aProduct({ shipping: 700 })], total: 3200 },
    lines: [LAMP, charge('shipping', 'Shipping (Standard)', 700)],
    total: 3200,
  },
  {
    title: 'shipping of several lines and of the whole order as one line',
    order: { lines: [aProduct({ shipping: 700 }), aProduct({ shipping: 50 })], flatShipping: 99, total: 5849 },
    lines: [LAMP, LAMP, charge('shipping', 'Shipping (Standard)', 849)],
    total: 5849,
  },
  {
    title: 'shipping when the channel names no method',
    order: { flatShipping: 99, shippingMethod: ' ', total: 2599 },
    lines: [LAMP, charge('shipping', 'Shipping', 99)],
    total: 2599,
  },
  {
    title: 'tax of the lines and of flat shipping as one line',
    order: { lines: [aProduct({ tax: 200 }), aProduct({ tax: 1 })], flatShippingTax: 8, total: 5209 },
    lines: [LAMP, LAMP, charge('tax', 'Tax', 209)],
    total: 5209,
  },
  {
    title: 'tax left out of lines and total when the rules say so',
    order: { lines: [aProduct({ tax: 200, shipping: 700 })], flatShippingTax: 8, total: 3408 },
    rules: { taxLine: false },
    lines: [LAMP, charge('shipping', 'Shipping (Standard)', 700)],
    total: 3200,
  },
  {
    title: "tax left out with a coupon's part in it",
    order: { lines: [aProduct({ tax: 200 }), aCoupon({ amount: -500, tax: -40 })], total: 2160 },
    rules: { taxLine: false },
    lines: [LAMP, charge('discount', 'Promotion: DEMO', -500)],
    total: 2000,
  },
  {
    title: 'an order without tax, when tax is left out, with its whole total',
    order: {},
    rules: { taxLine: false },
    lines: [LAMP],
    total: 2500,
  },
  {
    title: 'tax and shipping by line',
    order: { lines: [aProduct({ quantity: 3, unitPrice: 1000, tax: 80, shipping: 500 })], total: 3580 },
    lines: [item('LAMP-1', 3, 1000), charge('shipping', 'Shipping (Standard)', 500), charge('tax', 'Tax', 80)],
    total: 3580,
  },
  {
    title: 'tax and shipping by unit',
    order: { lines: [aProduct({ quantity: 3, unitPrice: 1000, tax: 80, shipping: 500 })], total: 4740 },
    lines: [item('LAMP-1', 3, 1000), charge('shipping', 'Shipping (Standard)', 1500), charge('tax', 'Tax', 240)],
    total: 4740,
  },
  {
    title: 'tax by unit, left out',
    order: { lines: [aProduct({ quantity: 3, unitPrice: 1000, tax: 80 })], total: 3240 },
    rules: { taxLine: false },
    lines: [item('LAMP-1', 3, 1000)],
    total: 3000,
  },
  {
    title: 'one coupon',
    order: { lines: [aProduct({ quantity: 2 }), aCoupon()], total: 4650 },
    lines: [item('LAMP-1', 2, 2500), charge('discount', 'Promotion: DEMO', -350)],
    total: 4650,
  },
  {
    title: 'several coupons, each by its own name',
    order: { lines: [aCoupon({ label: 'A' }), aProduct(), aCoupon({ label: ' B ', amount: -1 })], total: 2149 },
    lines: [LAMP, charge('discount', 'A', -350), charge('discount', 'B', -1)],
    total: 2149,
  },
  {
    title: 'a coupon without a name',
    order: { lines: [aProduct(), aCoupon({ label: '' })], total: 2150 },
    lines: [LAMP, charge('discount', 'Coupon', -350)],
    total: 2150,
  },
  {
    title: 'a coupon larger than the line before it',
    order: { lines: [aProduct({ unitPrice: 100 }), aCoupon({ amount: -900 }), aProduct()], total: 1700 },
    lines: [item('LAMP-1', 1, 100), LAMP, charge('discount', 'Promotion: DEMO', -900)],
    total: 1700,
  },
  {
    title: 'a coupon for the whole order',
    order: { lines: [aProduct(), aCoupon({ amount: -2500 })], total: 0 },
    lines: [LAMP, charge('discount', 'Promotion: DEMO', -2500)],
    total: 0,
  },
  {
    title: 'a free-shipping coupon as a discount beside the shipping',
    order: { lines: [aProduct({ shipping: 700 }), aCoupon({ amount: 0, shipping: -700 })], total: 2500 },
    lines: [LAMP, charge('shipping', 'Shipping (Standard)', 700), charge('discount', 'Promotion: DEMO', -700)],
    total: 2500,
  },
  {
    title: 'a coupon of nothing by leaving it out',
    order: { lines: [aProduct(), aCoupon({ amount: 0 })] },
    lines: [LAMP],
    total: 2500,
  },
  {
    title: 'an alias',
    order: { lines: [aProduct({ quantity: 2 })], total: 5000 },
    rules: { skuRules: [aKit('LAMP-1', { 'L-100': 1 })] },
    lines: [item('L-100', 2, 2500)],
    total: 5000,
  },
  {
    title: 'a kit whose price can be shared',
    order: { lines: [aProduct({ sku: 'TEA', unitPrice: 3000 })], total: 3000 },
    rules: { skuRules: [TEA] },
    lines: [item('POT', 1, 1000), item('CUP', 2, 1000)],
    total: 3000,
  },
  {
    title: 'a kit with a remainder',
    order: { lines: [aProduct({ sku: 'TEA', unitPrice: 1001, quantity: 2 })], total: 2002 },
    rules: { skuRules: [TEA] },
    lines: [item('POT', 2, 333), item('CUP', 4, 333), charge('rounding', ROUNDING, 4)],
    total: 2002,
  },
  {
    title: 'several kits with one rounding line for all',
    order: { lines: [aProduct({ sku: 'TEA', unitPrice: 1000 }), aProduct({ sku: 'PAIR', unitPrice: 7 })], total: 1007 },
    rules: { skuRules: [TEA, aKit('PAIR', { CUP: 2 })] },
    lines: [item('POT', 1, 333), item('CUP', 2, 333), item('CUP', 2, 3), charge('rounding', ROUNDING, 2)],
    total: 1007,
  },
  {
    title: 'a kit by unit with everything beside it, in a fixed order',
    order: {
      lines: [aProduct({ sku: 'TEA', quantity: 2, unitPrice: 1000, tax: 80, shipping: 100 }), aCoupon({ tax: -28 })],
      flatShipping: 500,
      flatShippingTax: 40,
      total: 2000 + 160 + 200 - 350 - 28 + 540,
    },
    rules: { skuRules: [TEA] },
    lines: [
      item('POT', 2, 333),
      item('CUP', 4, 333),
      charge('shipping', 'Shipping (Standard)', 700),
      charge('discount', 'Promotion: DEMO', -350),
      charge('tax', 'Tax', 172),
      charge('rounding', ROUNDING, 2),
    ],
    total: 2522,
  },
  {
    title: 'two hundred lines',
    order: { lines: Array.from({ length: 200 }, () => aProduct({ unitPrice: 1 })), total: 200 },
    lines: Array.from({ length: 200 }, () => item('LAMP-1', 1, 1)),
    total: 200,
  },
];

interface Blocked {
  readonly title: string;
  readonly order: Partial<ChannelOrder>;
  readonly rules?: Partial<OrderRules>;
  readonly reason: BlockingReason;
  readonly what: RegExp;
}

const BLOCKED: readonly Blocked[] = [
  {
    title: 'has a status nobody knows',
    order: { status: { kind: 'unrecognised', raw: 'Teleported' } },
    reason: 'unrecognised-status',
    what: /"Teleported"/,
  },
  {
    title: 'has a status without end, of which the beginning is told',
    order: { status: { kind: 'unrecognised', raw: 'x'.repeat(5000) } },
    reason: 'unrecognised-status',
    what: /^[^x]*"x{40}"[^x]*$/,
  },
  {
    title: 'was split',
    order: { shipmentId: '1669-5850-6979-9999' },
    reason: 'split-in-channel',
    what: /split/,
  },
  { title: 'has no line', order: { lines: [], total: 0 }, reason: 'total-mismatch', what: /no product line/ },
  {
    title: 'has coupons only',
    order: { lines: [aCoupon()], total: -350 },
    reason: 'total-mismatch',
    what: /no product line/,
  },
  {
    title: 'has 201 lines',
    order: { lines: Array.from({ length: 201 }, () => aProduct()), total: 201 * 2500 },
    reason: 'too-large',
    what: /has 201 lines; at most 200 are imported/,
  },
  ...[0, -1, 1.5, Number.NaN].map((quantity): Blocked => ({
    title: `has a line with the quantity ${quantity}`,
    order: { lines: [aProduct(), aProduct({ quantity })] },
    reason: 'total-mismatch',
    what: /^Line 2 has the quantity/,
  })),
  ...[1_000_001, Number.POSITIVE_INFINITY].map((quantity): Blocked => ({
    title: `has a line with the quantity ${quantity}`,
    order: { lines: [aProduct({ quantity, unitPrice: 0 })], total: 0 },
    reason: 'too-large',
    what: /^Line 1 has more than 1000000 units/,
  })),
  {
    title: 'has a product without a SKU',
    order: { lines: [aProduct({ sku: ' ' })] },
    reason: 'unknown-sku',
    what: /^Line 1 has no SKU/,
  },
  {
    title: 'has a price beyond exact sums',
    order: { lines: [aProduct({ unitPrice: 1_000_000_000_001 })], total: 1_000_000_000_001 },
    reason: 'too-large',
    what: /^Line 1 has an amount/,
  },
  {
    title: 'has a tax that is beyond exact sums once it counts by unit',
    order: { lines: [aProduct({ quantity: 1000, tax: 9_000_000_000 })] },
    reason: 'too-large',
    what: /^Line 1 has an amount/,
  },
  {
    title: 'has an amount with a broken cent',
    order: { lines: [aProduct({ unitPrice: 1250.5, quantity: 2, tax: 0.5, shipping: 0.5 })], total: 2502 },
    reason: 'too-large',
    what: /^Line 1 has an amount/,
  },
  {
    title: 'has a flat shipping beyond exact sums',
    order: { flatShipping: 9_007_199_254_740_991, total: 9_007_199_254_740_991 },
    reason: 'too-large',
    what: /^The flat shipping/,
  },
  {
    title: 'lacks parts of its address',
    order: { address: { ...ADDRESS, line1: '', line2: '', postalCode: '' } },
    reason: 'invalid-address',
    what: /lacks a street line, a postal code\./,
  },
  {
    title: 'costs more than its lines',
    order: { total: 2501 },
    reason: 'total-mismatch',
    what: /add up to 25\.00, but the channel's total is 25\.01/,
  },
  {
    title: 'costs less than its lines',
    order: { total: 2499 },
    reason: 'total-mismatch',
    what: /add up to 25\.00, but the channel's total is 24\.99/,
  },
  {
    title: 'fits no reading, all of which are told',
    order: { lines: [aProduct({ quantity: 3, unitPrice: 1000, tax: 80, shipping: 500 })], total: 4000 },
    reason: 'total-mismatch',
    what: /35\.80 \(tax and shipping by line\) or 47\.40 \(tax and shipping by unit\) or 37\.40 \(tax by unit, shipping by line\) or 45\.80 \(tax by line, shipping by unit\), but the channel's total is 40\.00\.$/,
  },
  {
    title: 'does not add up, though its tax is left out',
    order: { lines: [aProduct({ tax: 200 })], total: 2500 },
    rules: { taxLine: false },
    reason: 'total-mismatch',
    what: /add up to 27\.00, but the channel's total is 25\.00/,
  },
  {
    title: 'has a kit that holds another kit, which is named',
    order: { lines: [aProduct(), aProduct({ sku: 'PARTY' })], total: 5000 },
    rules: { skuRules: [TEA, aKit('PARTY', { CAKE: 1, TEA: 2 })] },
    reason: 'unknown-sku',
    what: /^Line 2 has the SKU "PARTY", which holds "TEA", a kit itself/,
  },
  {
    title: 'has an alias that stands for a kit',
    order: { lines: [aProduct({ sku: 'TEA-OLD' })] },
    rules: { skuRules: [TEA, aKit('TEA-OLD', { TEA: 1 })] },
    reason: 'unknown-sku',
    what: /^Line 1 has the SKU "TEA-OLD", which holds "TEA"/,
  },
  {
    title: 'has too many units once its kits are taken apart',
    order: { lines: [aProduct({ sku: 'TEA', quantity: 600_000, unitPrice: 3 })], total: 1_800_000 },
    rules: { skuRules: [TEA] },
    reason: 'too-large',
    what: /more than 1000000 units of "CUP"/,
  },
  {
    title: 'has too many lines once its kits are taken apart',
    order: { lines: Array.from({ length: 101 }, () => aProduct({ sku: 'TEA', unitPrice: 3 })), total: 303 },
    rules: { skuRules: [TEA] },
    reason: 'too-large',
    what: /202 lines; at most 200/,
  },
];

describe('import of an order', () => {
  for (const { title, order, rules, lines, total } of MAPPED) {
    it(`maps ${title}`, () => {
      const draft = draftFrom(anOrder(order), orderRules(rules));

      assert.deepEqual(draft.lines, lines);
      assert.equal(draft.total, total);
    });
  }

  for (const { title, order, rules, reason, what } of BLOCKED) {
    it(`blocks an order that ${title}: ${reason}`, () => {
      const problem = problemWith(anOrder(order), orderRules(rules));

      assert.equal(problem.reason, reason);
      assert.match(problem.what, what);
    });
  }

  it('carries the order over in full', () => {
    const draft = draftFrom(anOrder({ shippingMethod: 'Expedited' }));

    assert.deepEqual(draft, {
      reference: 'HZ-GFTGSJ59HC',
      addressLabel: 'HZ-GFTGSJ59HC',
      channelOrderId: '1669-5850-6979-3856',
      issuedOn: '2020-06-15',
      customerName: 'Pat Example',
      address: ADDRESS,
      currency: 'USD',
      lines: [LAMP],
      tags: ['marketplace', 'expedited'],
      notes: 'Channel order 1669-5850-6979-3856. Shipping method: Expedited.',
      total: 2500,
    });
  });

  it('is plain JSON that comes back the same', () => {
    const draft = draftFrom(anOrder({ lines: [aProduct({ tax: 1 }), aCoupon()], total: 2151 }));

    assert.deepEqual(JSON.parse(JSON.stringify(draft)), draft);
  });

  it('gives an id of another form as its own reference', () => {
    const order = anOrder({ orderId: channelOrderId('TEST-7'), shipmentId: 'TEST-7' });

    assert.equal(draftFrom(order).reference, 'TEST-7');
  });

  it('tidies the address on its way', () => {
    const order = anOrder({ address: { ...ADDRESS, line1: '', line2: ' Unit 2', city: ' Testville ' } });

    assert.deepEqual(draftFrom(order).address, { ...ADDRESS, line1: 'Unit 2', line2: '' });
  });

  const tags: readonly (readonly [method: string, own: readonly string[], expected: readonly string[]])[] = [
    ['Standard', [], []],
    ['Standard', ['a', 'b'], ['a', 'b']],
    ['', ['a'], ['a']],
    ['Expedited', [], ['expedited']],
    [' EXPEDITED ', ['a'], ['a', 'expedited']],
    ['Expedited', ['expedited', 'a'], ['expedited', 'a']],
    ['Carrier pigeon', ['a'], ['a']],
  ];
  for (const [shippingMethod, own, expected] of tags) {
    it(`tags "${shippingMethod}" beside [${own.join(', ')}] as [${expected.join(', ')}]`, () => {
      assert.deepEqual(draftFrom(anOrder({ shippingMethod }), orderRules({ tags: own })).tags, expected);
    });
  }

  it('says so in the notes when the channel names no shipping method', () => {
    const { notes } = draftFrom(anOrder({ shippingMethod: '' }));

    assert.equal(notes, 'Channel order 1669-5850-6979-3856. Shipping method: not given.');
  });

  it('names the same problem each time and changes nothing that it was given', () => {
    const order = Object.freeze(anOrder({ total: 1 }));

    assert.deepEqual(problemWith(order), problemWith(order));
  });
});
