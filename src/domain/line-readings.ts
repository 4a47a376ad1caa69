import { assertNever } from './assert-never.js';
import type { ChannelLine, ChannelOrder } from './channel-order.js';
import { sumOf, type MinorUnits } from './money.js';

/** Whether a product line's tax and shipping are meant for the line or for each unit of it; the channel does not say. */
export type LineReading = 'per-line' | 'per-unit';

/** What one line adds to the order under a reading. */
export interface LineAmounts {
  readonly goods: MinorUnits;
  readonly tax: MinorUnits;
  readonly shipping: MinorUnits;
}

/** The reading that explains the channel's total, or both sums when neither does. */
export type LineReadingResult =
  | { readonly kind: 'agreed'; readonly reading: LineReading }
  | {
      readonly kind: 'mismatch';
      readonly perLine: MinorUnits;
      readonly perUnit: MinorUnits;
      readonly channelTotal: MinorUnits;
    };

/** The parts of an order that its total is made of. */
export type PricedOrder = Pick<ChannelOrder, 'lines' | 'flatShipping' | 'flatShippingTax' | 'total'>;

/** What one line adds under a reading; a coupon counts once, because it has no quantity. */
export function amountsOf(line: ChannelLine, reading: LineReading): LineAmounts {
  switch (line.kind) {
    case 'product': {
      const times = reading === 'per-unit' ? line.quantity : 1;
      return { goods: line.unitPrice * line.quantity, tax: line.tax * times, shipping: line.shipping * times };
    }
    case 'coupon':
      return { goods: line.amount, tax: line.tax, shipping: line.shipping };
    default:
      return assertNever(line);
  }
}

function sumUnder(order: PricedOrder, reading: LineReading): MinorUnits {
  const lines = order.lines.map((line) => amountsOf(line, reading));
  return sumOf([
    ...lines.flatMap((line) => [line.goods, line.tax, line.shipping]),
    order.flatShipping,
    order.flatShippingTax,
  ]);
}

/** Finds the reading under which the order's parts add up to its total; per line where both do. */
export function findLineReading(order: PricedOrder): LineReadingResult {
  const perLine = sumUnder(order, 'per-line');
  if (perLine === order.total) return { kind: 'agreed', reading: 'per-line' };
  const perUnit = sumUnder(order, 'per-unit');
  if (perUnit === order.total) return { kind: 'agreed', reading: 'per-unit' };
  return { kind: 'mismatch', perLine, perUnit, channelTotal: order.total };
}
