import type { StockTallies, SyncInventoryResult } from '../messages/sweeps.js';

/** What the Web UI shows of a comparison under way. */
export function describeProgress(shares: number, tallies: StockTallies): string {
  return [`Shares done: ${shares}`, ...linesOf(tallies)].join('\n\n');
}

/** What the Web UI shows of a comparison that has ended. */
export function describeResult(result: SyncInventoryResult): string {
  return [...guardLines(result), ...linesOf(result)].join('\n\n');
}

function guardLines({ guard }: SyncInventoryResult): string[] {
  if (guard === null) return [];
  const what =
    guard.kind === 'zeroes'
      ? `${guard.zeroes} of ${guard.listings} listings would be set to zero.`
      : `${guard.items} items were read, ${guard.itemsBefore} last time.`;
  return [`**Nothing was written: ${what}**`, 'If that is right, run `orderbridge sync --accept`.'];
}

function linesOf({ items, listings, compared, lowered, raised, waiting, problemsByReason }: StockTallies): string[] {
  const problems = Object.entries(problemsByReason).map(([reason, count]) => `${reason}: ${count}`);
  return [
    `Items read: ${items}; listings: ${listings}, compared: ${compared}`,
    `Lowered: ${lowered}; raised: ${raised}; higher figures that wait: ${waiting}`,
    ...(problems.length === 0 ? [] : [`Not written: ${problems.join(', ')}`]),
  ];
}
