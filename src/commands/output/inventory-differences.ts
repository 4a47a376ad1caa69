import type { StockDifference, StockPlan } from '../../messages/stock-inspection.js';
import type { DifferencesReport } from '../reports.js';
import { GUARD_NEXT, describeFinding } from '../../domain/stock/guard.js';
import type { Style } from './style.js';
import { renderTable } from './table.js';
import { COLUMNS, counted, shortInstant, wrap } from './text.js';

/** What differs, and what the next comparison would do about it. */
export function renderDifferences(report: DifferencesReport, style: Style): string {
  const { connection, listings, items, counts, rows, left, guard, isWhole } = report;
  const { lower, raise, wait, problem } = counts;
  const sum =
    `${lower} would be lowered and ${raise} raised, ${wait} wait, ${counted(problem, 'has a problem', 'have a problem')}; ` +
    'nothing was written.';
  const columns = [{ heading: 'SKU' }, { heading: 'shown' }, { heading: 'should' }, { heading: 'what and why' }];
  return [
    `${counted(listings, 'listing')} of ${connection} compared with ${counted(items, 'variant')}.`,
    ...wrap(sum, COLUMNS).map(problem === 0 ? style.good : style.warn),
    ...(guard === null
      ? []
      : wrap(`The guard would stop it: ${describeFinding(guard)} ${GUARD_NEXT}`, COLUMNS).map(style.bad)),
    ...(isWhole ? [] : ['The worker was restarted meanwhile: listings without any variant were not looked for.']),
    ...(rows.length === 0 ? [] : ['', renderTable(columns, rows.map(cellsOf), style)]),
    ...(left === 0 ? [] : [`... and ${left} more`]),
  ].join('\n');
}

const cellsOf = ({ sku, shown, quantity, hidden, plan }: StockDifference): readonly string[] => [
  sku,
  shown === null ? '-' : String(shown),
  quantity === null ? '-' : String(quantity),
  `${planWords(plan)}${hidden === 0 ? '' : `; ${hidden} hidden`}`,
];

function planWords(plan: StockPlan): string {
  switch (plan.kind) {
    case 'lower':
      return `lowered to ${plan.quantity} at once`;
    case 'raise':
      return `raised to ${plan.quantity}, which has stood`;
    case 'wait':
      return `${plan.quantity} waits since ${shortInstant(plan.since)} UTC`;
    case 'problem':
      return `${plan.reason}: ${plan.what}`;
    case 'keep':
    case 'skipped':
      return 'nothing';
  }
}
