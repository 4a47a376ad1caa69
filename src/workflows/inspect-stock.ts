import { ApplicationFailure, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import type { StockInspectionActivities } from '../activities/stock/inspect.js';
import { orderSystemQueue } from '../messages/queues.js';
import type {
  InspectedShare,
  InspectStockInput,
  StockDifferences,
  StockInspection,
} from '../messages/stock-inspection.js';
import { stockProgressQuery, type StockProgress } from '../messages/stock-progress.js';
import { joinDifferences, NO_DIFFERENCES } from './join-differences.js';
import { SWEEP_OPTIONS } from './sweep-options.js';

/** Rows that are listed; who has more to mend begins with these. */
const ROWS_MAX = 500;
/** Shares of the quota that one look may take: a hundred windows of five minutes is a working day. */
const SHARES_MAX = 100;

/** Looks at the stock as a comparison would, and writes nothing. */
export async function inspectStock({ comparison, sku }: InspectStockInput): Promise<StockInspection> {
  const activities = proxyActivities<StockInspectionActivities>({
    ...SWEEP_OPTIONS,
    taskQueue: orderSystemQueue(comparison.connection),
  });
  if (sku !== null) return activities.inspectSku({ comparison, sku });
  let progress: StockProgress = { share: 1, itemsRead: 0, itemsTotal: null, resumesAt: null };
  setHandler(stockProgressQuery, () => progress);
  let found: StockDifferences = NO_DIFFERENCES;
  let cursor: string | null = null;
  for (let share = 1; share <= SHARES_MAX; share += 1) {
    const rowsMax = ROWS_MAX - found.rows.length;
    const read: InspectedShare = await activities.inspectShare({
      comparison,
      cursor,
      itemsBefore: found.items,
      rowsMax,
    });
    found = joinDifferences(found, read.differences);
    if (read.isEnd) return found;
    cursor = read.cursor;
    const resumesAt = new Date(Date.now() + read.resumeAfterMs).toISOString();
    progress = { share, itemsRead: found.items, itemsTotal: read.itemsTotal, resumesAt };
    await sleep(read.resumeAfterMs);
    progress = { ...progress, share: share + 1, resumesAt: null };
  }
  throw ApplicationFailure.nonRetryable(`The stock could not be read within ${SHARES_MAX} shares of the quota.`);
}
