import type { NotImportedReason } from '../../domain/import-rule.js';
import type { SkippedReport } from '../reports.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, shortInstant, wrap } from './text.js';

/** Each reason in a few words, and what can be done about it. */
const REASONS: Readonly<Record<NotImportedReason, readonly [words: string, next: string]>> = {
  'before-start': ['older than the start', 'What delivered orders before the start has to see to them.'],
  'too-old': [
    'too old for the retention',
    'The server may have forgotten whether they were imported: enter them by hand, or ship or cancel them in Houzz.',
  ],
  'status-not-imported': [
    'status not imported',
    'They are imported once their status is one of orders.importStatuses.',
  ],
  unreadable: ['cannot be read', 'Look at them in Houzz Seller Central, and report what they hold.'],
  'closed-here': ['closed here, open there', 'Ship or cancel them in Houzz Seller Central.'],
};

/** Counts by reason with what to do, then one row an order. */
export function renderSkipped({ connection, from, counts, orders, total }: SkippedReport, style: Style): string {
  const line = `${connection} imports orders created from ${shortInstant(from)} UTC on`;
  if (total === 0) return wrap(`${line}; none that is open in Houzz is skipped.`, COLUMNS).join('\n');
  const reasons = counts.map(({ reason, count }) => [String(count), ...REASONS[reason]]);
  const rows = orders.map((order) => [
    order.orderId ?? 'no legible id',
    order.createdAt === null ? '-' : shortInstant(order.createdAt),
    order.channelStatus ?? '-',
    [REASONS[order.reason][0], order.what].filter((part) => part !== null).join(': '),
  ]);
  const columns = [{ heading: 'order' }, { heading: 'created (UTC)' }, { heading: 'status' }, { heading: 'reason' }];
  const left = total - orders.length;
  return [
    ...wrap(`${line}. These are open in Houzz and are not imported:`, COLUMNS),
    '',
    renderTable([{ heading: 'orders' }, { heading: 'reason' }, { heading: 'what to do' }], reasons, style),
    '',
    renderTable(columns, rows, style),
    ...(left > 0 ? ['', `... and ${left} more; --limit shows more of them`] : []),
  ].join('\n');
}
