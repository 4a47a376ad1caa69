import type { ChannelOrder, CouponLine, ProductLine } from './channel-order.js';
import { amountsOf, type LineReading } from './line-readings.js';
import { sumOf, type MinorUnits } from './money.js';
import type { OrderRules } from './order-rules.js';
import type { DraftLine } from './sales-order.js';
import { resolveLine } from './sku-rules.js';
import { oneLine } from './texts.js';

type ChargeLine = Extract<DraftLine, { kind: 'charge' }>;

/** The tax of the whole order: that of its lines and that of its flat shipping. */
export function taxOf(order: ChannelOrder, reading: LineReading): MinorUnits {
  return sumOf([...order.lines.map((line) => amountsOf(line, reading).tax), order.flatShippingTax]);
}

/** What the lines of a sales order add up to. */
export function totalOf(lines: readonly DraftLine[]): MinorUnits {
  return sumOf(lines.map((line) => (line.kind === 'item' ? line.unitPrice * line.quantity : line.amount)));
}

function productsOf(order: ChannelOrder): readonly ProductLine[] {
  return order.lines.filter((line) => line.kind === 'product');
}

function shippingCharge(order: ChannelOrder, reading: LineReading): ChargeLine {
  const method = oneLine(order.shippingMethod);
  return {
    kind: 'charge',
    charge: 'shipping',
    label: method === '' ? 'Shipping' : `Shipping (${method})`,
    amount: sumOf([...productsOf(order).map((line) => amountsOf(line, reading).shipping), order.flatShipping]),
  };
}

/** A coupon's part in shipping stays with the coupon: a free-shipping promotion is seen as one, not as no shipping. */
function discountCharge(coupon: CouponLine): ChargeLine {
  const label = oneLine(coupon.label);
  const amount = coupon.amount + coupon.shipping;
  return { kind: 'charge', charge: 'discount', label: label === '' ? 'Coupon' : label, amount };
}

/** The lines of the sales order: items, then what is charged beside them; a charge of nothing is left out. */
export function draftLinesOf(order: ChannelOrder, reading: LineReading, rules: OrderRules): readonly DraftLine[] {
  const resolved = productsOf(order).map((line) => resolveLine(line, rules.skuRules));
  const coupons = order.lines.filter((line) => line.kind === 'coupon');
  const tax = rules.taxLine ? taxOf(order, reading) : 0;
  const rounding = sumOf(resolved.map((line) => line.remainder));
  const charges: readonly ChargeLine[] = [
    shippingCharge(order, reading),
    ...coupons.map(discountCharge),
    { kind: 'charge', charge: 'tax', label: 'Tax', amount: tax },
    { kind: 'charge', charge: 'rounding', label: 'Rounding of kit prices', amount: rounding },
  ];
  return [...resolved.flatMap((line) => line.items), ...charges.filter((line) => line.amount !== 0)];
}
