import type { Decimal } from './decimal.js';
import { decimal, minus, percent, plus, round, sum, times, toDecimalText } from './decimal.js';
import type { LineRecord } from './records.js';
import type { Turn } from './store.js';
import { stands } from './switches.js';

const ONE = decimal('1');
const CURRENCY_DECIMALS = 2;

/** What an order's lines come to; prices that include tax already hold it. */
export function orderTotal(turn: Turn, lines: readonly LineRecord[], taxTreatment: string): string {
  const isByLine = stands(turn.world, 'tradegecko.total-rounding', 'line');
  const amounts = lines.map((line) => {
    const amount = lineAmount(turn, line, taxTreatment);
    return isByLine ? round(amount, CURRENCY_DECIMALS) : amount;
  });
  return toDecimalText(round(sum(amounts), CURRENCY_DECIMALS));
}

function lineAmount(turn: Turn, line: LineRecord, taxTreatment: string): Decimal {
  const net = times(netPrice(line), decimal(line.quantity));
  if (taxTreatment === 'inclusive') return net;
  return times(net, plus(ONE, percent(decimal(taxRate(turn, line)))));
}

/** An amount off each unit wins over a percentage. */
function netPrice(line: LineRecord): Decimal {
  const price = decimal(line.price);
  if (line.discount_amount !== null) return minus(price, decimal(line.discount_amount));
  if (line.discount === null) return price;
  return times(price, minus(ONE, percent(decimal(line.discount))));
}

function taxRate(turn: Turn, line: LineRecord): string {
  if (line.tax_rate_override !== null) return line.tax_rate_override;
  const rate =
    line.tax_type_id === null ? null : turn.store.plain.tax_types.get(line.tax_type_id)?.fields['effective_rate'];
  return typeof rate === 'string' ? rate : '0';
}
