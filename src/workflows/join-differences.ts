import type { StockDifferences } from '../messages/stock-inspection.js';

/** What is found before anything was read. */
export const NO_DIFFERENCES: StockDifferences = {
  kind: 'differences',
  listings: 0,
  items: 0,
  counts: { keep: 0, skipped: 0, lower: 0, raise: 0, wait: 0, problem: 0 },
  rows: [],
  left: 0,
  isWhole: true,
  guard: null,
  readAt: '',
};

/** Joins what a further share has found to what the shares before have. */
export function joinDifferences(before: StockDifferences, share: StockDifferences): StockDifferences {
  const { keep, skipped, lower, raise, wait, problem } = before.counts;
  return {
    ...share,
    items: before.items + share.items,
    counts: {
      keep: keep + share.counts.keep,
      skipped: skipped + share.counts.skipped,
      lower: lower + share.counts.lower,
      raise: raise + share.counts.raise,
      wait: wait + share.counts.wait,
      problem: problem + share.counts.problem,
    },
    rows: [...before.rows, ...share.rows],
    left: before.left + share.left,
    isWhole: before.isWhole && share.isWhole,
    guard: before.guard ?? share.guard,
  };
}
