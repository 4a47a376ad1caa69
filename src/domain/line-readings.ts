import { assertNever } from './assert-never.js';
import type { ChannelLine, ChannelOrder } from './channel-order.js';
import { sumOf, type MinorUnits } from './money.js';

/** What an amount on a product line is meant for: the line, or each unit of it. */
export type Basis = 'per-line' | 'per-unit';

/** How a product line's tax and shipping are read; the channel says of neither what it is meant for. */
export interface LineReading {
  readonly tax: Basis;
  readonly shipping: Basis;
}

/** What one line adds to the order under a reading. */
export interface LineAmounts {
  readonly goods: MinorUnits;
  readonly tax: MinorUnits;
  readonly shipping: MinorUnits;
}

/** What the order adds up to under a reading. */
interface ReadSum {
  readonly reading: LineReading;
  readonly sum: MinorUnits;
}

/** The reading that explains the channel's total, or the sum under each reading when none does. */
export type LineReadingResult =
  | { readonly kind: 'agreed'; readonly reading: LineReading }
  | { readonly kind: 'mismatch'; readonly sums: readonly ReadSum[]; readonly channelTotal: MinorUnits };

/** The parts of an order that its total is made of. */
export type PricedOrder = Pick<ChannelOrder, 'lines' | 'flatShipping' | 'flatShippingTax' | 'total'>;

/**
 * Every reading, the likeliest first. By line comes first because it needs no assumption beyond what is written. Where
 * amounts are not below zero, the two that read both alike only agree when they say the same. The two mixed ones can
 * tie with different lines; tax by unit wins, because tax follows the price, which is by unit.
 */
const LINE_READINGS: readonly LineReading[] = [
  { tax: 'per-line', shipping: 'per-line' },
  { tax: 'per-unit', shipping: 'per-unit' },
  { tax: 'per-unit', shipping: 'per-line' },
  { tax: 'per-line', shipping: 'per-unit' },
];

/** What one line adds under a reading; a coupon counts once, because it has no quantity. */
export function amountsOf(line: ChannelLine, reading: LineReading): LineAmounts {
  switch (line.kind) {
    case 'product': {
      const times = (basis: Basis): number => (basis === 'per-unit' ? line.quantity : 1);
      return {
        goods: line.unitPrice * line.quantity,
        tax: line.tax * times(reading.tax),
        shipping: line.shipping * times(reading.shipping),
      };
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

/** Finds the first reading under which the order's parts add up to its total. */
export function findLineReading(order: PricedOrder): LineReadingResult {
  const sums = LINE_READINGS.map((reading): ReadSum => ({ reading, sum: sumUnder(order, reading) }));
  const agreed = sums.find(({ sum }) => sum === order.total);
  if (agreed !== undefined) return { kind: 'agreed', reading: agreed.reading };
  return { kind: 'mismatch', sums, channelTotal: order.total };
}
