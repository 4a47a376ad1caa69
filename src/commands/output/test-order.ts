import type { TestOrderReport } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, wrap } from './text.js';

/** The three steps of a test order, and what it came to. */
export function renderTestOrder(report: TestOrderReport, style: Style): string {
  const { outcome, kind, number, salesOrderId, sku, tags, readBack, isRemoved, what } = report;
  if (outcome === 'undecided') {
    const words = `Test order ${number} did not end in time and was called off; is a worker running?`;
    return wrap(words, COLUMNS).map(style.warn).join('\n');
  }
  const rows = [
    [
      'placed',
      salesOrderId === null ? 'no' : `${number} (id ${salesOrderId}), 1 x ${sku ?? ''}, tags ${tags.join(', ')}`,
    ],
    ['read back', readBack === null ? 'no' : `yes, as ${readBack}`],
    ['removed', isRemoved ? 'yes' : 'no'],
  ];
  const table = renderTable([{ heading: 'step' }, { heading: 'outcome' }], rows, style);
  const end = kind === 'done' ? 'The way to TradeGecko works.' : (what ?? 'It failed.');
  const byHand =
    salesOrderId !== null && !isRemoved
      ? [`Delete the draft ${number} in TradeGecko by hand: it holds no stock back.`]
      : [];
  return [
    table,
    '',
    ...wrap(end, COLUMNS).map(kind === 'done' ? style.good : style.bad),
    ...byHand.flatMap((line) => wrap(line, COLUMNS)),
  ].join('\n');
}
