import type { SkuReport } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, shortInstant, wrap } from './text.js';

/** One SKU: every figure with its source, then what comes next. */
export function renderSku(report: SkuReport, style: Style): string {
  const { sku, connection, figures, hidden, inFlight, next, readAt, last } = report;
  const rows = figures.map(({ name, value, source }) => [name, value === null ? 'none' : String(value), source]);
  const columns = [{ heading: 'figure' }, { heading: 'units' }, { heading: 'from' }];
  const hiddenRows = hidden.map((one) => [one.sku, String(one.units), `${shortInstant(one.seenAt)} UTC`]);
  const orderRows = inFlight.map(({ orderId, sku: item, units }) => [orderId, String(units), item]);
  const compared = last === null ? 'never yet' : `${shortInstant(last.comparedAt)} UTC`;
  return [
    style.bold(`${sku} of ${connection}`),
    `Read at ${shortInstant(readAt)} UTC; last compared: ${compared}.`,
    '',
    renderTable(columns, rows, style),
    ...(orderRows.length === 0 ? [] : ['', renderTable(ORDER_COLUMNS, orderRows, style)]),
    ...(hiddenRows.length === 0 ? [] : ['', renderTable(HIDDEN_COLUMNS, hiddenRows, style)]),
    '',
    ...wrap(next, COLUMNS).map(report.plan.kind === 'problem' ? style.bad : (line) => line),
  ].join('\n');
}

const ORDER_COLUMNS = [{ heading: 'order in flight' }, { heading: 'units' }, { heading: 'SKU in TradeGecko' }];
const HIDDEN_COLUMNS = [{ heading: 'fell in Houzz' }, { heading: 'units' }, { heading: 'first seen' }];
