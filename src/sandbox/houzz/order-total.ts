import type { HouzzDesk } from './desk.js';
import { centsOf } from './money.js';
import type { HouzzLine, HouzzOrderDocument } from './order-document.js';

/** The parts of an order that money goes by. */
export type Amounts = Pick<HouzzOrderDocument, 'lines' | 'coupon' | 'flatShipping' | 'flatShippingTax'>;

/** What an order's amounts come to, in cents, each kind by itself; the coupon is taken off the goods. */
export interface Sums {
  readonly goods: number;
  readonly tax: number;
  readonly shipping: number;
}

/** Which of a line's charges count once for each unit. */
export interface ChargesByUnit {
  readonly tax: boolean;
  readonly shipping: boolean;
}

/** What the switch says of tax and of shipping. */
export function chargesByUnit(desk: HouzzDesk): ChargesByUnit {
  const position = desk.reading('houzz.tax-and-shipping-are-per');
  return {
    tax: position === 'unit' || position === 'unit-and-line',
    shipping: position === 'unit' || position === 'line-and-unit',
  };
}

/** Sums an order; whether a line's tax and shipping count once or once a unit is the switch's to say. */
export function sumsOf(desk: HouzzDesk, { lines, coupon, flatShipping, flatShippingTax }: Amounts): Sums {
  const isPerUnit = chargesByUnit(desk);
  const times = (line: HouzzLine, charge: keyof ChargesByUnit): number => (isPerUnit[charge] ? line.quantity : 1);
  return {
    goods: sum(lines, (line) => cents(line.price) * line.quantity) - cents(coupon?.amount ?? '0'),
    tax: sum(lines, (line) => cents(line.tax) * times(line, 'tax')) + cents(flatShippingTax),
    shipping: sum(lines, (line) => cents(line.shipping) * times(line, 'shipping')) + cents(flatShipping),
  };
}

/** What an order comes to, in cents. */
export function totalOf(desk: HouzzDesk, amounts: Amounts): number {
  const { goods, tax, shipping } = sumsOf(desk, amounts);
  return goods + tax + shipping;
}

/** Cents of an amount that this sandbox wrote itself. */
export function cents(amount: string): number {
  return centsOf(amount) ?? 0;
}

function sum(lines: readonly HouzzLine[], of: (line: HouzzLine) => number): number {
  return lines.reduce((total, line) => total + of(line), 0);
}
