import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readOrder, type AccountType } from '../../src/clients/houzz/translate.js';
import { importOrder } from '../../src/domain/import-order.js';
import { formatMinorUnits } from '../../src/domain/money.js';
import type { OrderRules } from '../../src/domain/order-rules.js';
import type { DraftLine } from '../../src/domain/sales-order.js';
import { aKit, orderRules } from './builders.js';

type WireRow = Readonly<Record<string, string>>;

/** A product as the channel writes it: quantity, price of one, then tax and shipping. */
const p = (quantity: number, price: string, ...[tax = '0.00', shipping = '0.00', sku = 'LAMP']: string[]): WireRow => ({
  Type: 'Product',
  SKU: sku,
  Title: sku,
  Quantity: String(quantity),
  Price: price,
  Tax: tax,
  Shipping: shipping,
});

const c = (amount: string, tax = '0.00', shipping = '0.00'): WireRow => ({
  Type: 'Coupon',
  SKU: 'UNRELATED',
  Title: 'Promotion: DEMO',
  Price: amount,
  Tax: tax,
  Shipping: shipping,
});

/** Flat shipping, its tax, or any other field of the order. */
type OrderFields = Readonly<Record<string, unknown>>;

interface Case {
  readonly what: string;
  readonly items: readonly WireRow[];
  readonly total: string;
  readonly order?: OrderFields;
  readonly rules?: Partial<OrderRules>;
  readonly account?: AccountType;
  /** The lines that are sent, or what is said of a mismatch. */
  readonly sent: string | RegExp;
  /** What is sent in all, where that is not the channel's total in two decimals. */
  readonly sum?: string;
}

const FLAT = { FlatShipping: '7.00', FlatShippingTax: '0.56' };
const NO_TAX = { taxLine: false };
const KITS = { skuRules: [aKit('TEA', { POT: 1, CUP: 2 }), aKit('PACK', { CUP: 7 }), aKit('OLD', { LAMP: 1 })] };
/** Three at ten, with 0.80 of tax and 5.00 of shipping: 35.80, 47.40, 37.40 or 45.80. */
const THREE = p(3, '10.00', '0.80', '5.00');

const PLAIN: readonly Case[] = [
  { what: 'one unit', items: [p(1, '25.00')], total: '25.0000', sent: 'LAMP x1 25.00' },
  { what: 'several units', items: [p(4, '25.00')], total: '100.0000', sent: 'LAMP x4 25.00' },
  { what: 'a thousand units at a cent', items: [p(1000, '0.01')], total: '10.0000', sent: 'LAMP x1000 0.01' },
  {
    what: 'several lines, one SKU twice',
    items: [p(1, '25.00'), p(2, '9.99', '0', '0', 'RUG'), p(1, '24.00')],
    total: '68.9800',
    sent: 'LAMP x1 25.00, RUG x2 9.99, LAMP x1 24.00',
  },
  { what: 'a total without decimals', items: [p(1, '25.00')], total: '25', sent: 'LAMP x1 25.00' },
  { what: 'a price without decimals', items: [p(1, '25')], total: '25.0000', sent: 'LAMP x1 25.00' },
  { what: 'a price with one decimal', items: [p(2, '12.5')], total: '25.0000', sent: 'LAMP x2 12.50' },
  {
    what: 'a quantity with decimals',
    items: [{ ...p(1, '5.00'), Quantity: '2.0' }],
    total: '10.0000',
    sent: 'LAMP x2 5.00',
  },
  { what: 'a free line', items: [p(3, '0.00')], total: '0.0000', sent: 'LAMP x3 0.00' },
  {
    what: 'a free line beside a paid one',
    items: [p(1, '0.00'), p(1, '5.00')],
    total: '5.0000',
    sent: 'LAMP x1 0.00, LAMP x1 5.00',
  },
  {
    what: 'a free line with shipping',
    items: [p(1, '0.00', '0.00', '4.95')],
    total: '4.9500',
    sent: 'LAMP x1 0.00, shipping 4.95',
  },
  { what: 'a large order', items: [p(9, '99999.99')], total: '899999.9100', sent: 'LAMP x9 99999.99' },
];

const READINGS: readonly Case[] = [
  { what: 'both by line', items: [THREE], total: '35.8000', sent: 'LAMP x3 10.00, shipping 5.00, tax 0.80' },
  { what: 'both by unit', items: [THREE], total: '47.4000', sent: 'LAMP x3 10.00, shipping 15.00, tax 2.40' },
  {
    what: 'tax by unit, shipping by line',
    items: [THREE],
    total: '37.4000',
    sent: 'LAMP x3 10.00, shipping 5.00, tax 2.40',
  },
  {
    what: 'tax by line, shipping by unit',
    items: [THREE],
    total: '45.8000',
    sent: 'LAMP x3 10.00, shipping 15.00, tax 0.80',
  },
  {
    what: 'one unit, which is read by line',
    items: [p(1, '10.00', '0.80', '5.00')],
    total: '15.8000',
    sent: 'LAMP x1 10.00, shipping 5.00, tax 0.80',
  },
  { what: 'only tax, by unit', items: [p(2, '10.00', '0.80')], total: '21.6000', sent: 'LAMP x2 10.00, tax 1.60' },
  {
    what: 'only shipping, by unit',
    items: [p(2, '10.00', '0', '3.00')],
    total: '26.0000',
    sent: 'LAMP x2 10.00, shipping 6.00',
  },
  {
    what: 'by unit over lines of different quantities',
    items: [p(2, '10.00', '0.80', '1.00'), p(3, '20.00', '1.60', '2.00', 'RUG')],
    total: '94.4000',
    sent: 'LAMP x2 10.00, RUG x3 20.00, shipping 8.00, tax 6.40',
  },
  {
    what: 'mixed over lines of different quantities',
    items: [p(2, '10.00', '0.80', '1.00'), p(3, '20.00', '1.60', '2.00', 'RUG')],
    total: '89.4000',
    sent: 'LAMP x2 10.00, RUG x3 20.00, shipping 3.00, tax 6.40',
  },
  {
    what: 'two mixed readings that tie: tax by unit wins',
    items: [p(3, '10.00', '0.80', '0.80')],
    total: '33.2000',
    sent: 'LAMP x3 10.00, shipping 0.80, tax 2.40',
  },
  {
    what: 'the same tie with tax left out',
    items: [p(3, '10.00', '0.80', '0.80')],
    total: '33.2000',
    rules: NO_TAX,
    sent: 'LAMP x3 10.00, shipping 0.80',
    sum: '30.80',
  },
  {
    what: 'by unit with a coupon, which counts once',
    items: [THREE, c('-3.50', '-0.28', '-1.00')],
    total: '42.6200',
    sent: 'LAMP x3 10.00, shipping 15.00, discount -4.50, tax 2.12',
  },
  {
    what: 'by unit with flat shipping, which counts once',
    items: [THREE],
    order: FLAT,
    total: '54.9600',
    sent: 'LAMP x3 10.00, shipping 22.00, tax 2.96',
  },
  {
    what: 'mixed with flat shipping and a coupon',
    items: [THREE, c('-3.50')],
    order: FLAT,
    total: '41.4600',
    sent: 'LAMP x3 10.00, shipping 12.00, discount -3.50, tax 2.96',
  },
];

const DECIMALS: readonly Case[] = [
  { what: 'a total a hair above the cent', items: [p(1, '25.00')], total: '25.0049', sent: 'LAMP x1 25.00' },
  { what: 'a total a hair below the cent', items: [p(1, '25.00')], total: '24.9950', sent: 'LAMP x1 25.00' },
  {
    what: 'a total half a cent above, which is rounded up',
    items: [p(1, '25.01')],
    total: '25.0050',
    sent: 'LAMP x1 25.01',
    sum: '25.01',
  },
  {
    what: 'a total half a cent above the lines: not theirs',
    items: [p(1, '25.00')],
    total: '25.0050',
    sent: /add up to 25\.00, but the channel's total is 25\.01\./,
  },
  {
    what: 'a total just too low to be rounded up',
    items: [p(1, '25.00')],
    total: '24.9949',
    sent: /add up to 25\.00, but the channel's total is 24\.99\./,
  },
  { what: 'a price of four decimals for one unit', items: [p(1, '10.3333')], total: '10.3333', sent: 'LAMP x1 10.33' },
  {
    what: 'prices of four decimals that add up to another cent',
    items: [p(3, '0.3333')],
    total: '0.9999',
    sent: /add up to 0\.99, but the channel's total is 1\.00\./,
  },
  { what: 'a total of many nines', items: [p(1, '25.00')], total: '24.99999999999', sent: 'LAMP x1 25.00' },
  { what: 'a total that is no amount', items: [p(1, '25.00')], total: '25,00', sent: /OrderTotal is no amount/ },
];

const COUPONS: readonly Case[] = [
  { what: 'one', items: [p(2, '25.00'), c('-3.50')], total: '46.5000', sent: 'LAMP x2 25.00, discount -3.50' },
  {
    what: 'several',
    items: [p(2, '25.00'), c('-3.50'), c('-1.00')],
    total: '45.5000',
    sent: 'LAMP x2 25.00, discount -3.50, discount -1.00',
  },
  {
    what: 'one before the products',
    items: [c('-3.50'), p(1, '25.00')],
    total: '21.5000',
    sent: 'LAMP x1 25.00, discount -3.50',
  },
  {
    what: 'one larger than a line',
    items: [p(1, '1.00'), p(1, '25.00'), c('-9.00')],
    total: '17.0000',
    sent: 'LAMP x1 1.00, LAMP x1 25.00, discount -9.00',
  },
  {
    what: 'one of all goods',
    items: [p(1, '25.00'), c('-25.00')],
    total: '0.0000',
    sent: 'LAMP x1 25.00, discount -25.00',
  },
  {
    what: 'one larger than all goods, into the shipping',
    items: [p(1, '25.00', '0.00', '8.00'), c('-30.00')],
    total: '3.0000',
    sent: 'LAMP x1 25.00, shipping 8.00, discount -30.00',
  },
  {
    what: 'one larger than the order, as the channel sums it',
    items: [p(1, '25.00'), c('-30.00')],
    total: '-5.0000',
    sent: 'LAMP x1 25.00, discount -30.00',
  },
  {
    what: 'one larger than the order, which the channel stops at nothing',
    items: [p(1, '25.00'), c('-30.00')],
    total: '0.0000',
    sent: /add up to -5\.00, but the channel's total is 0\.00\./,
  },
  {
    what: 'one with tax',
    items: [p(1, '25.00', '2.00'), c('-5.00', '-0.40')],
    total: '21.6000',
    sent: 'LAMP x1 25.00, discount -5.00, tax 1.60',
  },
  {
    what: 'one with all of the tax',
    items: [p(1, '25.00', '2.00'), c('-25.00', '-2.00')],
    total: '0.0000',
    sent: 'LAMP x1 25.00, discount -25.00',
  },
  {
    what: 'one for free shipping',
    items: [p(1, '25.00', '0', '7.00'), c('0.00', '0.00', '-7.00')],
    total: '25.0000',
    sent: 'LAMP x1 25.00, shipping 7.00, discount -7.00',
  },
  {
    what: 'one on goods and shipping with tax',
    items: [p(1, '25.00', '2.50', '7.00'), c('-5.00', '-0.50', '-7.00')],
    total: '22.0000',
    sent: 'LAMP x1 25.00, shipping 7.00, discount -12.00, tax 2.00',
  },
  { what: 'one of nothing', items: [p(1, '25.00'), c('0.00')], total: '25.0000', sent: 'LAMP x1 25.00' },
  {
    what: 'one without tax and shipping in it',
    items: [p(1, '25.00'), { Type: 'Coupon', Price: '-3.50' }],
    total: '21.5000',
    sent: 'LAMP x1 25.00, discount -3.50',
  },
  { what: 'only coupons', items: [c('-3.50')], total: '-3.5000', sent: /no product line/ },
];

const SHIPPING: readonly Case[] = [
  { what: 'none', items: [p(1, '25.00', '0.00', '0.00')], total: '25.0000', sent: 'LAMP x1 25.00' },
  {
    what: 'flat',
    items: [p(1, '25.00')],
    order: { FlatShipping: '7.00' },
    total: '32.0000',
    sent: 'LAMP x1 25.00, shipping 7.00',
  },
  {
    what: 'flat with its tax',
    items: [p(1, '25.00')],
    order: FLAT,
    total: '32.5600',
    sent: 'LAMP x1 25.00, shipping 7.00, tax 0.56',
  },
  {
    what: 'flat beside that of lines',
    items: [p(1, '25.00', '2.00', '1.00')],
    order: FLAT,
    total: '35.5600',
    sent: 'LAMP x1 25.00, shipping 8.00, tax 2.56',
  },
  {
    what: 'flat fields left out',
    items: [p(1, '25.00')],
    order: { FlatShipping: undefined, FlatShippingTax: undefined },
    total: '25.0000',
    sent: 'LAMP x1 25.00',
  },
  {
    what: 'tax on flat shipping that is free',
    items: [p(1, '25.00')],
    order: { FlatShippingTax: '0.56' },
    total: '25.5600',
    sent: 'LAMP x1 25.00, tax 0.56',
  },
];

const TAX_LEFT_OUT: readonly Case[] = [
  { what: 'without any', items: [p(1, '25.00')], total: '25.0000', sent: 'LAMP x1 25.00' },
  { what: 'of a line', items: [p(1, '25.00', '2.00')], total: '27.0000', sent: 'LAMP x1 25.00', sum: '25.00' },
  { what: 'by unit', items: [THREE], total: '47.4000', sent: 'LAMP x3 10.00, shipping 15.00', sum: '45.00' },
  {
    what: 'by unit, with shipping by line',
    items: [THREE],
    total: '37.4000',
    sent: 'LAMP x3 10.00, shipping 5.00',
    sum: '35.00',
  },
  {
    what: 'of flat shipping',
    items: [p(1, '25.00')],
    order: FLAT,
    total: '32.5600',
    sent: 'LAMP x1 25.00, shipping 7.00',
    sum: '32.00',
  },
  {
    what: 'with the part of a coupon',
    items: [p(1, '25.00', '2.00'), c('-5.00', '-0.40')],
    total: '21.6000',
    sent: 'LAMP x1 25.00, discount -5.00',
    sum: '20.00',
  },
  {
    what: 'when the total does not hold it either',
    items: [p(1, '25.00', '2.00')],
    total: '25.0000',
    sent: /add up to 27\.00, but the channel's total is 25\.00\./,
  },
].map((one) => ({ ...one, rules: NO_TAX }));

const IN_KITS: readonly Case[] = [
  {
    what: 'without a remainder',
    items: [p(1, '30.00', '0', '0', 'TEA')],
    total: '30.0000',
    sent: 'POT x1 10.00, CUP x2 10.00',
  },
  {
    what: 'with a cent of remainder',
    items: [p(1, '10.00', '0', '0', 'TEA')],
    total: '10.0000',
    sent: 'POT x1 3.33, CUP x2 3.33, rounding 0.01',
  },
  {
    what: 'several of them, with the remainder of each',
    items: [p(5, '10.01', '0', '0', 'TEA')],
    total: '50.0500',
    sent: 'POT x5 3.33, CUP x10 3.33, rounding 0.10',
  },
  {
    what: 'two kinds, with one rounding line',
    items: [p(1, '10.00', '0', '0', 'TEA'), p(2, '1.00', '0', '0', 'PACK')],
    total: '12.0000',
    sent: 'POT x1 3.33, CUP x2 3.33, CUP x14 0.14, rounding 0.05',
  },
  {
    what: 'cheaper than its parts in cents',
    items: [p(1, '0.02', '0', '0', 'TEA')],
    total: '0.0200',
    sent: 'POT x1 0.00, CUP x2 0.00, rounding 0.02',
  },
  { what: 'for nothing', items: [p(2, '0.00', '0', '0', 'TEA')], total: '0.0000', sent: 'POT x2 0.00, CUP x4 0.00' },
  {
    what: 'by unit, beside a coupon and tax',
    items: [p(2, '10.00', '0.80', '1.00', 'TEA'), c('-3.50', '-0.28')],
    total: '19.8200',
    sent: 'POT x2 3.33, CUP x4 3.33, shipping 2.00, discount -3.50, tax 1.32, rounding 0.02',
  },
  {
    what: 'that is only another name',
    items: [p(2, '10.01', '0', '0', 'OLD')],
    total: '20.0200',
    sent: 'LAMP x2 10.01',
  },
].map((one) => ({ ...one, rules: KITS }));

const ODD: readonly Case[] = [
  {
    what: 'refunds, which change neither total nor lines',
    items: [p(1, '25.00')],
    order: { RefundItems: [{ Type: 'Full Refund', Price: '-25.00', Tax: '0.00', Shipping: '0.00' }] },
    total: '25.0000',
    sent: 'LAMP x1 25.00',
  },
  {
    what: "a vendor's cost in place of the price",
    items: [{ ...p(2, '99.00'), Cost: '12.00' }],
    account: 'vendor',
    total: '24.0000',
    sent: 'LAMP x2 12.00',
  },
  {
    what: "a seller's price beside a cost",
    items: [{ ...p(2, '25.00'), Cost: '12.00' }],
    total: '50.0000',
    sent: 'LAMP x2 25.00',
  },
  {
    what: "a vendor's line without a cost",
    items: [p(1, '12.00')],
    account: 'vendor',
    total: '12.0000',
    sent: 'LAMP x1 12.00',
  },
  {
    what: "a vendor's order whose total is the buyer's",
    items: [{ ...p(1, '25.00'), Cost: '12.00' }],
    account: 'vendor',
    total: '25.0000',
    sent: /add up to 12\.00, but the channel's total is 25\.00\./,
  },
  {
    what: 'a total a cent too high',
    items: [p(1, '25.00')],
    total: '25.0100',
    sent: /add up to 25\.00, but the channel's total is 25\.01\./,
  },
  {
    what: 'a total a cent too low',
    items: [p(1, '25.00')],
    total: '24.9900',
    sent: /add up to 25\.00, but the channel's total is 24\.99\./,
  },
  {
    what: 'a total that no reading explains',
    items: [THREE],
    total: '40.0000',
    sent: /35\.80 .* 47\.40 .* 37\.40 .* 45\.80 .* total is 40\.00\./,
  },
  {
    what: 'lines that are one by unit, one by line',
    items: [p(2, '10.00', '1.00'), p(3, '10.00', '0.10')],
    total: '52.1000',
    sent: /51\.10 .* 52\.30 .* total is 52\.10\./,
  },
  {
    what: 'a price below zero',
    items: [p(1, '-5.00'), p(1, '25.00')],
    total: '20.0000',
    sent: 'LAMP x1 -5.00, LAMP x1 25.00',
  },
];

const GROUPS: Readonly<Record<string, readonly Case[]>> = {
  goods: PLAIN,
  'tax and shipping of lines': READINGS,
  'decimals of a total': DECIMALS,
  coupons: COUPONS,
  'shipping of an order': SHIPPING,
  'tax that is left out': TAX_LEFT_OUT,
  kits: IN_KITS,
  'odd orders': ODD,
};

function wireOf({ items, total, order = {} }: Case): unknown {
  return {
    OrderId: '1669-5850-6979-3856',
    Created: '2026-11-20 08:00:00',
    Status: 'Charged',
    CustomerName: 'Pat Example',
    Address: { Address1: '1 Sample Way', City: 'Testville', State: 'CA', Zip: '90000', Phone: '5550100' },
    ShippingMethod: 'Standard',
    FlatShipping: '0.00',
    FlatShippingTax: '0.00',
    ...order,
    OrderTotal: total,
    OrderItems: items,
  };
}

function inWords(line: DraftLine): string {
  if (line.kind === 'charge') return `${line.charge} ${formatMinorUnits(line.amount)}`;
  return `${line.sku} x${line.quantity} ${formatMinorUnits(line.unitPrice)}`;
}

interface Outcome {
  readonly lines: string;
  readonly sum: string;
  readonly refusal: string;
}

/** The same way that an order takes: read from the wire, then imported. */
function outcomeOf(one: Case): Outcome {
  const reading = readOrder(wireOf(one), one.account ?? 'seller');
  if (reading.kind === 'unreadable') return { lines: '', sum: '', refusal: reading.what };
  const result = importOrder(reading.order, orderRules(one.rules));
  if (result.kind === 'blocked') {
    assert.equal(result.problem.reason, 'total-mismatch');
    return { lines: '', sum: '', refusal: result.problem.what };
  }
  const { lines, total } = result.draft;
  return { lines: lines.map(inWords).join(', '), sum: formatMinorUnits(total), refusal: '' };
}

describe('money', () => {
  for (const [group, cases] of Object.entries(GROUPS)) {
    for (const one of cases) {
      const { sent } = one;
      if (typeof sent === 'string') {
        it(`of ${group}, ${one.what}: sends ${sent}`, () => {
          const sum = one.sum ?? Number(one.total).toFixed(2);

          assert.deepEqual(outcomeOf(one), { lines: sent, sum, refusal: '' });
        });
      } else {
        it(`of ${group}, ${one.what}: stops before a person, saying ${sent.source}`, () => {
          assert.match(outcomeOf(one).refusal, sent);
        });
      }
    }
  }

  it('has at least sixty cases', () => {
    assert.equal(Object.values(GROUPS).flat().length >= 60, true);
  });
});
