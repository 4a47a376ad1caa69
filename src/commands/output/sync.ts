import type { SyncInventoryResult } from '../../messages/sweeps.js';
import type { SyncReport } from '../reports.js';
import { GUARD_NEXT, describeFinding } from '../../domain/stock/guard.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, counted, wrap } from './text.js';

/** What a comparison of stock did. */
export function renderSync(report: SyncReport, style: Style): string {
  const { accepted, result } = report;
  const taken = accepted === null ? [] : wrap(`Accepted: ${describeFinding(accepted)}`, COLUMNS);
  return [
    ...taken,
    ...(result === null ? wrap(endWords(report), COLUMNS) : renderResult(report.connection, result, style)),
  ].join('\n');
}

function endWords({ connection, outcome, why, workflowId }: SyncReport): string {
  switch (outcome) {
    case 'queued':
      return `An earlier comparison of ${connection} is still under way; another follows it. Is a worker running?`;
    case 'begun':
      return `The stock of ${connection} is being compared: ${workflowId ?? ''}.`;
    case 'failed':
      return `The comparison of ${connection} failed: ${why ?? ''} The next run tries again.`;
    case 'compared':
    case 'undecided':
      return `The comparison of ${connection} goes on in the worker: ${workflowId ?? ''}.`;
  }
}

function renderResult(connection: string, result: SyncInventoryResult, style: Style): readonly string[] {
  const { listings, items, lowered, raised, waiting, problems, problemsByReason, guard } = result;
  const sum = `${lowered} lowered, ${raised} raised, ${waiting} waiting; ${problemsSum(problemsByReason)}`;
  const rows = problems.map(({ sku, reason, what }) => [sku, reason, what]);
  const columns = [{ heading: 'SKU' }, { heading: 'problem' }, { heading: 'what' }];
  const total = Object.values(problemsByReason).reduce((all, count) => all + count, 0);
  return [
    `${counted(listings, 'listing')} of ${connection} compared with ${counted(items, 'variant')}.`,
    ...(guard === null
      ? [problems.length === 0 ? style.good(sum) : style.warn(sum)]
      : wrap(`The guard stopped it: ${describeFinding(guard)} ${GUARD_NEXT}`, COLUMNS).map(style.bad)),
    ...(rows.length === 0 ? [] : ['', renderTable(columns, rows, style)]),
    ...(total > rows.length ? [`... and ${total - rows.length} more`] : []),
  ];
}

function problemsSum(byReason: SyncInventoryResult['problemsByReason']): string {
  const parts = Object.entries(byReason).map(([reason, count]) => `${count} ${reason}`);
  return parts.length === 0 ? 'no problems.' : `problems: ${parts.join(', ')}.`;
}
