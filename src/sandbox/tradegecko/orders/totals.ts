import type { Decimal } from '../decimal.js';
import { decimal, minus, percent, plus, quotient, round, sum, times, toDecimalText } from '../decimal.js';
import type { LineRecord } from '../records.js';
import type { Turn } from '../store.js';
import { stands } from '../switches.js';

/** How much of a line is to be added up: all of it on an order, some of it on an invoice. */
interface Charge {
  readonly line: LineRecord;
  readonly quantity: string;
}

const ONE = decimal('1');
const CURRENCY_DECIMALS = 2;

/** What charges come to, tax included. */
export function totalOf(turn: Turn, charges: readonly Charge[], taxTreatment: string): string {
  const isByLine = stands(turn.world, 'tradegecko.total-rounding', 'line');
  const amounts = charges.map((charge) => {
    const amount = chargeAmount(turn, charge, taxTreatment);
    return isByLine ? round(amount, CURRENCY_DECIMALS) : amount;
  });
  return toDecimalText(round(sum(amounts), CURRENCY_DECIMALS));
}

function chargeAmount(turn: Turn, { line, quantity }: Charge, taxTreatment: string): Decimal {
  const priced = times(netPrice(line), decimal(quantity));
  const factor = plus(ONE, percent(decimal(taxRate(turn, line))));
  if (taxTreatment !== 'inclusive') return times(priced, factor);
  // Prices that include tax hold it already; rounding its two halves apart can move the sum by a cent.
  if (stands(turn.world, 'tradegecko.inclusive-total', 'as-priced')) return priced;
  const net = round(quotient(priced, factor), CURRENCY_DECIMALS);
  return plus(net, round(minus(times(net, factor), net), CURRENCY_DECIMALS));
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
