import { nextStepOf } from '../../domain/attention.js';
import type { OrdersReport } from '../reports.js';
import { linesText, markStage } from './stage.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, counted, wrap } from './text.js';

/** Counts by stage, then one row an order. */
export function renderOrders(report: OrdersReport, style: Style): string {
  const { counts, orders, total, connection, page } = report;
  const unread = unreadLines(report).map(style.warn);
  if (counts.length === 0) {
    return [`There are no such orders${connection === null ? '' : ` of ${connection}`}.`, ...unread].join('\n');
  }
  const countRows = counts.map(({ stage, count }) => [stage, String(count)]);
  const stageColumn = { heading: 'stage', mark: (cell: string) => markStage(cell, style) };
  const several = new Set(orders.map((row) => row.connection)).size > 1;
  const rows = orders.map((row) => [
    ...(several ? [row.connection] : []),
    row.channelOrderId,
    row.salesOrderId ?? '-',
    row.stage,
    [row.attentionReason, linesText(row.lines)].filter((part) => part !== null && part !== '').join(': '),
  ]);
  const columns = [
    ...(several ? [{ heading: 'connection' }] : []),
    { heading: 'order' },
    { heading: 'sales order' },
    stageColumn,
    { heading: 'lines' },
  ];
  return [
    ...unread,
    renderTable([stageColumn, { heading: 'orders' }], countRows, style),
    ...(rows.length === 0 ? [] : ['', renderTable(columns, rows, style)]),
    ...nextSteps(orders),
    ...restOf(orders.length, total, page),
  ].join('\n');
}

function unreadLines({ unread }: OrdersReport): readonly string[] {
  if (unread.length === 0) return [];
  return wrap(
    `Orders are not read of ${unread.join(', ')}: switched off or paused; the stock is kept in step.`,
    COLUMNS,
  );
}

/** Which part of the list this was, where it was not the whole. */
function restOf(shown: number, total: number, page: number): readonly string[] {
  if (shown >= total) return [];
  if (shown === 0) return ['', `Page ${page} is empty: the list has ${counted(total, 'order')}.`];
  return [
    '',
    `Page ${page}, ${shown} of ${counted(total, 'order')}; --page ${page + 1} or a higher --limit shows more.`,
  ];
}

/** What to do about each reason in the list, in the words that one order and the Web UI show. */
function nextSteps(orders: OrdersReport['orders']): readonly string[] {
  const reasons = [...new Set(orders.map((row) => row.attentionReason))];
  const steps = reasons.flatMap((reason) =>
    nextStepOf(reason) === '' ? [] : [`${reason ?? ''}: ${nextStepOf(reason)}`],
  );
  return steps.length === 0 ? [] : ['', ...steps.flatMap((step) => wrap(step, COLUMNS))];
}
