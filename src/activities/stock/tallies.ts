import type { StockProblem, StockTallies, UnwrittenReason } from '../../messages/sweeps.js';
import type { ComparedListing, ListingRow } from './compare.js';
import type { WriteOutcome } from './write.js';

/** Problems named in a result; the counts are whole. */
const PROBLEMS_NAMED_MAX = 50;

/** What one share adds to the tallies of its comparison. */
export interface ShareFigures {
  readonly listings: number;
  readonly items: number;
  readonly rows: readonly ListingRow[];
  readonly written: WriteOutcome;
}

export const isCompared = (row: ListingRow): row is ComparedListing => row.kind === 'compared';

const isProblem = (row: ListingRow): row is StockProblem & { readonly kind: 'problem' } => row.kind === 'problem';

/** Adds a share to what the shares before have done. One that has to be done again only adds what it wrote. */
export function addShare(before: StockTallies, { listings, items, rows, written }: ShareFigures): StockTallies {
  const { lowered, raised, isComplete } = written;
  const sums = { listings, lowered: before.lowered + lowered, raised: before.raised + raised };
  if (!isComplete) return { ...before, ...sums };
  const compared = rows.filter(isCompared);
  const waiting = compared.filter(({ decision }) => decision.kind === 'keep' && decision.raise !== null);
  const found = rows.filter(isProblem).map(({ sku, reason, what }) => ({ sku, reason, what }));
  const problems = [...found, ...written.problems];
  return {
    ...sums,
    items: before.items + items,
    compared: before.compared + compared.length,
    waiting: before.waiting + waiting.length,
    unwritten: before.unwritten + problems.length,
    problemsByReason: countReasons(before.problemsByReason, problems),
    problems: [...before.problems, ...problems].slice(0, PROBLEMS_NAMED_MAX),
  };
}

function countReasons(
  before: StockTallies['problemsByReason'],
  problems: readonly StockProblem[],
): StockTallies['problemsByReason'] {
  const counts: Partial<Record<UnwrittenReason, number>> = { ...before };
  for (const { reason } of problems) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
